"""What stands posted of one allocation period: the whole that its last run shared, and the cents of all its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.allocation.allocation_run_events import ComputedShare, Prepared
from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.run_basis import exact_whole
from domain.kernel.errors import Refusal
from domain.kernel.sentences import Sentence


class NotTheWhole(Refusal):
    """The runs that stand of a period add up to what the last of them shared: or one was reversed in between."""

    sentence = (
        "what stands posted of {contract} {period} is not the whole that {run} shared: an earlier run of it was "
        "reversed and its difference is not posted yet"
    )


@dataclass(frozen=True, slots=True)
class PostedPeriod:
    """The basis of the last run that stands, what it shares exactly, and the cents that all runs have posted."""

    last: Prepared
    runs: tuple[str, ...]
    exact_cents: Mapping[str, Fraction]
    cents: Mapping[str, int]
    direct_cents: Mapping[str, int]

    @property
    def months(self) -> str:
        """Its service months in words."""
        first, last = self.last.service_from, self.last.service_to
        return last if first == last else Sentence("{first} to {last}", first=first, last=last)

    def borne_cents(self, member: str) -> int:
        """What a member bears of it: its shares and its direct charges."""
        return self.cents.get(member, 0) + self.direct_cents.get(member, 0)


def posted_period(runs: Sequence[tuple[Prepared, Sequence[ComputedShare]]]) -> PostedPeriod:
    """Add up the runs of one allocation period that stand, in the order in which they were made.

    Each run posts the period so far less what was posted of it, so the exact parts add up to what the last
    run shares as a whole. Raises NotTheWhole where they do not.
    """
    last = runs[-1][0]
    exact: dict[str, Fraction] = {}
    cents: dict[str, int] = {}
    direct: dict[str, int] = {}
    for share in (share for _, shares in runs for share in shares):
        exact[share.member] = exact.get(share.member, Fraction(0)) + carry_of(share.exact_cents)
        cents[share.member] = cents.get(share.member, 0) + share.cents
        direct[share.member] = direct.get(share.member, 0) + share.direct_cents
    whole = exact_whole(last)
    posted = PostedPeriod(last, tuple(prepared.run for prepared, _ in runs), whole, cents, direct)
    if any(exact.get(member, 0) != whole.get(member, 0) for member in exact.keys() | whole.keys()):
        raise NotTheWhole(contract=last.contract, period=posted.months, run=last.run)
    return posted
