"""The suppositions about costs and how they are shared: another key, another rounding, a document withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from application.ports import LogRecord
from application.run_bases import with_key
from application.services import find_contract, read_key
from application.transcoding import decode
from application.what_if.changes import AnotherKey, AnotherRounding, DocumentWithdrawn
from application.what_if.memory import Instead
from application.what_if.world import Supposition, World
from domain.allocation.allocation_run_events import Prepared
from domain.allocation.cost_document import Recorded, cost_document_id
from domain.kernel.aggregate import Event
from domain.kernel.errors import NotFound
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.contract import contract_id
from domain.services.contract_events import KeyAdopted, Opened

SUPPOSED = "supposed"


class OtherKey(Supposition):
    """From a month on a contract is shared by another key, also where a later version was adopted.

    What stands beside the key stays: what months weigh, and which of the stocks that it counts are averaged.
    """

    def __init__(self, change: AnotherKey) -> None:
        self._change = change
        self._month = Month.of(change.effective_from, "effective_from")
        self._stream = contract_id(change.contract)
        self._adopted = False

    def instead(self) -> Mapping[str, Instead]:
        """A version that holds from that month or a later one is adopted with this key."""
        return {KeyAdopted.TOPIC: self._key}

    def _key(self, stream: UUID, event: Event) -> Event:
        if not isinstance(event, KeyAdopted) or stream != self._stream:
            return event
        if event.effective_from < str(self._month):
            return self._until_then(event)
        other = with_key(event, self._change.key)
        return replace(event, key=other.key, averaged_measures=other.averaged_measures)

    def _until_then(self, event: KeyAdopted) -> KeyAdopted:
        # A restatement that reaches into the months of the other key covers those before them.
        through = event.effective_through
        if through is None or through < str(self._month):
            return event
        return replace(event, effective_through=str(self._month.plus(-1)))

    def before_run(self, world: World, run: Prepared) -> None:
        """The key holds when the first run that it concerns is prepared."""
        concerns = contract_id(run.contract) == self._stream and run.service_to >= str(self._month)
        if concerns and world.log.exists(self._stream):
            self._adopt(world)

    def at_the_end(self, world: World) -> None:
        """Also without any run it must be a key that the contract could have."""
        if world.log.exists(self._stream):
            self._adopt(world)

    def _adopt(self, world: World) -> None:
        if self._adopted:
            return
        self._adopted = True
        contract = find_contract(world.ledger, self._change.contract)
        key = read_key(world.ledger, self._change.key)
        contract.must_serve(self._month)
        held = contract.key_for(self._month)
        day = self._month.first_day
        other = with_key(held, key)
        contract.adopt_key(
            other.key,
            self._month,
            SUPPOSED,
            day,
            held.authority,
            month_weights=other.month_weights,
            averaged_measures=other.averaged_measures,
        )
        world.record(contract)


class OtherRounding(Supposition):
    """From a service month on a contract gives out its cents by another rule."""

    def __init__(self, change: AnotherRounding) -> None:
        self._change = change
        self._month = Month.of(change.effective_from, "effective_from")
        self._stream = contract_id(change.contract)

    def before_run(self, world: World, run: Prepared) -> None:
        """A run is rounded by the rule that holds for its month; a contract itself knows but one."""
        if contract_id(run.contract) != self._stream or not world.log.exists(self._stream):
            return
        [first] = world.log.select_events(self._stream, lte=1)
        opened = decode(first.topic, first.state)
        if isinstance(opened, Opened):
            later = run.service_to >= str(self._month)
            rounding = self._change.rounding.value if later else run.rounding
            world.log.amend(self._stream, 1, replace(opened, rounding=rounding))


class Withdrawn(Supposition):
    """A document never came in; what names it as its original falls with it."""

    def __init__(self, change: DocumentWithdrawn, records: Sequence[LogRecord]) -> None:
        named = cost_document_id(change.supplier, change.number)
        documents = dict(_documents(records))
        if named not in documents:
            raise NotFound(
                kind=Sentence("document of {supplier} with the number", supplier=change.supplier),
                code=change.number,
            )
        self._fallen = {named: Sentence("it is withdrawn")}
        # Whichever was recorded first: a credit note may have come in before the invoice that it names.
        while falling := {
            stream: Sentence("{original}, which it names, is withdrawn", original=event.original)
            for stream, event in documents.items()
            if stream not in self._fallen and _original(event) in self._fallen
        }:
            self._fallen |= falling

    def withdraws(self, record: LogRecord, event: Event) -> str | None:
        """The document, and those that name it."""
        return self._fallen.get(record.stream) if isinstance(event, Recorded) else None


def _documents(records: Sequence[LogRecord]) -> Iterator[tuple[UUID, Recorded]]:
    for record in records:
        if record.topic == Recorded.TOPIC:
            event = decode(record.topic, record.payload)
            if isinstance(event, Recorded):
                yield record.stream, event


def _original(event: Recorded) -> UUID | None:
    return None if event.original is None else cost_document_id(event.supplier, event.original)


def must_know_contract(records: Sequence[LogRecord], code: str) -> None:
    """Refuse a contract that was never opened. Raises NotFound."""
    stream = contract_id(code)
    if not any(record.stream == stream and record.topic == Opened.TOPIC for record in records):
        raise NotFound(kind="contract", code=code)
