"""What going alone would cost is declared once for the same members and months, and then only corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.allocation.stand_alone import (
    AloneCost,
    Corrected,
    Declared,
    StandAlone,
    StandAloneCostDiffers,
    Withdrawn,
    alone_cost,
    stand_alone_id,
)
from domain.kernel.aggregate import Event
from domain.kernel.errors import BadInput, NotFound
from tests.given_when_then import Given, given

EVIDENCE = ("quotation", "person-0000000000000001", "GED/1", "ab" * 32)
USUAL: dict[str, Any] = {
    "members": ("Aval", "Brume"),
    "first_month": "2026-01",
    "last_month": "2026-12",
    "cost_cents": 7_200_000,
    "source": EVIDENCE[0],
    "certified_by": EVIDENCE[1],
    "evidence_reference": EVIDENCE[2],
    "evidence_sha256": EVIDENCE[3],
}
DECLARED = Declared("platform", 1, ("Aval", "Brume"), "2026-01", "2026-12", 7_200_000, *EVIDENCE)


def cost(**terms: Any) -> AloneCost:
    return alone_cost(**{**USUAL, **terms})


def costs(*events: Event) -> Given[StandAlone]:
    return given(StandAlone, stand_alone_id("platform"), *events)


def declare(**terms: Any) -> Callable[[StandAlone], None]:
    return lambda stand_alone: stand_alone.declare("platform", cost(**terms))


def test_a_cost_is_declared_with_its_evidence() -> None:
    costs().when(declare()).then(DECLARED)


def test_the_same_declaration_again_changes_nothing() -> None:
    costs(DECLARED).when(declare()).then_nothing()


@pytest.mark.parametrize(
    "terms",
    [{"cost_cents": 1}, {"source": "another"}, {"evidence_reference": "GED/2"}, {"certified_by": "p"}],
)
def test_whatever_differs_is_a_correction_and_says_so(terms: dict[str, Any]) -> None:
    costs(DECLARED).when(declare(**terms)).refused(StandAloneCostDiffers, first_month="2026-01")


def test_the_same_members_in_another_order_are_the_same() -> None:
    other_order = ("Brume", "Aval")
    again = cost(members=other_order)
    (
        costs(DECLARED)
        .when(declare(members=other_order))
        .then_nothing()
        .when(lambda s: s.correct(again, "the same again"))
        .then_nothing()
        .when(declare(members=other_order, cost_cents=1))
        .refused(StandAloneCostDiffers, members="Aval and Brume", declared="72,000.00 EUR, evidence GED/1")
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-12", "2027-01"), ("2025-06", "2026-01"), ("2026-03", "2026-04"), ("2025-01", "2027-12")],
)
def test_a_month_of_the_same_members_is_declared_once(first: str, last: str) -> None:
    overlapping = declare(first_month=first, last_month=last)
    costs(DECLARED).when(overlapping).refused(BadInput, field="first_month")


def test_other_members_and_other_months_are_declared_beside() -> None:
    (
        costs(DECLARED)
        .when(declare(members=("Aval",)))
        .then(Declared("platform", 2, ("Aval",), "2026-01", "2026-12", 7_200_000, *EVIDENCE))
        .when(declare(first_month="2027-01", last_month="2027-01"))
        .then(Declared("platform", 3, ("Aval", "Brume"), "2027-01", "2027-01", 7_200_000, *EVIDENCE))
    )


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"members": ()}, "members"),
        ({"members": ("Aval", "Aval")}, "members"),
        ({"first_month": "2026-02", "last_month": "2026-01"}, "last_month"),
        ({"first_month": "2026-13"}, "first_month"),
        ({"last_month": "2026"}, "last_month"),
        ({"cost_cents": -1}, "cost_cents"),
        ({"source": " "}, "source"),
        ({"certified_by": ""}, "certified_by"),
        ({"evidence_reference": ""}, "evidence_reference"),
    ],
)
def test_what_is_no_cost_of_going_alone_is_refused_by_field(terms: dict[str, Any], field: str) -> None:
    costs().when(declare(**terms)).refused(BadInput, field=field)
    costs(DECLARED).when(lambda s: s.correct(cost(**terms), "wrong")).refused(BadInput, field=field)


def test_a_correction_keeps_what_was_declared_before_and_why() -> None:
    corrected = Corrected(1, ("Aval", "Brume"), 1, 7_200_000, "without VAT", *EVIDENCE)
    right = cost(cost_cents=1)
    (
        costs(DECLARED)
        .when(lambda s: s.correct(right, "without VAT"))
        .then(corrected)
        .when(lambda s: s.correct(right, "without VAT"))
        .then_nothing()
        .when(declare(cost_cents=1))
        .then_nothing()
        .when(declare())
        .refused(StandAloneCostDiffers)
    )


def test_what_was_not_declared_is_not_corrected() -> None:
    kind = "declared cost of going alone of"
    for terms, of in (
        ({"last_month": "2026-11"}, "Aval and Brume from 2026-01 to 2026-11"),
        ({"members": ("Aval",)}, "Aval from 2026-01 to 2026-12"),
    ):
        other = cost(**terms)
        costs(DECLARED).when(lambda s, o=other: s.correct(o, "wrong")).refused(NotFound, kind=kind, code=of)


def test_a_correction_and_a_withdrawal_say_why() -> None:
    right = cost(cost_cents=1)
    of = (("Aval", "Brume"), "2026-01", "2026-12")
    (
        costs(DECLARED)
        .when(lambda s: s.correct(right, " "))
        .refused(BadInput, field="reason")
        .when(lambda s: s.withdraw(*of, ""))
        .refused(BadInput, field="reason")
        .when(lambda s: s.correct(right, " without VAT "))
        .then(Corrected(1, ("Aval", "Brume"), 1, 7_200_000, "without VAT", *EVIDENCE))
    )


def test_what_was_withdrawn_may_be_declared_anew() -> None:
    of = (("Brume", "Aval"), "2026-01", "2026-12")
    withdrawn = Withdrawn(1, ("Aval", "Brume"), "2026-01", "2026-12", "the wrong year")
    (
        costs(DECLARED)
        .when(lambda s: s.withdraw(*of, "the wrong year"))
        .then(withdrawn)
        .when(lambda s: s.withdraw(*of, "the wrong year"))
        .refused(NotFound)
        .when(declare(first_month="2026-02", cost_cents=0))
        .then(Declared("platform", 2, ("Aval", "Brume"), "2026-02", "2026-12", 0, *EVIDENCE))
    )
