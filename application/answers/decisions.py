"""The decisions of a group in the order decided: who voted what, what came of it, what it changed in euros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from application.answers.lists import Answer, resolutions
from application.answers.what_if import not_allocated
from application.ports import EventLog, LogRecord, ViewRows
from application.transcoding import decode
from application.what_if.asking import records_until, what_if
from application.what_if.books import Borne
from application.what_if.changes import AnotherOutcome, Question
from domain.governance.resolution import Stage, resolution_id
from domain.governance.resolution_events import Closed
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code
from domain.kernel.money import euros, exact_text
from domain.kernel.sentences import Sentence, Series, Word

MOVES_NO_MONEY = {
    "adopt a budget": Sentence("a budget moves no money: what is borne is what was spent"),
    "change the VAT regime": Sentence("a VAT regime moves no share"),
    "lay down the charter": Sentence("a charter says how decisions are taken, and moves no money"),
    "free text": Sentence("a text that changes no key, contract or member moves no money"),
}
"""The kinds of enactment that change nothing of what is posted, and why. Every other kind may."""


@dataclass(frozen=True, slots=True)
class Step:
    """One count of votes: its place in the order decided, from 1, and where it stands in the log."""

    step: int
    position: int
    agreement: str
    number: str


def steps(log: EventLog, rows: ViewRows, at: int) -> list[Step]:
    """Every count as of a position, by the day decided and then as recorded.

    A resolution that was inquorate and counted again is two steps.
    """
    named = {row["stream"]: (row["agreement"], row["number"]) for row in rows.rows("resolutions", at)}
    counts = []
    after = 0
    while found := [r for r in log.read(after, 500, (Closed.TOPIC,)) if r.position <= at]:
        for record in found:
            event = decode(record.topic, record.payload)
            if isinstance(event, Closed):
                counts.append((event.decided_on, record.position, *named[record.stream]))
        after = found[-1].position
    ordered = sorted(counts, key=lambda count: count[:2])
    return [Step(n, count[1], str(count[2]), str(count[3])) for n, count in enumerate(ordered, start=1)]


def of_agreement(found: Sequence[Step], agreement: str | None) -> list[Step]:
    """The steps of one agreement, or all; each keeps its place."""
    wanted = None if agreement is None else normal_code(agreement)
    return [step for step in found if wanted in (None, normal_code(step.agreement))]


class Decisions:
    """The decisions as of a position; the log is read once for all of them that are asked."""

    def __init__(self, log: EventLog, rows: ViewRows, at: int) -> None:
        self._log, self._rows, self._at = log, rows, at
        self._records: list[LogRecord] | None = None
        self.steps = steps(log, rows, at)

    def told(self, step: Step) -> Answer:
        """One decision: the vote as it was counted, what it enacted as of now, and what it changed."""
        counted = self.counted(step)
        return {**counted, "changed": self._changed(step, counted)}

    def counted(self, step: Step) -> Answer:
        """The vote as it was counted, and what became of its enactments since."""
        rows, at = self._rows, self._at
        [counted] = resolutions(rows, step.position, step.agreement, step.number)
        [now] = resolutions(rows, at, step.agreement, step.number)
        kept = ("title", "text", "decision_type", "meeting", "call", "decided_on", "arithmetic", "tally")
        return {
            "step": step.step,
            "of": len(self.steps),
            "position": step.position,
            "agreement": step.agreement,
            "number": step.number,
            **{name: counted[name] for name in kept},
            "outcome": counted["stage"],
            "rule": counted["rule"],
            "voters": counted["voters"],
            "ballots": counted["ballots"],
            "enactments": now["enactments"],
        }

    def _changed(self, step: Step, counted: Answer) -> Answer:
        if counted["outcome"] != Stage.ADOPTED:
            return _nothing(
                Sentence(
                    "it was not adopted ({outcome}), so it changed nothing", outcome=Word(counted["outcome"])
                )
            )
        why = [MOVES_NO_MONEY.get(enactment["kind"]) for enactment in counted["enactments"]]
        if None not in why:
            return _nothing(Series(dict.fromkeys(map(str, why)), "; ") or MOVES_NO_MONEY["free text"])
        return self._against_without(step)

    def _against_without(self, step: Step) -> Answer:
        if self._records is None:
            self._records = records_until(self._log, self._at)
        refused = AnotherOutcome(
            change="resolution", agreement=step.agreement, number=step.number, outcome="refused"
        )
        without = Question(changes=(refused,))
        # Up to the count nothing is other; positions count from 1, so the count itself is played again.
        answered = what_if(self._records, without, step.position - 1)
        changed = [
            {"year": int(d.year), "contract": d.contract, "member": d.member, **_cents(d.more)}
            for d in answered.differences()
            if d.more != Borne()
        ]
        waiting = [w for w in not_allocated(answered) if w["supposed_cents"] > w["recorded_cents"]]
        return {
            "sentence": _sentence(changed, waiting),
            "members": _by_member(changed),
            "contracts": changed,
            "not_allocated_without": waiting,
        }


def _nothing(sentence: str) -> Answer:
    return {"sentence": sentence, "members": [], "contracts": [], "not_allocated_without": []}


def _cents(more: Borne) -> Answer:
    # What the decision changed is the other way round: as recorded, less without it.
    return {"cents": -more.cents, "exact_cents": exact_text(-Fraction(more.exact_cents))}


def _by_member(changed: Sequence[Answer]) -> list[Answer]:
    sums: dict[tuple[str, int], tuple[int, Fraction]] = {}
    for each in changed:
        place = (each["member"], each["year"])
        cents, exact = sums.get(place, (0, Fraction(0)))
        sums[place] = (cents + each["cents"], exact + Fraction(each["exact_cents"]))
    return [
        {"member": member, "year": year, "cents": cents, "exact_cents": exact_text(exact)}
        for (member, year), (cents, exact) in sorted(sums.items())
    ]


def _sentence(changed: Sequence[Answer], waiting: Sequence[Answer]) -> str:
    if not changed and not waiting:
        return Sentence("as of this position, the same is posted as without it")
    more: dict[str, int] = {}
    for each in waiting:
        cents = each["supposed_cents"] - each["recorded_cents"]
        more[each["contract"]] = more.get(each["contract"], 0) + cents
    if more:
        costs = Series(
            Sentence("{amount} of {contract}", amount=euros(cents), contract=contract)
            for contract, cents in more.items()
        )
        return Sentence(
            "against the same history without it, in which {costs} would be allocated to nobody", costs=costs
        )
    return Sentence("against the same history without it")


def chosen(found: Sequence[Step], first: Step | None, last: Step | None) -> list[Step]:
    """The steps from one to another: forward, or backward where the other lies before."""
    if not found:
        return []
    begin, end = (first or found[0]).step, (last or found[-1]).step
    kept = [step for step in found if min(begin, end) <= step.step <= max(begin, end)]
    return kept if begin <= end else kept[::-1]


def read_step(found: Sequence[Step], text: str) -> Step:
    """A step as people name it: its place, like "7", or its decision, like "Coo.pairs/2020-02". Raises NotFound."""
    # A slash may stand in a code or in a number too.
    places = [place for place, mark in enumerate(text) if mark == "/"]
    ids = {resolution_id(text[:place], text[place + 1 :]) for place in places}
    same = [step for step in found if _is(step, text, ids)]
    if not same:
        raise NotFound(kind="decided step", code=text)
    return same[-1]


def _is(step: Step, text: str, ids: set[UUID]) -> bool:
    return str(step.step) == text or resolution_id(step.agreement, step.number) in ids
