"""Who may use the ledger over HTTP: accounts with their roles, and the keys of programs."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Annotated

import typer

from application.access.ports import Account, Accounts, Key
from application.access.role import Role
from application.answers.lists import member_of
from domain.kernel.errors import NotFound
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.keys import keys

account = typer.Typer(help="Who may use the ledger over HTTP, and as what.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The person's or program's name.")]


def register(app: typer.Typer) -> None:
    """Add the commands that administer access."""
    app.add_typer(account, name="account")


@account.command("add")
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="What the account is to the group.")],
    member: Annotated[str | None, typer.Option(help="The member it acts or reads for.")] = None,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password, or read one line.")
    ] = False,
    subject: Annotated[
        str | None, typer.Option(help="Its subject at the identity provider (OpenID Connect).")
    ] = None,
) -> None:
    """Give NAME a role in the group; once more for each further role."""
    desk: Desk = context.obj
    with desk.opened() as (opened, group_name, group):
        code = None if member is None else member_of(group.readings, group.position(), member)
        issuer = None if subject is None else opened.issuer()
        accounts = opened.accounts(group_name)
        made = accounts.add(name, role, code)
        if subject is not None and issuer is not None:
            accounts.link(made.person, issuer, subject)
        if password:
            opened.credentials(group_name).set_password(made.person, _password())
        desk.tell(_words(made), _told(made), facts_of(opened, group_name))


@account.command("list")
def list_all(context: typer.Context) -> None:
    """Every account with its roles, the revoked ones too."""
    desk: Desk = context.obj
    with desk.opened() as (opened, group_name, _):
        found = opened.accounts(group_name).all()
        lines = "\n".join(map(_words, found)) or "no account yet: whoever is at this machine may read"
        desk.tell(lines, {"accounts": [_told(each) for each in found]}, facts_of(opened, group_name))


@account.command("revoke")
def revoke(context: typer.Context, name: Name) -> None:
    """End an account with its password, sessions and keys; what it did stays in the log."""
    desk: Desk = context.obj
    with desk.opened() as (opened, group_name, _):
        accounts = opened.accounts(group_name)
        found = _account(accounts, name)
        accounts.revoke(found.person)
        told = {"person": found.person, "revoked": True}
        desk.tell(f"{found.name or found.person}: revoked", told, facts_of(opened, group_name))


@keys.command("issue")
def issue(
    context: typer.Context,
    name: Name,
    label: Annotated[str, typer.Option(help="What the key is for.")] = "program",
    days: Annotated[int | None, typer.Option(help="After how many days it ends.")] = None,
) -> None:
    """A new key for the account of NAME; it is shown this once."""
    desk: Desk = context.obj
    with desk.opened() as (opened, group_name, _):
        found = _account(opened.accounts(group_name), name)
        secret = opened.credentials(group_name).issue_key(found.person, label, days)
        desk.tell(
            secret, {"person": found.person, "label": label, "key": secret}, facts_of(opened, group_name)
        )


@keys.command("list")
def list_keys(context: typer.Context) -> None:
    """Every key that was issued, by its id; the keys themselves are not kept."""
    desk: Desk = context.obj
    with desk.opened() as (opened, group_name, group):
        names, found = group.people.names(), opened.credentials(group_name).keys()
        lines = "\n".join(
            f"{each.id}  {names.get(each.person, each.person)}: {_state(each)}" for each in found
        )
        told = [
            {"id": each.id, "person": each.person, "label": each.label, "state": _state(each)}
            for each in found
        ]
        desk.tell(lines or "no key was issued", {"keys": told}, facts_of(opened, group_name))


@keys.command("revoke")
def revoke_key(context: typer.Context, id: Annotated[str, typer.Argument(help="The key's id.")]) -> None:
    """End a key, by its id or by the whole key."""
    desk: Desk = context.obj
    key_id = id.split("_")[1] if id.startswith("tantieme_") and id.count("_") >= 2 else id
    with desk.opened() as (opened, group_name, _):
        opened.credentials(group_name).revoke_key(key_id)
        desk.tell(f"{key_id}: revoked", {"id": key_id, "revoked": True}, facts_of(opened, group_name))


def _account(accounts: Accounts, name: str) -> Account:
    for each in accounts.all():
        if name == each.person or (each.name is not None and each.name.casefold() == name.strip().casefold()):
            return each
    raise NotFound(kind="account", code=name)


def _password() -> str:
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _told(found: Account) -> dict[str, object]:
    roles = sorted(found.roles)
    return {
        "person": found.person,
        "name": found.name,
        "roles": roles,
        "member": found.member,
        "revoked": bool(found.revoked_at),
    }


def _words(found: Account) -> str:
    what = "revoked" if found.revoked_at else ", ".join(sorted(found.roles))
    return f"{found.name or found.person}: {what}" + (f" for {found.member}" if found.member else "")


def _state(found: Key) -> str:
    if found.revoked_at:
        return f"{found.label}, revoked on {found.revoked_at:%Y-%m-%d}"
    return found.label + (f", until {found.expires_at:%Y-%m-%d}" if found.expires_at else "")
