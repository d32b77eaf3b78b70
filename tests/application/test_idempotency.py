"""A command under an idempotency key has its effect once, however often and by however many it is asked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest

from application.accounts import OpenAccountingYear
from application.commands import Command
from application.errors import KeyReused
from application.group import Group
from application.ports import Act
from application.services import AddService
from domain.kernel.errors import AlreadyExists, Refusal
from infrastructure.postgres.pool import open_pool
from interfaces.composition import Home
from tests.examples import PREPARER, document, register

Answer = TypeVar("Answer")


def under(key: str) -> Act:
    return replace(PREPARER, idempotency_key=key)


def at_once(workers: int, work: Callable[[int], Answer]) -> list[Answer]:
    """The answers of so many threads that start together."""
    barrier = Barrier(workers)

    def one(number: int) -> Answer:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(one, range(workers)))


def head(group: Group) -> int:
    return group.ledger.event_log.head().position


def test_the_same_key_and_command_have_one_effect_and_one_position(group: Group) -> None:
    [aval, brume] = register("Aval", "Brume")
    first = group.carry_out(aval, under("k1"))
    group.carry_out(brume, under("k2"))
    assert group.carry_out(aval, under("k1")) == first
    assert head(group) == 2


def test_a_key_stands_for_one_command_only(group: Group) -> None:
    [aval, brume] = register("Aval", "Brume")
    group.carry_out(aval, under("k1"))
    with pytest.raises(KeyReused) as refused:
        group.carry_out(brume, under("k1"))
    assert refused.value.facts["key"] == "k1"
    assert head(group) == 1


def test_two_commands_of_one_form_are_two_commands(group: Group) -> None:
    class CloseAll(Command):
        year: int

    assert OpenAccountingYear(year=2026).digest() != CloseAll(year=2026).digest()
    assert OpenAccountingYear(year=2026).digest() == OpenAccountingYear(year=2026).digest()


def test_a_refused_command_leaves_its_key_free(group: Group) -> None:
    [aval] = register("Aval")
    group.carry_out(aval, PREPARER)
    with pytest.raises(AlreadyExists):
        group.carry_out(aval, under("k1"))
    group.carry_out(AddService(code="land", name="Land", axis="land", unit_of_work="file"), under("k1"))
    assert head(group) == 2


def test_who_repeats_a_command_need_not_be_who_gave_it(group: Group) -> None:
    [aval] = register("Aval")
    first = group.carry_out(aval, under("k1"))
    assert group.carry_out(aval, Act(actor="someone else", idempotency_key="k1")) == first


def test_sixteen_at_once_under_one_key_have_one_effect(group: Group) -> None:
    [aval] = register("Aval")
    assert set(at_once(16, lambda _: group.carry_out(aval, under("k1")))) == {1}
    assert head(group) == 1


def test_more_at_once_than_there_are_connections_wait_for_one_another(
    postgres: str, group_schema: str
) -> None:
    with open_pool(postgres, max_size=4) as few:
        group = Home(few).open(group_schema)
        services = [
            AddService(code=f"S{n}", name="Service", axis="land", unit_of_work="file") for n in range(16)
        ]
        positions = at_once(16, lambda n: group.carry_out(services[n], under(f"k{n}")))
    assert sorted(positions) == list(range(1, 17))


def test_several_groups_at_once_wait_for_one_another(home: Home, postgres: str) -> None:
    names = [f"neighbours_{n}" for n in range(4)]
    for name in names:
        home.migrate(name)
    with open_pool(postgres, max_size=4) as few:
        groups = [Home(few).open(name) for name in names]
        [aval] = register("Aval")
        assert at_once(4, lambda n: groups[n].carry_out(aval, PREPARER)) == [1] * 4


def test_without_a_key_the_rule_decides_and_one_of_sixteen_is_heard(group: Group) -> None:
    [aval] = register("Aval")

    def register_aval(_: int) -> int | str:
        try:
            return group.carry_out(aval, PREPARER)
        except Refusal as refusal:
            return refusal.name

    assert sorted(map(str, at_once(16, register_aval))) == ["1", *["already-exists"] * 15]


def test_lines_of_one_pool_recorded_at_once_are_all_in_it(confluence: Group) -> None:
    before = head(confluence)
    documents = [document("platform", "2026-01", 100) for _ in range(3)]
    at_once(3, lambda n: confluence.carry_out(documents[n], PREPARER))
    lines = confluence.readings.rows("document_lines", confluence.position(), service_month="2026-01")
    assert (len(lines), head(confluence) - before) == (3, 7)
