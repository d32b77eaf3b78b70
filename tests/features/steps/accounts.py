"""Steps of accounts: accounting years, their periods, and entries in the books."""

from __future__ import annotations

from pytest_bdd import given, when

from application.accounts import OpenAccountingYear
from tests.features.steps.common import Attempt, sentence


@given(sentence("the accounting year {year:Year} is open"))
@when(sentence("the accounting year {year:Year} is opened"))
def _(attempt: Attempt, year: int) -> None:
    attempt(OpenAccountingYear(year=year))
