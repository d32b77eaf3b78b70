"""What is declared of going alone, with its evidence; and what it means to one member's share of a month."""

from __future__ import annotations

from collections.abc import Sequence

from application.answers.lists import Answer, known_contract
from application.answers.periods_asked import allocation_period_of
from application.answers.posted_shares import posted_months
from application.answers.split_judging import judge_months
from application.answers.win_win_words import alone_words
from application.ports import ViewRows
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.going_alone import SharedMonths
from domain.allocation.stand_alone import AloneCost
from domain.kernel.periods import Month

_TERMS = tuple(AloneCost.__dataclass_fields__)
_DECLARED = ("number", *_TERMS, "previous_cents", "corrected_because", "withdrawn_because")


def stand_alone_costs(rows: ViewRows, at: int, contract: str | None = None) -> list[Answer]:
    """What is declared of going alone, with its evidence; what was withdrawn says why. Raises NotFound."""
    where = {} if contract is None else {"contract": known_contract(rows, at, contract)}
    found = rows.rows("stand_alone_costs", at, **where)
    ordered = sorted(found, key=lambda row: (row["contract"], row["number"]))
    return [
        {
            "contract": row["contract"],
            **{name: row[name] for name in _DECLARED},
            "since_position": row["from_position"],
        }
        for row in ordered
    ]


def declared_costs(rows: ViewRows, at: int, contract: str) -> list[AloneCost]:
    """What is declared of going alone and stands, as `judge_split` takes it."""
    found = rows.rows("stand_alone_costs", at, contract=contract, withdrawn_because=None)
    return [AloneCost(**{**{n: row[n] for n in _TERMS}, "members": tuple(row["members"])}) for row in found]


def alone_of(rows: ViewRows, at: int, contract: str, month: Month, member: str) -> Answer | None:
    """What going alone would have cost a member, beside what it bears of a month's runs that are posted.

    Of a quarter or year that is shared together, it is of the months up to this one. None where no cost is
    declared for it, or nothing is posted.
    """
    [about] = rows.rows("contracts", at, code=contract)
    begins, _ = allocation_period_of(rows, at, about, month)
    posted = posted_months(rows, at, contract, begins, month)
    declared = declared_costs(rows, at, contract)
    if not posted or not declared:
        return None
    judged = judge_months(declared, [SharedMonths(p.months, p.cents, p.presence) for p in posted])
    alone = judged.subgroup(member)
    if alone is None:
        return None
    months = [each for p in posted for each in p.months]
    own = [d for d in of_months(stand_alone_costs(rows, at, contract), months) if d["members"] == [member]]
    return {
        "months": [str(each) for each in months],
        "bears_cents": int(alone.bears_cents),
        "alone_cents": exact_text(alone.alone_cents),
        "saves_cents": exact_text(alone.saves_cents),
        "declared": own,
        "sentences": alone_words(alone, months, sum(p.direct_cents.get(member, 0) for p in posted)),
    }


def of_months(declared: Sequence[Answer], months: Sequence[Month]) -> list[Answer]:
    """Those that stand and have a month in common with these."""
    return [
        cost
        for cost in declared
        if cost["withdrawn_because"] is None
        and any(cost["first_month"] <= str(month) <= cost["last_month"] for month in months)
    ]
