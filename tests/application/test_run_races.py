"""A run is posted on what it was prepared from, whoever records at the same time, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from application.accounts import LockPeriod, OpenAccountingYear
from application.errors import InputsMoved
from application.group import Group
from application.runs import PostRun
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import Refusal
from tests import examples
from tests.application.test_idempotency import at_once
from tests.application.test_runs import (
    RUN,
    approved,
    booked_against,
    borne,
    late_line,
    reading_corrected,
    rows,
)
from tests.examples import PREPARER, adopted, carry_out, document, post, reading


@pytest.fixture(autouse=True)
def january(confluence: Group) -> None:
    """A charter, and January's cost."""
    carry_out(confluence, examples.charter(examples.rule()), document("platform", "2026-01", 10_000))


def reading_added(group: Group) -> None:
    carry_out(group, *examples.register("Etang"), reading("calls", "Etang", "2026-01", "4"))


def key_adopted(group: Group) -> None:
    terms = examples.key_terms("platform", examples.EQUAL, "2026-02")
    carry_out(group, *adopted("R1", [Enactment("adopt a key", terms)]))


def other_run_posted(group: Group) -> None:
    carry_out(group, document("platform", "2026-02", 1_000))
    carry_out(group, *(reading("calls", m, "2026-02", "1") for m in examples.MEMBERS))
    post(group, "platform", "2026-02")


MOVES = (late_line, reading_corrected, reading_added, key_adopted, other_run_posted)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_a_run_is_not_posted_once_an_input_has_moved(
    confluence: Group, move: Callable[[Group], None]
) -> None:
    approved(confluence)
    move(confluence)
    before = confluence.ledger.event_log.head()
    with pytest.raises(InputsMoved):
        confluence.carry_out(PostRun(**RUN), PREPARER)
    assert confluence.ledger.event_log.head() == before
    approved(confluence)
    confluence.carry_out(PostRun(**RUN), PREPARER)
    assert {row["stage"] for row in rows(confluence, "runs", service_month="2026-01")} == {"posted"}


def test_what_has_no_part_in_a_run_does_not_hinder_it(confluence: Group) -> None:
    approved(confluence)
    carry_out(
        confluence,
        *examples.register("Etang"),
        document("platform", "2026-02", 700),
        reading("calls", "Aval", "2026-02", "4"),
        reading("homes", "Aval", "2026-01", "4"),
        *examples.toolbox("land"),
        examples.contract("land", examples.EQUAL),
        OpenAccountingYear(year=2027),
    )
    confluence.carry_out(PostRun(**RUN), PREPARER)
    assert borne(confluence) == {"Aval": 4286, "Brume": 2857, "Cime": 2857}


def test_two_that_post_one_run_at_once_post_it_once(confluence: Group) -> None:
    approved(confluence)

    def try_to_post(_: int) -> str:
        try:
            confluence.carry_out(PostRun(**RUN), PREPARER)
        except Refusal as refusal:
            return refusal.name
        return "posted"

    outcomes = at_once(4, try_to_post)
    assert outcomes.count("posted") == 1
    assert set(outcomes) <= {"posted", "inputs-moved", "not-found", "wrong-run-stage"}
    assert borne(confluence) == {"Aval": 4286, "Brume": 2857, "Cime": 2857}
    assert booked_against(confluence, "Brume") == 2857


def test_two_that_post_under_one_key_learn_the_same_position(confluence: Group) -> None:
    approved(confluence)
    act = replace(PREPARER, idempotency_key="post January")
    positions = set(at_once(4, lambda _: confluence.carry_out(PostRun(**RUN), act)))
    assert len(positions) == 1
    assert booked_against(confluence, "Brume") == 2857


def test_a_line_that_comes_while_a_run_is_posted_is_in_it_or_late(confluence: Group) -> None:
    approved(confluence)
    late = document("platform", "2026-01", 700)

    def race(number: int) -> str:
        try:
            confluence.carry_out(late if number else PostRun(**RUN), PREPARER)
        except InputsMoved:
            return "moved"
        return "done"

    posted, recorded = at_once(2, race)
    assert recorded == "done"
    assert len(rows(confluence, "late_lines")) == (posted == "done")


def test_the_period_a_run_is_posted_to_is_open_when_it_is_posted(confluence: Group) -> None:
    approved(confluence)
    lock = LockPeriod(month="2026-01")

    def race(number: int) -> str:
        try:
            confluence.carry_out(lock if number else PostRun(**RUN), PREPARER)
        except InputsMoved:
            return "moved"
        return "done"

    posted, locked = at_once(2, race)
    assert locked == "done"
    if posted == "moved":
        confluence.carry_out(PostRun(**RUN), PREPARER)
    topics = [record.topic for record in confluence.ledger.event_log.read(0, 1_000)]
    locked_first = topics.index("accounts.accounting-year.period-locked") < topics.index(
        "allocation.run.posted"
    )
    [run] = rows(confluence, "runs")
    assert run["posting_period"] == ("2026-02" if locked_first else "2026-01")
