"""The examples of all tests: the same three members, a stranger, and small builders of commands.

Aval, Brume and Cime share services under the agreement Confluence, since 1 January 2026. Dune belongs to
nothing. A builder returns commands, so that any test may carry them out on whatever it tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from application import import_rules
from application.accounts import CloseAccountingYear, LockPeriod, OpenAccountingYear
from application.agreements import DraftAgreement, DraftAmendment, SignAgreement, SignAmendment
from application.allocation import DefineMeasure, RecordDocument, RecordReading
from application.commands import Command
from application.enactments import KINDS
from application.group import Group
from application.meetings import ConveneMeeting, LayDownCharter
from application.members import RegisterMember
from application.ports import Act
from application.resolutions import CastBallot, CloseVote, OpenVote, TableResolution
from application.runs import ApproveRun, PostRun, PrepareRun
from application.service_flows import AdoptMutualUse
from application.services import AddService, OpenContract
from application.stand_alone import DeclareStandAloneCost
from domain.allocation.cost_document import DocumentLine
from domain.allocation.measure import Nature
from domain.governance.charter import VotingRule
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.periods import Month
from domain.membership.agreement import EntryConvention, LegalForm
from domain.membership.member import MemberKind
from domain.services.contract import Rounding

AVAL, BRUME, CIME = MEMBERS = ("Aval", "Brume", "Cime")
DUNE = "Dune"
CONFLUENCE = "Confluence"
IN_FORCE_ON = date(2026, 1, 1)

PERSONS = {code: f"person-{number:016x}" for number, code in enumerate((*MEMBERS, DUNE), start=1)}
PREPARER, APPROVER = Act(actor=PERSONS[AVAL]), Act(actor=PERSONS[BRUME])
BY_AGREEMENT = Authority("agreement", CONFLUENCE)
ANNEX = "annex"
BY_AMENDMENT = Authority("amendment", CONFLUENCE, ANNEX)
EQUAL: Mapping[str, object] = {"equal": {}}
FLOWS, STOCKS = ("calls", "hours"), ("homes", "lots")


def proportional(measure: str) -> dict[str, object]:
    """The key that shares in proportion to a measure."""
    return {"proportional": measure}


def blend(parts: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """The key that shares a part of the cost by each of several keys, by their weights."""
    return {"blend": [{"weight": weight, "key": key} for weight, key in parts.items()]}


def register(*codes: str) -> list[Command]:
    """Make these members known."""
    about = {"kind": MemberKind.OPH, "effective_on": IN_FORCE_ON, "source": "register of the members"}
    return [RegisterMember(code=code, name=code, **about) for code in codes]


def draft(code: str = CONFLUENCE, parties: Sequence[str] = MEMBERS, **terms: Any) -> DraftAgreement:
    """An agreement to be signed; terms that are given replace those of Confluence."""
    usual = {
        "name": code,
        "legal_form": LegalForm.CONVENTION,
        "axes": ("tenants",),
        "entry_convention": EntryConvention.MONTHS_STARTED,
        "exit_notice_months": 6,
        "vat_regime": "exempt, article 261 B",
        "effective_on": IN_FORCE_ON,
    }
    return DraftAgreement(code=code, parties=tuple(parties), **{**usual, **terms})


def signature(member: str, signed_on: date) -> dict[str, Any]:
    """Who signs for a member, in which capacity and empowered by what."""
    signatory = {
        "signatory": PERSONS[member],
        "capacity": "director",
        "deliberation": "board of 2025-12",
    }
    return {"member": member, "signed_on": signed_on, **signatory}


def signed(code: str = CONFLUENCE, parties: Sequence[str] = MEMBERS) -> list[Command]:
    """The signatures that put an agreement in force."""
    return [SignAgreement(agreement=code, **signature(party, date(2025, 12, 15))) for party in parties]


def agreement_in_force(
    code: str = CONFLUENCE, parties: Sequence[str] = MEMBERS, **terms: Any
) -> list[Command]:
    """An agreement between members that are known, signed by all."""
    return [draft(code, parties, **terms), *signed(code, parties)]


def amended(code: str = CONFLUENCE, parties: Sequence[str] = MEMBERS) -> list[Command]:
    """An amendment signed by all: the authority for what examples change without a vote."""
    annex = DraftAmendment(
        agreement=code, number=ANNEX, text="changes agreed by all", effective_on=IN_FORCE_ON
    )
    each = [SignAmendment(agreement=code, number=ANNEX, **signature(party, IN_FORCE_ON)) for party in parties]
    return [annex, *each]


def members_in_agreement(parties: Sequence[str] = MEMBERS, **terms: Any) -> list[Command]:
    """The members, the stranger, and Confluence in force between the parties, with 2026 open for postings."""
    known = register(*MEMBERS, DUNE)
    agreed = [*agreement_in_force(parties=parties, **terms), *amended(parties=parties)]
    return [*known, *agreed, OpenAccountingYear(year=2026)]


def toolbox(service: str, measures: Iterable[str] = ()) -> list[Command]:
    """A service, and the measures by which it may be shared."""
    defined = [
        DefineMeasure(code=m, name=m, unit=m, nature=Nature.FLOW if m in FLOWS else Nature.STOCK)
        for m in measures
    ]
    return [AddService(code=service, name=service, axis="tenants", unit_of_work="unit"), *defined]


def contract_terms(name: str, key: Mapping[str, object], **terms: Any) -> dict[str, Any]:
    """What a contract of the service's name says; Aval provides, all three benefit."""
    usual = {
        "code": name,
        "service": name,
        "provider": AVAL,
        "beneficiaries": list(MEMBERS),
        "rounding": Rounding.CARRIED_REMAINDER.value,
        "starts_on": IN_FORCE_ON.isoformat(),
        "exact_cost": {"required": True, "source": "article 3 of the agreement"},
        "key": dict(key),
        "reason": "it follows what each member uses",
    }
    return {**usual, **terms}


