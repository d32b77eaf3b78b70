"""Comparisons as tables and sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.table import Table

from domain.kernel.money import euros
from interfaces.cli.printing import Answer, authority_words, row, short, table

_COLUMNS = 5


def variance_tables(found: Answer, position: int) -> Iterator[Table]:
    """A line a cause and a column a member, as many tables as it takes; all members together come last."""
    first, second = found["first"], found["second"]
    names = [
        side["period"] if first["contract"] == second["contract"] else _named(side)
        for side in (first, second)
    ]
    title = f"Variance of {first['contract']}: {names[1]} against {names[0]}, as of position {position}"
    in_all = {"first_cents": first["borne_cents"], "second_cents": second["borne_cents"], **found["in_all"]}
    columns = [*((m["member"], m) for m in found["members"]), ("in all", in_all)]
    for start in range(0, len(columns), _COLUMNS):
        shown = columns[start : start + _COLUMNS]
        made = table(title, "", *(name for name, _ in shown), right=[name for name, _ in shown])
        row(made, f"borne of {names[0]}", *(euros(each["first_cents"]) for _, each in shown))
        for place, cause in enumerate(found["order"]):
            row(made, f"  {cause}", *(euros(each["parts"][place]["cents"]) for _, each in shown))
        row(made, f"borne of {names[1]}", *(euros(each["second_cents"]) for _, each in shown))
        row(made, "difference", *(euros(each["difference_cents"]) for _, each in shown))
        yield made


def _named(side: Answer) -> str:
    return f"{side['contract']} {side['period']}"


def variance_lines(found: Answer) -> Iterable[str]:
    """What differs, then how the parts were found."""
    yield ""
    yield from (short(sentence) for sentence in found["sentences"])
    yield ""
    yield from found["method"]


def budget_tables(found: Answer, position: int) -> Iterator[Table]:
    """The year month by month, then member by member."""
    title = f"Budget of {found['contract']} for {found['year']}, as of position {position}"
    made = table(title, "service month", "posted", "remains", right=["posted", "remains"])
    left = found["budget_cents"]
    row(made, f"adopted by {authority_words(found['authority'])}", "", euros(left))
    for month in found["months"]:
        left -= month["posted_cents"]
        row(made, month["month"], euros(month["posted_cents"]), euros(left))
    row(made, "in all", euros(found["posted_cents"]), euros(found["remaining_cents"]))
    yield made
    of_whole = "of the whole budget"
    made = table(
        "By the proportions of what is posted", "member", "posted", of_whole, "remains", right=_MONEY
    )
    for member in found["members"]:
        cells = (_euros(member[name]) for name in ("posted_cents", "budget_cents", "remaining_cents"))
        row(made, member["member"], *cells)
    yield made


_MONEY = ("posted", "of the whole budget", "remains")


def _euros(cents: int | None) -> str:
    return "not known" if cents is None else euros(cents)
