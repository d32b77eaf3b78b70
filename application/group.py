"""One group of members: its ledger, the processes that follow it and the views that answer questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from application import (
    accounts,
    agreements,
    allocation,
    contract_changes,
    deeds,
    electors,
    enacting,
    impact_studies,
    imports,
    meetings,
    members,
    resolutions,
    runs,
    service_flows,
    services,
    stand_alone,
)
from application.authorities import check_authority
from application.commands import Command, UseCase, printable
from application.errors import AlreadyDone, Conflict, KeyReused
from application.import_rows import CostFile, MeasurementFile
from application.imports import Imported
from application.ledger import Ledger
from application.ports import Act, Done, Followers, People, Progress, Readings
from application.processes.running import PROCESS_KEYS, Processes
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence

USE_CASES: dict[type[Command], UseCase] = {
    **members.USE_CASES,
    **agreements.USE_CASES,
    **electors.USE_CASES,
    **deeds.USE_CASES,
    **meetings.USE_CASES,
    **resolutions.USE_CASES,
    **enacting.USE_CASES,
    **impact_studies.USE_CASES,
    **services.USE_CASES,
    **contract_changes.USE_CASES,
    **allocation.USE_CASES,
    **service_flows.USE_CASES,
    **runs.USE_CASES,
    **stand_alone.USE_CASES,
    **accounts.USE_CASES,
}
TRIES = 3
MAX_ACT_LENGTH = 200
ONLY_PROCESSES = enacting.ONLY_PROCESSES


class ForProcesses(Refusal):
    """What became of an enactment is said by the process that carried it out, and by nobody else."""

    sentence = "{command} is for the processes, which say what became of an enactment"


T = TypeVar("T")


class Group:
    """What every interface talks to: commands go in, positions come out, readings are asked of views."""

    def __init__(self, ledger: Ledger, followers: Followers, readings: Readings, people: People) -> None:
        self.ledger = ledger
        self.readings = readings
        self.people = people
        self._processes = Processes(ledger.event_log, followers, ledger, self._decide)

    def carry_out(self, command: Command, act: Act) -> int:
        """Decide and record a command, let processes and views catch up, return the position written.

        A command under an idempotency key that was done before returns the position it wrote then.
        Raises the Refusal of the rule that it breaks.
        """
        if isinstance(command, ONLY_PROCESSES):
            raise ForProcesses(command=type(command).__name__)
        if (act.idempotency_key or "").startswith(PROCESS_KEYS):
            raise BadInput("idempotency_key", "keys that begin like this belong to the processes")
        _check_act(act)
        position = self._decide(command, act)
        self.follow()
        return position

    def import_costs(self, file: CostFile, act: Act, progress: Progress | None = None) -> Imported:
        """Record a file of cost documents, all or nothing. Raises FileRefused."""
        return self._imported(lambda act: imports.import_costs(self.ledger, file, act, progress), file, act)

    def import_measurements(
        self, file: MeasurementFile, act: Act, progress: Progress | None = None
    ) -> Imported:
        """Record a file of readings, all or nothing. Raises FileRefused."""
        return self._imported(
            lambda act: imports.import_measurements(self.ledger, self.people, file, act, progress), file, act
        )

    def follow(self) -> int:
        """Let processes and views catch up with the log; returns the position they are at."""
        self._processes.follow()
        return self.readings.follow()

    def position(self, as_of: str | None = None) -> int:
        """The position that a reading is made at: a position, an instant (ISO 8601), or by default the head.

        Raises BadInput.
        """
        head = self.follow()
        if as_of is None:
            return head
        if as_of.isdecimal():
            if len(as_of) > len(str(head)) or int(as_of) > head:
                raise BadInput(
                    "as_of", Sentence("a position is between 0 and {head}, the head of the log", head=head)
                )
            return int(as_of)
        try:
            instant = datetime.fromisoformat(as_of)
        except ValueError:
            rule = 'it is a position, like "1200", or an instant, like "2026-11-23T14:00:00+00:00"'
            raise BadInput("as_of", rule) from None
        if instant.tzinfo is None:
            raise BadInput("as_of", 'an instant names its zone, like "2026-11-23T14:00:00+01:00"')
        return min(head, self.ledger.event_log.position_at(instant))

    def _imported(
        self, record: Callable[[Act], Imported], file: CostFile | MeasurementFile, act: Act
    ) -> Imported:
        act = replace(_correlated(act, file.sha256), digest=bytes.fromhex(file.sha256))
        try:
            imported = _again(lambda: record(act))
        except AlreadyDone:
            # A twin under the same key was faster: the file is in.
            imported = record(act)
        self.follow()
        return imported

    def _decide(self, command: Command, act: Act) -> int:
        digest = command.digest()
        act = replace(_correlated(act, digest.hex()), digest=digest)
        done = self._done(act, digest)
        if done is not None:
            return done.last
        try:
            return _again(lambda: self._find_ask_record(command, act))
        except AlreadyDone as done_meanwhile:
            return done_meanwhile.last
        except Refusal:
            # A twin under the same key may have been recorded since: then this is its answer, not a refusal.
            done = self._done(act, digest)
            if done is None:
                raise
            return done.last

    def _done(self, act: Act, digest: bytes) -> Done | None:
        if act.idempotency_key is None:
            return None
        done = self.ledger.event_log.done(act.idempotency_key)
        if done is not None and done.digest != digest:
            raise KeyReused(key=act.idempotency_key)
        return done

    def _find_ask_record(self, command: Command, act: Act) -> int:
        check_authority(self.ledger, command)
        return USE_CASES[type(command)](self.ledger, command, act)


def _check_act(act: Act) -> None:
    named = {"actor": act.actor, "on_behalf_of": act.on_behalf_of, "correlation": act.correlation}
    for field, text in {**named, "idempotency_key": act.idempotency_key}.items():
        if text is not None and (not text.strip() or len(text) > MAX_ACT_LENGTH or not printable(text)):
            raise BadInput(
                field,
                Sentence(
                    "it has 1 to {max_act_length} characters and no control characters",
                    max_act_length=MAX_ACT_LENGTH,
                ),
            )


def _again(attempt: Callable[[], T]) -> T:
    # The loser of a race rereads and decides again; a rule that now forbids it refuses.
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except Conflict:
            continue
    return attempt()


def _correlated(act: Act, digest: str) -> Act:
    return act if act.correlation else replace(act, correlation=act.idempotency_key or digest[:32])
