"""A key may weigh the months of its allocation period, and average stocks over them: what it may not is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.services.contract import ServiceContract
from domain.services.contract_events import Ended
from domain.services.month_weights import MONTHS_OF_THE_YEAR
from tests.domain.test_contract import AUTHORITY, EQUAL, OPENED, contract, key
from tests.seasons import ALIKE, HEATING

BY_QUARTER = replace(OPENED, allocation_period="quarter")
BY_YEAR = replace(OPENED, allocation_period="year")
IN_SUMMER_NOTHING = {**HEATING, "7": "0", "8": "0", "9": "0"}


def adopt_with(
    weights: Mapping[str, str], averaged: Sequence[str] = (), month: str = "2026-01"
) -> Callable[[ServiceContract], object]:
    terms = EQUAL, Month.of(month), "both use it alike", date(2026, 1, 15), AUTHORITY
    return lambda c: c.adopt_key(*terms, month_weights=weights, averaged_measures=averaged)


def test_a_key_may_weigh_the_months_and_average_stocks() -> None:
    turned = dict(reversed(HEATING.items()))
    adopted = replace(key(1, "2026-01"), month_weights=HEATING, averaged_measures=("homes",))
    contract(BY_YEAR).when(adopt_with(turned, ["homes"])).then(adopted)
    assert list(adopted.month_weights) == list(MONTHS_OF_THE_YEAR)
    assert adopted.sentence().endswith(
        "; from January to December the months weigh 170, 150, 130, 80, 40, 40/3, 40/3, 40/3, 30, 80, 120, 160"
        "; averaged over the period: homes"
    )


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        ({m: w for m, w in HEATING.items() if m != "12"}, "month_weights"),
        ({**HEATING, "13": "1"}, "month_weights"),
        ({**{m: w for m, w in HEATING.items() if m != "3"}, "03": "1"}, "month_weights"),
        (dict.fromkeys(MONTHS_OF_THE_YEAR, "0"), "month_weights"),
        ({**HEATING, "2": "-1"}, "month_weights.2"),
        ({**HEATING, "2": "1/0"}, "month_weights.2"),
        ({**HEATING, "2": "NaN"}, "month_weights.2"),
        ({**HEATING, "2": "1e3"}, "month_weights.2"),
        ({**HEATING, "2": "9" * 101}, "month_weights.2"),
    ],
)
def test_all_twelve_months_are_weighed_and_some_weigh_something(
    weights: Mapping[str, str], field: str
) -> None:
    contract(BY_YEAR).when(adopt_with(weights)).refused(BadInput, field=field)


def test_a_contract_by_the_month_has_no_months_to_weigh_or_to_average_over() -> None:
    contract(OPENED).when(adopt_with(ALIKE)).refused(BadInput, field="month_weights")
    contract(OPENED).when(adopt_with({}, ["homes"])).refused(BadInput, field="averaged_measures")


def test_the_months_of_a_period_weigh_something_together() -> None:
    summer = "the months from 2026-07 to 2026-09 are shared together and weigh nothing"
    contract(BY_YEAR).when(adopt_with(IN_SUMMER_NOTHING)).then(
        replace(key(1, "2026-01"), month_weights=IN_SUMMER_NOTHING)
    )
    contract(BY_QUARTER).when(adopt_with(IN_SUMMER_NOTHING)).refused(BadInput, rule=summer)
    contract(BY_QUARTER).when(adopt_with({**IN_SUMMER_NOTHING, "9": "1/1000"})).then(
        replace(key(1, "2026-01"), month_weights={**IN_SUMMER_NOTHING, "9": "1/1000"})
    )


def test_the_start_and_the_end_of_a_contract_may_leave_a_period_without_weight() -> None:
    ending = Ended("2028-08-31", AUTHORITY)
    weights = {**IN_SUMMER_NOTHING, "9": "30"}
    late = replace(BY_QUARTER, starts_on="2026-10-01")
    only_october = {**HEATING, "11": "0", "12": "0"}
    contract(late).when(adopt_with(only_october, month="2026-10")).then(
        replace(key(1, "2026-10"), month_weights=only_october)
    )
    contract(replace(late, starts_on="2026-11-01")).when(adopt_with(only_october, month="2026-11")).refused(
        BadInput, rule="the months from 2026-11 to 2026-12 are shared together and weigh nothing"
    )
    contract(BY_QUARTER, ending).when(adopt_with(weights)).refused(
        BadInput, rule="the months from 2028-07 to 2028-08 are shared together and weigh nothing"
    )


def test_a_contract_does_not_end_in_a_period_that_then_weighs_nothing() -> None:
    seasonal = replace(key(1, "2026-01"), month_weights={**IN_SUMMER_NOTHING, "9": "30"})
    held = contract(BY_QUARTER, seasonal)
    held.when(lambda c: c.end(date(2026, 8, 31), AUTHORITY)).refused(BadInput, field="ends_on")
    held.when(lambda c: c.end(date(2026, 9, 30), AUTHORITY)).then(Ended("2026-09-30", AUTHORITY))
