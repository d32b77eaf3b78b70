"""The forms of a meeting that is convened: its attendance sheet, another order of its agenda, its signed minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from application.answers import lists
from domain.kernel.errors import BadInput
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, Option, codes
from interfaces.web.forms import Posted
from interfaces.web.language import speaker
from interfaces.web.visiting import Visit

Told = Mapping[str, Any]
FORMS = ("record-attendance", "change-order", "seal-minutes")
ABSENT, PRESENT, REPRESENTED, CARRIED = "absent", "present", "represented", "represented by "


def offered(visit: Visit, told: Told) -> list[Form]:
    """What may be done of the meeting; nobody attends a written consultation."""
    agenda = told["taken_in_order"] or told["agenda"]
    order = Form(
        "change-order",
        "Take the agenda in another order",
        "Change the order",
        (
            Field(
                "agenda", "Agenda", "lines", "One number a line, in the new order.", value="\n".join(agenda)
            ),
            Field("reason", "Reason"),
        ),
    )
    forms = [order] if len(agenda) > 1 else []
    return (
        [_attendance(visit, told, agenda), *forms, _minutes()] if told["kind"] == "meeting" else [_minutes()]
    )


def terms_of(posted: Posted, visit: Visit, told: Told, command: str) -> dict[str, object]:
    """What the form of that command gives. Raises BadInput."""
    if command == "seal-minutes":
        return _sealed(posted)
    form = next((form for form in offered(visit, told) if form.act == command), None)
    if form is None:
        # The command itself says why not.
        return {"present": []} if command == "record-attendance" else {"agenda": [], "reason": ""}
    given = read(posted, form.fields)
    return given if command == "change-order" else _attended(given, seats_of(visit, told))


def seats_of(visit: Visit, told: Told) -> list[str]:
    """Whom the meeting calls: the voters that were frozen in it, else the members that vote and the seats."""
    rows, at = visit.rows, visit.at
    frozen = [
        v["seat"]
        for r in lists.resolutions(rows, at, told["agreement"])
        if r["meeting"] == told["reference"]
        for v in r["voters"]
    ]
    if frozen:
        return list(dict.fromkeys(map(str, frozen)))
    [agreement] = [a for a in lists.agreements(rows, at) if a["code"] == told["agreement"]]
    day = told["held_on"]
    members = [
        m["member"]
        for m in agreement["members"]
        if m["state"] != "accession awaited"
        and (m["votes_from"] or day) <= day <= (m["bears_costs_until"] or day)
    ]
    seats = [
        s["seat"]
        for s in rows.rows("seats", at, agreement=told["agreement"])
        if s["from_on"] <= day <= (s["until"] or day)
    ]
    return list(dict.fromkeys(map(str, (*members, *seats))))


def _attendance(visit: Visit, told: Told, agenda: Sequence[str]) -> Form:
    seats = seats_of(visit, told)
    sheets = visit.rows.rows("attendances", visit.at, stream=told["stream"])
    last = max(sheets, key=lambda sheet: sheet["ordinal"], default=None)
    say = speaker(visit.language)
    fields = [_seat(place, seat, seats, last, say) for place, seat in enumerate(seats)]
    start = Field(
        "from_item", "From", "one", "Empty: from the opening.", required=False, options=codes(agenda)
    )
    lead = "Who is present or represented, from the opening or from an item of the agenda on."
    return Form("record-attendance", "Attendance", "Record the attendance", (*fields, start), lead)


def _seat(place: int, seat: str, seats: Sequence[str], last: Told | None, say: Callable[[str], str]) -> Field:
    others = [other for other in seats if other != seat]
    options: tuple[Option, ...] = (
        (ABSENT, say("seat absent")),
        (PRESENT, say("present")),
        (REPRESENTED, say("represented")),
        *((f"{CARRIED}{other}", f"{say('represented by')} {other}") for other in others),
    )
    field = Field(f"seat.{place}", seat, "one", options=options)
    if last is None:
        return field
    carried = next((p["holder"] for p in last["proxies"] if p["seat"] == seat), None)
    if seat in last["present"]:
        return replace(field, value=PRESENT)
    if seat in last["represented"]:
        return replace(field, value=f"{CARRIED}{carried}" if carried else REPRESENTED)
    return field


def _attended(given: Mapping[str, object], seats: Sequence[str]) -> dict[str, object]:
    said = {seat: str(given.get(f"seat.{place}", "")) for place, seat in enumerate(seats)}
    carried = {seat: s.removeprefix(CARRIED) for seat, s in said.items() if s.startswith(CARRIED)}
    return {
        "present": [seat for seat, s in said.items() if s == PRESENT],
        "represented": [seat for seat, s in said.items() if s == REPRESENTED or seat in carried],
        "proxies": [{"seat": seat, "holder": holder} for seat, holder in carried.items()],
        "from_item": given.get("from_item"),
    }


def _minutes() -> Form:
    fields = (
        Field(
            "sha256",
            "or their sha256",
            hint="64 characters from 0 to 9 and a to f, where the file stays elsewhere.",
            required=False,
        ),
        Field("time_stamp", "Time-stamp", hint="The reference of a qualified time-stamp.", required=False),
    )
    lead = "Of the signed minutes only the fingerprint is kept: the file itself stays with you."
    return Form("seal-minutes", "Signed minutes", "Seal the minutes", fields, lead, takes_file=True)


def _sealed(posted: Posted) -> dict[str, object]:
    given = read(posted, _minutes().fields)
    _, content = posted.file or ("", b"")
    if content:
        given["sha256"] = sha256(content).hexdigest()
    if "sha256" not in given:
        raise BadInput("sha256", "the signed minutes are chosen as a file, or their sha256 is given")
    return given
