"""The impact study of a resolution: a function of the log up to a position, so that anyone recomputes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from application.agreements import DraftAgreement, DraftAmendment
from application.answers.lists import Answer
from application.answers.win_win_words import nearest_money
from application.commands import Command
from application.enactments import command_under
from application.impact.comparing import months_told, of_budget, table_of, win_win_of
from application.impact.grounds import Change, Grounds, Studied
from application.impact.kinds import studied
from application.impact.past import Asked
from application.impact.supposed_ledger import SupposedLedger
from application.ledger import Ledger
from application.ports import EventLog, LogRecord
from application.services import OpenContract, find_contract
from application.template import digest_of
from application.transcoding import decode
from application.what_if.changes import SuppliedReading
from domain.allocation.engine.splitting import ENGINE_VERSION
from domain.allocation.stand_alone import StandAlone, stand_alone_id
from domain.governance.commitments import STUDIED
from domain.governance.resolution import Resolution, resolution_id
from domain.governance.resolution_events import Tabled
from domain.kernel.authority import Authority
from domain.kernel.enactment import Enactment
from domain.kernel.money import euros
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.contract import ServiceContract, contract_id

MOVES_NO_MONEY: Mapping[str, str] = {
    "change the VAT regime": "a VAT regime moves no share: what is shared is net",
    "lay down the charter": "a charter says how decisions are taken, and moves no money",
    "free text": "a text that changes no key, contract or member moves no money",
    "recognise a merger": "a merger says who goes on: what the merged member bears is borne by its successor",
    "conclude an agreement": "an agreement moves no money by itself: what it lays down is studied apart",
    "amend the agreement": "an amendment moves no money by itself: what it lays down is studied apart",
    "approve the accounts of a year": "approving accounts moves no money: what is posted stays as it is",
}


def impact_study(
    records: Sequence[LogRecord],
    agreement: str,
    number: str,
    asked: Asked,
    readings: Sequence[SuppliedReading] = (),
) -> Answer:
    """What each enactment of a resolution would have changed for each member, and in all.

    The study names the position that it rests on, its periods and the readings that were supplied.
    Raises NotFound, BadInput, ReadingsNotThere, and the Refusal of a rule that an enactment would break.
    """
    supposed = SupposedLedger(records)
    resolution = supposed.ledger.find(Resolution, resolution_id(agreement, number))
    resolution.must_exist(number)
    supposed.supply(readings)
    tabled_on = _tabled_on(records, resolution)
    commands = list(_commands(resolution, tabled_on))
    opened = {c.service: c.code for _, _, c in commands if isinstance(c, OpenContract)}
    told, enacted = [], []

    def fresh() -> SupposedLedger:
        another = SupposedLedger(records)
        another.supply(readings)
        return another

    on = Grounds(supposed.ledger, supposed.contracts(), fresh, asked, opened)
    for label, kind, command in commands:
        found = None if command is None else studied(on, command)
        told.append(_told(supposed.ledger, label, kind, found))
        enacted += [found] if found else []
    more = _more(enacted)
    study: Answer = {
        "agreement": resolution.agreement,
        "number": resolution.number,
        "position": records[-1].position if records else 0,
        "engine_version": ENGINE_VERSION,
        "asked_from": str(asked.first) if asked.first else None,
        "asked_through": str(asked.last) if asked.last else None,
        "supplied_readings": [_reading(reading) for reading in readings],
        "enactments": told,
        STUDIED: [member for member, cents in more.items() if cents > 0],
    }
    return {**study, "sha256": digest_of(study)}


def log_until(log: EventLog, at: int) -> list[LogRecord]:
    """The log up to a position, in memory."""
    return [record for batch in log.stream(0, at) for record in batch] if at else []


def _tabled_on(records: Sequence[LogRecord], resolution: Resolution) -> date:
    tabled = (decode(r.topic, r.payload) for r in records if r.stream == resolution.id)
    return next(date.fromisoformat(event.tabled_on) for event in tabled if isinstance(event, Tabled))


def _commands(resolution: Resolution, tabled_on: date) -> Iterator[tuple[str, str, Command | None]]:
    itself = Authority("resolution", resolution.agreement, resolution.number)
    yield from _under(itself, tabled_on, resolution.enactments, "")


def _under(
    authority: Authority, day: date, enactments: Sequence[Enactment], within: str
) -> Iterator[tuple[str, str, Command | None]]:
    for ordinal, enactment in enumerate(enactments, start=1):
        command = command_under(replace(authority, enactment=ordinal), day, enactment)
        label = f"{within}{ordinal}"
        yield label, enactment.kind, command
        match command:
            case DraftAmendment():
                deed = Authority("amendment", command.agreement, command.number)
                yield from _under(deed, command.effective_on, command.enactments, f"{label}.")
            case DraftAgreement():
                deed = Authority("agreement", command.code)
                yield from _under(deed, command.effective_on, command.enactments, f"{label}.")


def _told(ledger: Ledger, label: str, kind: str, found: Studied | None) -> Answer:
    if found is None:
        sentence, effect, changes = MOVES_NO_MONEY.get(kind, MOVES_NO_MONEY["free text"]), None, []
    else:
        sentence, effect = found.sentence, found.effective_from
        changes = [_compared(ledger, found, change) for change in found.changes]
        silent = not changes and not found.ends and not found.of_budget
        if silent and effect is not None and "before" not in sentence and "see what" not in sentence:
            sentence = _nothing_posted(sentence, effect)
    return {
        "enactment": label,
        "kind": kind,
        "moves_money": bool(changes),
        "sentence": sentence,
        "effective_from": str(effect) if effect else None,
        "comparisons": changes,
    }


def _nothing_posted(told: str, effect: Month) -> str:
    return Sentence(
        "{told}; nothing of it is posted before {effect}, so the past tells nothing", told=told, effect=effect
    )


def _compared(ledger: Ledger, found: Studied, change: Change) -> Answer:
    declared = ledger.find(StandAlone, stand_alone_id(change.past.contract)).standing.values()
    judged = [win_win_of(list(declared), trials) for trials in (change.before, change.after)]
    before, after = judged
    return {
        "contract": change.contract,
        "past_of": change.past.contract,
        "months": months_told(change.past.months),
        **table_of(change.compared),
        "budget": None if found.of_budget else _budget(ledger, found, change),
        "win_win": {"before": before, "after": after} if before or after else None,
    }


def _budget(ledger: Ledger, found: Studied, change: Change) -> Answer | None:
    effect = found.effective_from
    if effect is None:
        return None
    codes = (change.contract, change.past.contract)
    known = [code for code in dict.fromkeys(codes) if _exists(ledger, code)]
    amounts = ((code, find_contract(ledger, code).budgets.get(effect.year)) for code in known)
    adopted = next(((code, cents) for code, cents in amounts if cents is not None), None)
    if adopted is None:
        return None
    code, amount_cents = adopted
    months = 13 - effect.month
    compared = of_budget(change.compared, amount_cents, months)
    if compared is None:
        return None
    table = table_of(compared)
    sentence = Sentence(
        "of the budget of {contract} for {year}, {amount}, {months}/12 fall on {effect} and later: {part}, "
        "borne as the cost of these months is",
        contract=code,
        year=effect.year,
        amount=euros(amount_cents),
        months=months,
        effect=effect,
        part=nearest_money(Fraction(table["before_cents"])),
    )
    about = {"contract": code, "year": effect.year, "budget_cents": amount_cents, "months": months}
    return {**about, "sentence": sentence, **table}


def _exists(ledger: Ledger, code: str) -> bool:
    return ledger.find(ServiceContract, contract_id(code)).exists


def _more(enacted: Sequence[Studied]) -> dict[str, Fraction]:
    # Who enters agrees by its own accession: it bore nothing of which it could bear more.
    more: dict[str, Fraction] = {}
    for found in enacted:
        for change in found.changes:
            for member, cents in change.compared.more.items():
                if member != found.enters:
                    more[member] = more.get(member, Fraction(0)) + cents
    return more


def _reading(reading: SuppliedReading) -> Answer:
    given = {name: getattr(reading, name) for name in type(reading).model_fields}
    return {name: str(value) for name, value in given.items() if value is not None}
