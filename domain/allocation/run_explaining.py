"""A run explains a member's share in sentences, from the cost to the cent, corrective runs included."""

from __future__ import annotations

from fractions import Fraction

from domain.allocation.allocation_run_events import Prepared
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.splitting import Split, explain
from domain.allocation.run_basis import exact_whole, follows
from domain.allocation.season_explaining import explain_seasons
from domain.kernel.money import euros
from domain.kernel.sentences import Sentence


def explain_run(prepared: Prepared, split: Split, member: str) -> list[str]:
    """One sentence a step, enough to recompute the member's cents by pen and paper."""
    if not follows(prepared):
        return [*explain_seasons(prepared, member), *explain(split, member), *_direct(prepared, member)]
    whole = exact_whole(prepared).get(member, Fraction(0))
    before = carry_of(prepared.posted_exact_cents.get(member, "0"))
    total = prepared.base_cents - prepared.posted_base_cents
    return [
        Sentence(
            "{period} costs {cost} with all lines known now; {before} of it was allocated before: "
            "the difference is {difference}.",
            period=_period(prepared),
            cost=euros(prepared.base_cents),
            before=euros(prepared.posted_base_cents),
            difference=euros(total),
        ),
        *explain_seasons(prepared, member),
        Sentence(
            "By its key {member} bears exactly {exact} cents of the whole, of which {before} "
            "cents were allocated before.",
            member=member,
            exact=exact_text(whole),
            before=exact_text(before),
        ),
        Sentence("The difference is exactly {exact} cents.", exact=exact_text(whole - before)),
        *explain(split, member),
        *_direct(prepared, member),
    ]


def _period(prepared: Prepared) -> str:
    if prepared.service_from == prepared.service_to:
        return Sentence("The month {month}", month=prepared.service_to)
    return Sentence(
        "The period from {first} to {last}", first=prepared.service_from, last=prepared.service_to
    )


def _direct(prepared: Prepared, member: str) -> list[str]:
    direct = prepared.direct_cents.get(member, 0) - prepared.posted_direct_cents.get(member, 0)
    if not direct:
        return []
    return [
        Sentence("{member} bears {amount} beside, charged to it alone.", member=member, amount=euros(direct))
    ]
