"""What awaits signatures under an agreement: the agreement itself, its amendments, and accessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers.enactments import amendments
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import normal_code
from interfaces.api.problems import status_of
from interfaces.web.choices import Choices, choices
from interfaces.web.done import Done, happened
from interfaces.web.enactment_examples import example
from interfaces.web.enactment_fields import fields_of
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, asked
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.prefilling import filled
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("deed", "number", "member", "capacity", "deliberation", "signed_on")
DRAFT = "draft-amendment"
COMMANDS = {"agreement": "sign-agreement", "amendment": "sign-amendment", "accession": "sign-accession"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed with who has signed and who has still to: the agreement, an amendment by its number, an accession."""

    kind: str
    number: str
    text: str
    signed: tuple[Mapping[str, Any], ...]
    awaited: tuple[str, ...]

    @property
    def act(self) -> str:
        """What its button sends."""
        return f"{COMMANDS[self.kind]} {self.number}".strip()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each signature with the deed that it stands under."""
        for each in self.signed:
            yield {**{name: each[name] for name in COLUMNS[2:]}, "deed": self.kind, "number": self.number}


@routes.get("/signatures/{agreement:path}")
def signatures(
    agreement: str, visit: Annotated[Visit, visit_of("agreements", "amendments")], done: Done = None
) -> Response:
    """The deeds, with a form for the visitor's own signature where it is awaited."""
    return _told(visit, choices(visit, agreement), done=happened(visit, done))


@routes.post("/signatures/{agreement:path}", max_body_size=LARGEST_FORM)
def sign(agreement: str, posted: Annotated[Posted, posted_by("agreements", "amendments")]) -> Response:
    """Sign for the member that the visitor represents; or put an amendment to the members."""
    visit, act = posted.visit, posted.fields.get("act", "")
    on = choices(visit, agreement)
    if act == DRAFT:
        return _drafted(posted, on)
    deed = next((deed for deed in deeds(visit, on) if deed.act == act), None)
    if deed is None:
        raise NotFound(kind="act", code=act)
    command = COMMANDS[deed.kind]
    visit.caller.must_be_allowed(command)
    try:
        terms = read(posted, _fields(visit, on))
        # A person's name stays outside the log.
        terms["signatory"] = visit.group.people.identify(str(terms["signatory"]))
        about = {"agreement": on.code, "member": visit.caller.member or ""}
        about |= {"number": deed.number} if deed.kind == "amendment" else {}
        position = give(posted, command, {**about, **terms})
    except Refusal as refusal:
        return _told(visit, on, refusal, posted)
    return then(visit, "signatures", on.code, done=position)


def _drafted(posted: Posted, on: Choices) -> Response:
    visit = posted.visit
    visit.caller.must_be_allowed(DRAFT)
    try:
        terms = read(posted, _drafting(on).fields)
        position = give(posted, DRAFT, {"agreement": on.code, **terms})
    except Refusal as refusal:
        return _told(visit, on, refusal, posted)
    return then(visit, "signatures", on.code, done=position)


def _drafting(on: Choices) -> Form:
    kind = "amend the agreement"
    fields = filled(fields_of(kind, on), example(kind, on))
    lead = "It is in force once all members have signed; what it lays down is then carried out."
    return Form(DRAFT, "Put an amendment to the members", "Put it to signature", fields, lead)


def deeds(visit: Visit, on: Choices) -> Iterator[Deed]:
    """What members sign: in the order in which it was drafted."""
    told, rows, at = on.agreement, visit.rows, visit.at
    [stream] = [a["stream"] for a in rows.rows("agreements", at) if a["code"] == on.code]
    every = rows.rows("signatures", at, stream=stream)
    by_deed = {what: tuple(s for s in every if s["what"] == what) for what in ("agreement", "accession")}
    yield _deed("agreement", "", str(told["name"]), by_deed["agreement"], _parties(told))
    for each in amendments(rows, at, on.code):
        text = str(each["text"])
        signers = on.members if each["in_force_on"] is None else ()
        yield _deed("amendment", str(each["number"]), text, tuple(each["signatures"]), signers)
    entrants = tuple(str(m["member"]) for m in told["members"] if m["state"] == "accession awaited")
    if entrants or by_deed["accession"]:
        yield _deed("accession", "", "", by_deed["accession"], entrants)


def _deed(kind: str, number: str, text: str, signed: tuple[Any, ...], signers: tuple[str, ...]) -> Deed:
    have = {normal_code(str(s["member"])) for s in signed}
    awaited = tuple(m for m in signers if kind == "accession" or normal_code(m) not in have)
    return Deed(kind, number, text, signed, awaited)


def _parties(told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, told["parties"])) if told["in_force_on"] is None else ()


def _told(
    visit: Visit, on: Choices, refused: Refusal | None = None, posted: Posted | None = None, done: Any = ()
) -> Response:
    found, mine = list(deeds(visit, on)), normal_code(visit.caller.member or "")
    forms = [
        Form(deed.act, "Your signature", "Sign", _fields(visit, on))
        for deed in found
        if visit.may_act(COMMANDS[deed.kind]) and mine in map(normal_code, deed.awaited)
    ]
    if visit.may_act(DRAFT):
        forms.append(_drafting(on))
    if posted is not None and posted.fields["act"] not in {form.act for form in forms}:
        forms.append(Form(posted.fields["act"], "Your signature", "Sign", _fields(visit, on)))
    return page(
        visit,
        "signatures.html",
        200 if refused is None else status_of(refused),
        data=PageTable("signatures", COLUMNS, [row for deed in found for row in deed.rows()]),
        on=on,
        deeds=found,
        asked=asked(forms, refused, posted),
        key=new_key(),
        done=done,
    )


def _fields(visit: Visit, on: Choices) -> tuple[Field, ...]:
    who = visit.group.people.names().get(visit.caller.person or "", "")
    return (
        Field(
            "signatory",
            "Who signs",
            hint="A name is kept outside the log, so that it can be erased.",
            value=who,
        ),
        Field("capacity", "In which capacity", hint="Like: director general."),
        Field("deliberation", "Empowered by", hint="The délibération that empowers the signatory."),
        Field("signed_on", "Signed on", "day", value=on.today.isoformat()),
    )
