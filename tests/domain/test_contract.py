"""A contract shares one service under one agreement, by versions of a key, among beneficiaries with dates."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.kernel.periods import Month
from domain.services.beneficiary import AlreadyBeneficiary
from domain.services.contract import (
    AllocationPeriod,
    KeyNotProspective,
    NoKeyInForce,
    OutsideContract,
    Rounding,
    ServiceContract,
    contract_id,
)
from domain.services.contract_events import (
    BeneficiaryAdded,
    BeneficiaryLeft,
    BudgetAdopted,
    Ended,
    ExactCost,
    KeyAdopted,
    Opened,
)
from domain.services.service import Added, Service, service_id
from tests.given_when_then import Given, given

AUTHORITY = Authority("resolution", "Rives", "1", 1)
EXACT = ExactCost(True, "CGI 261 B")
EQUAL = {"equal": {}}
OPENED = Opened(
    "C-LAND",
    "land",
    "Rives",
    "Aval",
    ("Aval", "Brume"),
    "month",
    "carried-remainder",
    3,
    "2026-01-01",
    EXACT,
    AUTHORITY,
)
FIRST_KEY = KeyAdopted(1, EQUAL, "2026-01", "both use it alike", False, AUTHORITY)


def contract(*events: Event) -> Given[ServiceContract]:
    return given(ServiceContract, contract_id("C-LAND"), *events)


def open_contract(
    c: ServiceContract,
    starts_on: date = date(2026, 1, 1),
    beneficiaries: tuple[str, ...] = ("Aval", "Brume"),
    exact: ExactCost = EXACT,
) -> None:
    terms = AllocationPeriod.MONTH, Rounding.CARRIED_REMAINDER, 3
    c.open("C-LAND", "land", "Rives", "Aval", beneficiaries, *terms, starts_on, exact, AUTHORITY)


def adopt(month: str, decided_on: date = date(2026, 1, 15), restatement: bool = False) -> object:
    return lambda c: c.adopt_key(
        EQUAL, Month.of(month), "both use it alike", decided_on, AUTHORITY, restatement
    )


def key(version: int, month: str, restatement: bool = False) -> KeyAdopted:
    return KeyAdopted(version, EQUAL, month, "both use it alike", restatement, AUTHORITY)


def test_a_contract_opens_on_the_first_of_a_month() -> None:
    contract().when(open_contract).then(OPENED)
    contract().when(lambda c: open_contract(c, date(2026, 1, 2))).refused(BadInput, field="starts_on")


def test_a_contract_opens_once() -> None:
    contract(OPENED).when(open_contract).refused(AlreadyExists, kind="contract")


@pytest.mark.parametrize("beneficiaries", [(), ("Aval", "Aval")])
def test_a_contract_has_beneficiaries_each_named_once(beneficiaries: tuple[str, ...]) -> None:
    contract().when(lambda c: open_contract(c, beneficiaries=beneficiaries)).refused(
        BadInput, field="beneficiaries"
    )


def test_whether_exact_cost_is_required_names_its_source() -> None:
    contract().when(lambda c: open_contract(c, exact=ExactCost(False, " "))).refused(
        BadInput, field="exact_cost.source"
    )


def test_nothing_in_force_lacks_its_authority() -> None:
    nameless = Authority("resolution", "Rives")
    for decide in (
        lambda c: c.adopt_key(EQUAL, Month(2026, 2), "use", date(2026, 1, 1), nameless),
        lambda c: c.add_beneficiary("Cime", date(2026, 2, 1), "days", nameless),
        lambda c: c.let_beneficiary_leave("Brume", date(2026, 2, 1), "days", nameless),
        lambda c: c.adopt_budget(2026, 1, nameless),
        lambda c: c.end(date(2026, 2, 28), nameless),
    ):
        contract(OPENED).when(decide).refused(BadInput, field="authority")


def test_a_key_is_adopted_for_months_to_come() -> None:
    contract(OPENED, FIRST_KEY).when(adopt("2026-01")).then(key(2, "2026-01"))
    contract(OPENED, FIRST_KEY).when(adopt("2026-07")).then(key(2, "2026-07"))
    contract(OPENED, FIRST_KEY).when(adopt("2026-01", date(2026, 2, 1))).refused(KeyNotProspective)


def test_a_restatement_reaches_back() -> None:
    contract(OPENED, FIRST_KEY).when(adopt("2026-01", date(2026, 9, 1), restatement=True)).then(
        key(2, "2026-01", restatement=True)
    )


def test_a_key_says_why_it_reflects_use() -> None:
    contract(OPENED).when(
        lambda c: c.adopt_key(EQUAL, Month(2026, 1), " ", date(2026, 1, 1), AUTHORITY)
    ).refused(BadInput, field="reason")


def test_a_key_holds_while_the_contract_serves() -> None:
    contract(OPENED).when(adopt("2025-12", date(2025, 12, 1))).refused(OutsideContract)
    contract(OPENED, Ended("2026-06-30", AUTHORITY)).when(adopt("2026-07")).refused(OutsideContract)


def test_the_service_month_decides_which_key_holds() -> None:
    keys = contract(OPENED, key(1, "2026-02"), key(2, "2026-07"), key(3, "2026-04", True)).aggregate()
    held = {
        m: keys.key_for(Month.of(m)).version for m in ("2026-02", "2026-03", "2026-04", "2026-06", "2026-07")
    }
    assert held == {"2026-02": 1, "2026-03": 1, "2026-04": 3, "2026-06": 3, "2026-07": 2}
    with pytest.raises(NoKeyInForce):
        keys.key_for(Month(2026, 1))


def test_of_two_keys_from_one_month_the_later_holds() -> None:
    assert contract(OPENED, FIRST_KEY, key(2, "2026-01")).aggregate().key_for(Month(2026, 3)).version == 2


def test_a_beneficiary_bears_its_part_from_a_day_and_once() -> None:
    added = BeneficiaryAdded("Cime", "2026-03-15", "days", AUTHORITY)
    three = (
        contract(OPENED)
        .when(lambda c: c.add_beneficiary("Cime", date(2026, 3, 15), "days", AUTHORITY))
        .then(added)
    )
    assert list(three.aggregate().beneficiaries) == ["Aval", "Brume", "Cime"]
    three.when(lambda c: c.add_beneficiary("Cime", date(2026, 4, 1), "days", AUTHORITY)).refused(
        AlreadyBeneficiary, member="Cime"
    )


def test_a_beneficiary_that_left_may_come_back() -> None:
    left = BeneficiaryLeft("Brume", "2026-06-30", "days", AUTHORITY)
    contract(OPENED).when(
        lambda c: c.let_beneficiary_leave("Brume", date(2026, 6, 30), "days", AUTHORITY)
    ).then(left).when(lambda c: c.add_beneficiary("Brume", date(2027, 1, 1), "days", AUTHORITY)).then(
        BeneficiaryAdded("Brume", "2027-01-01", "days", AUTHORITY)
    )


def test_only_a_beneficiary_leaves() -> None:
    contract(OPENED).when(
        lambda c: c.let_beneficiary_leave("Dune", date(2026, 6, 30), "days", AUTHORITY)
    ).refused(NotFound, code="Dune")


def test_a_budget_is_adopted_for_a_year_and_is_not_negative() -> None:
    contract(OPENED).when(lambda c: c.adopt_budget(2026, 1_200_000, AUTHORITY)).then(
        BudgetAdopted(2026, 1_200_000, AUTHORITY)
    )
    contract(OPENED).when(lambda c: c.adopt_budget(2026, -1, AUTHORITY)).refused(BadInput, field="amount")


def test_a_contract_ends_with_the_last_day_of_a_month() -> None:
    ended = (
        contract(OPENED)
        .when(lambda c: c.end(date(2026, 6, 30), AUTHORITY))
        .then(Ended("2026-06-30", AUTHORITY))
    )
    ended.when(lambda c: c.must_serve(Month(2026, 6))).then_nothing()
    ended.when(lambda c: c.must_serve(Month(2026, 7))).refused(OutsideContract)
    for day in (date(2026, 6, 29), date(2025, 12, 31)):
        contract(OPENED).when(lambda c, day=day: c.end(day, AUTHORITY)).refused(BadInput, field="ends_on")


def test_a_contract_that_was_not_opened_has_no_key_budget_or_end() -> None:
    for decide in (
        adopt("2026-02"),
        lambda c: c.adopt_budget(2026, 1, AUTHORITY),
        lambda c: c.end(date(2026, 6, 30), AUTHORITY),
        lambda c: c.add_beneficiary("Cime", date(2026, 3, 15), "days", AUTHORITY),
    ):
        contract().when(decide).refused(NotFound, kind="contract")


def test_a_service_enters_the_toolbox_once() -> None:
    added = Added("land", "Land prospecting", "land", "file", "", False)
    toolbox = given(Service, service_id("land"))
    toolbox.when(lambda s: s.add("land", "Land prospecting", "land", "file", "", False)).then(added).when(
        lambda s: s.add("LAND", "Again", "land", "file", "", False)
    ).refused(AlreadyExists, kind="service")
    toolbox.when(lambda s: s.add("land", " ", "land", "file", "", False)).refused(BadInput, field="name")
