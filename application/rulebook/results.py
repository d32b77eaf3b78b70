"""How the examples last ran, and whether what was run is what is written now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from application.rulebook.pages import Case, Example, Page, Place, Rule


class Outcome(StrEnum):
    """What came of running a case."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case on a day (ISO, UTC), run with that version; `digest` is of what it said then."""

    outcome: Outcome
    on: str
    version: str
    digest: str


class Results(Protocol):
    """Where the last result of each case is kept; the run of the examples writes it."""

    def results(self) -> Mapping[Place, Result]:
        """The last result of every case that was ever run; none where nothing was. Raises BadInput."""
        ...


class Standing(StrEnum):
    """How an example stands, the worst first."""

    FAILED = "failed"
    CHANGED = "changed"
    NOT_RUN = "not run"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an example stands over all its cases; `failed` names those that failed.

    A day and version are told where they are of one run or of the oldest part of it; else both are empty.
    """

    standing: Standing
    on: str = ""
    version: str = ""
    failed: tuple[str, ...] = ()


def verdict(cases: Sequence[Case], results: Mapping[Place, Result]) -> Verdict:
    """How these cases stand together: as the worst of them; a date is the oldest of what it is told of."""
    stand = [(case, results.get(case.place)) for case in cases]
    current = [(c, r) for c, r in stand if r is not None and r.digest == c.digest]
    failed = [(c, r) for c, r in current if r.outcome is Outcome.FAILED]
    if failed:
        _, first = min(failed, key=lambda found: found[1].on)
        return Verdict(Standing.FAILED, first.on, first.version, tuple(c.place.case for c, _ in failed))
    changed = [r for c, r in stand if r is not None and r.digest != c.digest]
    if changed:
        last = min(changed, key=lambda result: result.on)
        return Verdict(Standing.CHANGED, last.on, last.version)
    if len(current) < len(stand) or not stand:
        return Verdict(Standing.NOT_RUN)
    _, oldest = min(current, key=lambda found: found[1].on)
    return Verdict(Standing.PASSED, oldest.on, oldest.version)


def verdicts(page: Page, results: Mapping[Place, Result]) -> Mapping[tuple[str, str], Verdict]:
    """How each example of a page stands, by the titles of its rule and its own."""
    by_example: dict[tuple[str, str], list[Case]] = {}
    for case in page.cases():
        by_example.setdefault((case.place.rule, case.place.example), []).append(case)
    return {place: verdict(cases, results) for place, cases in by_example.items()}


def of_example(told: Mapping[tuple[str, str], Verdict], rule: Rule, example: Example) -> Verdict:
    """How one example of a page stands."""
    return told.get((rule.title, example.title), Verdict(Standing.NOT_RUN))


def counted(told: Iterable[Verdict]) -> dict[str, int]:
    """How many examples stand how, the worst first, without what there is none of."""
    found = Counter(each.standing for each in told)
    return {standing.value: found[standing] for standing in Standing if found[standing]}


def sentence(told: Verdict) -> str:
    """How an example stands, in words.

    >>> sentence(Verdict(Standing.PASSED, "2026-11-26", "0.2.0"))
    'passed on 2026-11-26 with version 0.2.0'
    >>> sentence(Verdict(Standing.NOT_RUN))
    'not run'
    """
    on = f"on {told.on} with version {told.version}"
    match told.standing:
        case Standing.PASSED:
            return f"passed {on}"
        case Standing.FAILED:
            cases = ", ".join(case for case in told.failed if case)
            return f"failed {on}" + (f": {cases}" if cases else "")
        case Standing.CHANGED:
            return f"changed since it was last run, {on}"
        case Standing.NOT_RUN:
            return "not run"
