"""What the members bear of posted runs, by the months that were shared together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from application.ports import Row, ViewRows
from domain.allocation.engine.exact_numbers import carry_of
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class PostedMonths:
    """Months that posted runs shared together: a month, or a quarter or year up to the last that was posted.

    What each member bears, without direct charges: in cents, and exactly before rounding. `presence` is the
    part of the months for which it bears costs.
    """

    months: tuple[Month, ...]
    runs: tuple[str, ...]
    cents: Mapping[str, int]
    exact_cents: Mapping[str, Fraction]
    direct_cents: Mapping[str, int]
    presence: Mapping[str, Fraction]


def posted_months(rows: ViewRows, at: int, contract: str, first: Month, last: Month) -> list[PostedMonths]:
    """What is posted of the service months from the first through the last, as of a position."""
    months = [str(month) for month in first.through(last)]
    runs = rows.rows("runs", at, contract=contract, service_month=months, stage="posted")
    together: dict[str, list[Row]] = {}
    for run in sorted(runs, key=lambda run: (run["service_month"], run["ordinal"])):
        # A run inside a quarter or year posts the period so far, less what was posted of it.
        together.setdefault(run["basis"]["service_from"], []).append(run)
    streams = [run["stream"] for run in runs]
    found = rows.rows("shares", at, stream=streams) if streams else []
    shares: dict[tuple[object, object], list[Row]] = {}
    for share in sorted(found, key=lambda share: share["place"]):
        shares.setdefault((share["stream"], share["prepared_at"]), []).append(share)
    return [
        _added(of, [s for run in of for s in shares.get((run["stream"], run["prepared_at"]), ())])
        for _, of in sorted(together.items())
    ]


def _added(runs: Sequence[Row], shares: Sequence[Row]) -> PostedMonths:
    cents: dict[str, int] = {}
    exact: dict[str, Fraction] = {}
    direct: dict[str, int] = {}
    for share in shares:
        member = str(share["member"])
        cents[member] = cents.get(member, 0) + share["cents"]
        exact[member] = exact.get(member, Fraction(0)) + carry_of(share["exact_cents"])
        direct[member] = direct.get(member, 0) + share["direct_cents"]
    # The run of the last month knows best who was there; a corrective one of it knows still better.
    last = runs[-1]["basis"]
    presence = {member: quantity_of(last["presence"].get(member, "0")) for member in cents}
    first_month, last_month = Month.of(last["service_from"]), Month.of(last["service_to"])
    return PostedMonths(
        months=tuple(first_month.through(last_month)),
        runs=tuple(str(run["run"]) for run in runs),
        cents=cents,
        exact_cents=exact,
        direct_cents={member: each for member, each in direct.items() if each},
        presence=presence,
    )
