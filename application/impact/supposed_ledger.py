"""The ledger as it stood at a position, in memory: what is supposed there is recorded nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from application.allocation import RecordReading, record_reading
from application.ledger import Ledger
from application.ports import Act, LogRecord
from application.transcoding import decode
from application.what_if.changes import SuppliedReading
from application.what_if.memory import SupposedLog
from domain.kernel.errors import BadInput
from domain.services.contract import AllocationPeriod, ServiceContract, contract_id
from domain.services.contract_events import Opened, TermsChanged

SUPPOSED = Act(actor="a supposition")


class SupposedLedger:
    """A ledger of its own, with what the records say and what is supposed beside them."""

    def __init__(self, records: Sequence[LogRecord]) -> None:
        self._log = SupposedLog({})
        self._contracts: list[str] = []
        for record in records:
            self._log.now = max(self._log.now, record.recorded_at)
            act = Act(record.actor, record.on_behalf_of, record.correlation)
            self._log.append(record.stream, record.topic, record.payload, act)
            if record.topic == Opened.TOPIC and isinstance(
                opened := decode(record.topic, record.payload), Opened
            ):
                self._contracts.append(opened.code)
        self.ledger = Ledger(self._log, self._log)

    def contracts(self) -> list[ServiceContract]:
        """Every contract, in the order in which they were opened."""
        return [self.ledger.find(ServiceContract, contract_id(code)) for code in self._contracts]

    def supply(self, readings: Iterable[SuppliedReading]) -> None:
        """Take readings that nobody recorded. Raises BadInput for one that is recorded, NotFound."""
        for place, reading in enumerate(readings):
            terms = {name: getattr(reading, name) for name in type(reading).model_fields}
            before = self._log.head().position
            record_reading(self.ledger, RecordReading.read(terms), SUPPOSED)
            if self._log.head().position == before:
                rule = "it is recorded already: only what was not counted is supplied"
                raise BadInput(f"readings.{place}", rule)

    def allocate_by(self, contract: str, period: AllocationPeriod) -> None:
        """Let a contract have been allocated by another period from its start."""
        stream = contract_id(contract)
        for stored in self._log.select_events(stream):
            event = decode(stored.topic, stored.state)
            if isinstance(event, Opened | TermsChanged):
                changed = replace(event, allocation_period=period.value)
                self._log.amend(stream, stored.originator_version, changed)
