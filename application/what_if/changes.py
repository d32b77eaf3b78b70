"""What may be supposed: each change as data, with the recorded fact that it removes or replaces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from application.commands import Command
from domain.kernel.errors import Refusal
from domain.services.contract import Rounding


class NothingSupposed(Refusal):
    """A question about another course of things names what is other."""

    sentence = "name a change: another key or rounding, a resolution, an admission, or a document withdrawn"


class AnotherKey(Command):
    """Another key for a contract from the first of a month, whatever was adopted for later months."""

    change: Literal["key"]
    contract: str
    effective_from: str
    key: dict[str, object]


class AnotherRounding(Command):
    """Another rule of rounding for a contract from a service month on."""

    change: Literal["rounding"]
    contract: str
    effective_from: str
    rounding: Rounding


class AnotherOutcome(Command):
    """A resolution that was adopted is refused, or one that was not is adopted."""

    change: Literal["resolution"]
    agreement: str
    number: str
    outcome: Literal["adopted", "refused"]


class AnotherAdmission(Command):
    """A member bears costs (and votes) from another day; the vote on it is taken as it was."""

    change: Literal["admission"]
    agreement: str
    member: str
    bears_costs_from: date
    votes_from: date | None = None


class NoAdmission(Command):
    """A member never signs its accession, so it is never admitted."""

    change: Literal["no admission"]
    agreement: str
    member: str


class DocumentWithdrawn(Command):
    """A cost document never came in, nor did those that name it as their original."""

    change: Literal["document"]
    supplier: str
    number: str


Change = Annotated[
    AnotherKey | AnotherRounding | AnotherOutcome | AnotherAdmission | NoAdmission | DocumentWithdrawn,
    Field(discriminator="change"),
]


class SuppliedReading(Command):
    """What a member would have counted, where nothing is recorded: at a date for a stock, over a month for a flow."""

    measure: str
    member: str
    reference_date: date | None = None
    month: str | None = None
    value: str


class Question(Command):
    """What if these changes held, with these readings beside the recorded ones? Read within a command's bounds."""

    changes: tuple[Change, ...]
    readings: tuple[SuppliedReading, ...] = ()


def question_of(given: Mapping[str, object]) -> Question:
    """The question that this data asks; a single change may stand alone.

    Raises BadInput naming the field that is off, NothingSupposed.
    """
    alone = "change" in given
    readings = {"readings": given["readings"]} if alone and "readings" in given else {}
    terms = {name: term for name, term in given.items() if name not in readings} if alone else given
    question = Question.read({"changes": [terms], **readings} if alone else terms)
    if not question.changes:
        raise NothingSupposed()
    return question
