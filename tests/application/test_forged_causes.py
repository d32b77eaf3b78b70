"""A pack whose events fit each other is refused where what was decided, and among whom, does not fit what was done."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from application import run_bases
from application.group import Group
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary
from infrastructure.exports.verify_pack import Refused, decided
from tests import examples
from tests.application.proving import Reader, proven
from tests.examples import CIME, carry_out

Said = dict[str, Any]
KEY = {"version": 2, "key": {"proportional": "Calls"}, "effective_from": "2026-02", "reason": "use"}
LATER: Said = {"month_weights": {"1": "170.0"}, "averaged_measures": ["homes"]}
AUTHORITY = {"kind": "resolution", "agreement": "Confluence", "number": "R1", "enactment": 1}


class Event:
    """An event as the verifier reads it."""

    def __init__(self, name: str, **says: Any) -> None:
        self.name, self.says = name, says


class Log:
    """The one stream of a resolution."""

    def __init__(self, *events: Event) -> None:
        self.events = list(events)

    def stream(self, *_codes: str) -> list[Event]:
        return self.events


def resolution(ballots: dict[str, str], **closed: str) -> Log:
    """Resolution R1: what it enacts, three voters of one vote each, their ballots, and what became of it."""
    terms = {
        "contract": "platform",
        "key": {"proportional": "calls"},
        "effective_from": "2026-02",
        "reason": " use ",
    }
    enacts = {
        "kind": "adopt a key",
        "terms": {**terms, "month_weights": {"1": "170"}, "averaged_measures": ["Homes"]},
    }
    voters = [{"seat": seat, "weight": "1"} for seat in ("Aval", "Brume", "Cime")]
    count = {"in_favour": "2", "against": "1", "abstained": "0", "blank": "0", "outcome": "adopted", **closed}
    return Log(
        Event("tabled", enactments=[enacts]),
        Event("opened", rule={"majority": "simple"}, voters=voters),
        *(Event("ballot-cast", seat=seat, choice=choice) for seat, choice in ballots.items()),
        Event("closed", **count),
        Event("enactment-executed", ordinal=1),
    )


CARRIED = {"Aval": "for", "Brume": "for", "Cime": "against"}


def adopted(log: Log, **other: Any) -> str:
    return decided(log, json.loads(json.dumps({**KEY, **LATER, "authority": AUTHORITY, **other})))  # type: ignore[arg-type]


def test_what_was_decided_is_told_with_its_votes() -> None:
    assert adopted(resolution(CARRIED)) == "resolution R1 of Confluence (2 for, 1 against)"


@pytest.mark.parametrize(
    "other",
    [
        {"key": {"proportional": "homes"}},
        {"effective_from": "2026-01"},
        {"reason": "none"},
        {"month_weights": {"1": "130"}},
        {"month_weights": {}},
        {"averaged_measures": []},
        {"authority": {**AUTHORITY, "enactment": None}},
    ],
    ids=str,
)
def test_what_was_not_decided_so_is_refused(other: Said) -> None:
    with pytest.raises(Refused):
        adopted(resolution(CARRIED), **other)


def test_another_event_than_was_enacted_has_nothing_in_common_with_it() -> None:
    opened = {"code": "land", "provider": "Aval", "rounding": "sainte-lague", "authority": AUTHORITY}
    with pytest.raises(Refused):
        decided(resolution(CARRIED), opened)  # type: ignore[arg-type]


def test_more_votes_against_than_for_carry_nothing_under_any_rule() -> None:
    against = {"Aval": "for", "Brume": "against", "Cime": "against"}
    with pytest.raises(Refused, match="do not carry it"):
        adopted(resolution(against, in_favour="1", against="2"))


def recused(log: Log) -> None:
    log.events.insert(2, Event("voter-recused", seat="Brume"))


def twice(log: Log) -> None:
    log.events.insert(2, Event("ballot-cast", seat="Brume", choice="for"))


def a_stranger(log: Log) -> None:
    log.events.insert(2, Event("ballot-cast", seat="Dune", choice="for"))


@pytest.mark.parametrize("forge", [recused, twice, a_stranger])
def test_a_ballot_that_may_not_be_is_refused(forge: Callable[[Log], None]) -> None:
    log = resolution(CARRIED)
    forge(log)
    with pytest.raises((Refused, KeyError)):
        adopted(log)


def test_a_ledger_that_leaves_out_who_benefits_is_refused(
    pool: ConnectionPool,
    group_schema: str,
    confluence: Group,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_cime(beneficiary: Beneficiary, _month: Month) -> Fraction:
        return Fraction(beneficiary.member != CIME)

    monkeypatch.setattr(run_bases, "presence_in", without_cime)
    carry_out(confluence, examples.document("platform", "2026-01", 10_000))
    examples.post(confluence, "platform", "2026-01")
    verdict = Reader(tmp_path).verifies(
        proven(pool, group_schema, confluence, [("Brume", "platform", "2026-01")]).zip
    )
    assert (verdict.status, "shared by others than benefit" in verdict.said) == (1, True)
