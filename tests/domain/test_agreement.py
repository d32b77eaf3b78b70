"""An agreement is in force once all have signed; who joins and who leaves does so with authority."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.membership.agreement import (
    AlreadyAMember,
    AlreadySigned,
    CooperationAgreement,
    EarlierDebts,
    EntryConvention,
    LegalForm,
    NotAParty,
    NotInForce,
    agreement_id,
)
from domain.membership.agreement_events import (
    AccessionSigned,
    AdmissionDecided,
    AmendmentDrafted,
    AmendmentEnteredIntoForce,
    AmendmentSigned,
    Drafted,
    EnteredIntoForce,
    MemberAdmitted,
    MemberLeft,
    Signed,
    VatRegimeChanged,
)
from tests.given_when_then import Given, given

NEW_YEAR = date(2026, 1, 1)
RESOLUTION = Authority("resolution", "Rives", "1", 1)
DRAFTED = Drafted(
    "Rives",
    "Convention des rives",
    "convention without legal person",
    ("land",),
    ("Aval", "Brume"),
    "days",
    6,
    "none",
    "",
    "2026-01-01",
    False,
)
DEED = ("person-1", "director", "2025-12-01", "deliberation 7")
AVAL_SIGNED, BRUME_SIGNED = Signed("Aval", *DEED), Signed("Brume", *DEED)
IN_FORCE = (DRAFTED, AVAL_SIGNED, BRUME_SIGNED, EnteredIntoForce("2026-01-01"))
DECIDED = AdmissionDecided("Cime", "2026-03-15", "2026-06-01", "exempt", ("C-LAND",), RESOLUTION)
ADMITTED = MemberAdmitted("Cime", "2026-03-15", "2026-06-01", "exempt", ("C-LAND",), "days", RESOLUTION)


def rives(*events: Event) -> Given[CooperationAgreement]:
    return given(CooperationAgreement, agreement_id("Rives"), *events)


def draft(agreement: CooperationAgreement, parties: tuple[str, ...] = ("Aval", "Brume")) -> None:
    agreement.draft(
        "Rives",
        "Convention des rives",
        LegalForm.CONVENTION,
        ("land",),
        parties,
        EntryConvention.DAYS,
        6,
        "none",
        "",
        NEW_YEAR,
        False,
    )


def sign(agreement: CooperationAgreement, member: str, on: date = date(2025, 12, 1)) -> None:
    agreement.sign(member, "person-1", "director", on, "deliberation 7")


def admit_cime(agreement: CooperationAgreement) -> None:
    days = date(2026, 3, 15), date(2026, 6, 1)
    agreement.decide_admission("Cime", *days, EarlierDebts.EXEMPT, ("C-LAND",), RESOLUTION)


def test_an_agreement_is_drafted_between_parties() -> None:
    rives().when(draft).then(DRAFTED)


def test_an_agreement_is_drafted_once() -> None:
    rives(DRAFTED).when(draft).refused(AlreadyExists, code="Rives")


@pytest.mark.parametrize("parties", [("Aval",), (), ("Aval", "Aval")])
def test_an_agreement_has_two_parties_at_least_each_named_once(parties: tuple[str, ...]) -> None:
    rives().when(lambda a: draft(a, parties)).refused(BadInput, field="parties")


def test_an_agreement_is_in_force_when_all_have_signed() -> None:
    half = rives(DRAFTED).when(lambda a: sign(a, "Aval")).then(AVAL_SIGNED)
    half.when(lambda a: a.must_be_in_force(NEW_YEAR)).refused(NotInForce)
    whole = half.when(lambda a: sign(a, "Brume")).then(BRUME_SIGNED, EnteredIntoForce("2026-01-01"))
    whole.when(lambda a: a.must_be_in_force(NEW_YEAR)).then_nothing()
    whole.when(lambda a: a.must_be_in_force(date(2025, 12, 31))).refused(NotInForce)


def test_a_late_signature_delays_the_entry_into_force() -> None:
    late = Signed("Brume", "person-1", "director", "2026-02-10", "deliberation 7")
    rives(DRAFTED, AVAL_SIGNED).when(lambda a: sign(a, "Brume", date(2026, 2, 10))).then(
        late, EnteredIntoForce("2026-02-10")
    )


def test_a_party_signs_once() -> None:
    rives(DRAFTED, AVAL_SIGNED).when(lambda a: sign(a, "Aval")).refused(AlreadySigned, member="Aval")


def test_only_a_party_signs() -> None:
    rives(DRAFTED).when(lambda a: sign(a, "Dune")).refused(NotAParty, member="Dune")


def test_an_amendment_is_in_force_when_all_members_have_signed_it() -> None:
    drafted = AmendmentDrafted("1", "a new axis", "2026-07-01", None)
    deed = ("person-1", "director", date(2026, 8, 1), "deliberation 9")
    signed = [
        AmendmentSigned("1", m, "person-1", "director", "2026-08-01", "deliberation 9")
        for m in ("Aval", "Brume")
    ]
    half = (
        rives(*IN_FORCE)
        .when(lambda a: a.draft_amendment("1", "a new axis", date(2026, 7, 1), None))
        .then(drafted)
        .when(lambda a: a.sign_amendment("1", "Aval", *deed))
        .then(signed[0])
    )
    half.when(lambda a: a.deed("1").must_be_in_force()).refused(NotInForce)
    half.when(lambda a: a.sign_amendment("1", "Aval", *deed)).refused(AlreadySigned)
    half.when(lambda a: a.sign_amendment("1", "Dune", *deed)).refused(NotAParty)
    half.when(lambda a: a.draft_amendment("1", "again", NEW_YEAR, None)).refused(AlreadyExists)
    whole = half.when(lambda a: a.sign_amendment("1", "Brume", *deed)).then(
        signed[1], AmendmentEnteredIntoForce("1", "2026-08-01")
    )
    whole.when(lambda a: a.deed("1").must_be_in_force()).then_nothing()


def test_an_amendment_that_nobody_drafted_is_not_signed() -> None:
    deed = ("person-1", "director", NEW_YEAR, "deliberation 9")
    rives(*IN_FORCE).when(lambda a: a.sign_amendment("9", "Aval", *deed)).refused(NotFound, kind="amendment")


def test_the_vat_regime_changes_from_a_day_on_which_the_agreement_is_in_force() -> None:
    rives(*IN_FORCE).when(lambda a: a.change_vat_regime("CGI 261 B", NEW_YEAR, RESOLUTION)).then(
        VatRegimeChanged("CGI 261 B", "2026-01-01", RESOLUTION)
    )
    rives(DRAFTED).when(lambda a: a.change_vat_regime("CGI 261 B", NEW_YEAR, RESOLUTION)).refused(NotInForce)


def test_an_admission_waits_for_the_signature_of_the_entrant() -> None:
    awaited = rives(*IN_FORCE).when(admit_cime).then(DECIDED)
    assert "Cime" not in awaited.aggregate().memberships
    awaited.when(
        lambda a: a.sign_accession("Cime", "person-3", "director", date(2026, 3, 1), "deliberation 2")
    ).then(AccessionSigned("Cime", "person-3", "director", "2026-03-01", "deliberation 2"), ADMITTED)


def test_an_entrant_votes_from_the_day_of_its_admission() -> None:
    admitted = rives(*IN_FORCE, DECIDED, ADMITTED).aggregate()
    assert admitted.voters_on(date(2026, 5, 31)) == ("Aval", "Brume")
    assert admitted.voters_on(date(2026, 6, 1)) == ("Aval", "Brume", "Cime")


@pytest.mark.parametrize("events", [(*IN_FORCE, DECIDED), (*IN_FORCE, DECIDED, ADMITTED)])
def test_a_member_is_admitted_once(events: tuple[Event, ...]) -> None:
    rives(*events).when(admit_cime).refused(AlreadyAMember, member="Cime")


def test_nobody_is_admitted_to_an_agreement_that_is_not_in_force() -> None:
    rives(DRAFTED).when(admit_cime).refused(NotInForce)


def test_nobody_signs_an_accession_that_was_not_decided() -> None:
    rives(*IN_FORCE).when(
        lambda a: a.sign_accession("Dune", "person-4", "director", NEW_YEAR, "deliberation 2")
    ).refused(NotAParty)


def test_a_member_leaves_once_and_votes_until_then() -> None:
    left = MemberLeft("Brume", "withdrawal", "2026-01-15", "2026-12-31", ("PHONE",), RESOLUTION)
    days = date(2026, 1, 15), date(2026, 12, 31)
    gone = (
        rives(*IN_FORCE)
        .when(lambda a: a.let_leave("Brume", "withdrawal", *days, ("PHONE",), RESOLUTION))
        .then(left)
    )
    assert gone.aggregate().voters_on(date(2026, 12, 31)) == ("Aval", "Brume")
    assert gone.aggregate().voters_on(date(2027, 1, 1)) == ("Aval",)
    gone.when(lambda a: a.let_leave("Brume", "withdrawal", *days, ("PHONE",), RESOLUTION)).refused(NotAParty)


def test_a_member_that_left_may_be_admitted_again() -> None:
    left = MemberLeft("Cime", "withdrawal", "2026-01-01", "2026-02-28", ("PHONE",), RESOLUTION)
    rives(*IN_FORCE, DECIDED, ADMITTED, left).when(admit_cime).then(DECIDED)
