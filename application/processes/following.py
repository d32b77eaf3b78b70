"""Processes follow the log: an event comes in, commands go out, each carried out once.

A process is a pure function of an event and the aggregate that it happened to. Its commands carry the key
(process, cause, ordinal), so that following again after a crash changes nothing. What carries an enactment
out carries the key of that enactment, whichever event it was that let it be carried out; and wherever what is
to be done depends on what has been done since, each command has a key of its own that does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from application.commands import Command
from application.enacting import MarkEnactmentExecuted, MarkEnactmentRefused
from domain.kernel.authority import Authority
from domain.kernel.errors import Refusal

ENACTMENT_KEYS = "enactment/"

Refused = Callable[[Refusal], Command | None]
"""What is said, if anything, when a command is refused."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """A command, what is said once it is carried out, and what is said when it is refused instead.

    `key` is the idempotency key of the command, where it is not that of the cause.
    """

    command: Command | None
    then: Command | None
    refused: Refused
    key: str | None = None


def unrefusable(command: Command, key: str | None = None) -> Consequence:
    """A command that says something: that it might be refused is not foreseen, and passed over."""
    return Consequence(command, None, lambda _: None, key)


def marks_of(authority: Authority) -> tuple[Command | None, Refused]:
    """What is said of the enactment that this authority names: carried out, or refused and why.

    Where it names none, nothing is said: an agreement or amendment may lay things down in words only.
    """
    if authority.enactment is None:
        return None, lambda _: None

    def refused(refusal: Refusal) -> Command:
        return MarkEnactmentRefused(of=authority, refusal=refusal.name, reason=str(refusal))

    return MarkEnactmentExecuted(of=authority), refused
