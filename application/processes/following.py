"""Processes follow the log: an event comes in, commands go out, each carried out once.

A process is a pure function of an event and the aggregate that it happened to. Its commands carry the key
(process, cause, ordinal), so that following again after a crash changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from application.commands import Command
from application.resolutions import MarkEnactmentExecuted, MarkEnactmentRefused
from domain.kernel.authority import Authority
from domain.kernel.errors import Refusal

Refused = Callable[[Refusal], Command | None]
"""What is said, if anything, when a command is refused."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """A command, what is said once it is carried out, and what is said when it is refused instead."""

    command: Command | None
    then: Command | None
    refused: Refused


def marks_of(authority: Authority) -> tuple[Command | None, Refused]:
    """What is said of the enactment that this authority names: carried out, or refused and why.

    Only a resolution has enactments to mark: of an agreement or amendment nothing is said.
    """
    if authority.kind != "resolution":
        return None, lambda _: None
    mark = {"agreement": authority.agreement, "number": authority.number, "ordinal": authority.enactment}

    def refused(refusal: Refusal) -> Command:
        return MarkEnactmentRefused.read({**mark, "refusal": refusal.name, "reason": str(refusal)})

    return MarkEnactmentExecuted.read(mark), refused
