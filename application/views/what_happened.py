"""What happened, in order: every event as a sentence, with its position, who acted and what caused it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from application.event_names import EVENTS
from application.ports import LogRecord
from application.views.projection import Put, Table, View, When, Write
from domain.kernel.aggregate import Event

STREAMS = Table("streams", ("stream",), ("name",))


def _named(event: Event, at: LogRecord) -> Iterator[Write]:
    # Some streams are opened by an event that may come again (a journal's entries): the name stays.
    name = event.stream_name()
    if at.version == 1 and name is not None:
        yield Put(STREAMS, {"stream": at.stream, "name": name})


_OPENING: Mapping[type[Event], When] = {event: _named for event in EVENTS.values() if event.NAMES}

WHAT_HAPPENED = View(name="what-happened", question=__doc__, definition=1, tables=(STREAMS,), when=_OPENING)
