"""Each rule is linked to what it governs, in a ledger as of a position, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from application.access.role import Role
from application.access.roles import Caller, How, NotAllowed
from application.group import Group
from application.rulebook.glossary.words import TERMS
from application.rulebook.governed import registers, runs, votes
from application.rulebook.governed.questions import Governs, NothingLive
from application.rulebook.governed.registry import PAGES, SHOWN, governed, rules_of, why_nothing
from application.rulebook.governed.things import Kind, Ledger
from application.rulebook.pages import page_of
from application.rulebook.reading import Rulebook, governing, governing_told, kinds_for
from application.rulebook.terms import by_letter, index, rule_named
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import NotFound
from infrastructure.rulebook.feature_files import FeatureFiles
from infrastructure.rulebook.kept_results import KeptResults
from interfaces.web.language import catalogue
from tests import examples
from tests.examples import MEMBERS, carry_out

BOOK = FeatureFiles().pages()
QUESTIONS = [
    q for known in PAGES.values() if not isinstance(known, NothingLive) for qs in known.values() for q in qs
]


def test_every_page_has_a_question_or_says_why_nothing_shows_it() -> None:
    assert set(PAGES) == {page.path for page in BOOK}
    for path, known in PAGES.items():
        assert known.reason.split() if isinstance(known, NothingLive) else any(known.values()), path


def test_every_question_names_a_rule_that_is_written() -> None:
    written = {(page.path, rule.title) for page in BOOK for rule in page.rules}
    asked = {
        (path, title)
        for path, known in PAGES.items()
        if not isinstance(known, NothingLive)
        for title in known
    }
    assert asked - written == set()


def test_no_question_is_asked_by_no_rule() -> None:
    written = [q for m in (runs, votes, registers) for q in vars(m).values() if isinstance(q, Governs)]
    assert [question.what for question in written if question not in QUESTIONS] == []


def test_what_is_governed_and_why_nothing_is_are_there_in_french() -> None:
    said = {question.what for question in QUESTIONS} | {why for page in BOOK if (why := why_nothing(page))}
    assert said - catalogue("fr").keys() == set()


def test_every_term_stands_on_a_rule_that_is_written_and_is_spoken_of() -> None:
    assert [t.term for t in TERMS] == sorted((t.term for t in TERMS), key=str.lower)
    assert [t.term for t in TERMS if t.rule is None or rule_named(BOOK, t) is None] == []
    entries = index(BOOK)
    assert [e.term.term for e in entries if not e.pages and not e.rules] == []
    assert sum(map(len, by_letter(entries).values())) == len(TERMS)


def test_a_page_that_is_not_written_is_not_found() -> None:
    assert page_of(BOOK, "Allocation/fairness-keys.feature").topic == "fairness_keys"
    with pytest.raises(NotFound):
        page_of(BOOK, "allocation/../runs")


def found_of(path: str, rule: str, ledger: Ledger) -> dict[str, tuple[int, list[tuple[str, ...]]]]:
    found = governed(page_of(BOOK, path), ledger)[rule]
    return {each.what: (each.count, [thing.codes for thing in each.newest]) for each in found}


@pytest.fixture
def lived(confluence: Group) -> Group:
    """January by 3, 2 and 2 calls; R1 shares equally from February and R2 is rejected; both months are posted."""
    carry_out(confluence, examples.charter(examples.rule("key", majority="two thirds of all")))
    key = examples.key_terms("platform", examples.EQUAL, "2026-02")
    for number, choice in (("R1", "for"), ("R2", "against")):
        carry_out(confluence, *examples.vote(number, [Enactment("adopt a key", key)]))
        carry_out(confluence, *examples.ballots(number, dict.fromkeys(MEMBERS, choice)))
    for month in ("2026-01", "2026-02"):
        carry_out(confluence, examples.document("platform", month, 10_000, number=month))
        examples.post(confluence, "platform", month)
    return confluence


def ledger_of(group: Group, at: int | None = None) -> Ledger:
    return Ledger(group.readings, group.position() if at is None else at)


def test_a_rule_is_linked_to_the_runs_and_decisions_that_it_governs(lived: Group) -> None:
    ledger = ledger_of(lived)
    keys = found_of("services/keys", "A key changes for months to come, from the first of a month", ledger)
    assert keys == {
        "resolutions that adopted a key": (1, [("Confluence", "R1")]),
        "first runs under a key that replaced another": (1, [("platform", "2026-02")]),
    }
    majority = found_of("governance/majority", "The majority is the one that the charter names", ledger)
    assert majority["resolutions counted by a majority of two thirds"] == (
        2,
        [("Confluence", "R2"), ("Confluence", "R1")],
    )
    assert majority["resolutions counted by unanimity"] == (0, [])
    carried = found_of("allocation/shares", "What rounding gave or took is carried to the next month", ledger)
    [(count, months)] = carried.values()
    assert (count, months) == (2, [("platform", "2026-02"), ("platform", "2026-01")])


def test_it_is_linked_as_of_a_position(lived: Group) -> None:
    january = next(
        at
        for at in range(1, lived.position() + 1)
        if lived.readings.rows("runs", at, service_month="2026-01", stage="posted")
    )
    posted = "What the members bear sums to the cost, to the cent"
    assert found_of("allocation/shares", posted, ledger_of(lived, january)) == {
        "posted runs": (1, [("platform", "2026-01")])
    }
    assert found_of("allocation/shares", posted, ledger_of(lived, january - 1)) == {"posted runs": (0, [])}


def test_a_run_and_a_resolution_are_told_the_rules_that_govern_them(lived: Group) -> None:
    ledger = ledger_of(lived)
    for kind, codes, one, other in (
        (Kind.RUN, ("platform", "2026-02"), "Preparer and approver differ", "A voter votes once"),
        (Kind.RESOLUTION, ("Confluence", "R2"), "A voter votes once", "Preparer and approver differ"),
    ):
        things = [thing for thing in ledger.things(kind) if thing.codes == codes]
        titles = {each.rule.title for each in rules_of(BOOK, ledger, things)}
        assert one in titles
        assert other not in titles
        # What a thing is told is what the rule tells of the thing.
        for page in BOOK:
            for title, found in governed(page, ledger, [kind]).items():
                told = any(codes in [t.codes for t in each.newest] for each in found)
                assert told == (title in titles), title


def test_the_rules_of_a_thing_are_told_to_who_may_read_it(lived: Group, tmp_path: Path) -> None:
    book, ledger = Rulebook(FeatureFiles(), KeptResults(tmp_path)), ledger_of(lived)
    auditor = Caller(None, frozenset({Role.AUDITOR}), None, How.LOCAL)
    told = governing_told(*governing(book, ledger, auditor, Kind.RUN, ("PLATFORM", "2026-02")))
    assert [thing["label"] for thing in told["things"]] == ["platform 2026-02 #1"]
    assert {
        "page": "allocation/runs",
        "title": "A month is shared once",
        "anchor": "a-month-is-shared-once",
    } in (told["rules"])
    for codes in (("platform", "2026-03"), ("platform",), ()):
        with pytest.raises(NotFound):
            governing(book, ledger, auditor, Kind.RUN, codes)
    reader = Caller("person-1", frozenset({Role.MEMBERS_READER}), "Aval", How.SESSION)
    with pytest.raises(NotAllowed):
        governing(book, ledger, reader, Kind.RUN, ("platform", "2026-02"))
    with pytest.raises(NotFound):
        governing(book, ledger, reader, Kind.STATEMENT, ("Brume", "2026"))


def test_every_question_can_be_asked_of_every_ledger(lived: Group, group: Group) -> None:
    for each in (ledger_of(lived), ledger_of(lived, 0)):
        for page in BOOK:
            for found in governed(page, each).values():
                assert all(len(f.newest) == min(f.count, SHOWN) for f in found)


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        (Role.AUDITOR, {Kind.RUN, Kind.RESOLUTION, Kind.STATEMENT}, set()),
        (Role.MEMBERS_READER, {Kind.RESOLUTION, Kind.CONTRACT}, {Kind.RUN, Kind.STATEMENT, Kind.DOCUMENT}),
        (Role.ADMINISTRATOR, set(), set(Kind)),
    ],
)
def test_who_may_not_read_a_page_is_not_told_of_it(role: Role, seen: set[Kind], hidden: set[Kind]) -> None:
    kinds = set(kinds_for(Caller("person-1", frozenset({role}), "Aval", How.SESSION)))
    assert seen <= kinds
    assert not hidden & kinds
