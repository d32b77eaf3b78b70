"""The words that the pages of all subjects share: members, days, amounts, keys, reasons of refusals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import strptime
from typing import Any

from parse import with_pattern
from pytest_bdd import given, parsers, then

from application.answers.variance import NothingPosted, SharedOverLonger
from application.authorities import AlreadyEnacted, NotCompetent, NotEnacted, NotLaidDown
from application.commands import Command
from application.errors import InputsMoved, NotSpokenFor
from application.group import Group
from application.imports import FileRefused
from application.ports import Act, Row
from application.run_bases import LaterMonthPosted, MonthsWeighNothing
from application.run_inputs import ReadingMissing
from application.service_flows import FlowsAwaited
from application.what_if.supplying import ReadingsNotSupplied
from application.what_if.supposing_members import DecidedSo
from domain.accounts.accounting_year import PeriodNotNext, PeriodsStillOpen, YearNotOpen
from domain.allocation.allocation_run import ApproverPrepared, NothingToAllocate, WrongRunStage
from domain.allocation.cost_document import DocumentDiffers
from domain.allocation.measurements import ReadingDiffers
from domain.allocation.stand_alone import StandAloneCostDiffers
from domain.governance.ballots import NotAttending, ProxyGiven
from domain.governance.charter import NoRuleForDecision
from domain.governance.colleges import ContradictoryLimits
from domain.governance.electorate import WeightMissing
from domain.governance.meeting import FirstCallDecided, NotOnTheAgenda, OutOfOrder
from domain.governance.pending_condition import ConditionSettled
from domain.governance.proxies import NoProxyInForce, ProxyStands
from domain.governance.recusals import GroundNotInCharter, NotConcerned
from domain.governance.resolution import AlreadyVoted, NotAVoter, Recused, TooManyProxies, WrongStage
from domain.governance.seats import SeatTaken
from domain.governance.tally import MAJORITIES as TALLIED
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.money import cents_of, euros
from domain.membership.agreement import (
    AlreadyAMember,
    AlreadySigned,
    NotAParty,
    NoticeTooShort,
    NotInForce,
)
from domain.services.contract import (
    KeyNotProspective,
    KeyWithinPeriod,
    OutsideContract,
    RestatementNotResolved,
)
from domain.services.contract_terms import ChangeNotProspective, ChangeWithinPeriod
from domain.services.mutual_use import UseNotProspective
from tests import examples

REFUSALS: Mapping[str, tuple[type[Refusal], str | None]] = {
    # Governance, before the vote
    "the vote is open": (WrongStage, None),
    # Membership
    "a party signs once": (AlreadySigned, None),
    "only those whom the deed names sign it": (NotAParty, None),
    "the agreement is not in force": (NotInForce, None),
    "an agreement has at least two parties": (BadInput, "parties"),
    "a code is given once": (AlreadyExists, None),
    "the last digit of a SIREN is a check digit": (BadInput, "siren"),
    "a member is admitted once": (AlreadyAMember, None),
    # Governance
    "a member votes once": (AlreadyVoted, None),
    "only the electorate votes": (NotAVoter, None),
    "a recused member does not vote": (Recused, None),
    "a decision is not dated before its vote": (BadInput, "cast_on"),
    "the charter limits proxies": (TooManyProxies, None),
    "the vote is closed": (WrongStage, None),
    "the resolution was not adopted": (WrongStage, None),
    "nobody said how such a decision is taken": (NoRuleForDecision, None),
    "a voter has its weight on the record date": (WeightMissing, None),
    "limits leave room for one whole": (ContradictoryLimits, None),
    "only a simple majority can be tied": (BadInput, "rules[0].casting_vote"),
    "a seat has one holder": (SeatTaken, None),
    "only those who attend vote": (NotAttending, None),
    "a member speaks for itself": (NotSpokenFor, None),
    "the charter does not know that ground": (GroundNotInCharter, None),
    "the resolution does not name it": (NotConcerned, None),
    "the proxy is not in force": (NoProxyInForce, None),
    "a voter has one proxy": (ProxyStands, None),
    "its proxy votes for it": (ProxyGiven, None),
    "a second call has the same agenda": (BadInput, "agenda"),
    "nothing was left undecided there": (FirstCallDecided, None),
    "the agenda has its order": (OutOfOrder, None),
    "the agenda does not name the resolution": (NotOnTheAgenda, None),
    "the resolution does not enact this": (NotEnacted, None),
    "a condition is met or fails once": (ConditionSettled, None),
    "somebody must be waiting for it": (NotFound, None),
    "who withdraws keeps its notice": (NoticeTooShort, None),
    "every place is taken": (BadInput, "members.member 3"),
    "a template is started as it was written": (BadInput, "sha256"),
    "an enactment is carried out once": (AlreadyEnacted, None),
    "it was decided so": (DecidedSo, None),
    "its readings are not supplied": (ReadingsNotSupplied, None),
    "those who bear the consequences decide": (NotCompetent, None),
    "an agreement does not change by itself": (NotLaidDown, None),
    # Services
    "a key says why it reflects use": (BadInput, "reason"),
    "a key changes for months to come": (KeyNotProspective, None),
    "a deed decides once all have signed it": (BadInput, "decided_on"),
    "a restatement takes a resolution": (RestatementNotResolved, None),
    "a key holds over a whole period": (KeyWithinPeriod, None),
    "a period is corrected with its last month posted": (LaterMonthPosted, None),
    "a key counts what is defined": (NotFound, None),
    "all twelve months are weighed": (BadInput, "month_weights"),
    "a period weighs something": (BadInput, "month_weights"),
    "a contract by the month has no seasons": (BadInput, "month_weights"),
    "a contract by the month has no average": (BadInput, "averaged_measures"),
    "what is counted over a month is not averaged": (BadInput, "averaged_measures"),
    "what the key does not count has no average": (BadInput, "averaged_measures"),
    "a contract changes for months to come": (ChangeNotProspective, None),
    "a change does not cut a period in two": (ChangeWithinPeriod, None),
    "rounding is chosen once": (BadInput, "rounding"),
    "a contract starts on the first of a month": (BadInput, "starts_on"),
    "a contract ends on the last day of a month": (BadInput, "ends_on"),
    "the contract does not serve that month": (OutsideContract, None),
    # Allocation
    "a document is recorded once": (DocumentDiffers, None),
    "a file is recorded whole or not at all": (FileRefused, None),
    "another value is a correction": (ReadingDiffers, None),
    "a missing reading is not zero": (ReadingMissing, None),
    "its months weigh nothing so far": (MonthsWeighNothing, None),
    "only a beneficiary bears costs": (NotFound, None),
    "there is no such contract": (NotFound, None),
    "nothing has been posted": (NothingToAllocate, None),
    "nothing has changed": (NothingToAllocate, None),
    "a period is shared as a whole": (SharedOverLonger, None),
    "only what is posted is compared": (NothingPosted, None),
    "preparer and approver differ": (ApproverPrepared, None),
    "it was not approved": (WrongRunStage, None),
    "what it rests on has changed": (InputsMoved, None),
    "services settle with each other first": (FlowsAwaited, None),
    "what services use is shared for months to come": (UseNotProspective, None),
    "another cost is a correction": (StandAloneCostDiffers, None),
    "going alone is of members of the contract": (BadInput, "members[0]"),
    "each goes alone once": (BadInput, "members"),
    "there is at least one month": (BadInput, "last_month"),
    "a month is declared once": (BadInput, "first_month"),
    "there is no posted run": (NotFound, None),
    "a method needs its costs": (BadInput, "key.fairness.costs.Aval+Brume"),
    "a key by costs names every member that bears": (BadInput, "key.fairness.costs.Cime"),
    "a key by costs names nobody else": (BadInput, "key.fairness.costs.Dune"),
    # Accounts
    "an entry is dated in its period": (BadInput, "accounting_date"),
    "periods are locked in order": (PeriodNotNext, None),
    "the year still has open periods": (PeriodsStillOpen, None),
    "the year is not open": (YearNotOpen, None),
    "it lies within the year": (BadInput, "through"),
}

KEYS: Mapping[str, Mapping[str, object]] = {
    "equally": examples.EQUAL,
    "by calls": examples.proportional("calls"),
    "by homes": examples.proportional("homes"),
    "by hours": examples.proportional("hours"),
    "by letters": examples.proportional("letters"),
    "by lots": examples.proportional("lots"),
    "by homes for 2/5 and by calls for 3/5": examples.blend(
        {"2/5": examples.proportional("homes"), "3/5": examples.proportional("calls")}
    ),
    "half equally and half by calls": examples.blend(
        {"1/2": examples.EQUAL, "0.5": examples.proportional("calls")}
    ),
}

MAJORITIES: Mapping[str, str] = {
    "simple majority": "simple",
    "absolute majority": "absolute",
    **{name: name for name in TALLIED if name not in ("simple", "absolute")},
}

_MEMBER = "Aval|Brume|Cime|Dune"


def day_of(text: str) -> date:
    """31 March 2026."""
    return date(*strptime(text, "%d %B %Y")[:3])


def month_of(text: str) -> str:
    """March 2026, as commands write it: 2026-03."""
    return day_of(f"1 {text}").isoformat()[:7]


def months_of(text: str) -> tuple[str, ...]:
    """January, February and March 2026, each as commands write it."""
    *names, year = re.split(r", | and | ", text)
    return tuple(month_of(f"{name} {year}") for name in names)


def cents(text: str) -> int:
    """42.86 EUR, in cents."""
    return cents_of(text.removesuffix(" EUR").replace(",", ""))


def members_of(text: str) -> list[str]:
    """Aval, Brume and Cime, each by its name."""
    return re.split(", | and ", text)


def _word(pattern: str, read: Callable[[str], object] = str) -> Callable[[str], object]:
    return with_pattern(pattern)(partial(read))


WORDS: Mapping[str, Callable[[str], object]] = {
    "Member": _word(_MEMBER),
    "Members": _word(f"(?:{_MEMBER})(?:(?:, | and )(?:{_MEMBER}))*", members_of),
    "Day": _word(r"\d{1,2} [A-Z][a-z]+ \d{4}", day_of),
    "Month": _word(r"[A-Z][a-z]+ \d{4}", month_of),
    "MonthName": _word("[A-Z][a-z]+", lambda name: month_of(f"{name} 2026")[-2:]),
    "Months": _word(r"(?:[A-Z][a-z]+, )*[A-Z][a-z]+ and [A-Z][a-z]+ \d{4}", months_of),
    "EUR": _word(r"-?[\d,]+\.\d{2} EUR", cents),
    "Key": _word("|".join(KEYS), KEYS.__getitem__),
    "Majority": _word("|".join(MAJORITIES), MAJORITIES.__getitem__),
    "Name": _word('"[^"]+"', lambda text: text.strip('"')),
    "Resolution": _word(r"R\d+"),
    "Invoice": _word(r"F-\d+"),
    "Year": _word(r"\d{4}", int),
    "State": _word("proposed|carried out|adopted, not in force"),
    "EnactmentState": _word("proposed|carried out|refused"),
    "AmendmentState": _word("to be signed|in force"),
    "Part": _word(r"\d+/\d+|\d+"),
    "Word": _word(r"[a-z]+"),
    "Words": _word(r"[a-zA-Z0-9 ]+"),
}


def sentence(text: str) -> parsers.StepParser:
    """A sentence of the rulebook; what stands in braces is one of WORDS."""
    return parsers.parse(text, extra_types=dict(WORDS), case_sensitive=True)


@dataclass
class Attempt:
    """What came of what was asked: done, or a refusal that the page must name."""

    group: Group
    position_before: int = 0
    refusal: Refusal | None = None
    named: bool = False
    done: Any = None

    def __call__(self, *commands: Command, act: Act = examples.PREPARER) -> None:
        """Carry commands out, or keep the refusal."""
        self.to(lambda: examples.carry_out(self.group, *commands, act=act))

    def to(self, action: Callable[[], object]) -> None:
        """Act and keep what the act returns, or the refusal."""
        if self.refusal is not None:
            raise self.refusal
        self.position_before = self.group.follow()
        try:
            self.done = action()
        except Refusal as refusal:
            self.refusal = refusal


@dataclass(frozen=True)
class Book:
    """The views of the group, as they stand now."""

    group: Group

    def rows(self, table: str, **where: object) -> Sequence[Row]:
        """The rows that hold now."""
        return self.group.readings.rows(table, self.group.readings.position(), **where)

    def row(self, table: str, **where: object) -> Row:
        """The one row that holds now."""
        (only,) = self.rows(table, **where)
        return only

    def within(self, inner: str, outer: str, **where: object) -> Sequence[Row]:
        """The rows of a table that belong to the one row of another."""
        return self.rows(inner, stream=self.row(outer, **where)["stream"])

    def last_run(self) -> Row:
        """The run that was prepared last."""
        return max(self.rows("runs"), key=lambda run: run["prepared_at"])

    def borne(self, run: Row) -> dict[str, dict[str, str]]:
        """What each member bears of a run, as the pages show it."""
        shares = self.rows("shares", stream=run["stream"], prepared_at=run["prepared_at"])
        return {s["member"]: _told(s["fraction"], s["cents"], s["direct_cents"]) for s in shares}

    def borne_in_all(self, contract: str) -> dict[str, int]:
        """The cents that each member has borne in all runs of a contract that stand."""
        sums: Counter[str] = Counter()
        for run in self.rows("runs", contract=contract, stage="posted"):
            sums.update({member: cents(told["in all"]) for member, told in self.borne(run).items()})
        return dict(sums)

    def booked_cents(self, entity: str, role: str, contract: str) -> int:
        """Debits less credits of an entity's account, for a contract."""
        entries = self.rows("entries", entity=entity, role=role, contract=contract)
        return sum(entry["debit_cents"] - entry["credit_cents"] for entry in entries)


