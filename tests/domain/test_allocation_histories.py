"""For random keys and histories: what is borne sums to the cost, and stays within a cent of what is exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.accounts.journal import Journal, entries_of, journal_id
from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
from domain.allocation.carry import Carry, carry_id
from domain.allocation.run_basis import Basis, compute, exact_whole
from domain.kernel.errors import BadInput
from domain.kernel.money import signed_of
from domain.kernel.periods import Month
from tests.domain.test_allocation_run import BY_HOMES, EQUAL, JANUARY, MEMBERS, a_run, basis
from tests.given_when_then import collected, replayed, state

# Random keys, readings, presences and amounts: what the members bear sums to the cost, to the cent.

QUANTITIES = st.one_of(
    st.integers(0, 40_000).map(str), st.fractions(0, 100, max_denominator=60).map(str), st.just("0")
)
_LEAVES = st.sampled_from(
    (
        {"equal": {}},
        {"proportional": "homes"},
        {"proportional": "calls"},
        {"fractions": {"Aval": "1/2", "Brume": "1/3", "Cime": "remaining"}},
        {
            "tiers": {
                "measure": "homes",
                "bands": [{"up_to": "1000", "rate": "1"}, {"up_to": None, "rate": "1/2"}],
            }
        },
    )
)


def _combined(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    blend = st.tuples(inner, inner).map(
        lambda keys: {"blend": [{"weight": "3/5", "key": keys[0]}, {"weight": "2/5", "key": keys[1]}]}
    )
    tranches = st.tuples(st.integers(0, 10**7), inner, inner).map(
        lambda t: {
            "tranches": [
                {"amount": f"{t[0] // 100}.{t[0] % 100:02d}", "key": t[1]},
                {"remaining": True, "key": t[2]},
            ]
        }
    )
    fixed = inner.map(lambda rest: {"fixed": {"Cime": "1.00"}, "rest": rest})
    capped = inner.map(
        lambda key: {"limited": {"key": key, "floor": {"*": "0.50"}, "cap": {"Aval": "9999.99"}}}
    )
    threshold = inner.map(lambda key: {"threshold": {"measure": "homes", "below": "1/100", "key": key}})
    return st.one_of(blend, tranches, fixed, capped, threshold)


KEYS = st.one_of(_LEAVES, _combined(_LEAVES), _combined(_combined(_LEAVES)))
READINGS = st.fixed_dictionaries(
    {measure: st.fixed_dictionaries(dict.fromkeys(MEMBERS, QUANTITIES)) for measure in ("homes", "calls")}
)
PRESENCES = st.fixed_dictionaries(
    dict.fromkeys(MEMBERS, st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(7, 31))))
)
AMOUNTS = st.one_of(st.integers(-(10**9), 10**9), st.integers(-5, 5))
ROUNDINGS = st.sampled_from(("carried-remainder", "largest-remainder"))
CARRIES = st.tuples(*[st.fractions("-9/10", "9/10", max_denominator=30)] * 2).map(
    lambda two: {"Aval": two[0], "Brume": two[1], "Cime": -two[0] - two[1]}
)


def prepared_or_not(rests_on: Basis, ordinal: int = 1) -> AllocationRun:
    """The run, where this key can share this amount by these readings; otherwise another example."""
    run = a_run(ordinal).aggregate()
    try:
        run.prepare(rests_on, ordinal, "Claire")
    except (BadInput, NothingToAllocate):
        assume(False)
    return run


@settings(max_examples=50, deadline=None)
@for_all(AMOUNTS, KEYS, READINGS, PRESENCES, ROUNDINGS, CARRIES)
def test_what_the_members_bear_sums_to_the_cost_to_the_cent(
    amount: int,
    key: Mapping[str, object],
    readings: Mapping[str, Mapping[str, str]],
    presence: Mapping[str, Fraction],
    rounding: str,
    carried: Mapping[str, Fraction],
) -> None:
    carries = carried if rounding == "carried-remainder" else {}
    rests_on = basis(amount, key, readings, presence=presence, rounding=rounding, carried=carries)
    run = prepared_or_not(replace(rests_on, flow_measures=("calls",)))
    assert sum(share.cents for share in run.shares) == amount
    assert sum(signed_of(share.exact_cents) for share in run.shares) == amount
    for share in run.shares:
        assert share.cents == signed_of(share.exact_cents) + signed_of(share.rounding_cents)
        assert share.cents * amount >= 0
        assert share.cents == 0 or signed_of(share.exact_cents) != 0
    entries = entries_of("Aval", run.borne_cents())
    for entity, lines in entries.items():
        journal = Journal(journal_id(entity, "C-LAND", 2026))
        journal.book(entity, "C-LAND", run.code, JANUARY, JANUARY, date(2026, 1, 31), "January", lines)
    events = collected(run)
    again = replayed(AllocationRun, run.id, events)
    assert state(again) == state(run)
    assert compute(again.prepared).shares == compute(run.prepared).shares


@settings(max_examples=40, deadline=None)
@for_all(st.integers(1, 10**8), st.integers(-(10**8), 10**8), KEYS, READINGS, READINGS)
def test_a_corrective_run_posts_the_exact_difference_to_the_cent(
    first_cents: int,
    late_cents: int,
    key: Mapping[str, object],
    readings: Mapping[str, Mapping[str, str]],
    corrected: Mapping[str, Mapping[str, str]],
) -> None:
    first = prepared_or_not(basis(first_cents, key, readings))
    assert first.computed is not None
    second_basis = basis(first_cents + late_cents, key, corrected, posted=(first.computed,))
    second = prepared_or_not(replace(second_basis, carried=carried_after(first)), 2)
    assert sum(share.cents for share in second.shares) == late_cents
    whole = exact_whole(second.prepared)
    for before, after in zip(first.shares, second.shares, strict=True):
        assert signed_of(before.exact_cents) + signed_of(after.exact_cents) == whole[after.member]


def carried_after(run: AllocationRun) -> dict[str, Fraction]:
    return {share.member: signed_of(share.carried_after_cents) for share in run.shares}


# Random histories under the condition of the calculator's contract: every exact share is at least a cent
# in size, and of the amount's sign in a run that is not corrective.


@dataclass
class History:
    """The months of a contract as a controller lives them, and what each member has borne, exactly too."""

    carry: Carry = field(default_factory=lambda: Carry(carry_id("C-LAND")))
    exact: dict[str, Fraction] = field(default_factory=dict)
    cents: dict[str, int] = field(default_factory=dict)
    standing: dict[Month, list[AllocationRun]] = field(default_factory=dict)
    count: int = 0

    def run(self, month: Month, rests_on: Basis) -> AllocationRun | None:
        """Prepare, approve and post the month's next run; None where the condition does not hold for it."""
        self.count += 1
        posted = tuple(run.computed for run in self.standing.get(month, []) if run.computed is not None)
        carried = {m: c for m, c in self.carry.carried.items() if c}
        rests_on = replace(rests_on, service_from=month, service_to=month, posted=posted, carried=carried)
        run = AllocationRun(allocation_run_id(f"{self.count}"))
        try:
            run.prepare(rests_on, self.count, "Claire")
        except (BadInput, NothingToAllocate):
            return None
        exact = [signed_of(share.exact_cents) for share in run.shares]
        if any(abs(e) < 1 for e in exact) or (not posted and any(e * rests_on.base_cents < 0 for e in exact)):
            return None
        run.approve("Denis")
        run.post(month, "2026-01-31")
        self.take(run, 1)
        self.standing.setdefault(month, []).append(run)
        return run

    def reverse(self, month: Month) -> None:
        run = self.standing[month].pop()
        run.reverse(month, "2026-01-31", "a mistake")
        self.take(run, -1)

    def take(self, run: AllocationRun, sign: int) -> None:
        moved = {m: sign * difference for m, difference in run.carry_differences().items()}
        self.carry.move("C-LAND", run.code, moved)
        for share in run.shares:
            self.cents[share.member] = self.cents.get(share.member, 0) + sign * share.cents
            exact = sign * signed_of(share.exact_cents)
            self.exact[share.member] = self.exact.get(share.member, Fraction(0)) + exact

    def off(self) -> dict[str, Fraction]:
        """By how much the cents posted to each member differ from what it bears exactly."""
        return {member: self.cents[member] - self.exact[member] for member in self.cents}


