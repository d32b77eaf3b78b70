"""The history of a group: every event as a sentence, with its position, who acted and what caused it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from application.ports import EventLog, ViewRows
from application.transcoding import decode
from domain.kernel.sentences import Sentence, Series


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as people read it; `cause` is the position of the event that caused it, if one did."""

    position: int
    recorded_at: str
    about: str
    sentence: str
    actor: str
    on_behalf_of: str | None
    cause: int | None
    name: str


_PERSON = re.compile(r"person-[0-9a-f]{16}")


def _named(sentence: Sentence | Series, names: Mapping[str, str]) -> str:
    def named(fact: object) -> object:
        return _PERSON.sub(lambda found: names.get(found[0], found[0]), fact) if type(fact) is str else fact

    return sentence.changed(named) if _PERSON.search(sentence) else sentence


def history(
    log: EventLog, rows: ViewRows, names: Mapping[str, str], at: int, after: int = 0
) -> Iterator[Happening]:
    """What happened after a position and up to another, in order."""
    for records in log.stream(after, at):
        streams = list({record.stream for record in records})
        about = {row["stream"]: str(row["name"]) for row in rows.rows("streams", at, stream=streams)}
        for record in records:
            yield Happening(
                position=record.position,
                recorded_at=record.recorded_at.isoformat(),
                about=about.get(record.stream, str(record.stream)),
                sentence=_named(decode(record.topic, record.payload).sentence(), names),
                actor=names.get(record.actor, record.actor),
                on_behalf_of=record.on_behalf_of,
                cause=record.causation,
                name=record.topic,
            )
