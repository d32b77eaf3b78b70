"""Do the cents add up? Per posted run its shares and its pool; per member the cents and the exact parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from application.ports import ViewRows
from domain.allocation.engine.exact_numbers import carry_of


@dataclass(frozen=True, slots=True)
class RunCheck:
    """What a posted run was to share, and what its shares sum to."""

    run: str
    base_cents: int
    shared_cents: int


@dataclass(frozen=True, slots=True)
class MemberCheck:
    """What a member bears of a contract over all runs, in cents and exactly."""

    contract: str
    member: str
    cents: int
    exact_cents: Fraction

    @property
    def apart_cents(self) -> Fraction:
        """How far the posted cents are from the exact part."""
        return abs(self.cents - self.exact_cents)


@dataclass(frozen=True, slots=True)
class Exactness:
    """All runs and members as of a position."""

    runs: tuple[RunCheck, ...]
    members: tuple[MemberCheck, ...]

    @property
    def unequal(self) -> tuple[RunCheck, ...]:
        """Runs whose shares do not sum to their pool: there are none."""
        return tuple(run for run in self.runs if run.base_cents != run.shared_cents)

    @property
    def farthest(self) -> MemberCheck | None:
        """The member whose cents are farthest from its exact part."""
        return max(self.members, key=lambda check: check.apart_cents, default=None)


def exactness(rows: ViewRows, at: int) -> Exactness:
    """Check every posted run, and every member over all of them."""
    posted = {run["stream"]: run for run in rows.rows("runs", at, stage="posted")}
    shared: dict[object, int] = dict.fromkeys(posted, 0)
    borne: dict[tuple[str, str], tuple[int, Fraction]] = {}
    shares = rows.rows("shares", at, stream=list(posted)) if posted else []
    for share in shares:
        run = posted[share["stream"]]
        if share["prepared_at"] != run["prepared_at"]:
            continue
        shared[share["stream"]] += share["cents"]
        key = (run["contract"], share["member"])
        cents, exact = borne.get(key, (0, Fraction(0)))
        borne[key] = (cents + share["cents"], exact + carry_of(share["exact_cents"]))
    checks = []
    for stream, found in posted.items():
        basis = found["basis"]
        base = basis["base_cents"] - basis["posted_base_cents"]
        checks.append(RunCheck(str(found["run"]), base, shared[stream]))
    members = [MemberCheck(c, m, cents, exact) for (c, m), (cents, exact) in sorted(borne.items())]
    return Exactness(tuple(sorted(checks, key=lambda check: check.run)), tuple(members))