MONTHLY = st.tuples(
    st.integers(-(10**6), 10**6),
    st.fixed_dictionaries(dict.fromkeys(MEMBERS, st.integers(1, 500).map(str))),
    st.sampled_from(("nothing", "late line", "reading corrected", "reversed and run again")),
    st.integers(-(10**5), 10**5),
)
SIMPLE_KEYS = st.sampled_from(
    (
        BY_HOMES,
        EQUAL,
        {
            "blend": [
                {"weight": "3/7", "key": {"proportional": "homes"}},
                {"weight": "4/7", "key": {"equal": {}}},
            ]
        },
    )
)


@settings(max_examples=40, deadline=None)
@for_all(SIMPLE_KEYS, st.lists(MONTHLY, min_size=1, max_size=15), st.integers(0, 8), st.integers(4, 15))
def test_what_is_posted_stays_within_a_cent_of_what_is_exact(
    key: Mapping[str, object],
    months: list[tuple[int, dict[str, str], str, int]],
    entry: int,
    exit_: int,
) -> None:
    history = History()
    for number, (base_cents, homes, event, other_cents) in enumerate(months):
        month = JANUARY.plus(number)
        # Cime enters later, with its carry at nothing; Brume leaves and keeps its carry.
        here = {"Aval": True, "Brume": number < exit_, "Cime": number >= entry}
        members = tuple(m for m in MEMBERS if here[m])
        readings = {"homes": {m: homes[m] for m in members}}
        rests_on = basis(base_cents, key, readings, members)
        if history.run(month, rests_on) is None:
            continue
        match event:
            case "late line":
                history.run(month, replace(rests_on, base_cents=base_cents + other_cents))
            case "reading corrected":
                corrected = {"homes": {**readings["homes"], "Aval": str(int(homes["Aval"]) + 7)}}
                history.run(month, replace(rests_on, readings=corrected))
            case "reversed and run again":
                history.reverse(month)
                history.run(month, replace(rests_on, base_cents=other_cents))
        assert all(abs(off) < 1 for off in history.off().values())
        assert history.off() == {m: history.carry.carried[m] for m in history.off()}
        assert sum(history.carry.carried.values()) == 0


def test_reversing_an_earlier_run_may_pass_a_cent_which_the_next_run_works_off() -> None:
    history = History()
    thirds = basis(100, EQUAL)
    for number in range(3):
        assert history.run(JANUARY.plus(number), thirds) is not None
    history.reverse(JANUARY)
    assert history.off()["Aval"] == Fraction(-2, 3)
    history.reverse(JANUARY.plus(2))
    assert history.run(JANUARY, basis(1000, EQUAL)) is not None
    assert all(abs(off) < 1 for off in history.off().values())


def test_a_reversal_returns_the_carry() -> None:
    history = History()
    assert history.run(JANUARY, basis(100, EQUAL)) is not None
    held = dict(history.carry.carried)
    assert history.run(JANUARY.plus(1), basis(200, EQUAL)) is not None
    history.reverse(JANUARY.plus(1))
    assert history.carry.carried == held
    assert history.off() == held
