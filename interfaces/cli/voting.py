"""The reading commands about votes: who may vote under an agreement, and how one resolution was voted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer
from rich.table import Table

from application.answers import lists
from application.answers.impact_words import summary
from application.answers.votes import electors as electors_of
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import row, table, told
from interfaces.cli.reading import AsOf

Answer = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the reading commands about votes."""
    app.command("electors")(electors)
    app.command("vote")(vote)


def electors(context: typer.Context, agreement: str, as_of: AsOf = None) -> None:
    """The seats of AGREEMENT with their own weights, its members' holdings and every proxy."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        answer = electors_of(group.readings, at, agreement)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, **answer}, facts)
            return
        for made in _registers(answer, group.people.names()):
            desk.out.print(made)
        desk.say_facts(facts)


def vote(context: typer.Context, agreement: str, number: str, as_of: AsOf = None) -> None:
    """How resolution NUMBER of AGREEMENT was voted: meeting, voters with weights, proxies, ballots, arithmetic."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        wanted = normal_code(agreement), normal_code(number)
        every = lists.resolutions(group.readings, at)
        of = (r for r in every if (normal_code(r["agreement"]), normal_code(r["number"])) == wanted)
        found = next(of, None)
        if found is None:
            raise NotFound(kind="resolution", code=f"{agreement} {number}")
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "resolution": found}, facts)
            return
        for line in _about(found):
            # What was recorded is never read as markup.
            desk.out.print(line, markup=False)
        desk.say_facts(facts)


def _registers(answer: Answer, names: Mapping[str, str]) -> list[Table]:
    own = {weight["seat"]: weight for weight in answer["weights"]}
    seats = table(
        "Seats", "seat", "represents", "college", "held by", "from", "until", "own weight", "source"
    )
    for seat in answer["seats"]:
        weight = own.get(seat["seat"])
        person = names.get(seat["person"], seat["person"])
        held = (seat["member"] or "nobody", seat["college"], person, seat["from_on"], seat["until"])
        row(seats, seat["seat"], *held, weight and weight["weight"], seat["source"])
    holdings = table("Holdings", "member", "shares", "from", "source", right=["shares"])
    for held in answer["holdings"]:
        row(holdings, held["member"], held["shares"], held["effective_on"], held["source"])
    return [seats, holdings, _proxies(answer["proxies"])]


def _proxies(given: list[Answer]) -> Table:
    made = table("Proxies", "of", "to", "for", "given on", "evidence", "taken back")
    for proxy in given:
        scope = proxy["meeting"] or f"until {proxy['until']}"
        back = f"{proxy['revoked_on']} {proxy['reason'] or ''}" if proxy["revoked_on"] else ""
        row(made, proxy["seat"], proxy["holder"], scope, proxy["granted_on"], proxy["evidence"], back)
    return made


def _about(found: Answer) -> list[str | Table]:
    head = f"Resolution {found['number']} of {found['agreement']}, {found['title']}: {found['stage']}"
    lines: list[str | Table] = [head]
    if found["study"] is not None:
        study = found["study"]
        lines.append(f"impact study (sha256 {study['sha256']}): {summary(study['study'])}")
    meeting = found["held_in"]
    if meeting is not None:
        days = f"convened on {meeting['convened_on']} for {meeting['held_on']}"
        lines.append(f"{meeting['kind']} {meeting['reference']}, call {meeting['call']}, {days}")
        for sheet in meeting["attendance"]:
            since = f" from resolution {sheet['from_item']} on" if sheet["from_item"] else ""
            lines.append(
                f"attendance{since}: {told(sheet['present'])}; represented: {told(sheet['represented'])}"
            )
    voters = table(
        "Voters", "seat", "member", "college", "weight", "from", "ballot", "cast by", right=["weight"]
    )
    ballots = {ballot["seat"]: ballot for ballot in found["ballots"]}
    for voter in found["voters"]:
        ballot = ballots.get(voter["seat"], {})
        said = f"recused: {voter['recused']}" if voter["recused"] else ballot.get("choice", "none")
        weight = (voter["weight"], voter["weight_source"])
        row(voters, voter["seat"], voter["member"], voter["college"], *weight, said, ballot.get("cast_by"))
    lines += [voters, *([_proxies(found["proxies"])] if found["proxies"] else [])]
    return [*lines, *(found["arithmetic"] or [])]