def _told(share: str | None, cents: int, direct_cents: int) -> dict[str, str]:
    told = {"part": euros(cents), "direct": euros(direct_cents), "in all": euros(cents + direct_cents)}
    return {"share": str(share), **told}


BEARS_NOTHING = _told("0", 0, 0)


def records(datatable: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """A table's rows by its headings."""
    return [dict(zip(datatable[0], row, strict=True)) for row in datatable[1:]]


def by_member(datatable: Sequence[Sequence[str]]) -> dict[str, str]:
    """A table of two columns: what stands beside each member."""
    return dict(datatable[1:])


def shown(datatable: Sequence[Sequence[str]], rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Those rows, in the columns that the table shows."""
    return [[str(row[heading]) for heading in datatable[0]] for row in rows]


def with_authority(rows: Sequence[Row]) -> list[Row]:
    """Those rows, each authority as a reader names it."""
    return [{**row, "authority": str(Authority(**row["authority"]))} for row in rows]


LiveThrough = Callable[[str, Callable[[], object]], None]
"""Has a story happen that many examples begin with."""


@given(sentence("{parties:Members} cooperate under Confluence"))
def _(group: Group, live_through: LiveThrough, parties: Sequence[str]) -> None:
    commands = examples.members_in_agreement(parties)
    live_through(f"Confluence of {parties}", lambda: examples.carry_out(group, *commands))


@then(parsers.re("the (?P<what>[a-zA-Z ]+) is refused because (?P<reason>.+)"))
def _(attempt: Attempt, reason: str) -> None:
    refused, of_field = REFUSALS[reason]
    attempt.named = True
    assert type(attempt.refusal) is refused, attempt.refusal
    assert of_field in (None, attempt.refusal.facts.get("field"))


@then("nothing is recorded")
def _(group: Group, attempt: Attempt) -> None:
    assert group.follow() == attempt.position_before
