"""A member is known by a code; what is said of it is dated and has its source."""

from __future__ import annotations

from datetime import date

from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.membership.member import (
    AddressChanged,
    DetailChanged,
    FigureRecorded,
    Member,
    MemberDetail,
    MemberKind,
    Merged,
    Registered,
    member_id,
)
from tests.given_when_then import Given, given

NEW_YEAR = date(2026, 1, 1)
REGISTERED = Registered("Aval", "Aval Habitat", "OPH", "2026-01-01", "annual report", True)


def aval(*events: Registered | DetailChanged) -> Given[Member]:
    return given(Member, member_id("Aval"), *events)


def test_a_member_is_registered_under_its_code() -> None:
    aval().when(
        lambda m: m.register(" Aval ", "Aval Habitat ", MemberKind.OPH, NEW_YEAR, "annual report", True)
    ).then(REGISTERED)


def test_a_code_is_given_once() -> None:
    aval(REGISTERED).when(
        lambda m: m.register("AVAL", "Another", MemberKind.SEM, NEW_YEAR, "somewhere", False)
    ).refused(AlreadyExists, kind="member", code="Aval")


def test_a_member_has_a_name() -> None:
    aval().when(lambda m: m.register("Aval", "  ", MemberKind.OPH, NEW_YEAR, "", False)).refused(
        BadInput, field="name"
    )


def test_the_name_changes_and_the_code_stays() -> None:
    renamed = (
        aval(REGISTERED)
        .when(lambda m: m.change_detail(MemberDetail.NAME, "Aval et Rives", NEW_YEAR, "deed", False))
        .then(DetailChanged("name", "Aval et Rives", "2026-01-01", "deed", False))
        .aggregate()
    )
    assert (renamed.code, renamed.name) == ("Aval", "Aval et Rives")


def test_a_siren_carries_its_check_digit() -> None:
    for wrong in ("732829321", "12345678", "ABCDEFGHI"):
        aval(REGISTERED).when(
            lambda m, wrong=wrong: m.change_detail(MemberDetail.SIREN, wrong, NEW_YEAR, "register", True)
        ).refused(BadInput, field="siren")


def test_a_siren_is_kept_without_spaces() -> None:
    aval(REGISTERED).when(
        lambda m: m.change_detail(MemberDetail.SIREN, "732 829 320", NEW_YEAR, "register", True)
    ).then(DetailChanged("siren", "732829320", "2026-01-01", "register", True))


def test_an_address_names_its_postcode_town_and_country() -> None:
    aval(REGISTERED).when(
        lambda m: m.change_address("", "1 quai Haut", "33000", " ", "FR", NEW_YEAR)
    ).refused(BadInput, field="town")
    aval(REGISTERED).when(
        lambda m: m.change_address("", "1 quai Haut", "33000", "Bordeaux", "FR", NEW_YEAR)
    ).then(AddressChanged("", "1 quai Haut", "33000", "Bordeaux", "FR", "2026-01-01"))


def test_a_figure_is_exact_and_sourced() -> None:
    aval(REGISTERED).when(
        lambda m: m.record_figure("turnover", "2/4", "M€", NEW_YEAR, "annual report", True)
    ).then(FigureRecorded("turnover", "1/2", "M€", "2026-01-01", "annual report", True))
    aval(REGISTERED).when(
        lambda m: m.record_figure("turnover", "1e6", "€", NEW_YEAR, "annual report", True)
    ).refused(BadInput, field="value")


def test_a_merger_names_its_successor() -> None:
    authority = Authority("resolution", "Rives", "1", 1)
    merged = (
        aval(REGISTERED)
        .when(lambda m: m.merge_into("Brume", NEW_YEAR, authority))
        .then(Merged("Brume", "2026-01-01", authority))
        .aggregate()
    )
    assert merged.successor == "Brume"


def test_nothing_is_said_of_a_member_that_is_not_known() -> None:
    aval().when(lambda m: m.change_detail(MemberDetail.NAME, "Aval", NEW_YEAR, "deed", False)).refused(
        NotFound, kind="member"
    )
