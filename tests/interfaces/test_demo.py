"""The demo is played by the command line that everybody uses, and the README shows what it prints."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question
from infrastructure.postgres.migrations import migrate, put_about
from interfaces.cli.demo import MARKER
from interfaces.composition import Home
from tests.application.test_what_if_identity import streams_of
from tests.architecture.repository import ROOT
from tests.interfaces.command_line import CommandLine, Said, url_of

GROUP = "coopairs"
CHAPTERS = (
    "1. The members",
    "2. The cooperation agreement Coo.pairs",
    "3. Three services",
    "4. Documents and readings of 2017 to 2021",
    "5. A run per contract and month",
    "6. All in one group",
    "7. Statements",
    "8. Proof",
)


@pytest.fixture(scope="module")
def tantieme(postgres: str) -> CommandLine:
    return CommandLine(url_of(postgres), GROUP)


@pytest.fixture(scope="module")
def played(tantieme: CommandLine, pool: ConnectionPool) -> Said:
    """The demo, on what an earlier demo left, interrupted right at its beginning."""
    migrate(pool, GROUP)
    put_about(pool, GROUP, **{"made by": MARKER})
    return tantieme.as_process("demo")


def test_the_demo_tells_its_eight_chapters(played: Said) -> None:
    assert played.status == 0, played.err
    places = [played.out.index(chapter) for chapter in CHAPTERS]
    assert places == sorted(places)


def test_the_demo_shows_that_every_cent_adds_up(played: Said) -> None:
    assert "218 posted runs: the shares of each sum to its pool, to the cent." in played.out
    assert "less than one cent from their exact parts" in " ".join(played.out.split())
    assert "UNEQUAL" not in played.out


def test_the_demo_says_what_is_published_and_what_is_invented(played: Said) -> None:
    assert "Published: the members Aquitanis and Mésolia" in played.out
    assert "Invented: every date" in played.out


def test_the_readme_shows_what_the_demo_prints(played: Said) -> None:
    # Hashes differ from one playing to the next: recorded times are the true ones.
    printed = {_without_hashes(line) for line in played.out.splitlines()}
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    quoted = [line for block in blocks[:-1] for line in block.splitlines() if line.strip()]
    assert len(quoted) > 40
    assert [line for line in quoted if _without_hashes(line) not in printed] == []


def _without_hashes(line: str) -> str:
    return re.sub(r"[0-9a-f]{16,}…?", "#", line.rstrip())


def test_the_statement_is_the_same_for_programs(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    told = tantieme("statement", "Mésolia", 2021, "--json").data
    assert told["borne_cents"] == sum(line["shared_cents"] + line["direct_cents"] for line in told["lines"])
    assert told["borne_cents"] == told["own_cents"] + sum(told["due_cents"].values())
    assert set(told["facts"]) == {"published", "invented"}


def test_a_past_position_shows_what_was_known_then(tantieme: CommandLine, played: Said) -> None:
    found = re.search(r"as of position ([0-9]+), before the key changed: ([0-9,.]+) EUR", played.out)
    assert found
    then = tantieme("statement", "Mésolia", 2021, "--as-of", found[1], "--json").data
    assert f"{then['borne_cents'] / 100:,.2f}" == found[2]
    assert max(line["service_month"] for line in then["lines"]) == "2021-05"


def test_a_share_explains_itself_back_to_the_votes(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    told = tantieme("explain", "Mésolia", "platform", "2021-09", "--json").data
    [run] = told["runs"]
    assert run["key"]["decided"]["authority"]["number"] == "2021-03"
    assert {b["seat"]: b["choice"] for b in run["key"]["decided"]["ballots"]} == {
        "Aquitanis": "for",
        "Mésolia": "for",
        "Landombre": "against",
    }
    assert sum(line["amount_cents"] for line in told["documents"]) == run["base_cents"]
    assert told["posted_cents"] == run["share"]["cents"]


def test_a_late_correction_is_posted_in_the_first_open_period(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    told = tantieme("explain", "Mésolia", "CP-PLATFORM", "2019-05", "--json").data
    first, corrective = told["runs"]
    assert (first["kind"], first["posting_period"]) == ("final", "2019-05")
    assert (corrective["kind"], corrective["posting_period"]) == ("corrective", "2020-02")
    assert corrective["base_cents"] - corrective["already_posted_cents"] == -128437


def test_the_chain_of_the_demo_holds(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    assert tantieme("verify").status == 0


# By hand, in cents: CE-PLATFORM of 2021-09 to 2021-12 shared 2/5 by homes and 3/5 by calls, less by calls alone.
KEY_CHANGE = {"Aquitanis": -362331, "Landombre": 83085, "Mésolia": 279246}


def test_the_key_change_moved_what_a_hand_finds_in_the_files(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    [step] = tantieme("replay", "--step", "Coo.efficience/2021-03", "--json").data["decisions"]
    changed = {each["member"]: each for each in step["changed"]["members"]}
    assert {member: each["cents"] for member, each in changed.items()} == KEY_CHANGE
    exact = {member: Fraction(each["exact_cents"]) for member, each in changed.items()}
    assert exact == key_change_by_hand()
    asked = tantieme("what-if", "--refused", "Coo.efficience/2021-03", "--json").data
    more = {d["member"]: d["difference_cents"] for d in asked["differences"] if d["difference_cents"]}
    assert more == {member: -cents for member, cents in KEY_CHANGE.items()}
    assert (asked["refused_runs"], asked["fallen"], asked["not_allocated"]) == ([], [], [])


def key_change_by_hand() -> dict[str, Fraction]:
    """The same from the files that ship with the example, with nothing of Tantième but their columns."""
    months = [f"{month:02d}/2021" for month in range(9, 13)]
    pools = dict.fromkeys(months, 0)
    for line in csv_rows("costs-2021.csv"):
        if (line["Contrat"], line["Imputation directe"]) == ("CE-PLATFORM", "") and line[OF] in months:
            pools[line[OF]] += cents_in(line["Montant"])
    read = {(r["Mesure"], r["Membre"], r["Mois"]): whole(r["Valeur"]) for r in csv_rows(READINGS)}
    # At their latest reference dates: December 2016, December 2018 and April 2021.
    homes = {"Aquitanis": 18_500, "Mésolia": 21_000, "Landombre": 6_200}
    changed = dict.fromkeys(KEY_CHANGE, Fraction(0))
    for month, cents in pools.items():
        calls = {m: read["calls", m, month] for m in changed}
        for m in changed:
            by_homes = Fraction(homes[m], sum(homes[each] for each in changed))
            by_calls = Fraction(calls[m], sum(calls.values()))
            changed[m] += Fraction(2, 5) * cents * (by_homes - by_calls)
    return changed


OF, READINGS = "Mois de service", "measurements-2021.csv"


def csv_rows(name: str) -> list[dict[str, str]]:
    text = (ROOT / "interfaces" / "cli" / "example" / name).read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def cents_in(text: str) -> int:
    return whole(text.replace(",", ""))


def whole(text: str) -> int:
    return int(re.sub(r"\s", "", text))


def test_a_what_if_that_changes_nothing_is_the_demo(played: Said, pool: ConnectionPool) -> None:
    assert played.status == 0
    group = Home(pool).open(GROUP)
    before = group.ledger.event_log.head()
    records = records_until(group.ledger.event_log, before.position)
    answered = what_if(records, Question(changes=()))
    assert answered.supposed.runs == answered.recorded.runs
    assert len(answered.supposed.runs) == 218
    assert streams_of(answered.world.log.read(0, len(records) + 1)) == streams_of(records)
    assert group.ledger.event_log.head() == before


def test_every_decision_of_the_demo_is_told_with_what_it_changed(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    told = tantieme("replay", "--from", "Coo.pairs/2020-02", "--json").data["decisions"]
    sums = {d["number"]: sum(c["cents"] for c in d["changed"]["members"]) for d in told}
    # Who opens a contract moves all of its cost; an admission, the entrant's direct charges; a key, nothing in all.
    assert sums == {"2020-02": 69_984_212, "2021-01": 249_183, "2021-04": 0, "2021-02": 0, "2021-03": 0}


def test_the_impact_of_the_key_change_is_what_a_what_if_says(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    [found] = [
        r
        for r in tantieme("resolutions", "--json").data["resolutions"]
        if (r["agreement"], r["number"]) == ("Coo.efficience", "2021-03")
    ]
    study = found["study"]["study"]
    position = study["position"]
    again = tantieme("impact", "Coo.efficience", "2021-03", "--as-of", position, "--json").data["impact"]
    assert again == study
    [enactment] = study["enactments"]
    [comparison] = enactment["comparisons"]
    assert comparison["months"] == [f"2021-{month:02d}" for month in range(1, 6)]
    key = json.dumps(found["enactments"][0]["terms"]["key"])
    same = ("what-if", "--contract", "CE-PLATFORM", "--key", key, "--from", "2021-01", "--as-of", position)
    asked = [d for d in tantieme(*same, "--json").data["differences"] if d["contract"] == "CE-PLATFORM"]
    for cents in ("difference_cents", "difference_exact_cents"):
        assert {m["member"]: m[cents] for m in comparison["members"]} == {
            d["member"]: d[cents] for d in asked
        }
    assert sum(m["difference_cents"] for m in comparison["members"]) == 0
    assert comparison["win_win"]["before"]["in_core"]
    assert comparison["win_win"]["after"]["in_core"]


def test_the_inquorate_meeting_has_its_minutes_and_its_second_call(
    tantieme: CommandLine, played: Said
) -> None:
    assert "Procès-verbal de carence de la réunion du 22 avril 2021" in played.out
    reference = "board of 2021-04-22, on 2021-04"
    told = tantieme("minutes", "Coo.efficience", reference, "--json").data["minutes"]
    assert (told["inquorate"], told["second_call"]["held_on"]) == (True, "2021-05-06")
    second = tantieme("minutes", "Coo.efficience", "2021-04", "--json").data["minutes"]
    assert (second["call"], second["follows"], second["inquorate"]) == (2, reference, False)
    assert second["resolutions"][0]["vote"]["outcome"] == "adopted"


EVENTS = f"{GROUP}.events"
LAST = f"(select max(position) from {EVENTS})"
TAMPERINGS = {
    "a payload altered": (f"update {EVENTS} set payload = payload || ' ' where position = 1000", 1000),
    "an actor altered": (f"update {EVENTS} set actor = 'x' where position = 2000", 2000),
    "an event deleted": (f"delete from {EVENTS} where position = 1500", 1500),
    "the last event deleted": (f"delete from {EVENTS} where position = {LAST}", LAST),
    "an event inserted": (
        f"insert into {EVENTS} select position + 1, gen_random_uuid(), 1, topic, payload, actor, on_behalf_of,"
        f" correlation, causation, idempotency_key, recorded_at, hash from {EVENTS} where position = {LAST}",
        f"{LAST} + 1",
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_tampering_is_named_by_its_position(
    tantieme: CommandLine, played: Said, postgres: str, tampering: str
) -> None:
    assert played.status == 0
    statement, position = TAMPERINGS[tampering]
    with psycopg.connect(postgres, autocommit=True) as connection:
        [(first_bad,)] = connection.execute(f"select {position}").fetchall()
        connection.execute("create temporary table untouched as select * from " + EVENTS)
        connection.execute(statement)
        try:
            said = tantieme("verify")
        finally:
            connection.execute(f"truncate {EVENTS}")
            connection.execute(f"insert into {EVENTS} select * from untouched")
    assert said.status == 1
    assert f"from position {first_bad} on" in said.err
    assert tantieme("verify").status == 0


def test_rebuilding_prints_equal_digests(tantieme: CommandLine, played: Said) -> None:
    assert played.status == 0
    said = tantieme("rebuild", "--json")
    assert said.status == 0
    assert all(view["before"] == view["after"] and view["switched"] for view in said.data["views"])


def test_the_demo_leaves_alone_what_it_did_not_make(tantieme: CommandLine) -> None:
    other = CommandLine(tantieme.url, "not_a_demo")
    assert other("migrate").status == 0
    said = other("demo")
    assert said.status == 1
    assert "was not made by the demo" in said.err
    assert other("history").status == 0


def test_a_second_demo_starts_clean_and_says_so(played: Said) -> None:
    assert f"The group {GROUP} of an earlier demo was dropped: this one starts clean." in played.out
