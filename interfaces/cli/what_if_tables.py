"""The answer to a what-if as tables and sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from application.answers.decision_words import exact_words, signed_euros
from domain.kernel.money import euros
from interfaces.cli.printing import row, table

Answer = Mapping[str, Any]
MOST_RUNS = 12
"""So many refused runs are listed; programs get them all."""
_MONEY = ("recorded", "supposed", "difference", "exactly, in cents")


def what_if_lines(told: Answer) -> Iterator[str | Table]:
    """What is supposed, what differs, and what does not come about or is refused in that world."""
    yield f"[bold]Supposed, as of position {told['position']}; nothing of it is recorded[/bold]"
    yield from (f"   {escape(sentence)}" for sentence in told["supposed"])
    differing = [each for each in told["differences"] if _differs(each)]
    if differing:
        yield _differences(differing)
        yield _members(told["members"])
    else:
        yield "Nothing of what is posted would differ."
    for waiting in told["not_allocated"]:
        yield escape(_not_allocated(waiting))
    yield from map(escape, _refused(told["refused_runs"]))
    for refused in told["refused_enactments"]:
        about = f"resolution {refused['number']} of {refused['agreement']}, enactment {refused['ordinal']}"
        yield escape(f"{about}, would be refused: {refused['sentence']}")
    for vote in told["counted_again"]:
        about = f"resolution {vote['number']} of {vote['agreement']}"
        yield escape(f"{about}, counted again among {vote['voters']}: {vote['outcome']}")
    for fact in told["fallen"]:
        yield escape(f"does not come about: {fact['about']}: {fact['sentence']}, because {fact['reason']}")


def _differs(each: Answer) -> bool:
    return bool(each["difference_cents"]) or each["difference_exact_cents"] != "0"


def _differences(differing: Iterable[Answer]) -> Table:
    made = table("By year of posting and contract", "year", "contract", "member", *_MONEY, right=_MONEY)
    for each in differing:
        row(made, each["year"], each["contract"], each["member"], *_amounts(each))
    return made


def _members(members: Iterable[Answer]) -> Table:
    made = table("In all", "member", *_MONEY, right=_MONEY)
    for each in members:
        row(made, each["member"], *_amounts(each))
    return made


def _amounts(each: Answer) -> tuple[str, ...]:
    recorded, supposed = euros(each["recorded_cents"]), euros(each["supposed_cents"])
    more = signed_euros(each["difference_cents"])
    return recorded, supposed, more, exact_words(each["difference_exact_cents"])


def _not_allocated(waiting: Answer) -> str:
    cents = waiting["supposed_cents"] - waiting["recorded_cents"]
    more = "more" if cents > 0 else "less"
    words = f"{euros(abs(cents))} {more} of {waiting['contract']} {waiting['service_year']}"
    return f"{words} would be allocated to nobody"


def _refused(runs: Sequence[Answer]) -> Iterator[str]:
    for run in runs[:MOST_RUNS]:
        yield f"the run of {run['contract']} for {run['month']} would be refused ({run['step']}): {run['sentence']}"
    if len(runs) > MOST_RUNS:
        yield f"and {len(runs) - MOST_RUNS} more runs would be refused; --json lists them all"
