"""Why does what a contract's members bear differ between two periods? Month by month, by causes, as of a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from application.answers.in_force import terms_among
from application.answers.lists import Answer, known_contract, member_of
from application.ports import Row, ViewRows
from domain.allocation.allocation_run_events import ComputedShare, Prepared
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.posted_period import PostedPeriod, posted_period
from domain.allocation.variance import Cause, Parts, Variance, added_up, decompose, in_all, in_cents
from domain.allocation.variance_telling import METHOD, tell
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.named_periods import Period
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence

_Months = tuple[Month, Month]
_SHARE = tuple(field for field in ComputedShare.__dataclass_fields__)


class NothingPosted(Refusal):
    """Two periods are compared by what was posted of both."""

    sentence = "nothing that stands is posted of {contract} for {period}"


class SharedOverLonger(Refusal):
    """A contract is compared over whole allocation periods: a part of one has no key, tiers or caps of its own."""

    sentence = "{contract} is shared over each {allocation_period}: {period} is only a part of one"


def variance(
    rows: ViewRows,
    at: int,
    contract: str,
    first: str,
    second: str,
    *,
    member: str | None = None,
    other: str | None = None,
) -> Answer:
    """What each member bears of the second period more than of the first, by causes that sum to it.

    The first allocation period of the one is held against the first of the other, and so on: of two years,
    January against January. The second period may be of an `other` contract, one that took the place of the
    first. Raises BadInput, NotFound, NothingPosted, SharedOverLonger, NotTheWhole.
    """
    one, two = Period.of(first, "first period"), Period.of(second, "second period")
    if one.length_months != two.length_months:
        raise BadInput("second period", "two months are compared, two quarters or two years")
    contracts = known_contract(rows, at, contract), known_contract(rows, at, other or contract)
    asked = tuple(zip(contracts, (one, two), strict=True))
    periods = [_allocation_periods(rows, at, code, period) for code, period in asked]
    units = [_units(rows, at, *each, within) for each, within in zip(asked, periods, strict=True)]
    if [_length(unit) for unit in periods[0]] != [_length(unit) for unit in periods[1]]:
        raise BadInput("with", "contracts are compared that are shared over allocation periods of one length")
    variances = [decompose(a, b) for a, b in zip(*units, strict=True) if a or b]
    parts = added_up(variances)
    wanted = list(parts) if member is None else [member_of(rows, at, member)]
    for code in wanted:
        if code not in parts:
            raise NotFound(
                kind=Sentence(
                    "share of {first} {first_period} or of {second} {second_period} borne by",
                    first=contracts[0],
                    first_period=one,
                    second=contracts[1],
                    second_period=two,
                ),
                code=code,
            )
    return {
        "first": {"contract": contracts[0], "period": one.name, "borne_cents": _borne(units[0])},
        "second": {"contract": contracts[1], "period": two.name, "borne_cents": _borne(units[1])},
        "order": [cause.value for cause in Cause],
        "members": [
            {
                "member": m,
                "first_cents": _borne(units[0], m),
                "second_cents": _borne(units[1], m),
                **_difference(parts[m]),
            }
            for m in wanted
        ],
        "in_all": _difference(in_all(parts)),
        "pairs": [_pair(each, wanted) for each in variances],
        "sentences": [sentence for each in variances for sentence in tell(each)],
        "method": list(METHOD),
    }


def _difference(parts: Parts) -> Answer:
    cents = in_cents(parts)
    each = [
        {"cause": cause.value, "cents": cents[cause], "exact_cents": exact_text(part)}
        for cause, part in parts.items()
    ]
    return {"difference_cents": sum(cents.values()), "parts": each}


def _pair(variance: Variance, wanted: Sequence[str]) -> Answer:
    return {
        "first": _months(variance.first),
        "second": _months(variance.second),
        "first_runs": list(variance.first.runs) if variance.first else [],
        "second_runs": list(variance.second.runs) if variance.second else [],
        "members": [{"member": m, **_difference(variance.parts[m])} for m in wanted if m in variance.parts],
        "in_all": _difference(in_all(variance.parts)),
        "joined": [
            {"cause": j.cause.value, "under": j.under.value, "because": j.because} for j in variance.joined
        ],
        "borrowed": [{"measure": k, "members": list(members)} for k, members in variance.borrowed.items()],
    }


def _months(period: PostedPeriod | None) -> str | None:
    return period.months if period else None


def _borne(units: Sequence[PostedPeriod | None], member: str | None = None) -> int:
    return sum(
        unit.borne_cents(m)
        for unit in units
        if unit
        for m in (unit.last.members if member is None else [member])
    )


def _allocation_periods(rows: ViewRows, at: int, contract: str, period: Period) -> list[_Months]:
    """The allocation periods that a period is made of, each by the terms that hold then."""
    [about] = rows.rows("contracts", at, code=contract)
    terms = rows.rows("contract_terms", at, stream=about["stream"])
    found: list[_Months] = []
    month = period.first
    while month <= period.last:
        held = terms_among(terms, month).allocation_period
        first = held.first_of(month)
        last = first.plus(held.months - 1)
        if first < period.first or last > period.last:
            raise SharedOverLonger(contract=contract, allocation_period=held.value, period=period)
        found.append((first, last))
        month = last.plus(1)
    return found


def _length(months: _Months) -> int:
    return len(list(months[0].through(months[1])))


def _units(
    rows: ViewRows, at: int, contract: str, period: Period, within: Sequence[_Months]
) -> list[PostedPeriod | None]:
    """What stands posted of each allocation period within a period, in order; None where nothing is."""
    months = [str(month) for month in period.months]
    found = rows.rows("runs", at, contract=contract, service_month=months, stage="posted")
    if not found:
        raise NothingPosted(contract=contract, period=period)
    shares = _shares(rows, at, found)
    ordered = sorted(found, key=lambda run: (run["service_month"], run["ordinal"]))
    runs = [
        [run for run in ordered if first <= Month.of(run["service_month"]) <= last] for first, last in within
    ]
    return [
        posted_period([(msgspec.convert(run["basis"], Prepared), shares[run["stream"]]) for run in unit])
        if unit
        else None
        for unit in runs
    ]


def _shares(rows: ViewRows, at: int, runs: Sequence[Row]) -> Mapping[object, list[ComputedShare]]:
    # A run that was prepared again has the shares of each preparation; those of the last one stand.
    standing = {run["stream"]: run["prepared_at"] for run in runs}
    shares: dict[object, list[ComputedShare]] = {stream: [] for stream in standing}
    for share in rows.rows("shares", at, stream=list(standing)):
        if share["prepared_at"] == standing[share["stream"]]:
            shares[share["stream"]].append(ComputedShare(**{name: share[name] for name in _SHARE}))
    return shares