def contract(name: str, key: Mapping[str, object], **terms: Any) -> OpenContract:
    """A contract that the agreement itself lays down."""
    given = {"agreement": CONFLUENCE, "decided_on": IN_FORCE_ON, "authority": BY_AGREEMENT}
    return OpenContract.read({**given, **contract_terms(name, key, **terms)})


def mutual_use(
    contracts: Sequence[str], measures: Mapping[str, str], month: str, **terms: Any
) -> AdoptMutualUse:
    """The rule by which contracts bear what they use of each other, laid down by the annex."""
    usual: dict[str, Any] = {"method": "reciprocal", "decided_on": IN_FORCE_ON, "authority": BY_AMENDMENT}
    return AdoptMutualUse(
        agreement=CONFLUENCE,
        contracts=tuple(contracts),
        measures=dict(measures),
        effective_from=month,
        reason="each service bears the work that others do for it",
        **{**usual, **terms},
    )


def key_terms(service: str, key: Mapping[str, object], month: str, **terms: Any) -> dict[str, Any]:
    """What a version of a key says, from the first of a month."""
    usual = {"contract": service, "key": dict(key), "effective_from": month}
    return {**usual, "reason": "it follows what each member uses", **terms}


def reading(measure: str, member: str, month: str, value: str) -> RecordReading:
    """What a member counted: over the month for a flow, on its last day for a stock."""
    if measure in FLOWS:
        return RecordReading(measure=measure, member=member, month=month, value=value)
    return RecordReading(measure=measure, member=member, reference_date=Month.of(month).last_day, value=value)


def alone_evidence() -> dict[str, str]:
    """On what a cost of going alone rests, and who certified it."""
    return {
        "source": "quotation of another platform",
        "certified_by": PERSONS[AVAL],
        "evidence_reference": "GED/2026/alone.pdf",
        "evidence_sha256": EVIDENCE_HASH,
    }


def alone(
    contract: str, members: Sequence[str], first_month: str, last_month: str, cost_cents: int, **terms: Any
) -> DeclareStandAloneCost:
    """What members of a contract would bear without the others, over these months."""
    usual = {**alone_evidence(), "first_month": first_month, "last_month": last_month}
    about = {"contract": contract, "members": tuple(members), "cost_cents": cost_cents}
    return DeclareStandAloneCost(**{**usual, **about, **terms})


_NUMBERS = count(1)


def line(contract: str, month: str, cents: int, direct_to: str | None = None) -> DocumentLine:
    """The one line of a document, for the whole of a service month."""
    of = Month.of(month)
    nature = "cost" if direct_to is None else "direct"
    days = of.first_day.isoformat(), of.last_day.isoformat()
    return DocumentLine(1, contract, *days, month, nature, cents, direct_to, "services rendered", None, None)


def document(
    contract: str,
    month: str,
    cents: int,
    direct_to: str | None = None,
    supplier: str = "Eaux Vives",
    number: str | None = None,
) -> RecordDocument:
    """An invoice or credit note of one line; without a number, one that no other document of the tests has."""
    return RecordDocument(
        supplier=supplier,
        number=number or f"F-{next(_NUMBERS)}",
        kind="credit-note" if cents < 0 else "invoice",
        document_date=Month.of(month).last_day,
        original="F-0" if cents < 0 else None,
        lines=(line(contract, month, cents, direct_to),),
    )


def rule(decision_type: str = "key", **terms: Any) -> VotingRule:
    """How a type of decision is taken: by simple majority and without quorum, unless terms say otherwise."""
    usual: dict[str, Any] = {
        "electorate": "members",
        "weights": "one each",
        "quorum_first_call": "0",
        "quorum_second_call": "0",
        "majority": "simple",
        "proxies_per_holder": 1,
        "recused_leave_quorum": False,
        "recused_leave_majority": False,
        "casting_vote": None,
        "notice_days": 0,
        "source": "article 7 of the charter",
    }
    return VotingRule(decision_type=decision_type, **{**usual, **terms})


