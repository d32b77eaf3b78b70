"""What a member would have had to count for the past months, and nobody recorded or supplied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from application.ledger import Ledger
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series


class ReadingsNotThere(Refusal):
    """Who would share past costs has its readings for them: what was not counted is not zero."""

    sentence = "{member} would share costs for which it counted nothing; supply its readings of {missing}"


def must_have_counted(
    ledger: Ledger, member: str, keys: Sequence[Mapping[str, object]], months: Sequence[Month]
) -> None:
    """Refuse while a reading is missing by which these months are shared, naming all. Raises ReadingsNotThere."""
    missing = []
    for code in sorted({code for key in keys for code in measures_of(parse_key(key))}):
        measure = ledger.find(Measure, measure_id(code))
        if measure.nature is Nature.FLOW:
            lacking = [m for m in months if not _counted(ledger, code, str(m), member)]
            missing += [Sentence("{measure} for {month}", measure=code, month=month) for month in lacking]
        else:
            dates = [day for day in measure.reference_dates if day <= months[0].last_day.isoformat()]
            if not any(_counted(ledger, code, day, member) for day in dates):
                missing.append(
                    Sentence("{measure} at a date up to {day}", measure=code, day=months[0].last_day)
                )
    if missing:
        raise ReadingsNotThere(member=member, missing=Series(missing))


def _counted(ledger: Ledger, measure: str, period: str, member: str) -> bool:
    return member in ledger.find(Measurements, measurements_id(measure, period)).values
