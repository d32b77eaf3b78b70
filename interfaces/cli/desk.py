"""What every command of the command line starts from: which group, who acts, and how answers are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from application.answers.lists import member_of
from application.group import Group
from application.ports import Act
from domain.kernel.errors import BadInput
from interfaces.composition import Home, home

PLAIN_WIDTH = 116

Facts = dict[str, str]
"""Which facts of an example are `published` and which `invented`, in words; empty for a group of one's own."""


def console() -> Console:
    """Where people read: as wide as their terminal, or wide enough for the tables when piped."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


@dataclass(slots=True)
class Desk:
    """The options that all commands share."""

    group: str | None = None
    data_dir: Path | None = None
    person: str | None = None
    member: str | None = None
    as_json: bool = False
    out: Console = field(default_factory=console)

    @contextmanager
    def home(self, *, new: bool = False) -> Iterator[Home]:
        """The database with its groups; only a command that may begin a `new` one makes its folder."""
        with home(self.data_dir, new=new) as opened:
            yield opened

    def acting(self) -> str:
        """The name of who acts. Raises BadInput when nobody is named."""
        if not (self.person or "").strip():
            raise BadInput("--as", "what is recorded names who acts; preparer and approver differ")
        return self.person or ""

    @contextmanager
    def opened(self) -> Iterator[tuple[Home, str, Group]]:
        """The database, and the group that is meant."""
        with self.home() as opened:
            name = opened.chosen(self.group)
            yield opened, name, opened.open(name)

    def act(self, group: Group, key: str | None = None) -> Act:
        """Who acts and for which member, as declared with --as and --for."""
        member = self.member and member_of(group.readings, group.position(), self.member)
        actor = group.people.identify(self.acting())
        return Act(actor=actor, on_behalf_of=member, idempotency_key=key)

    def answer(self, data: dict[str, Any], facts: Facts) -> None:
        """Print an answer for programs, with what is published and what is invented where that is known."""
        told = {**data, "facts": facts} if facts else data
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")

    def tell(self, sentence: str, data: dict[str, Any], facts: Facts) -> None:
        """Print what was done, as a sentence for people or as data for programs."""
        if self.as_json:
            self.answer(data, facts)
            return
        self.out.print(sentence, markup=False, soft_wrap=True)
        self.say_facts(facts)

    def say_facts(self, facts: Facts) -> None:
        """Print for people which facts of an example are published and which invented."""
        for kind in ("published", "invented"):
            if kind in facts:
                self.out.print(f"[dim]{kind.capitalize()}: {facts[kind]}[/dim]")


def facts_of(opened: Home, name: str) -> Facts:
    """What is noted of an example: which of its facts are published and which invented."""
    about = opened.about(name)
    return {kind: about[kind] for kind in ("published", "invented") if kind in about}
