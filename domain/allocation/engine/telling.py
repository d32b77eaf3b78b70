"""The story of a rounding: what is rounded, who gets the cents that are left, and what is carried."""

from __future__ import annotations

from collections.abc import Sequence

from domain.allocation.engine.exact_numbers import exact_text, ratio_text
from domain.allocation.engine.explaining import Story
from domain.allocation.engine.rounding import CARRIED_REMAINDER, SAINTE_LAGUE
from domain.allocation.engine.shares import Share
from domain.kernel.money import euros
from domain.kernel.sentences import Sentence, Word

_WHERE = Word("rounding")


def tell_rounding(shares: Sequence[Share], amount_cents: int, rounding: str, story: Story) -> None:
    """Add the steps of the rounding to the story."""
    if rounding == SAINTE_LAGUE:
        _tell_divisors(shares, story)
    else:
        _tell_remainders(shares, amount_cents, rounding == CARRIED_REMAINDER, story)
    story.tell(
        _WHERE,
        Sentence("the shares sum to {amount}, which is what was to be shared.", amount=euros(amount_cents)),
    )


def _tell_remainders(shares: Sequence[Share], amount_cents: int, carried: bool, story: Story) -> None:
    first = next((share.numerator for share in shares if share.numerator), 0)
    sign = -1 if amount_cents < 0 or (amount_cents == 0 and first < 0) else 1
    # All that was rounded stands over one denominator.
    scale = shares[0].scale
    wholes = [sign * share.target // scale for share in shares]
    remainders = [sign * share.target - whole * scale for share, whole in zip(shares, wholes, strict=True)]
    what = Word("exact less carried" if carried else "the exact part")
    mirrored = Word(", its sign turned,") if sign < 0 else ""
    story.tell(
        _WHERE,
        Sentence(
            "{what}{mirrored} is rounded down to the cent; cents left: {left}, one each to the "
            "largest remainders, ties by member order.",
            what=what,
            mirrored=mirrored,
            left=sign * amount_cents - sum(wholes),
        ),
    )
    if carried and any(share.rounded_from != share.exact_cents - share.carried_before for share in shares):
        story.tell(
            _WHERE,
            Sentence(
                "no share takes the opposite sign, a share of zero stays zero, and no fixed amount, floor or cap "
                "is crossed: such shares are held, and what that leaves is spread evenly over the others first."
            ),
        )
    ranked = sorted(range(len(shares)), key=remainders.__getitem__, reverse=True)
    rank = {place: i + 1 for i, place in enumerate(ranked)}
    for place, share in enumerate(shares):
        told = Sentence(
            "{member}: {exact} cents{less_carried}, rounded down {whole}, remainder {remainder}, rank {rank}: "
            "bears {cents}{carries}{kept}.",
            member=share.member,
            exact=ratio_text(share.numerator, share.denominator),
            less_carried=_less_carried(share) if carried else "",
            whole=sign * wholes[place],
            remainder=ratio_text(remainders[place], scale),
            rank=rank[place],
            cents=euros(share.cents),
            carries=_carries(share) if carried else "",
            kept=Word(", which could not be worked off here") if share.kept else "",
        )
        story.tell(_WHERE, told, share.member)


def _less_carried(share: Share) -> str:
    less_carried = share.exact_cents - share.carried_before
    held: str = ""
    if share.rounded_from != less_carried:
        held = Sentence(", held to {exact}", exact=exact_text(share.rounded_from))
    return Sentence(
        " less carried {carried} = {exact}{held}",
        carried=exact_text(share.carried_before),
        exact=exact_text(less_carried),
        held=held,
    )


def _carries(share: Share) -> str:
    return Sentence(" and carries {exact} cents", exact=exact_text(share.carried_after))


def _tell_divisors(shares: Sequence[Share], story: Story) -> None:
    story.tell(
        _WHERE,
        Sentence(
            "cents go one by one to the member with the least (2 × cents held + 1) / exact part, ties by member "
            "order; so each exact part is divided by one common divisor and rounded to the nearest cent."
        ),
    )
    for share in shares:
        words = Sentence(
            "{member}: {exact} cents, bears {cents}.",
            member=share.member,
            exact=exact_text(share.exact_cents),
            cents=euros(share.cents),
        )
        story.tell(_WHERE, words, share.member)
