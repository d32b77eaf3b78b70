"""Readings are recorded once per member and period, frozen by a run, and only corrected afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from domain.allocation.measure import Defined, Measure, Nature, ReferenceDateAdded, measure_id
from domain.allocation.measurements import (
    Frozen,
    Measurements,
    Opened,
    ReadingCorrected,
    ReadingDiffers,
    ReadingRecorded,
    measurements_id,
)
from domain.kernel.aggregate import Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from tests.given_when_then import Given, given

OPENED = Opened("calls", "2026-01")
EVIDENCE = ("controller", "switchboard.csv", "ab" * 32)
THREE = ReadingRecorded("Aval", "3", *EVIDENCE, None)
HOMES = Defined("homes", "Homes managed", "homes", "stock")
CALLS = Defined("calls", "Calls handled", "calls", "flow")


def calls(*events: Event) -> Given[Measurements]:
    return given(Measurements, measurements_id("calls", "2026-01"), *events)


def measure(*events: Event) -> Given[Measure]:
    return given(Measure, measure_id("homes"), *events)


def read(value: str, member: str = "Aval") -> object:
    return lambda m: m.record_reading("calls", "2026-01", member, value, *EVIDENCE, None)


def correct(value: str, member: str = "Aval") -> object:
    return lambda m: m.correct_reading(member, value, "counted twice", *EVIDENCE)


def test_a_reading_is_recorded_with_its_evidence_and_who_certified_it() -> None:
    calls().when(read("3")).then(OPENED, THREE)


def test_the_same_reading_again_changes_nothing() -> None:
    for same in ("3", "3.0", "6/2"):
        calls(OPENED, THREE).when(read(same)).then_nothing()


def test_another_value_is_a_correction_and_says_so() -> None:
    calls(OPENED, THREE).when(read("4")).refused(ReadingDiffers, recorded="3", value="4")


def test_a_correction_keeps_what_was_recorded_before_and_why() -> None:
    corrected = ReadingCorrected("Aval", "2", "3", "counted twice", *EVIDENCE)
    calls(OPENED, THREE).when(correct("2")).then(corrected).when(read("2")).then_nothing()


def test_only_what_was_read_is_corrected() -> None:
    calls(OPENED, THREE).when(correct("2", "Brume")).refused(NotFound, code="Brume")


@pytest.mark.parametrize("value", ["-1", "1e3", "", "1/0"])
def test_a_reading_is_exact_and_not_negative(value: str) -> None:
    calls().when(read(value)).refused(BadInput, field="value")
    calls(OPENED, THREE).when(correct(value)).refused(BadInput, field="value")


def test_readings_are_frozen_once_and_still_corrected() -> None:
    frozen = (
        calls(OPENED, THREE).when(lambda m: m.freeze("C-LAND 2026-01 #1")).then(Frozen("C-LAND 2026-01 #1"))
    )
    frozen.when(lambda m: m.freeze("C-LAND 2026-01 #2")).then_nothing()
    frozen.when(correct("2")).then(ReadingCorrected("Aval", "2", "3", "counted twice", *EVIDENCE))


def test_a_measure_is_defined_once_and_names_its_unit() -> None:
    measure().when(lambda m: m.define("homes", "Homes managed", "homes", Nature.STOCK)).then(HOMES)
    measure(HOMES).when(lambda m: m.define("HOMES", "x", "x", Nature.FLOW)).refused(AlreadyExists)
    measure().when(lambda m: m.define("homes", "Homes", " ", Nature.STOCK)).refused(BadInput, field="unit")


def test_a_stock_is_counted_at_a_date_noted_once() -> None:
    noted = (
        measure(HOMES)
        .when(lambda m: m.add_reference_date(date(2025, 12, 31)))
        .then(ReferenceDateAdded("2025-12-31"))
    )
    noted.when(lambda m: m.add_reference_date(date(2025, 12, 31))).then_nothing()
    noted.when(lambda m: m.must_be_flow()).refused(BadInput, field="month")


def test_a_flow_is_counted_over_a_month() -> None:
    measure(CALLS).when(lambda m: m.must_be_flow()).then_nothing()
    measure(CALLS).when(lambda m: m.add_reference_date(date(2025, 12, 31))).refused(
        BadInput, field="reference_date"
    )
