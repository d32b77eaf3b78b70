"""Every command of the ledger, each under its own name; made from the registry, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from application.access.roles import command_name, roles_for
from application.answers.history import history
from application.commands import Command
from application.group import ONLY_PROCESSES, USE_CASES
from application.once import Outcome, carry_out_once, keyed
from interfaces.api.asked import Asked, accepts
from interfaces.api.bodies import (
    LARGEST_COMMAND,
    IdempotencyKey,
    IfMatch,
    admitted_json,
    decided_on,
    described,
    terms_of,
)
from interfaces.api.command_shapes import CommandAnswer
from interfaces.api.examples import EXAMPLES
from interfaces.api.served import Served, served
from interfaces.api.standing import Admitted, admit

COMMANDS: dict[str, type[Command]] = {
    command_name(command): command for command in USE_CASES if not issubclass(command, ONLY_PROCESSES)
}
LONGEST_ANSWER = 200
PERSONS = ("signatory", "certified_by")

routes = APIRouter(tags=["commands"], dependencies=[accepts()])
AsAdmitted = Annotated[Admitted, Depends(admit)]
HomeServed = Annotated[Served, Depends(served)]
JsonBody = Annotated[bytes, Depends(admitted_json)]


def answer(admitted: Admitted, outcome: Outcome, **more: Any) -> dict[str, Any]:
    """What a command did: the position it wrote, and each event that it recorded as a sentence."""
    group, told = admitted.group, []
    if outcome.first is not None:
        # A twin may have recorded it this moment, and not yet have brought the views up.
        group.follow()
        names, last = group.people.names(), min(outcome.last, outcome.first + LONGEST_ANSWER - 1)
        told = [
            asdict(each)
            for each in history(group.ledger.event_log, group.readings, names, last, outcome.first - 1)
        ]
    count = 0 if outcome.first is None else outcome.last - outcome.first + 1
    return Asked(admitted, outcome.last, {}).answer(count=count, events=told, **more)


def _endpoint(kind: type[Command]) -> Callable[..., Any]:
    def carry_out(
        admitted: AsAdmitted,
        home: HomeServed,
        body: JsonBody,
        key: IdempotencyKey,
        tag: IfMatch = None,
    ) -> Any:
        terms = terms_of(body)
        for field in PERSONS:
            # A person's name stays outside the log; here it becomes the opaque id.
            if isinstance(terms.get(field), str) and not terms[field].startswith("person-"):
                terms[field] = admitted.group.people.identify(terms[field])
        command = kind.read_strictly(terms)
        act = keyed(admitted.act(), key)
        act = replace(act, **decided_on(act, tag))
        undecided = home.home.undecided(admitted.name)
        return answer(admitted, carry_out_once(admitted.group, undecided, command, act))

    return carry_out


def _add(name: str, kind: type[Command]) -> None:
    roles = ", ".join(sorted(roles_for(name))) or "nobody"
    routes.add_api_route(
        f"/commands/{name}",
        _endpoint(kind),
        methods=["POST"],
        name=name,
        summary=name.replace("-", " ").capitalize(),
        description=f"{kind.__doc__}\n\nFor: {roles}.",
        response_model=CommandAnswer,
        max_body_size=LARGEST_COMMAND,
        openapi_extra=described(kind, EXAMPLES.get(name)),
    )


for _name, _kind in COMMANDS.items():
    _add(_name, _kind)
