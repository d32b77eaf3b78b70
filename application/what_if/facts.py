"""Whether a recorded fact can still stand in another world: what it rests on is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from application.agreements import find_agreement
from application.commands import Command
from application.enacting import find_decided
from application.ledger import Ledger
from application.ports import LogRecord
from application.services import find_contract
from application.what_if.world import World
from domain.allocation.stand_alone import Declared
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.errors import Refusal
from domain.services.contract import ServiceContract
from domain.services.contract_events import BeneficiaryAdded, BeneficiaryLeft, Opened
from domain.services.mutual_use import UseAdopted

A = TypeVar("A", bound=Aggregate)


class RestsOnNothing(Refusal):
    """What happened to something that never came about did not happen."""

    sentence = "what it happened to never came about"


def keep_fact(world: World, record: LogRecord, event: Event) -> None:
    """Record a fact again if it can stand, or note why it falls."""
    try:
        must_stand(world, record, event)
    except Refusal as refusal:
        world.falls(record, event, str(refusal))
        return
    world.keep(record)


def decide_again(world: World, record: LogRecord, event: Event, command: Command) -> None:
    """Decide again what was decided then, or note why it falls."""
    try:
        world.carry_out(command, record)
    except Refusal as refusal:
        world.falls(record, event, str(refusal))


def must_stand(world: World, record: LogRecord, event: Event) -> None:
    """Refuse a fact whose stream, authority or members are not there in that world."""
    if record.version > 1 and not world.log.exists(record.stream):
        raise RestsOnNothing()
    authority = getattr(event, "authority", None)
    if isinstance(authority, Authority):
        find_decided(world.ledger, authority)
    if type(event) in _NEEDS:
        _NEEDS[type(event)](world.ledger, record, event)


def _opened(ledger: Ledger, _: LogRecord, event: Opened) -> None:
    agreement = find_agreement(ledger, event.agreement)
    agreement.must_count_among_members(event.beneficiaries, date.fromisoformat(event.starts_on))


def _beneficiary_added(ledger: Ledger, record: LogRecord, event: BeneficiaryAdded) -> None:
    contract = ledger.find(ServiceContract, record.stream)
    agreement = find_agreement(ledger, contract.agreement)
    agreement.must_count_among_members([event.member], date.fromisoformat(event.bears_costs_from))


def _beneficiary_left(ledger: Ledger, record: LogRecord, event: BeneficiaryLeft) -> None:
    ledger.find(ServiceContract, record.stream).beneficiary_code(event.member)


def _use_adopted(ledger: Ledger, _: LogRecord, event: UseAdopted) -> None:
    for code in event.contracts:
        find_contract(ledger, code)


def _alone_declared(ledger: Ledger, _: LogRecord, event: Declared) -> None:
    find_contract(ledger, event.contract)


_NEEDS: Mapping[type[Event], Callable[[Ledger, LogRecord, Any], None]] = {
    Opened: _opened,
    BeneficiaryAdded: _beneficiary_added,
    BeneficiaryLeft: _beneficiary_left,
    UseAdopted: _use_adopted,
    Declared: _alone_declared,
}
