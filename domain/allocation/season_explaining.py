"""Presence by season and averaged stocks in sentences, with the arithmetic of each, for pen and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.allocation.allocation_run_events import Prepared
from domain.allocation.averages import MonthStock
from domain.allocation.engine.exact_numbers import exact_of, exact_text
from domain.kernel.sentences import Sentence, Series


def explain_seasons(prepared: Prepared, member: str) -> list[str]:
    """What the months weigh, how present the member is in them, and the mean of each stock that is averaged.

    Nothing, where months weigh alike and no stock is averaged: then presence and readings stand as they are.
    """
    return [*_weights(prepared), *_presence(prepared, member), *_means(prepared, member)]


def _weights(prepared: Prepared) -> Iterator[str]:
    if prepared.month_weights:
        each = Series(
            Sentence("{month} {weight}", month=month, weight=weight)
            for month, weight in prepared.month_weights.items()
        )
        total = exact_text(_together(prepared))
        yield Sentence("The months weigh {each}, together {total}.", each=each, total=total)


def _presence(prepared: Prepared, member: str) -> Iterator[str]:
    parts = prepared.month_presence.get(member)
    if parts is None:
        return
    weights = prepared.month_weights
    words = [f"{weights[month]} × {part}" if weights else part for month, part in parts.items()]
    presence = prepared.presence[member]
    yield (
        Sentence(
            "{member}'s presence, from {first} to {last}: ({parts}) / {total} = {presence}.",
            member=member,
            first=prepared.service_from,
            last=prepared.service_to,
            parts=" + ".join(words),
            total=exact_text(_together(prepared)),
            presence=presence,
        )
    )


def _together(prepared: Prepared) -> Fraction:
    months = next(iter(prepared.month_presence.values()), {})
    return sum((exact_of(prepared.month_weights.get(month, "1")) for month in months), Fraction(0))


def _means(prepared: Prepared, member: str) -> Iterator[str]:
    for measure, by_member in prepared.averages.items():
        stocks = by_member.get(member)
        if not stocks:
            continue
        yield Sentence(
            "{measure} of {member} at the end of each month: {counted}.",
            measure=measure,
            member=member,
            counted=_counted(stocks),
        )
        weighed = " + ".join(f"{stock.weight} × {stock.value}" for stock in stocks)
        weights = " + ".join(stock.weight for stock in stocks)
        mean = prepared.readings[measure][member]
        yield Sentence(
            "{measure} of {member} in the mean: ({weighed}) / ({weights}) = {mean}.",
            measure=measure,
            member=member,
            weighed=weighed,
            weights=weights,
            mean=mean,
        )


def _counted(stocks: Sequence[MonthStock]) -> str:
    # Months that count the same reading are told together.
    months: dict[tuple[str, str], list[str]] = {}
    for stock in stocks:
        months.setdefault((stock.value, stock.reference_date), []).append(stock.month)
    return Series(
        Sentence(
            "{value} of {reference_date} for {months}",
            value=value,
            reference_date=reference_date,
            months=Series(of, last=" and "),
        )
        for (value, reference_date), of in months.items()
    )
