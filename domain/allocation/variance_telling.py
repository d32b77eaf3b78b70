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
    pair = f"{second.months} against {first.months}"
    if not first.last.base_cents or not second.last.base_cents:
        told = [
            f"price: {_shared(first)}, {_shared(second)}; where nothing is shared no other cause is told apart"
        ]
    else:
        told = [*_told(variance, first.last, second.last)]
    return [f"{pair}: {each}." for each in (*told, *_direct(variance, first, second))]


def _one_sided(first: PostedPeriod | None, second: PostedPeriod | None) -> str:
    if second:
        return f"{second.months} has nothing posted to be held against: all of it counts as price."
    if first:
        return f"{first.months} has nothing posted beside it: that it is gone counts as price."
    raise AssertionError("one of the two has something posted")


def _shared(period: PostedPeriod) -> str:
    return f"{period.months} shared {euros(period.last.base_cents)}"


def _told(variance: Variance, first: Prepared, second: Prepared) -> Iterator[str]:
    yield from _membership(first, second)
    if first.key != second.key:
        versions = (f"version {each.key_version} of {each.contract}" for each in (first, second))
        yield f"key: shared by {', then by '.join(versions)}"
    yield from _volume(first, second)
    yield from _price(variance, first, second)
    for joined in variance.joined:
        yield f"{joined.cause} is not told apart, because {joined.because}: it counts under {joined.under}"
    for measure, members in variance.borrowed.items():
        yield f"{measure}: not counted for {_months(first)} of {listed(members)}; taken as of {_months(second)}"


def _months(prepared: Prepared) -> str:
    first, last = prepared.service_from, prepared.service_to
    return last if first == last else f"{first} to {last}"


def _membership(first: Prepared, second: Prepared) -> Iterator[str]:
    before, after = _present(first), _present(second)
    came = [member for member in after if member not in before]
    left = [member for member in before if member not in after]
    if came:
        yield f"membership: {listed(came)} came in"
    if left:
        yield f"membership: {listed(left)} went out"
    changed = [f"{m} {before[m]}, then {after[m]}" for m in after if before.get(m, after[m]) != after[m]]
    changed += [f"{m} {after[m]}" for m in came if after[m] != "1"]
    if changed:
        yield f"membership: the part of the time that counts is of {'; '.join(changed)}"


def _present(prepared: Prepared) -> dict[str, str]:
    return {m: prepared.presence[m] for m in prepared.members if prepared.presence[m] != "0"}


def _volume(first: Prepared, second: Prepared) -> Iterator[str]:
    for measure in sorted(measures_of(parse_key(second.key))):
        before, after = _values(first, measure), _values(second, measure)
        both = [m for m in after if m in before]
        changed = [m for m in both if before[m] != after[m]]
        if changed:
            named = changed if len(changed) <= _MOST_NAMED else []
            each = [f"{m} {exact_text(before[m])}, then {exact_text(after[m])}" for m in named]
            totals = [exact_text(sum((values[m] for m in both), Fraction(0))) for values in (before, after)]
            each.append(f"those there in both together {', then '.join(totals)}")
            yield f"volume: {measure} of {'; '.join(each)}"


def _values(prepared: Prepared, measure: str) -> dict[str, Fraction]:
    values = prepared.readings.get(measure, {})
    return {m: quantity_of(values[m]) for m in _present(prepared) if m in values}


def _price(variance: Variance, first: Prepared, second: Prepared) -> Iterator[str]:
    volume = variance.volume
    if volume is None:
        if first.base_cents != second.base_cents:
            yield f"price: the cost itself was {euros(first.base_cents)}, then {euros(second.base_cents)}"
        return
    at_first_price = first.base_cents * volume.after / volume.before
    if at_first_price != second.base_cents:
        taken = ", taken readings included" if volume.measure in variance.borrowed else ""
        yield (
            f"price: {euros(first.base_cents)} for {exact_text(volume.before)} of {_counted(second, volume.measure)}"
            f"{taken}, then {euros(second.base_cents)} for {exact_text(volume.after)}, which at the first price "
            f"would have cost {_about(at_first_price)}"
        )


def _about(cents: Fraction) -> str:
    if cents.denominator == 1:
        return euros(cents.numerator)
    return f"about {euros((cents + Fraction(1, 2)).__floor__())} (exactly {cents_words(cents)})"


def _counted(second: Prepared, measure: str) -> str:
    part_of_the_time = any(part != "1" for part in _present(second).values())
    return f"{measure}, by presence" if part_of_the_time and measure not in second.flow_measures else measure


def _direct(variance: Variance, first: PostedPeriod, second: PostedPeriod) -> Iterator[str]:
    for member, parts in variance.parts.items():
        if parts[Cause.DIRECT]:
            before, after = first.direct_cents.get(member, 0), second.direct_cents.get(member, 0)
            yield f"direct charges: {euros(before)} to {member} alone, then {euros(after)}"
