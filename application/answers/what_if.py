"""What would the members bear if something had been decided otherwise? As data, with its reasons as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from application.answers.key_words import key_words
from application.answers.lists import Answer
from application.ports import EventLog, LogRecord, ViewRows
from application.transcoding import decode
from application.what_if.asking import Answered, records_until, what_if
from application.what_if.books import Borne
from application.what_if.changes import (
    AnotherAdmission,
    AnotherKey,
    AnotherOutcome,
    AnotherRounding,
    Change,
    DocumentWithdrawn,
    NoAdmission,
    Question,
)
from domain.governance.resolution import Resolution
from domain.governance.resolution_events import EnactmentRefused
from domain.kernel.money import exact_text
from domain.kernel.sentences import Sentence, Word


def what_if_answer(log: EventLog, rows: ViewRows, at: int, question: Question) -> Answer:
    """What each member bears as recorded and as supposed, as of a position; nothing of it is recorded.

    Raises the Refusal of `what_if`.
    """
    records = records_until(log, at)
    answered = what_if(records, question)
    return {
        "position": at,
        "supposed": [told(change) for change in question.changes]
        + [_reading(reading) for reading in question.readings],
        "differences": differences(answered),
        "members": member_totals(answered),
        "not_allocated": not_allocated(answered),
        "refused_runs": [
            {
                "contract": run.contract,
                "month": run.month,
                "step": run.step,
                "refusal": run.refusal.name,
                "sentence": str(run.refusal),
            }
            for run in answered.world.refused_runs
        ],
        "fallen": _fallen(rows, at, answered),
        "counted_again": _counted_again(answered, records),
        "refused_enactments": _refused_enactments(answered, records),
    }


def differences(answered: Answered) -> list[Answer]:
    """By year of posting, contract and member: recorded, supposed and the difference, exactly and in cents."""
    return [
        {
            "year": int(each.year),
            "contract": each.contract,
            "member": each.member,
            **_borne("recorded", each.recorded),
            **_borne("supposed", each.supposed),
            **_borne("difference", each.more),
        }
        for each in answered.differences()
    ]


def member_totals(answered: Answered) -> list[Answer]:
    """By member, over all years and contracts."""
    recorded: dict[str, Borne] = {}
    supposed: dict[str, Borne] = {}
    for each in answered.differences():
        recorded[each.member] = recorded.get(each.member, Borne()).plus(each.recorded)
        supposed[each.member] = supposed.get(each.member, Borne()).plus(each.supposed)
    return [
        {
            "member": member,
            **_borne("recorded", recorded[member]),
            **_borne("supposed", supposed[member]),
            **_borne("difference", supposed[member].plus(recorded[member], -1)),
        }
        for member in sorted(recorded)
    ]


def not_allocated(answered: Answered) -> list[Answer]:
    """By service year and contract, what would wait for a run, beside what waits in the log."""
    return [
        {
            "service_year": int(each.year),
            "contract": each.contract,
            "recorded_cents": each.recorded_cents,
            "supposed_cents": each.supposed_cents,
        }
        for each in answered.not_allocated()
    ]


def told(change: Change) -> str:
    """A change as a sentence.

    >>> told(DocumentWithdrawn(change="document", supplier="Eaux Vives", number="F-1"))
    'document F-1 of Eaux Vives never came in'
    """
    match change:
        case AnotherKey():
            key = key_words(change.key)
            return Sentence(
                "{contract} is shared from {effective_from} by another key: {key}",
                contract=change.contract,
                effective_from=change.effective_from,
                key=key,
            )
        case AnotherRounding():
            rule = Word(change.rounding.value)
            return Sentence(
                "{contract} is rounded from {effective_from} by another rule: {rule}",
                contract=change.contract,
                effective_from=change.effective_from,
                rule=rule,
            )
        case AnotherOutcome():
            return Sentence(
                "resolution {number} of {agreement} is {outcome}",
                number=change.number,
                agreement=change.agreement,
                outcome=Word(change.outcome),
            )
        case AnotherAdmission():
            votes = (
                ""
                if change.votes_from is None
                else Sentence(", and votes from {votes_from}", votes_from=change.votes_from)
            )
            day = change.bears_costs_from
            return Sentence(
                "{member} is admitted to {agreement} and bears costs from {day}{votes}",
                member=change.member,
                agreement=change.agreement,
                day=day,
                votes=votes,
            )
        case NoAdmission():
            return Sentence(
                "{member} is never admitted to {agreement}", member=change.member, agreement=change.agreement
            )
        case DocumentWithdrawn():
            return Sentence(
                "document {number} of {supplier} never came in",
                number=change.number,
                supplier=change.supplier,
            )


def _reading(reading: Any) -> str:
    period = reading.reference_date or reading.month
    return Sentence(
        "{measure} of {member} for {period}: {value}, supplied with the question",
        measure=reading.measure,
        member=reading.member,
        period=period,
        value=reading.value,
    )


def _borne(which: str, borne: Borne) -> Answer:
    return {f"{which}_cents": borne.cents, f"{which}_exact_cents": exact_text(Fraction(borne.exact_cents))}


def _fallen(rows: ViewRows, at: int, answered: Answered) -> list[Answer]:
    fallen = answered.world.fallen
    streams = list({each.stream for each in fallen})
    about = (
        {row["stream"]: row["name"] for row in rows.rows("streams", at, stream=streams)} if streams else {}
    )
    return [
        {
            "position": each.position,
            "about": str(about.get(each.stream, each.stream)),
            "sentence": each.sentence,
            "reason": each.reason,
        }
        for each in fallen
    ]


def _counted_again(answered: Answered, records: Sequence[LogRecord]) -> list[Answer]:
    ledger, counted = answered.world.ledger, []
    first = {r.stream: r.position for r in reversed(records) if r.stream in answered.world.counted_again}
    for stream in sorted(first, key=lambda stream: first[stream]):
        resolution = ledger.find(Resolution, stream)
        voters = ", ".join(resolution.vote.voters if resolution.vote else ())
        about = {"agreement": resolution.agreement, "number": resolution.number, "voters": voters}
        counted.append({**about, "outcome": resolution.stage.value})
    return counted


def _refused_enactments(answered: Answered, records: Sequence[LogRecord]) -> list[Answer]:
    recorded = {(r.stream, r.payload) for r in records if r.topic == EnactmentRefused.TOPIC}
    refused = []
    for record in answered.world.log.read(0, answered.world.log.head().position, (EnactmentRefused.TOPIC,)):
        event = decode(record.topic, record.payload)
        if isinstance(event, EnactmentRefused) and (record.stream, record.payload) not in recorded:
            resolution = answered.world.ledger.find(Resolution, record.stream)
            about = {"agreement": resolution.agreement, "number": resolution.number}
            refused.append({**about, "ordinal": event.ordinal, "sentence": event.reason})
    return refused
