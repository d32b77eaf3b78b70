"""Entries name the entity whose books they belong to, and sum to zero inside it, to the cent."""

from __future__ import annotations

from datetime import date

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.accounts.journal import Booked, EntryLine, Journal, Unbalanced, entries_of, journal_id
from domain.kernel.periods import Month
from tests.given_when_then import Given, given

JANUARY, MARCH = Month(2026, 1), Month(2026, 3)
LINES = (EntryLine("claims on members", "Brume", 500, 0), EntryLine("recharges", "Brume", 0, 500))


def journal(*events: Booked) -> Given[Journal]:
    return given(Journal, journal_id("Aval", "C-LAND", 2026), *events)


def booked(number: int) -> Booked:
    run = f"C-LAND 2026-01 #{number}"
    return Booked("Aval", "C-LAND", 2026, number, run, "2026-01", "2026-03", "2026-03-31", "January", LINES)


def book(number: int, lines: tuple[EntryLine, ...] = LINES) -> object:
    run = f"C-LAND 2026-01 #{number}"
    return lambda j: j.book("Aval", "C-LAND", run, JANUARY, MARCH, date(2026, 3, 31), "January", lines)


def test_entries_are_numbered_without_a_gap() -> None:
    journal().when(book(1)).then(booked(1)).when(book(2)).then(booked(2))


def test_an_entry_balances_to_the_cent() -> None:
    journal().when(book(1, (*LINES, EntryLine("recharges", "Cime", 0, 1)))).refused(
        Unbalanced, entity="Aval", difference_cents=-1
    )


def test_service_month_posting_period_and_accounting_date_are_kept_apart() -> None:
    entry = booked(1)
    assert (entry.service_month, entry.posting_period, entry.accounting_date) == (
        "2026-01",
        "2026-03",
        "2026-03-31",
    )


def test_the_share_of_the_provider_stays_its_cost() -> None:
    entries = entries_of("Aval", {"Aval": 1_000, "Brume": 500})
    assert {line.counterparty for line in entries["Aval"]} == {"Brume"}
    assert entries_of("Aval", {"Aval": 1_000}) == {}


def test_what_is_zero_makes_no_line() -> None:
    assert entries_of("Aval", {"Aval": 1, "Brume": 0}) == {}


@for_all(
    st.dictionaries(
        st.sampled_from(("Aval", "Brume", "Cime", "Dune")), st.integers(-(10**12), 10**12), max_size=4
    )
)
def test_the_entries_of_each_entity_sum_to_zero(borne: dict[str, int]) -> None:
    entries = entries_of("Aval", borne)
    for lines in entries.values():
        assert sum(line.debit_cents - line.credit_cents for line in lines) == 0
        assert all(min(line.debit_cents, line.credit_cents) == 0 for line in lines)
    claimed = sum(
        line.debit_cents - line.credit_cents
        for line in entries.get("Aval", [])
        if line.role == "claims on members"
    )
    assert claimed == sum(cents for member, cents in borne.items() if member != "Aval")


@for_all(
    st.dictionaries(st.sampled_from(("Aval", "Brume", "Cime")), st.integers(-(10**9), 10**9), max_size=3)
)
def test_a_reversal_is_the_same_entry_the_other_way_round(borne: dict[str, int]) -> None:
    posted, reversed_ = entries_of("Aval", borne), entries_of("Aval", {m: -c for m, c in borne.items()})
    assert posted.keys() == reversed_.keys()
    for entity, lines in posted.items():
        other_way = [(line.role, line.credit_cents, line.debit_cents) for line in reversed_[entity]]
        assert [(line.role, line.debit_cents, line.credit_cents) for line in lines] == other_way
