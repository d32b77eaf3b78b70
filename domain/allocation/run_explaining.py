"""A run explains a member's share in sentences, from the cost to the cent, corrective runs included."""

from __future__ import annotations

from fractions import Fraction

from domain.allocation.allocation_run_events import Prepared
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.splitting import Split, explain
from domain.allocation.run_basis import exact_whole, follows
from domain.allocation.season_explaining import explain_seasons
from domain.kernel.money import euros


def explain_run(prepared: Prepared, split: Split, member: str) -> list[str]:
    """One sentence a step, enough to recompute the member's cents by pen and paper."""
    if not follows(prepared):
        return [*explain_seasons(prepared, member), *explain(split, member), *_direct(prepared, member)]
    whole = exact_whole(prepared).get(member, Fraction(0))
    before = carry_of(prepared.posted_exact_cents.get(member, "0"))
    total = prepared.base_cents - prepared.posted_base_cents
    return [
        f"{_period(prepared)} costs {euros(prepared.base_cents)} with all lines known now; "
        f"{euros(prepared.posted_base_cents)} of it was allocated before: the difference is {euros(total)}.",
        *explain_seasons(prepared, member),
        f"By its key {member} bears exactly {exact_text(whole)} cents of the whole, "
        f"of which {exact_text(before)} cents were allocated before.",
        f"The difference is exactly {exact_text(whole - before)} cents.",
        *explain(split, member),
        *_direct(prepared, member),
    ]


def _period(prepared: Prepared) -> str:
    if prepared.service_from == prepared.service_to:
        return f"The month {prepared.service_to}"
    return f"The period from {prepared.service_from} to {prepared.service_to}"


def _direct(prepared: Prepared, member: str) -> list[str]:
    direct = prepared.direct_cents.get(member, 0) - prepared.posted_direct_cents.get(member, 0)
    return [f"{member} bears {euros(direct)} beside, charged to it alone."] if direct else []
