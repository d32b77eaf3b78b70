"""Every run of the examples notes in the data folder how each of them ended; the rulebook shows it.

Workers attach to a test which case of which page it is; the process that they report to, which loads this module as
a plugin, gathers what came of them and writes it once, when the session ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from application.rulebook.pages import Case, Place
from application.rulebook.results import Outcome, Result
from infrastructure.rulebook.feature_files import FeatureFiles, folder
from infrastructure.rulebook.kept_results import KeptResults
from infrastructure.settings import Settings

_PROPERTY = "case of the rulebook"
_ROOT = Path(__file__).parents[2]


class Gathered:
    """What came of the cases that were run in this session, whichever worker ran them."""

    def __init__(self, digests: Mapping[Place, str]) -> None:
        self._digests = digests
        self._outcomes: dict[Place, Outcome] = {}

    def take(self, report: pytest.TestReport) -> None:
        """Add what a phase of a test says: a case has passed when none of its phases failed."""
        place = next((Place(*said) for name, said in report.user_properties if name == _PROPERTY), None)
        if place is None or place not in self._digests:
            return
        if report.failed:
            self._outcomes[place] = Outcome.FAILED
        elif report.when == "call" and report.passed:
            self._outcomes.setdefault(place, Outcome.PASSED)

    def results(self, on: str, of: str) -> dict[Place, Result]:
        """The results of a session that ended on that day, with that version."""
        return {
            place: Result(outcome, on, of, self._digests[place]) for place, outcome in self._outcomes.items()
        }


def cases() -> list[Case]:
    """Every case of every page as it is written now."""
    return [case for page in FeatureFiles(folder()).pages() for case in page.cases()]


def place_of(item: pytest.Item) -> Place | None:
    """Which case a test runs; none where it runs no example of the rulebook."""
    if not isinstance(item, pytest.Function):
        return None
    template = scenario_wrapper_template_registry.get(item.obj)
    if template is None or template.rule is None:
        return None
    file = Path(template.feature.filename).resolve()
    if not file.is_relative_to(folder()):
        return None
    params = item.callspec.params if hasattr(item, "callspec") else {}
    case = params.get("_pytest_bdd_example", {}).get("case", "")
    page = file.relative_to(folder()).with_suffix("").as_posix()
    return Place(page, template.rule.name, template.name, case)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say with every report of the test which case it is, even when what it needs cannot be made."""
    place = place_of(item)
    if place is not None:
        item.user_properties.append((_PROPERTY, list(place)))


class _Recorder:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._gathered = Gathered({case.place: case.digest for case in cases()})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._gathered.take(report)

    def pytest_sessionfinish(self) -> None:
        now = datetime.now(UTC).date().isoformat()
        found = self._gathered.results(now, version("tantieme"))
        if not found:
            return
        try:
            _kept().add(found, {case.place for case in cases()})
        except OSError as error:
            # What was run is told all the same; only the pages go on saying what they said.
            told = self._config.pluginmanager.get_plugin("terminalreporter")
            told.write_line(f"the results are not kept for the rulebook: {error}")


def _kept() -> KeptResults:
    # Relative to the repository, wherever the tests were started from.
    return KeptResults(_ROOT / Settings().data_dir)


def pytest_configure(config: pytest.Config) -> None:
    """Gather where the reports of all workers come together."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Recorder(config), "rulebook-results")