def charter(
    *rules: VotingRule, effective_on: date = IN_FORCE_ON, authority: Authority = BY_AGREEMENT
) -> LayDownCharter:
    """A charter of Confluence, which the agreement itself lays down unless another authority is named."""
    return LayDownCharter(agreement=CONFLUENCE, effective_on=effective_on, rules=rules, authority=authority)


def decision_on(enactments: Sequence[Enactment]) -> str:
    """The type of decision that these enactments take; without any, one on a key."""
    return next((KINDS[e.kind][0] for e in enactments if e.kind in KINDS), "key")


def vote(
    number: str,
    enactments: Sequence[Enactment] = (),
    decision_type: str | None = None,
    day: date = date(2026, 1, 5),
    agreement: str = CONFLUENCE,
    **tabled: Any,
) -> list[Command]:
    """A resolution that is tabled, and its vote opened in a meeting of its own, on one day."""
    meeting = f"Meeting on {number}"
    return [
        TableResolution(
            agreement=agreement,
            number=number,
            decision_type=decision_type or decision_on(enactments),
            title=f"Resolution {number}",
            tabled_on=day,
            enactments=tuple(enactments),
            **tabled,
        ),
        ConveneMeeting(
            agreement=agreement, reference=meeting, convened_on=day, held_on=day, agenda=(number,)
        ),
        OpenVote(agreement=agreement, number=number, meeting=meeting, record_date=day),
    ]


def ballots(
    number: str,
    choices: Mapping[str, str],
    day: date = date(2026, 1, 5),
    agreement: str = CONFLUENCE,
) -> list[Command]:
    """The ballots of these members, and the close of the vote."""
    of: dict[str, Any] = {"agreement": agreement, "number": number}
    cast: list[Command] = [CastBallot(**of, seat=m, choice=c, cast_on=day) for m, c in choices.items()]
    return [*cast, CloseVote(**of, decided_on=day)]


def adopted(
    number: str,
    enactments: Sequence[Enactment],
    decision_type: str | None = None,
    day: date = date(2026, 1, 5),
    agreement: str = CONFLUENCE,
    voters: Sequence[str] = MEMBERS,
) -> list[Command]:
    """A resolution from its tabling to its adoption, all voters being for."""
    opened = vote(number, enactments, decision_type, day, agreement)
    return [*opened, *ballots(number, dict.fromkeys(voters, "for"), day, agreement)]


def post(group: Group, contract: str, month: str) -> None:
    """Prepare a run, have it approved by another person, and post it."""
    group.carry_out(PrepareRun(contract=contract, month=month), PREPARER)
    group.carry_out(ApproveRun(contract=contract, month=month), APPROVER)
    group.carry_out(PostRun(contract=contract, month=month), PREPARER)


def close_year(group: Group, year: int) -> None:
    """Lock every period of a year that is open, and close it."""
    locked = [LockPeriod(month=f"{year}-{month:02d}") for month in range(1, 13)]
    carry_out(group, *locked, CloseAccountingYear(year=year))


def carry_out(group: Group, *commands: Command, act: Act = PREPARER) -> None:
    """Carry these commands out, one after the other."""
    for command in commands:
        group.carry_out(command, act)


def admit(group: Group, terms: Mapping[str, object]) -> None:
    """Adopt resolution R1, for which Aval and Brume vote, on these terms of admission."""
    enactment = Enactment("admit a member", terms)
    carry_out(group, *adopted("R1", [enactment], "admission", voters=(AVAL, BRUME)))


COST_COLUMNS = tuple(column.name for column in import_rules.COST_COLUMNS)
READING_COLUMNS = tuple(column.name for column in import_rules.MEASUREMENT_COLUMNS)


def cost_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """A table of documents as a controller has it; what the rows do not say is as usual."""
    usual = {"supplier": "Eaux Vives", "kind": "invoice", "document_date": "31/03/2026", "nature": "cost"}
    return _csv(COST_COLUMNS, [{**usual, "label": "services rendered", **_days(row), **row} for row in rows])


def reading_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """A table of readings as a controller has it."""
    return _csv(READING_COLUMNS, rows)


def _days(row: Mapping[str, str]) -> dict[str, str]:
    month = row["month"]
    return {"service_from": f"{month}-01", "service_to": f"{month}-28", "service_month": month}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    lines = [";".join(row.get(column, "") for column in columns) for row in rows]
    return "\n".join([";".join(columns), *lines, ""])


EVIDENCE_HASH = "ab" * 32

INVOICE_CELLS = {
    "supplier": "Aval Énergie",
    "number": "F-1",
    "kind": "invoice",
    "document_date": "31/12/2017",
    "original": "",
    "line_number": "1",
    "contract": "C-WASTE",
    "service_from": "2017-12-01",
    "service_to": "2017-12-31",
    "service_month": "2017-12",
    "nature": "cost",
    "amount": "1234,56",
    "direct_to": "",
    "label": "Collection",
    "evidence_reference": "GED/1",
    "evidence_sha256": EVIDENCE_HASH,
}
