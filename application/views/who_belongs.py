"""Who belongs to the group and to its agreements, and what is said of each member, with its source?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.membership import agreement_events as a
from domain.membership import member as m

MEMBERS = Table(
    "members", ("stream",), ("code", "name", "kind", "effective_on", "source", "published", "successor")
)
FIGURES = Table("figures", ("stream", "figure", "as_of"), ("value", "unit", "source", "published"))
DETAILS = Table("member_details", ("stream", "detail", "effective_on"), ("value", "source", "published"))
AGREEMENTS = Table(
    "agreements",
    ("stream",),
    (
        "code",
        "name",
        "legal_form",
        "axes",
        "parties",
        "entry_convention",
        "exit_notice_months",
        "vat_regime",
        "territory",
        "effective_on",
        "in_force_on",
        "published",
    ),
)
SIGNATURES = Table(
    "signatures",
    ("stream", "what", "member"),
    ("signatory", "capacity", "signed_on", "deliberation"),
)
MEMBERSHIPS = Table(
    "memberships",
    ("stream", "member"),
    ("state", "bears_costs_from", "votes_from", "bears_costs_until", "earlier_debts", "authority"),
)
AMENDMENTS = Table("amendments", ("stream", "number"), ("text", "effective_on", "in_force_on", "authority"))


def _registered(event: m.Registered, at: LogRecord) -> Iterator[Write]:
    yield Put(MEMBERS, {"stream": at.stream, **columns_of(event)})


def _detail_changed(event: m.DetailChanged, at: LogRecord) -> Iterator[Write]:
    yield Put(DETAILS, {"stream": at.stream, **columns_of(event)})
    if event.detail == m.MemberDetail.NAME:
        yield Change(MEMBERS, (at.stream,), {"name": event.value})


def _address_changed(event: m.AddressChanged, at: LogRecord) -> Iterator[Write]:
    address = f"{event.building} {event.street}, {event.postcode} {event.town}, {event.country}".strip()
    value = {"detail": "address", "effective_on": event.effective_on, "value": address}
    yield Put(DETAILS, {"stream": at.stream, **value, "source": "given by the member", "published": False})


def _figure_recorded(event: m.FigureRecorded, at: LogRecord) -> Iterator[Write]:
    yield Put(FIGURES, {"stream": at.stream, **columns_of(event)})


def _merged(event: m.Merged, at: LogRecord) -> Iterator[Write]:
    yield Change(MEMBERS, (at.stream,), {"successor": event.successor})


def _drafted(event: a.Drafted, at: LogRecord) -> Iterator[Write]:
    yield Put(AGREEMENTS, {"stream": at.stream, **columns_of(event)})
    for party in event.parties:
        yield Put(MEMBERSHIPS, {"stream": at.stream, "member": party, "state": "party"})


def _signed(event: a.Signed | a.AccessionSigned, at: LogRecord) -> Iterator[Write]:
    what = "agreement" if isinstance(event, a.Signed) else "accession"
    yield Put(SIGNATURES, {"stream": at.stream, "what": what, **columns_of(event)})


def _in_force(event: a.EnteredIntoForce, at: LogRecord) -> Iterator[Write]:
    yield Change(AGREEMENTS, (at.stream,), {"in_force_on": event.in_force_on})


def _amendment_drafted(event: a.AmendmentDrafted, at: LogRecord) -> Iterator[Write]:
    yield Put(AMENDMENTS, {"stream": at.stream, **columns_of(event)})


def _amendment_signed(event: a.AmendmentSigned, at: LogRecord) -> Iterator[Write]:
    what = f"amendment {event.number}"
    yield Put(SIGNATURES, {"stream": at.stream, "what": what, **columns_of(event, "number")})


def _amendment_in_force(event: a.AmendmentEnteredIntoForce, at: LogRecord) -> Iterator[Write]:
    yield Change(AMENDMENTS, (at.stream, event.number), {"in_force_on": event.in_force_on})


def _vat_changed(event: a.VatRegimeChanged, at: LogRecord) -> Iterator[Write]:
    yield Change(AGREEMENTS, (at.stream,), {"vat_regime": event.regime})


def _admission_decided(event: a.AdmissionDecided, at: LogRecord) -> Iterator[Write]:
    row = columns_of(event, "contracts")
    yield Put(MEMBERSHIPS, {"stream": at.stream, "state": "accession awaited", **row})


def _admitted(event: a.MemberAdmitted, at: LogRecord) -> Iterator[Write]:
    row = columns_of(event, "contracts", "convention")
    yield Put(MEMBERSHIPS, {"stream": at.stream, "state": "admitted", **row})


def _left(event: a.MemberLeft, at: LogRecord) -> Iterator[Write]:
    values = {"state": event.reason, "bears_costs_until": event.bears_costs_until}
    yield Change(MEMBERSHIPS, (at.stream, event.member), values)


WHO_BELONGS = View(
    name="who-belongs",
    question=__doc__,
    definition=1,
    tables=(MEMBERS, FIGURES, DETAILS, AGREEMENTS, SIGNATURES, MEMBERSHIPS, AMENDMENTS),
    when={
        m.Registered: _registered,
        m.DetailChanged: _detail_changed,
        m.AddressChanged: _address_changed,
        m.FigureRecorded: _figure_recorded,
        m.Merged: _merged,
        a.Drafted: _drafted,
        a.Signed: _signed,
        a.AccessionSigned: _signed,
        a.EnteredIntoForce: _in_force,
        a.AmendmentDrafted: _amendment_drafted,
        a.AmendmentSigned: _amendment_signed,
        a.AmendmentEnteredIntoForce: _amendment_in_force,
        a.VatRegimeChanged: _vat_changed,
        a.AdmissionDecided: _admission_decided,
        a.MemberAdmitted: _admitted,
        a.MemberLeft: _left,
    },
)
