"""Accounts and keys on the command line: who may use the ledger over HTTP, and as what."""

from __future__ import annotations

import pytest
from psycopg_pool import ConnectionPool

from application.access.role import Role
from interfaces.composition import Home
from tests.examples import BRUME, carry_out, register
from tests.interfaces.command_line import CommandLine, url_of


@pytest.fixture
def tantieme(postgres: str, pool: ConnectionPool, group_schema: str) -> CommandLine:
    carry_out(Home(pool).open(group_schema), *register(BRUME))
    return CommandLine(url_of(postgres), group_schema)


def test_an_account_has_the_roles_that_it_was_given(tantieme: CommandLine) -> None:
    assert "no account yet" in tantieme("account", "list").out
    assert tantieme("account", "add", "Claire", "--role", "controller").out == "Claire: controller\n"
    told = tantieme("account", "add", "Claire", "--role", "board-member", "--member", "brume").out
    assert told == "Claire: board-member, controller for Brume\n"
    [account] = tantieme("account", "list", "--json").data["accounts"]
    assert (account["roles"], account["member"]) == (["board-member", "controller"], BRUME)
    assert tantieme("account", "revoke", "claire").status == 0
    assert tantieme("account", "list").out == "Claire: revoked for Brume\n"


def test_a_board_member_is_so_for_a_member_that_is_known(tantieme: CommandLine) -> None:
    assert "name it" in tantieme("account", "add", "Denis", "--role", "board-member").err
    unknown = tantieme("account", "add", "Denis", "--role", "board-member", "--member", "Dune")
    assert (unknown.status, "there is no member Dune" in unknown.err) == (1, True)
    assert tantieme("account", "add", "Denis", "--role", "king").status == 2


def test_a_key_is_shown_once(tantieme: CommandLine, pool: ConnectionPool) -> None:
    tantieme("account", "add", "Robot", "--role", "auditor")
    key = tantieme("key", "issue", "Robot", "--label", "night", "--days", "30").out.strip()
    credentials = Home(pool).credentials(str(tantieme.group))
    account = credentials.of_key(key)
    assert account is not None
    assert account.roles == {Role.AUDITOR}
    listed = tantieme("key", "list").out
    assert "Robot: night, until " in listed
    assert key.split("_", 2)[2] not in listed
    assert tantieme("key", "revoke", key).status == 0
    assert credentials.of_key(key) is None
    assert tantieme("key", "issue", "Nobody").status == 1
    assert tantieme("key", "issue", "Robot", "--days", "0").status == 2


def test_a_password_is_read_and_never_shown(tantieme: CommandLine, pool: ConnectionPool) -> None:
    password = "a dozen letters or more"
    said = tantieme("account", "add", "Emma", "--role", "auditor", "--password", stdin=f"{password}\n")
    assert (said.status, password in said.out) == (0, False)
    assert Home(pool).credentials(str(tantieme.group)).log_in("emma", password)
    assert tantieme("account", "add", "Emma", "--role", "auditor", "--password", stdin="short\n").status == 2


def test_a_subject_belongs_to_a_provider_that_is_set(tantieme: CommandLine) -> None:
    said = tantieme("account", "add", "Fanny", "--role", "auditor", "--subject", "fanny@id")
    assert (said.status, "TANTIEME_OIDC_ISSUER" in said.err) == (2, True)


def test_a_subject_is_of_the_provider_at_which_people_log_in(
    tantieme: CommandLine, pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANTIEME_OIDC_ISSUER", "https://id.example")
    monkeypatch.setenv("TANTIEME_OIDC_CLIENT_ID", "tantieme")
    assert tantieme("account", "add", "Fanny", "--role", "auditor", "--subject", "fanny@id").status == 0
    known = Home(pool).accounts(str(tantieme.group)).of_subject("https://id.example", "fanny@id")
    assert known is not None
    assert (known.name, known.roles) == ("Fanny", {Role.AUDITOR})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])
def test_others_are_served_only_under_names_that_are_given(tantieme: CommandLine, host: str) -> None:
    said = tantieme("serve", "--host", host, "--port", "0")
    assert (said.status, "--allowed-host" in said.err) == (2, True)
    wrong = tantieme("serve", "--host", host, "--allowed-host", "a b")
    assert (wrong.status, "allowed-host" in wrong.err) == (2, True)
