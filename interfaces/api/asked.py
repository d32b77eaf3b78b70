"""What a reading is asked of: a group, as of a position, by the codes that people know."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from application.answers.lists import contract_of
from application.group import Group
from application.ports import Row
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.identity import checked_code, normal_code
from domain.kernel.sentences import Sentence
from interfaces.api.amounts import with_amounts
from interfaces.api.standing import Admitted, admit, answer_headers

# In a query "+" stands for a space, and whoever copies an instant from the history will not think of it.
_LOST_PLUS = re.compile(r"(.+:[0-9]{2}(?:\.[0-9]+)?) ([0-9]{2}:?[0-9]{2})")
FACTS = ("published", "invented")

AsOf = Annotated[
    str | None,
    Query(
        max_length=64,
        description="A position of the log or an instant (ISO 8601); without it, the head of the log.",
        examples=["1200", "2026-11-23T14:00:00Z"],
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A group as of a position, asked by who may."""

    admitted: Admitted
    at: int
    headers: dict[str, str]

    @property
    def group(self) -> Group:
        """The group that is asked."""
        return self.admitted.group

    @property
    def facts(self) -> dict[str, str] | None:
        """What is published and what is invented in the group, when it says so."""
        about = self.admitted.about
        return {key: about[key] for key in FACTS} if all(key in about for key in FACTS) else None

    def answer(self, **reading: Any) -> dict[str, Any]:
        """The reading with the group and position it was made at, and who the persons in it are."""
        names = self.group.people.names()
        self.headers.setdefault("ETag", f'"{self.at}"')
        return {
            "group": self.admitted.name,
            "position": self.at,
            "demo": self.admitted.is_demo,
            "facts": self.facts,
            "persons": {person: names[person] for person in sorted(_texts(reading) & names.keys())},
            **with_amounts(reading),
        }

    def tag(self, stream: UUID) -> None:
        """Say which version of its stream the resource was read at, for whoever decides on it."""
        version = self.group.ledger.event_log.versions([stream], self.at).get(stream, 0)
        self.headers["ETag"] = f'"{stream.hex}-{version}"'

    def member(self, code: str) -> str:
        """The member's code as it was given. Raises NotFound, BadInput."""
        return str(self._row("members", "member", code=code)["code"])

    def contract(self, code: str) -> str:
        """The code of a contract, or of the only one that serves a service. Raises NotFound, BadInput."""
        found = contract_of(self.group.readings, self.at, checked_code("contract", code))
        return str(self._row("contracts", "contract", code=found)["code"])

    def resolution(self, agreement: str, number: str) -> tuple[str, str]:
        """The agreement and number of a resolution. Raises NotFound, BadInput."""
        row = self._row("resolutions", "resolution", agreement=agreement, number=number)
        return str(row["agreement"]), str(row["number"])

    def _row(self, table: str, kind: str, **codes: str) -> Row:
        wanted = {
            column: normal_code(checked_code(kind if column == "code" else column, code))
            for column, code in codes.items()
        }
        for row in self.group.readings.rows(table, self.at):
            if all(normal_code(str(row[column])) == code for column, code in wanted.items()):
                return row
        raise NotFound(kind=kind, code=" ".join(codes.values()))


def ask(request: Request, admitted: Annotated[Admitted, Depends(admit)], as_of: AsOf = None) -> Asked:
    """The group as of the position that the reading is to be made at. Raises BadInput."""
    if as_of is not None and (lost := _LOST_PLUS.fullmatch(as_of)):
        as_of = f"{lost[1]}+{lost[2]}"
    return Asked(admitted, admitted.group.position(as_of), answer_headers(request))


def accepts(*names: str) -> Any:
    """Refuse every other parameter, and one given twice: a misspelt `as_of` must not answer as of now."""
    return Depends(_checker(names))


def _checker(names: tuple[str, ...]) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        for name in given:
            if name not in names:
                known = f"there are {', '.join(names)}" if names else "there are none"
                raise BadInput(name, Sentence("this reading has no such parameter; {known}", known=known))
            if given.count(name) > 1:
                raise BadInput(name, "it is given once")

    return check


def _texts(answer: Any) -> set[str]:
    if isinstance(answer, dict):
        return set().union(*map(_texts, answer.values()))
    if isinstance(answer, list | tuple):
        return set().union(*map(_texts, answer))
    return {answer} if isinstance(answer, str) else set()
