"""What did we know then about a day? Two dates that are kept apart: the day, and the position asked as of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.agreements import ChangeVatRegime, LetMemberLeave, SignAccession
from application.answers.on_a_day import agreements_on, contracts_on
from application.group import Group
from application.services import AdoptKey, EndContract
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import NotFound
from tests import examples
from tests.examples import BY_AMENDMENT, CONFLUENCE, DUNE, MEMBERS, carry_out


def agreement(group: Group, day: date, at: int | None = None) -> dict[str, Any]:
    position = group.position()
    [found] = agreements_on(group.readings, position if at is None else at, day)
    return found


def contract(group: Group, day: date, at: int | None = None) -> dict[str, Any]:
    position = group.position()
    [found] = contracts_on(group.readings, position if at is None else at, day, "platform")
    return found


def who(found: dict[str, Any]) -> list[str]:
    return [member["member"] for member in found["members"]]


@pytest.fixture
def entered(confluence: Group) -> Group:
    """Dune bears costs from 16 March 2026 and votes from 1 July."""
    terms = {
        "member": DUNE,
        "bears_costs_from": "2026-03-16",
        "votes_from": "2026-07-01",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    }
    carry_out(confluence, *examples.adopted("R1", [Enactment("admit a member", terms)]))
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 3, 1))))
    return confluence


def leaves(group: Group, until: date) -> None:
    left = {"reason": "release", "notified_on": date(2026, 3, 20), "contracts": ("platform",)}
    carry_out(
        group,
        LetMemberLeave(
            agreement=CONFLUENCE, member=DUNE, bears_costs_until=until, authority=BY_AMENDMENT, **left
        ),
    )


def test_before_it_is_in_force_an_agreement_has_no_members(confluence: Group) -> None:
    found = agreement(confluence, date(2025, 12, 31))
    assert (found["in_force"], who(found), found["charter"]) == (False, [], None)
    assert who(agreement(confluence, date(2026, 1, 1))) == list(MEMBERS)


def test_bearing_costs_and_voting_begin_each_on_its_own_day(entered: Group) -> None:
    assert who(agreement(entered, date(2026, 3, 15))) == list(MEMBERS)
    for day, votes in ((date(2026, 3, 16), False), (date(2026, 7, 1), True)):
        dune = agreement(entered, day)["members"][-1]
        assert (dune["member"], dune["bears_costs"], dune["votes"]) == (DUNE, True, votes)


def test_what_was_not_known_then_is_not_told_of_the_day(entered: Group) -> None:
    before = entered.position()
    leaves(entered, date(2026, 5, 31))
    june = date(2026, 6, 1)
    assert who(agreement(entered, june, before)) == [*MEMBERS, DUNE]
    assert who(agreement(entered, june)) == list(MEMBERS)
    assert who(agreement(entered, date(2026, 5, 31))) == [*MEMBERS, DUNE]


def test_a_member_that_came_back_was_there_twice(entered: Group) -> None:
    leaves(entered, date(2026, 5, 31))
    terms = {
        "member": DUNE,
        "bears_costs_from": "2026-10-01",
        "votes_from": "2026-10-01",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    }
    again = examples.adopted("R2", [Enactment("admit a member", terms)])
    carry_out(entered, *again)
    carry_out(entered, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 9, 1))))
    there = {month: DUNE in who(agreement(entered, date(2026, month, 1))) for month in (4, 5, 7, 9, 10)}
    assert there == {4: True, 5: True, 7: False, 9: False, 10: True}
    bears = {
        month: [b["member"] for b in contract(entered, date(2026, month, 1))["beneficiaries"]]
        for month in (5, 7, 10)
    }
    assert bears == {5: [*MEMBERS, DUNE], 7: list(MEMBERS), 10: [*MEMBERS, DUNE]}


def test_the_part_of_the_month_follows_the_convention(confluence: Group, entered: Group) -> None:
    # Months started: March counts as a whole, also on a day before the entry.
    [dune] = [b for b in contract(entered, date(2026, 3, 1))["beneficiaries"] if b["member"] == DUNE]
    assert (dune["part_of_month"], dune["bears_costs_from"]) == ("1", "2026-03-16")


def test_the_key_the_charter_and_the_regime_are_those_of_the_day(confluence: Group) -> None:
    carry_out(confluence, examples.charter(examples.rule("key")))
    later = examples.charter(
        examples.rule("key", majority="unanimity"),
        effective_on=date(2026, 4, 1),
        authority=BY_AMENDMENT,
    )
    key = {**examples.key_terms("platform", examples.EQUAL, "2026-04"), "decided_on": date(2026, 1, 5)}
    regime = {"regime": "liable", "effective_on": date(2026, 4, 1)}
    known = confluence.position()
    carry_out(confluence, later, AdoptKey.read({**key, "authority": BY_AMENDMENT}))
    carry_out(confluence, ChangeVatRegime(agreement=CONFLUENCE, authority=BY_AMENDMENT, **regime))
    told = {}
    for day, at in ((date(2026, 3, 31), None), (date(2026, 4, 1), None), (date(2026, 4, 1), known)):
        of, by = agreement(confluence, day, at), contract(confluence, day, at)
        told[day, at] = (of["charter"]["version"], by["key"]["version"], of["vat_regime"]["regime"])
    assert list(told.values()) == [
        (1, 1, "exempt, article 261 B"),
        (2, 2, "liable"),
        (1, 1, "exempt, article 261 B"),
    ]


def test_a_contract_that_has_ended_serves_nobody(confluence: Group) -> None:
    known = confluence.position()
    ends = EndContract(contract="platform", ends_on=date(2026, 6, 30), authority=BY_AMENDMENT)
    carry_out(confluence, ends)
    july = date(2026, 7, 1)
    ended, then = contract(confluence, july), contract(confluence, july, known)
    assert (ended["serves"], ended["key"], ended["beneficiaries"]) == (False, None, [])
    assert (then["serves"], len(then["beneficiaries"])) == (True, 3)


def test_an_amendment_counts_from_the_day_on_which_all_have_signed(confluence: Group) -> None:
    amendments = {
        day: agreement(confluence, day)["amendments"] for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert [len(each) for each in amendments.values()] == [0, 1]


def test_a_contract_that_is_not_known_is_refused(confluence: Group) -> None:
    with pytest.raises(NotFound):
        contracts_on(confluence.readings, confluence.position(), date(2026, 1, 1), "nothing")
