"""The kernel: money in cents, months, codes, refusals, and aggregates that decide and then record."""

from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.aggregate import Aggregate
from domain.kernel.authority import Authority, checked_authority
from domain.kernel.errors import BadInput
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.money import cents_of, euros, exact_text, money_text, quantity_of, signed_of
from domain.kernel.periods import Month, day_of
from domain.membership.member import Member, MemberKind, member_id
from tests.given_when_then import replayed

MONTHS = st.builds(Month, st.integers(1900, 2999), st.integers(1, 12))


@given(st.integers(-(10**17) + 1, 10**17 - 1))
def test_money_is_read_as_it_is_written(cents: int) -> None:
    assert cents_of(money_text(cents)) == cents


@pytest.mark.parametrize(
    "text", ["1", "1.0", "1,00", "+1.00", "1.000", ".50", "1e2", "١.٠٠", " 1.00", "NaN", ""]
)
def test_money_has_two_decimals_and_nothing_else(text: str) -> None:
    with pytest.raises(BadInput):
        cents_of(text)


def test_money_is_shown_as_people_write_it() -> None:
    assert [euros(c) for c in (0, -5, 123_456_789)] == ["0.00 EUR", "-0.05 EUR", "1,234,567.89 EUR"]


@given(st.fractions())
def test_an_exact_number_is_kept_exactly(number: Fraction) -> None:
    assert signed_of(exact_text(number)) == number


@pytest.mark.parametrize("text", ["-1", "1/0", "1/-2", "1e3", "0x1", "1/2/3", "1" * 101, "", "1 / 2", "½"])
def test_a_quantity_is_exact_and_not_negative(text: str) -> None:
    with pytest.raises(BadInput):
        quantity_of(text)


def test_a_quantity_is_a_decimal_or_a_fraction() -> None:
    assert [quantity_of(t) for t in ("12.5", "1/3", "0", "007")] == [Fraction(25, 2), Fraction(1, 3), 0, 7]


@given(MONTHS, st.integers(-2000, 2000))
def test_months_are_counted_forwards_and_back(month: Month, months: int) -> None:
    if 1 <= (month.year * 12 + month.month - 1 + months) // 12 <= 9999:
        assert month.plus(months).plus(-months) == month


@given(MONTHS)
def test_a_month_is_read_as_it_is_written(month: Month) -> None:
    assert Month.of(str(month)) == month
    assert month.first_day.day == 1
    assert Month.containing(month.last_day) == month
    assert Month.containing(month.last_day.fromordinal(month.last_day.toordinal() + 1)) == month.plus(1)


def test_months_follow_one_another_through_the_turn_of_the_year() -> None:
    months = Month(2020, 11).through(Month(2021, 2))
    assert [str(m) for m in months] == ["2020-11", "2020-12", "2021-01", "2021-02"]


@pytest.mark.parametrize(
    "text", ["2021-13", "2021-00", "21-01", "2021-1", "0000-01", "2021-01-01", "2021/01"]
)
def test_a_month_is_written_one_way(text: str) -> None:
    with pytest.raises(BadInput):
        Month.of(text)


@pytest.mark.parametrize("text", ["2021-02-29", "2021-2-1", "20210201", "2021-W05-1", "01/02/2021", ""])
def test_a_day_is_written_one_way_and_exists(text: str) -> None:
    with pytest.raises(BadInput):
        day_of(text)


def test_a_leap_day_is_a_day() -> None:
    assert day_of("2020-02-29") == date(2020, 2, 29)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Mésolia") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert member_id(composed) == member_id(decomposed) == member_id(" MÉSOLIA ")
    assert member_id(composed) != member_id("Mesolia")


@given(st.text())
def test_a_normal_code_is_normal_already(code: str) -> None:
    assert normal_code(normal_code(code)) == normal_code(code)


def test_ids_are_scoped_by_kind_and_parent() -> None:
    ids = {stream_id("a", "x", "y"), stream_id("a", "xy"), stream_id("b", "x", "y"), stream_id("a", "y", "x")}
    assert len(ids) == 4


def test_ids_never_change() -> None:
    assert str(member_id("Aval")) == "db6fc3b5-8bdc-55a1-aadd-7107bc541fa2"


@pytest.mark.parametrize("code", ["", "   ", "a\nb", "a\u202eb", "a\x1fb", "x" * 121, "a\u200bb"])
def test_a_code_is_visible_and_not_endless(code: str) -> None:
    with pytest.raises(BadInput):
        checked_code("member", code)


@pytest.mark.parametrize(
    "authority",
    [Authority("resolution", "Coo"), Authority("amendment", "Coo"), Authority("agreement", "Coo", "1")],
)
def test_an_authority_is_named_in_full(authority: Authority) -> None:
    with pytest.raises(BadInput):
        checked_authority(authority)


def test_what_was_decided_is_handed_over_once() -> None:
    member = Member(member_id("Aval"))
    member.register("Aval", "Aval Habitat", MemberKind.OPH, date(2026, 1, 1), "register", False)
    [registered] = member.collect_events()
    assert (registered.originator_id, registered.originator_version) == (member_id("Aval"), 1)
    assert member.collect_events() == []


def test_an_aggregate_without_events_does_not_exist() -> None:
    assert not replayed(Member, uuid4(), ()).exists


def test_an_event_that_is_not_its_own_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        Aggregate(uuid4()).apply(object())


def test_a_refusal_is_named_in_words() -> None:
    assert BadInput("field", "rule").name == "bad-input"
