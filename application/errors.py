"""What the application refuses, whatever the subject."""

from __future__ import annotations

from domain.kernel.errors import Refusal


class NotDecided(Refusal):
    """No rule was broken: the answer could not be found this time, and another try may find it."""


class NotSpokenFor(Refusal):
    """Whoever acts on behalf of a member acts for that member only."""

    sentence = "this is done on behalf of {on_behalf_of}, who does not speak for {member}"


class KeyReused(NotDecided):
    """An idempotency key stands for one command only."""

    sentence = "the idempotency key {key} was used before for another command"


class InputsMoved(NotDecided):
    """What was decided rests on streams that have moved since they were read."""

    sentence = "what this decision rests on has changed since it was read ({streams}); prepare it again"


class Conflict(NotDecided):
    """Somebody else recorded first in the same stream."""

    sentence = "somebody else recorded at the same moment; nothing was recorded here, try again"


class AlreadyDone(Exception):
    """Not a refusal: this very command was recorded before, at these positions."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last
