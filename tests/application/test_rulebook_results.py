"""How an example stands follows from its last results and from what it says now."""

from __future__ import annotations

from itertools import pairwise

import pytest

from application.rulebook.pages import Case, Example, Line, Page, Place, Rule, digest
from application.rulebook.results import Outcome, Result, Standing, counted, sentence, verdict, verdicts

PLACE = Place("allocation/shares", "A rule", "An example", "")
TEXT = digest([Line("Given", "something")])
LONG_AGO = Result(Outcome.PASSED, "2026-11-20", "0.1.9", TEXT)
FAILED_BEFORE = Result(Outcome.FAILED, "2026-11-20", "0.1.9", "1" * 64)
CHANGED = "changed since it was last run, on"
PASSED = Result(Outcome.PASSED, "2026-11-26", "0.2.0", TEXT)
FAILED = Result(Outcome.FAILED, "2026-11-27", "0.2.1", TEXT)
OTHER = Result(Outcome.PASSED, "2026-11-25", "0.1.0", "0" * 64)


def cases(count: int) -> list[Case]:
    return [Case(PLACE._replace(case=f"case {n}"), TEXT) for n in range(count)]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([PASSED, PASSED], "passed on 2026-11-26 with version 0.2.0"),
        ([PASSED, FAILED], "failed on 2026-11-27 with version 0.2.1: case 1"),
        ([None, FAILED], "failed on 2026-11-27 with version 0.2.1: case 1"),
        ([PASSED, None], "not run"),
        ([None, None], "not run"),
        ([PASSED, OTHER], f"{CHANGED} 2026-11-25 with version 0.1.0"),
        ([FAILED, OTHER], "failed on 2026-11-27 with version 0.2.1: case 0"),
        # A passed case that ran longer ago is the one whose date is told.
        ([PASSED, LONG_AGO], "passed on 2026-11-20 with version 0.1.9"),
        # A failure of what is not written any more says nothing of what is.
        ([PASSED, FAILED_BEFORE], f"{CHANGED} 2026-11-20 with version 0.1.9"),
    ],
)
def test_an_example_stands_as_the_worst_of_its_cases(results: list[Result | None], words: str) -> None:
    of = cases(len(results))
    known = {case.place: result for case, result in zip(of, results, strict=True) if result is not None}
    assert sentence(verdict(of, known)) == words


def page(*lines: Line, given: Line | None = None, rows: tuple[tuple[str, ...], ...] = ()) -> Page:
    example = Example("An example", "an-example", lines, rows)
    rule = Rule("A rule", "a-rule", "", (), (example,))
    return Page("allocation", "shares", "Shares", "Why.", (given,) if given else (), (rule,))


def test_whatever_an_example_says_is_in_its_digest_and_its_title_is_not() -> None:
    one = Line("Given", "the calls", (("member", "calls"), ("Aval", "3")))
    said = [
        page(one),
        page(Line("When", one.text, one.table)),
        page(Line("Given", "the homes", one.table)),
        page(Line("Given", one.text, (("member", "calls"), ("Aval", "4")))),
        page(one, given=Line("Given", "Aval cooperates")),
    ]
    found = [[case.digest for case in each.cases()] for each in said]
    assert all(len(each) == 1 for each in found)
    assert len({each[0] for each in found}) == len(said)
    renamed = Page("allocation", "shares", "Other", "Other.", (), said[0].rules)
    assert [case.digest for case in renamed.cases()] == found[0]


def test_a_case_is_what_its_row_makes_of_the_example() -> None:
    rows = (("case", "n"), ("few", "3"), ("many", "30"))
    told = page(Line("Given", "<n> calls", (("calls",), ("<n>",))), rows=rows)
    few, many = told.cases()
    assert (few.place.case, many.place.case) == ("few", "many")
    assert few.digest == digest([Line("Given", "3 calls", (("calls",), ("3",)))])
    other = page(*told.rules[0].examples[0].lines, rows=(*rows[:2], ("many", "31")))
    first, second = other.cases()
    assert first.digest == few.digest
    assert second.digest != many.digest


def test_a_page_without_results_is_not_run_and_counted_worst_first() -> None:
    told = page(Line("Given", "something"))
    assert [v.standing for v in verdicts(told, {}).values()] == [Standing.NOT_RUN]
    mixed = [verdict(cases(1), {c.place: r for c in cases(1)}) for r in (PASSED, FAILED, OTHER)]
    assert list(counted(mixed).items()) == [("failed", 1), ("changed", 1), ("passed", 1)]
    assert all(list(Standing).index(a) <= list(Standing).index(b) for a, b in pairwise(Standing))
