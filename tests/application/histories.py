"""Random histories of a small group: commands in an order that a group might live through, from a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from random import Random

from application.accounts import ApproveAccounts, CloseAccountingYear, LockPeriod, OpenAccountingYear
from application.agreements import DraftAmendment, SignAccession, SignAmendment
from application.allocation import CorrectReading
from application.commands import Command
from application.electors import (
    AppointSeat,
    DeclareSeatWeight,
    GrantProxy,
    RecordHolding,
    RevokeProxy,
    VacateSeat,
)
from application.enacting import RecordApproval, RecordApprovalRefused
from application.group import Group
from application.import_rows import CostRow
from application.meetings import ConveneMeeting, RecordAttendance, SealMinutes
from application.members import ChangeMemberAddress, ChangeMemberDetail, MergeMember, RecordFigure
from application.ports import Progress
from application.resolutions import OpenVote, RecuseVoter
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.service_flows import ShareServiceFlows
from application.stand_alone import CorrectStandAloneCost, DeclareStandAloneCost, WithdrawStandAloneCost
from domain.governance.resolution_events import Enactment
from domain.kernel.enactment import Condition
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.membership.member import MemberDetail
from tests import examples
from tests.examples import APPROVER, BY_AMENDMENT, CONFLUENCE, DUNE, MEMBERS, PREPARER, carry_out
from tests.seasons import HEATING

MONTHS = ("2026-01", "2026-02", "2026-03")
DAY = date(2026, 1, 5)
CONTRACTS = ("platform", "land", "heat")
MINISTER = Condition("official approval", "approval by the minister")


@dataclass(frozen=True)
class FileInMemory:
    """A cost file without a folder."""

    given: Sequence[CostRow]
    name: str = "costs.csv"

    @property
    def sha256(self) -> str:
        return sha256(repr(self.given).encode()).hexdigest()

    @property
    def line_count(self) -> int:
        return len(self.given) + 1

    def rows(self, progress: Progress | None = None) -> Iterator[CostRow]:
        yield from self.given


def cost_row(number: int, contract: str, month: str, cents: int, line: int = 2) -> CostRow:
    """A line of an invoice of its own."""
    of = Month.of(month)
    days = of.first_day, of.last_day
    return CostRow(
        line=line,
        supplier="Eaux Vives",
        number=f"I-{number}",
        kind="invoice",
        document_date=of.last_day,
        original=None,
        line_number=1,
        contract=contract,
        service_from=days[0],
        service_to=days[1],
        service_month=month,
        nature="cost",
        amount_cents=cents,
        direct_to=None,
        label="services rendered",
        evidence_reference=None if number % 3 else f"I-{number}.pdf",
        evidence_sha256=None,
    )


class History:
    """Plays commands on a group; what is refused changes nothing and is passed over."""

    def __init__(self, group: Group, seed: int) -> None:
        self.group = group
        self.random = Random(seed)
        self._number = 0
        self._amendments: list[str] = []
        self.moves: tuple[Callable[[], None], ...] = (
            self.say_something_of_a_member,
            self.amend,
            self.sign,
            self.decide,
            self.decide,
            self.decide_under_conditions,
            self.approve,
            self.call_again,
            self.seal,
            self.change_who_votes,
            self.read,
            self.read,
            self.spend,
            self.spend,
            self.settle,
            self.import_a_file,
            self.say_what_alone_costs,
            self.run,
            self.run,
            self.run,
            self.look_ahead_to_a_quarter,
            self.reverse,
            self.reverse,
            self.lock,
        )

    def play(self, events: int) -> None:
        """Play until the log holds so many events."""
        self.begin()
        while self.group.ledger.event_log.head().position < events:
            self.random.choice(self.moves)()

    def begin(self) -> None:
        """An agreement in force, two contracts, the readings of three months."""
        self.do(*examples.members_in_agreement(), *examples.toolbox("platform", ("calls", "homes")))
        self.do(*examples.toolbox("land"), examples.charter(examples.rule(quorum_first_call="1/2")))
        self.do(*examples.toolbox("heat"))
        self.do(examples.contract("platform", examples.proportional("calls")))
        self.do(examples.contract("land", examples.EQUAL, rounding="largest-remainder", provider="Brume"))
        seasonal = {"month_weights": HEATING, "averaged_measures": ["homes"], "allocation_period": "quarter"}
        self.do(examples.contract("heat", examples.proportional("homes"), **seasonal))
        for month in MONTHS:
            self.do(
                *(examples.reading("calls", m, month, self.some(1, 90)) for m in (*MEMBERS, "land", "heat"))
            )
            self.do(*(examples.reading("homes", m, month, self.some(1, 90)) for m in MEMBERS))
        self.do(examples.alone("platform", ["Aval"], "2026-01", "2026-03", 9_999))
        # From February on, the contract land bears the calls that it lets the platform answer.
        self.do(examples.mutual_use(("platform", "land"), {"platform": "calls"}, MONTHS[1]))
        before = [LockPeriod(month=f"2025-{month:02d}") for month in range(1, 13)]
        self.do(OpenAccountingYear(year=2025), *before, CloseAccountingYear(year=2025))
        approved = {"agreement": CONFLUENCE, "year": 2025, "decided_on": DAY, "authority": BY_AMENDMENT}
        self.do(ApproveAccounts(**approved))

    def do(self, *commands: Command) -> None:
        for command in commands:
            with suppress(Refusal):
                carry_out(self.group, command)

    def some(self, least: int, most: int) -> str:
        return str(self.random.randint(least, most))

    def next(self) -> int:
        self._number += 1
        return self._number

    def say_something_of_a_member(self) -> None:
        code = self.random.choice(MEMBERS)
        said = {"effective_on": DAY, "source": "register"}
        name, figure = f"{code} {self.next()}", {"figure": "homes", "unit": "homes", "as_of": DAY}
        place = {"postcode": "33000", "town": "Bordeaux", "country": "FR"}
        self.do(
            self.random.choice(
                (
                    ChangeMemberDetail(code=code, detail=MemberDetail.NAME, value=name, **said),
                    ChangeMemberDetail(code=code, detail=MemberDetail.SIREN, value="732829320", **said),
                    ChangeMemberAddress(
                        code=code, street=f"{self.next()} quai Haut", effective_on=DAY, **place
                    ),
                    RecordFigure(code=code, value=self.some(1, 9), source="report", **figure),
                    MergeMember(code=DUNE, successor=code, effective_on=DAY, authority=BY_AMENDMENT),
                )
            )
        )

    def amend(self) -> None:
        drafted = {"agreement": CONFLUENCE, "number": str(self.next()), "text": "axes", "effective_on": DAY}
        budget = Enactment("adopt a budget", {"contract": "land", "year": 2026, "amount_cents": 2000})
        laid_down = self.random.choice(((), (budget,), (budget, Enactment("free text", {}, needs=(1,)))))
        self._amendments.append(drafted["number"])
        self.do(DraftAmendment(**drafted, enactments=laid_down))

    def sign(self) -> None:
        number = self.random.choice(self._amendments or ["none"])
        for member in self.random.sample(MEMBERS, self.random.choice((1, 3))):
            self.do(SignAmendment(agreement=CONFLUENCE, number=number, **examples.signature(member, DAY)))
        self.do(SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, DAY)))

    def decide(self) -> None:
        number, month = f"R{self.next()}", self.random.choice(MONTHS)
        contract = self.random.choice(("platform", "land"))
        kind, terms = self.random.choice(
            (
                ("adopt a key", examples.key_terms(contract, examples.EQUAL, month)),
                ("adopt a key", examples.key_terms(contract, {"proportional": "calls"}, month)),
                ("adopt a budget", {"contract": contract, "year": 2026, "amount_cents": 1000}),
                ("admit a member", self.admission()),
                ("change the VAT regime", {"regime": "liable", "effective_on": "2026-02-01"}),
                (
                    "let a beneficiary leave",
                    {"contract": contract, "member": "Cime", "bears_costs_until": "2026-02-28"},
                ),
                ("free text", {}),
                ("let services bear what they use of each other", self.mutual_use(month)),
            )
        )
        enactments = [Enactment(kind, terms), Enactment("free text", {})]
        self.do(*examples.vote(number, enactments, day=DAY))
        if self.random.random() < 0.2:
            why = "it provides the service"
            self.do(RecuseVoter(agreement=CONFLUENCE, number=number, seat="Aval", reason=why))
        choices = ("for", "for", "for", "for", "against", "abstain")
        voters = self.random.sample(MEMBERS, self.random.choice((1, 3, 3, 3)))
        self.do(*examples.ballots(number, {m: self.random.choice(choices) for m in voters}, DAY))

    def decide_under_conditions(self) -> None:
        number, contract = f"R{self.next()}", self.random.choice(("platform", "land"))
        months = {"effective_from": "2026-01", "through": "2026-01"}
        restated = {"contract": contract, "key": examples.EQUAL, "reason": "as it was used", **months}
        change = {
            "contract": contract,
            "effective_from": "2026-02",
            "notice_months": self.random.randint(1, 9),
        }
        kind, terms = self.random.choice(
            (("authorise a restatement", restated), ("change a contract", change), ("free text", {}))
        )
        conditions = self.random.choice(
            (
                (),
                (MINISTER,),
                (Condition("amendment signed", self.random.choice(self._amendments or ["1"])),),
                (MINISTER,),
            )
        )
        first = Enactment(kind, terms, conditions=conditions)
        self.do(*examples.adopted(number, [first, Enactment("free text", {}, needs=(1,))], day=DAY))

    def approve(self) -> None:
        asked = {"agreement": CONFLUENCE, "approval": MINISTER.subject, "given_on": DAY}
        act = {"given_by": "the minister", "reference": f"letter {self.next()}"}
        if self.random.random() < 0.5:
            self.do(RecordApprovalRefused(**asked, **act, reason="it names no purpose"))
        else:
            self.do(RecordApproval(**asked, **act, act="order", effective_on=DAY))

    def admission(self) -> dict[str, object]:
        return {
            "member": DUNE,
            "bears_costs_from": "2026-02-10",
            "votes_from": "2026-01-06",
            "earlier_debts": "exempt",
            "contracts": ["platform"],
        }

    def mutual_use(self, month: str) -> dict[str, object]:
        used = self.random.choice((("platform", "land"), ("platform", "heat"), ()))
        terms = {
            "contracts": used,
            "measures": {"platform": "calls"} if used else {},
            "effective_from": month,
        }
        return {"method": self.random.choice(("reciprocal", "step-down")), "reason": "as it is used", **terms}

    def call_again(self) -> None:
        number = f"R{self.some(1, max(self._number, 1))}"
        meeting = {"agreement": CONFLUENCE, "reference": f"Second call on {number}"}
        again = {"follows": f"Meeting on {number}", "agenda": (number,)}
        days = {"convened_on": DAY, "held_on": DAY}
        self.do(ConveneMeeting(**meeting, call=2, **again, **days))
        opened = {"agreement": CONFLUENCE, "number": number, "meeting": meeting["reference"]}
        self.do(OpenVote(**opened, record_date=DAY), *examples.ballots(number, {"Brume": "for"}, DAY))

    def seal(self) -> None:
        meeting = {
            "agreement": CONFLUENCE,
            "reference": f"Meeting on R{self.some(1, max(self._number, 1))}",
        }
        self.do(RecordAttendance(**meeting, present=("Aval",), represented=("Brume",)))
        self.do(SealMinutes(**meeting, sha256="ab" * 32))

    def change_who_votes(self) -> None:
        member, holder = self.random.sample(MEMBERS, 2)
        seat = {"agreement": CONFLUENCE, "seat": f"Seat {self.some(1, 3)}"}
        proxy = {"agreement": CONFLUENCE, "seat": member, "holder": holder}
        dated = {"effective_on": DAY, "source": "register"}
        self.do(
            self.random.choice(
                (
                    AppointSeat(**seat, member=member, college="users", from_on=DAY, source="board"),
                    VacateSeat(**seat, until=DAY),
                    DeclareSeatWeight(**seat, weight=f"{self.some(1, 9)}/3", **dated),
                    RecordHolding(agreement=CONFLUENCE, member=member, shares=self.some(0, 9), **dated),
                    GrantProxy(**proxy, meeting="Meeting on R1", granted_on=DAY, evidence="letter"),
                    RevokeProxy(**proxy, revoked_on=DAY),
                )
            )
        )

    def read(self) -> None:
        member, month = self.random.choice((*MEMBERS, DUNE)), self.random.choice(MONTHS)
        period, value = {"measure": "calls", "member": member, "period": month}, self.some(1, 90)
        self.do(
            self.random.choice(
                (
                    examples.reading("calls", member, month, value),
                    examples.reading("homes", member, month, value),
                    CorrectReading(**period, value=value, reason="counted twice"),
                )
            )
        )

    def spend(self) -> None:
        contract, month = self.random.choice(CONTRACTS), self.random.choice(MONTHS)
        direct_to = self.random.choice((None, None, *MEMBERS))
        number = f"D-{self.next()}"
        self.do(examples.document(contract, month, self.random.randint(1, 99_999), direct_to, number=number))

    def settle(self) -> None:
        self.do(ShareServiceFlows(agreement=CONFLUENCE, month=self.random.choice(MONTHS)))

    def import_a_file(self) -> None:
        months = [self.random.choice(MONTHS) for _ in range(3)]
        rows = [cost_row(self.next(), "land", month, self.random.randint(1, 9_999)) for month in months]
        with suppress(Refusal):
            self.group.import_costs(FileInMemory(rows), PREPARER)

    def say_what_alone_costs(self) -> None:
        first, last = sorted(self.random.choices(MONTHS, k=2))
        of = {"contract": self.random.choice(("platform", "land")), "first_month": first, "last_month": last}
        members = tuple(self.random.sample(MEMBERS, self.random.choice((1, 1, 2))))
        evidence = examples.alone_evidence()
        cost, why = self.random.randint(1, 9_999), "the quotation was for another month"
        self.do(
            self.random.choice(
                (
                    DeclareStandAloneCost(**of, members=members, cost_cents=cost, **evidence),
                    DeclareStandAloneCost(**of, members=members, cost_cents=cost, **evidence),
                    CorrectStandAloneCost(**of, members=members, cost_cents=cost, reason=why, **evidence),
                    WithdrawStandAloneCost(**of, members=members, reason=why),
                )
            )
        )

    def run(self) -> None:
        run = {"contract": self.random.choice(CONTRACTS), "month": self.random.choice(MONTHS)}
        self.do(PrepareRun(**run))
        if self.random.random() < 0.8:
            with suppress(Refusal):
                carry_out(self.group, ApproveRun(**run), act=APPROVER)
            self.do(PostRun(**run))

    def look_ahead_to_a_quarter(self) -> None:
        self.look_ahead(self.random.choice(CONTRACTS))

    def look_ahead(self, contract: str) -> None:
        for month in MONTHS:
            self.do(PrepareRun(contract=contract, month=month, following=True))
            with suppress(Refusal):
                carry_out(self.group, ApproveRun(contract=contract, month=month), act=APPROVER)
        self.do(*(PostRun(contract=contract, month=month) for month in MONTHS))

    def reverse(self) -> None:
        run = {"contract": self.random.choice(CONTRACTS), "month": self.random.choice(MONTHS)}
        self.do(ReverseRun(**run, reason="the wrong invoice"))

    def lock(self) -> None:
        if self.random.random() < 0.2:
            self.do(LockPeriod(month=self.random.choice(MONTHS)))
