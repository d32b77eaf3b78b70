"""A person is forgotten once no law keeps the records any longer; chain, checkpoints and packs hold as before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from psycopg_pool import ConnectionPool

from application.agreements import SignAgreement
from application.erasure import RetentionRuns, erase_person, found, kept_until, reach_person
from application.group import Group
from application.ports import Act
from application.proof.holding import Held
from application.proof.signing import read_through
from domain.kernel.errors import BadInput, NotFound
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.person_register import PostgresPersonRegister
from infrastructure.postgres.tree import PostgresTree
from tests import examples
from tests.application.conftest import open_platform
from tests.application.proving import KEY, Reader, proven
from tests.examples import carry_out

ANNA = "Anna Sittelle"
TODAY = datetime.now(UTC).date()
LONG_AFTER = date(TODAY.year + 11, 1, 1)


@pytest.fixture
def register(pool: ConnectionPool, group_schema: str) -> PostgresPersonRegister:
    return PostgresPersonRegister(pool, group_schema)


@pytest.fixture
def acted(group: Group) -> str:
    """Anna has prepared what Brume approved; her opaque id stands in the log as actor and as preparer."""
    anna = Act(actor=group.people.identify(ANNA))
    open_platform(group)
    carry_out(group, examples.document("platform", "2026-01", 10000), act=anna)
    examples.post(group, "platform", "2026-01")
    return anna.actor


def test_what_is_still_kept_by_law_is_not_erased(register: PostgresPersonRegister, acted: str) -> None:
    with pytest.raises(RetentionRuns) as refused:
        erase_person(register, ANNA, TODAY)
    assert refused.value.facts["until"] == date(TODAY.year + 10, 12, 31)
    with pytest.raises(RetentionRuns):
        erase_person(register, acted, date(TODAY.year + 10, 12, 31))


def test_whoever_the_log_never_named_is_erased_at_once(
    group: Group, register: PostgresPersonRegister
) -> None:
    stranger = group.people.identify("Bruno Roitelet")
    assert erase_person(register, "bruno  roitelet", TODAY).id == stranger
    assert group.people.names() == {}


def test_an_id_inside_a_payload_counts_as_named(group: Group, register: PostgresPersonRegister) -> None:
    signatory = group.people.identify(ANNA)
    named = [
        command.model_copy(update={"signatory": signatory}) if isinstance(command, SignAgreement) else command
        for command in examples.members_in_agreement()
    ]
    carry_out(group, *named)
    assert found(register, ANNA).last_named_on == TODAY


def test_proofs_made_before_hold_after(
    pool: ConnectionPool,
    group_schema: str,
    group: Group,
    register: PostgresPersonRegister,
    acted: str,
    tmp_path: Path,
) -> None:
    before = proven(pool, group_schema, group, [("Brume", "platform", "2026-01")])
    reach_person(register, ANNA, "email", "anna@example.org")
    erase_person(register, ANNA, LONG_AFTER)
    assert acted not in group.people.names()
    with pool.connection() as connection:
        kept = connection.execute(in_schema(group_schema, "select count(*) from {}.contacts")).fetchone()
    assert kept == (0,)
    tree = PostgresTree(pool, group_schema)
    read_through(group.ledger.event_log, tree, group_schema, Held(before.signed.checkpoint))
    assert proven(pool, group_schema, group, [("Brume", "platform", "2026-01")]).zip == before.zip
    assert Reader(tmp_path).verifies(before.zip, before.signed, KEY).status == 0


def test_no_name_was_ever_in_the_log(group: Group, acted: str) -> None:
    for records in group.ledger.event_log.stream():
        for record in records:
            columns = (
                record.actor,
                record.on_behalf_of or "",
                record.correlation or "",
                record.payload.decode(),
            )
            assert not any(ANNA in column or "Sittelle" in column for column in columns)


def test_a_contact_replaces_the_one_before(register: PostgresPersonRegister, group: Group) -> None:
    group.people.identify(ANNA)
    for value in ("anna@example.org", "a.sittelle@example.org"):
        reach_person(register, ANNA, "email", value)
    assert found(register, ANNA).contacts == {"email": "a.sittelle@example.org"}


def test_whoever_is_not_known_is_not_made_by_asking(register: PostgresPersonRegister, group: Group) -> None:
    for ask in (
        lambda: erase_person(register, ANNA, TODAY),
        lambda: reach_person(register, ANNA, "email", "x"),
    ):
        with pytest.raises(NotFound):
            ask()
    assert group.people.names() == {}


@pytest.mark.parametrize(
    ("kind", "value"), [("fax", "1"), ("email", " "), ("email", "a\x00b"), ("post", "x" * 301)]
)
def test_a_contact_is_of_a_kind_and_a_length(
    register: PostgresPersonRegister, group: Group, kind: str, value: str
) -> None:
    group.people.identify(ANNA)
    with pytest.raises(BadInput):
        reach_person(register, ANNA, kind, value)


def test_the_longest_retention_that_holds_today_decides() -> None:
    assert kept_until(date(2026, 1, 1), date(2026, 1, 1))[0] == date(2036, 12, 31)
    assert kept_until(date(2026, 12, 31), date(2000, 2, 1))[0] == date(2032, 12, 31)
