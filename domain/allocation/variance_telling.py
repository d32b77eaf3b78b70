"""A variance tells itself: which cause differs how, between which two months, in sentences that a controller reads."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from domain.allocation.allocation_run_events import Prepared
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.explaining import cents_words, listed
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.posted_period import PostedPeriod
from domain.allocation.variance import Cause, Variance
from domain.kernel.money import euros, quantity_of
from domain.kernel.sentences import Sentence, Series, Word

_MOST_NAMED = 8
METHOD = (
    "From the first period to the second one cause after the other is put in as the second has it: membership, "
    "key, volume, price. The one engine shares anew at each step, and what a step moves is that cause's part.",
    "Price is what a unit cost where the second period's key counts one measure; otherwise it is the cost itself.",
    "Rounding is what the posted cents are apart from the exact parts, and closes the difference. Shown are cents: "
    "each column's parts are rounded by largest remainder, ties in the order of the causes, so that they sum to "
    "its difference; columns are rounded one by one.",
)


def tell(variance: Variance) -> list[str]:
    """What differs between the two, one sentence a cause that has a part; none for what is alike."""
    first, second = variance.first, variance.second
    if first is None or second is None:
        return [_one_sided(first, second)]
    pair = Sentence("{second} against {first}", second=second.months, first=first.months)
    if not first.last.base_cents or not second.last.base_cents:
        told: list[str] = [
            Sentence(
                "price: {first}, {second}; where nothing is shared no other cause is told apart",
                first=_shared(first),
                second=_shared(second),
            )
        ]
    else:
        told = [*_told(variance, first.last, second.last)]
    return [
        Sentence("{pair}: {each}.", pair=pair, each=each)
        for each in (*told, *_direct(variance, first, second))
    ]


def _one_sided(first: PostedPeriod | None, second: PostedPeriod | None) -> str:
    if second:
        return Sentence(
            "{months} has nothing posted to be held against: all of it counts as price.", months=second.months
        )
    if first:
        return Sentence(
            "{months} has nothing posted beside it: that it is gone counts as price.", months=first.months
        )
    raise AssertionError("one of the two has something posted")


def _shared(period: PostedPeriod) -> str:
    return Sentence("{months} shared {amount}", months=period.months, amount=euros(period.last.base_cents))


def _told(variance: Variance, first: Prepared, second: Prepared) -> Iterator[str]:
    yield from _membership(first, second)
    if first.key != second.key:
        before, after = (
            Sentence("version {version} of {contract}", version=each.key_version, contract=each.contract)
            for each in (first, second)
        )
        yield Sentence("key: shared by {before}, then by {after}", before=before, after=after)
    yield from _volume(first, second)
    yield from _price(variance, first, second)
    for joined in variance.joined:
        yield Sentence(
            "{cause} is not told apart, because {because}: it counts under {under}",
            cause=Word(joined.cause),
            because=joined.because,
            under=Word(joined.under),
        )
    for measure, members in variance.borrowed.items():
        yield Sentence(
            "{measure}: not counted for {first} of {members}; taken as of {second}",
            measure=measure,
            first=_months(first),
            members=listed(members),
            second=_months(second),
        )


def _months(prepared: Prepared) -> str:
    first, last = prepared.service_from, prepared.service_to
    return last if first == last else Sentence("{first} to {last}", first=first, last=last)


def _membership(first: Prepared, second: Prepared) -> Iterator[str]:
    before, after = _present(first), _present(second)
    came = [member for member in after if member not in before]
    left = [member for member in before if member not in after]
    if came:
        yield Sentence("membership: {came} came in", came=listed(came))
    if left:
        yield Sentence("membership: {left} went out", left=listed(left))
    changed = [
        Sentence("{member} {before}, then {after}", member=m, before=before[m], after=after[m])
        for m in after
        if before.get(m, after[m]) != after[m]
    ]
    changed += [Sentence("{member} {part}", member=m, part=after[m]) for m in came if after[m] != "1"]
    if changed:
        yield Sentence(
            "membership: the part of the time that counts is of {changed}", changed=Series(changed, "; ")
        )


def _present(prepared: Prepared) -> dict[str, str]:
    return {m: prepared.presence[m] for m in prepared.members if prepared.presence[m] != "0"}


def _volume(first: Prepared, second: Prepared) -> Iterator[str]:
    for measure in sorted(measures_of(parse_key(second.key))):
        before, after = _values(first, measure), _values(second, measure)
        both = [m for m in after if m in before]
        changed = [m for m in both if before[m] != after[m]]
        if changed:
            named = changed if len(changed) <= _MOST_NAMED else []
            each: list[str] = [
                Sentence(
                    "{member} {before}, then {after}",
                    member=m,
                    before=exact_text(before[m]),
                    after=exact_text(after[m]),
                )
                for m in named
            ]
            totals = [exact_text(sum((values[m] for m in both), Fraction(0))) for values in (before, after)]
            each.append(
                Sentence(
                    "those there in both together {before}, then {after}", before=totals[0], after=totals[1]
                )
            )
            yield Sentence("volume: {measure} of {each}", measure=measure, each=Series(each, "; "))


def _values(prepared: Prepared, measure: str) -> dict[str, Fraction]:
    values = prepared.readings.get(measure, {})
    return {m: quantity_of(values[m]) for m in _present(prepared) if m in values}


def _price(variance: Variance, first: Prepared, second: Prepared) -> Iterator[str]:
    volume = variance.volume
    if volume is None:
        if first.base_cents != second.base_cents:
            yield Sentence(
                "price: the cost itself was {before}, then {after}",
                before=euros(first.base_cents),
                after=euros(second.base_cents),
            )
        return
    at_first_price = first.base_cents * volume.after / volume.before
    if at_first_price != second.base_cents:
        taken = Word(", taken readings included") if volume.measure in variance.borrowed else ""
        yield Sentence(
            "price: {before} for {first_volume} of {counted}{taken}, then {after} for {second_volume}, which at "
            "the first price would have cost {at_first_price}",
            before=euros(first.base_cents),
            first_volume=exact_text(volume.before),
            counted=_counted(second, volume.measure),
            taken=taken,
            after=euros(second.base_cents),
            second_volume=exact_text(volume.after),
            at_first_price=_about(at_first_price),
        )


def _about(cents: Fraction) -> str:
    if cents.denominator == 1:
        return euros(cents.numerator)
    return Sentence(
        "about {amount} (exactly {exact})",
        amount=euros((cents + Fraction(1, 2)).__floor__()),
        exact=cents_words(cents),
    )


def _counted(second: Prepared, measure: str) -> str:
    part_of_the_time = any(part != "1" for part in _present(second).values())
    if part_of_the_time and measure not in second.flow_measures:
        return Sentence("{measure}, by presence", measure=measure)
    return measure


def _direct(variance: Variance, first: PostedPeriod, second: PostedPeriod) -> Iterator[str]:
    for member, parts in variance.parts.items():
        if parts[Cause.DIRECT]:
            before, after = first.direct_cents.get(member, 0), second.direct_cents.get(member, 0)
            yield Sentence(
                "direct charges: {before} to {member} alone, then {after}",
                before=euros(before),
                member=member,
                after=euros(after),
            )
