"""Allocation periods for the tests of variance, by hand and at random: what was shared, by which key, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache

from hypothesis import assume
from hypothesis import strategies as st

from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
from domain.allocation.allocation_run_events import Computed, ComputedShare, Prepared
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER, LARGEST_REMAINDER
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.posted_period import PostedPeriod, posted_period
from domain.allocation.run_basis import Basis
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from tests.domain.engine_examples import MEASURES, keys
from tests.domain.engine_examples import MEMBERS as SIX

MEMBERS = SIX[:4]
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
Run = tuple[Prepared, Sequence[ComputedShare]]


@dataclass(frozen=True)
class Side:
    """What a month rests on. `late_cents` of its cost came late, so that a corrective run posted them."""

    cost_cents: int
    key: Mapping[str, object]
    readings: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    presence: Mapping[str, Fraction] = field(default_factory=dict)
    flows: tuple[str, ...] = ("calls",)
    carried: Mapping[str, Fraction] = field(default_factory=dict)
    direct_cents: Mapping[str, int] = field(default_factory=dict)
    late_cents: int = 0
    rounding: str = CARRIED_REMAINDER
    month: Month = JANUARY

    def but(self, **changes: object) -> Side:
        """The same month but for these."""
        return replace(self, **changes)

    def runs(self) -> list[Run]:
        """The runs that post it: one, or one and its correction. Raises BadInput where the key cannot share it."""
        first = self._run(self.cost_cents - self.late_cents, ())
        if not self.late_cents:
            return [first]
        computed = Computed(self.cost_cents - self.late_cents, len(first[1]), tuple(first[1]))
        return [first, self._run(self.cost_cents, (computed,))]

    def posted(self) -> PostedPeriod:
        """What stands posted of it."""
        return posted_period(self.runs())

    def _run(self, cost_cents: int, posted: tuple[Computed, ...]) -> Run:
        needed = measures_of(parse_key(self.key)) if cost_cents else ()
        basis = Basis(
            contract="C-LAND",
            service_from=self.month,
            service_to=self.month,
            provider="Aval",
            members=tuple(self.presence),
            key_version=1,
            key=self.key,
            readings={
                m: {who: exact_text(v) for who, v in self.readings[m].items() if who in self.presence}
                for m in needed
            },
            flow_measures=tuple(m for m in self.flows if m in needed),
            presence=self.presence,
            rounding=self.rounding,
            carried=self.carried,
            base_cents=cost_cents,
            direct_cents=self.direct_cents,
            line_count=1,
            period_ends=True,
            month_was_posted=bool(posted),
            posted=posted,
            inputs=(),
        )
        run = AllocationRun(allocation_run_id(f"C-LAND {self.month} #{len(posted) + 1}"))
        run.prepare(basis, len(posted) + 1, "Claire")
        return run.prepared, run.shares


def here(*members: str) -> dict[str, Fraction]:
    """These members, for the whole month."""
    return dict.fromkeys(members, Fraction(1))


def counted(**values: int) -> dict[str, Fraction]:
    """A reading of each member."""
    return {member: Fraction(value) for member, value in values.items()}


def _there(parts: Mapping[str, Fraction | None]) -> dict[str, Fraction]:
    return {member: part for member, part in parts.items() if part is not None}


_LEAST_CENTS = 40_000
_COSTS = st.one_of(st.sampled_from([0, 1, -1, 10**12]), st.integers(-(10**6), 10**7))
_USUAL_COSTS = st.one_of(
    st.sampled_from([0, 10**12]), st.integers(_LEAST_CENTS, 10**7), st.integers(-(10**6), -_LEAST_CENTS)
)
_READINGS = st.one_of(st.integers(0, 900).map(Fraction), st.fractions(0, 900, max_denominator=7))


_PARTS = st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(19, 30), None])
PRESENCES = st.fixed_dictionaries(dict.fromkeys(MEMBERS, _PARTS)).map(_there).filter(bool)
"""Some of the members, each for a part of the month."""

READINGS = st.fixed_dictionaries(
    dict.fromkeys(MEASURES, st.fixed_dictionaries(dict.fromkeys(MEMBERS, _READINGS)))
)
"""A reading of each member in each measure."""

DIRECT_CHARGES = st.dictionaries(st.sampled_from(MEMBERS), st.integers(-999, 999), max_size=2)


@cache
def _keys_of(members: tuple[str, ...]) -> st.SearchStrategy[dict[str, object]]:
    # Made once: to make the strategy takes longer than to draw from it.
    return keys(_LEAST_CENTS, members)


@st.composite
def carries(draw: st.DrawFn, members: Sequence[str]) -> dict[str, Fraction]:
    """Parts of a cent that members have borne too much; they sum to zero."""
    parts = draw(st.lists(st.fractions(-1, 1, max_denominator=9), min_size=1, max_size=len(members)))
    carried = dict(zip(members, parts, strict=False))
    carried[members[0]] -= sum(carried.values())
    return carried


@st.composite
def sides(draw: st.DrawFn, named: bool = True) -> Side:
    """A month of any kind. A key that is not `named` names no member, so that any members may share by it."""
    presence = draw(PRESENCES)
    cost = draw(_USUAL_COSTS if named else _COSTS)
    key = draw(_keys_of(tuple(presence)) if named else st.sampled_from(NAMELESS))
    rounding = draw(st.sampled_from([CARRIED_REMAINDER, LARGEST_REMAINDER]))
    return Side(
        cost_cents=cost,
        key=key,
        readings=draw(READINGS),
        presence=presence,
        carried=draw(carries(tuple(presence))) if rounding == CARRIED_REMAINDER else {},
        rounding=rounding,
        direct_cents=draw(DIRECT_CHARGES),
        late_cents=draw(st.sampled_from([0, 0, 1, -7, 12_345])),
        month=draw(st.sampled_from([JANUARY, FEBRUARY])),
    )


NAMELESS: tuple[Mapping[str, object], ...] = (
    {"equal": {}},
    *({"proportional": measure} for measure in MEASURES),
    {
        "blend": [
            {"weight": "1/3", "key": {"equal": {}}},
            {"weight": "2/3", "key": {"proportional": "calls"}},
        ]
    },
    {
        "blend": [
            {"weight": "2/5", "key": {"proportional": "homes"}},
            {"weight": "3/5", "key": {"proportional": "calls"}},
        ]
    },
    {
        "tiers": {
            "measure": "homes",
            "bands": [{"up_to": "100", "rate": "1"}, {"up_to": None, "rate": "1/2"}],
        }
    },
)


def shared(side: Side) -> PostedPeriod:
    """What stands posted of a month; one that its key cannot share is no example."""
    try:
        return side.posted()
    except (BadInput, NothingToAllocate):
        assume(False)
        raise
