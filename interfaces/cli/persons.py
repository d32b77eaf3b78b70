"""The commands of persons: who stands behind the opaque ids, how to reach them, and forgetting them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import typer

from application.erasure import Person, erase_person, kept_until, reach_person
from interfaces.cli.desk import Desk

persons = typer.Typer(no_args_is_help=True, help="Who stands behind the opaque ids of the log.")


def register(app: typer.Typer) -> None:
    """Add the commands of persons."""
    app.add_typer(persons, name="persons")


@persons.command("list")
def listed(context: typer.Context) -> None:
    """The persons who are not erased, with the day that the log named them last and until when that is kept."""
    desk: Desk = context.obj
    today = datetime.now(UTC).date()
    with desk.home() as opened:
        found = opened.persons(opened.chosen(desk.group)).persons()
    told = [_told(person, _until(person, today)) for person in found]
    lines = [f"{person.id}  {person.name}  {_retained(person, today)}" for person in found]
    desk.tell("\n".join(lines) or "nobody is known by name", {"persons": told}, {})


@persons.command("reach")
def reach(context: typer.Context, name: str, kind: str, value: str) -> None:
    """Note how NAME is reached, outside the log: KIND is email, telephone or post."""
    desk: Desk = context.obj
    with desk.home() as opened:
        person = reach_person(opened.persons(opened.chosen(desk.group)), name, kind, value)
    desk.tell(f"{person.name} is reached by {kind}", {"person": person.id, "kind": kind}, {})


@persons.command("erase")
def erase(context: typer.Context, name: str) -> None:
    """Forget the name and contacts of NAME, once retention has ended; chain and proofs stay as they are."""
    desk: Desk = context.obj
    with desk.home() as opened:
        register_ = opened.persons(opened.chosen(desk.group))
        person = erase_person(register_, name, datetime.now(UTC).date())
    desk.tell(f"{person.id} stands for nobody from now on", {"erased": person.id}, {})


def _until(person: Person, today: date) -> str | None:
    last = person.last_named_on
    return None if last is None else kept_until(last, today)[0].isoformat()


def _retained(person: Person, today: date) -> str:
    if person.last_named_on is None:
        return "never named in the log"
    return f"last named on {person.last_named_on}, kept until {_until(person, today)}"


def _told(person: Person, until: str | None) -> dict[str, object]:
    last = person.last_named_on and person.last_named_on.isoformat()
    return {"id": person.id, "name": person.name, "last_named_on": last, "kept_until": until}
