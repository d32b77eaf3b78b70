"""Processes follow the log: an event comes in, commands go out, each carried out once.

A process is a pure function of an event and the aggregate that it happened to. Its commands carry the key
(process, cause, ordinal), so that following again after a crash changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from application.commands import Command
from domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Consequence:
    """A command, what is said once it is carried out, and what is said when it is refused instead."""

    command: Command | None
    then: Command | None
    refused: Callable[[Refusal], Command | None]
