"""Who belonged to which agreement or contract from and until which day, and which VAT regime was agreed?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Put, Table, View, Write, columns_of
from domain.membership import agreement_events as a
from domain.services import contract_events as c

AGREEMENT_MOVEMENTS = Table(
    "agreement_movements",
    ("stream", "member", "moved_at"),
    ("what", "day", "votes_from", "reason", "authority"),
)
CONTRACT_MOVEMENTS = Table(
    "contract_movements", ("stream", "member", "moved_at"), ("what", "day", "convention", "authority")
)
VAT_REGIMES = Table("vat_regimes", ("stream", "effective_on", "agreed_at"), ("regime", "authority"))

# A party is there from the day on which its agreement is in force, which the agreement itself says.
PARTY, ENTERED, LEFT = "party", "entered", "left"


def _drafted(event: a.Drafted, at: LogRecord) -> Iterator[Write]:
    for party in event.parties:
        moved = {"stream": at.stream, "member": party, "moved_at": at.position}
        yield Put(AGREEMENT_MOVEMENTS, {**moved, "what": PARTY})
    agreed = {"effective_on": event.effective_on, "agreed_at": at.position, "regime": event.vat_regime}
    yield Put(VAT_REGIMES, {"stream": at.stream, **agreed})


def _admitted(event: a.MemberAdmitted, at: LogRecord) -> Iterator[Write]:
    moved = {"stream": at.stream, "member": event.member, "moved_at": at.position, "what": ENTERED}
    days = {"day": event.bears_costs_from, "votes_from": event.votes_from}
    yield Put(AGREEMENT_MOVEMENTS, {**moved, **days, "authority": columns_of(event)["authority"]})


def _left(event: a.MemberLeft, at: LogRecord) -> Iterator[Write]:
    moved = {"stream": at.stream, "member": event.member, "moved_at": at.position, "what": LEFT}
    why = {"reason": event.reason, "authority": columns_of(event)["authority"]}
    yield Put(AGREEMENT_MOVEMENTS, {**moved, "day": event.bears_costs_until, **why})


def _vat_changed(event: a.VatRegimeChanged, at: LogRecord) -> Iterator[Write]:
    yield Put(VAT_REGIMES, {"stream": at.stream, "agreed_at": at.position, **columns_of(event)})


def _opened(event: c.Opened, at: LogRecord) -> Iterator[Write]:
    for member in event.beneficiaries:
        moved = {"stream": at.stream, "member": member, "moved_at": at.position, "what": ENTERED}
        since = {"day": event.starts_on, "convention": "from the start"}
        yield Put(CONTRACT_MOVEMENTS, {**moved, **since, "authority": columns_of(event)["authority"]})


def _beneficiary_added(event: c.BeneficiaryAdded, at: LogRecord) -> Iterator[Write]:
    moved = {"stream": at.stream, "moved_at": at.position, "what": ENTERED, "day": event.bears_costs_from}
    yield Put(CONTRACT_MOVEMENTS, {**moved, **columns_of(event, "bears_costs_from")})


def _beneficiary_left(event: c.BeneficiaryLeft, at: LogRecord) -> Iterator[Write]:
    moved = {"stream": at.stream, "moved_at": at.position, "what": LEFT, "day": event.bears_costs_until}
    yield Put(CONTRACT_MOVEMENTS, {**moved, **columns_of(event, "bears_costs_until")})


WHAT_HELD_WHEN = View(
    name="what-held-when",
    question=__doc__,
    definition=1,
    tables=(AGREEMENT_MOVEMENTS, CONTRACT_MOVEMENTS, VAT_REGIMES),
    when={
        a.Drafted: _drafted,
        a.MemberAdmitted: _admitted,
        a.MemberLeft: _left,
        a.VatRegimeChanged: _vat_changed,
        c.Opened: _opened,
        c.BeneficiaryAdded: _beneficiary_added,
        c.BeneficiaryLeft: _beneficiary_left,
    },
)
