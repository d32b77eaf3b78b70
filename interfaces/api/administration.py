"""Accounts and keys of a group, for its administrators. None of it is in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from application.access.ports import Account
from application.access.role import Role
from application.answers.lists import member_of
from interfaces.api.asked import accepts
from interfaces.api.bodies import admitted_json, described, read_body
from interfaces.api.served import Served, served
from interfaces.api.shapes import Shape
from interfaces.api.standing import Admitted, admit

LARGEST = 8 * 1024

routes = APIRouter(tags=["accounts"], dependencies=[accepts()])
AsAdmitted = Annotated[Admitted, Depends(admit)]
HomeServed = Annotated[Served, Depends(served)]
JsonBody = Annotated[bytes, Depends(admitted_json)]
Person = Annotated[str, Path(pattern="^person-[0-9a-f]{16}$", examples=["person-0123456789abcdef"])]
KeyId = Annotated[str, Path(pattern="^[0-9a-f]{12}$", examples=["0123456789ab"])]


class AddAccount(BaseModel):
    """Give a person or program of a name a role; for a member, where the role is held for one."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    role: Role
    member: str | None = Field(default=None, max_length=120)
    password: str | None = Field(default=None, max_length=200)
    subject: str | None = Field(
        default=None, max_length=255, description="Its subject at the identity provider, if it logs in there."
    )


class IssueKey(BaseModel):
    """A key for a program that acts as an account."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str = Field(min_length=1, max_length=100)
    days: int | None = Field(default=None, ge=1, le=3660, description="After how many days it ends.")


class AccountShape(Shape):
    """A person or program with its roles, and the member that it acts for."""

    person: str
    name: str | None
    roles: list[Role]
    member: str | None
    revoked_at: datetime | None


class KeyShape(Shape):
    """What is kept of a key: not the key."""

    id: str
    person: str
    label: str
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class AccountsReading(Shape):
    """Who may act in the group."""

    group: str
    accounts: list[AccountShape]
    keys: list[KeyShape]


class IssuedKey(Shape):
    """A key, shown this once."""

    person: str
    label: str
    key: str


@routes.get("/accounts", name="accounts", response_model=AccountsReading)
def accounts(admitted: AsAdmitted, home: HomeServed) -> Any:
    """Every account with its roles, and every key by its id."""
    found = home.home.accounts(admitted.name).all()
    keys = home.home.credentials(admitted.name).keys()
    return {"group": admitted.name, "accounts": [_told(each) for each in found], "keys": keys}


@routes.post(
    "/accounts",
    name="add-account",
    response_model=AccountShape,
    max_body_size=LARGEST,
    openapi_extra=described(AddAccount, {"name": "Claire", "role": "controller"}),
)
def add_account(admitted: AsAdmitted, home: HomeServed, body: JsonBody) -> Any:
    """Give a person of that name a role; once more for each further role."""
    given = read_body(AddAccount, body)
    group, member = admitted.group, given.member
    code = None if member is None else member_of(group.readings, group.position(), member)
    issuer = None if given.subject is None else home.home.issuer()
    kept = home.home.accounts(admitted.name)
    made = kept.add(given.name, given.role, code)
    if given.subject is not None and issuer is not None:
        kept.link(made.person, issuer, given.subject)
    if given.password is not None:
        home.home.credentials(admitted.name).set_password(made.person, given.password)
    return _told(made)


@routes.delete("/accounts/{person}", name="revoke-account", status_code=204, response_class=Response)
def revoke_account(admitted: AsAdmitted, home: HomeServed, person: Person) -> Response:
    """End an account with its password, sessions and keys; what it did stays in the log."""
    home.home.accounts(admitted.name).revoke(person)
    return Response(status_code=204)


@routes.post(
    "/accounts/{person}/keys",
    name="issue-key",
    response_model=IssuedKey,
    max_body_size=LARGEST,
    openapi_extra=described(IssueKey, {"label": "monthly import", "days": 365}),
)
def issue_key(admitted: AsAdmitted, home: HomeServed, person: Person, body: JsonBody) -> Any:
    """A new key for an account; it is shown this once."""
    given = read_body(IssueKey, body)
    key = home.home.credentials(admitted.name).issue_key(person, given.label, given.days)
    return {"person": person, "label": given.label, "key": key}


@routes.delete("/keys/{key}", name="revoke-key", status_code=204, response_class=Response)
def revoke_key(admitted: AsAdmitted, home: HomeServed, key: KeyId) -> Response:
    """End a key, by its id."""
    home.home.credentials(admitted.name).revoke_key(key)
    return Response(status_code=204)


def _told(found: Account) -> dict[str, Any]:
    return {
        "person": found.person,
        "name": found.name,
        "roles": sorted(found.roles),
        "member": found.member,
        "revoked_at": found.revoked_at,
    }
