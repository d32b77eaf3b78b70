"""A decision as its board reads it: sentences, or a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from application.answers.key_words import key_words
from application.answers.lists import Answer
from domain.kernel.money import euros

LONGEST_EXACT = 24
"""A fraction longer than this is left to the data, where it stands in full."""


def sentences(told: Answer) -> Iterator[str]:
    """What was decided, by whom and how counted, what came of it, and what it changed for each member."""
    yield (
        f"Step {told['step']} of {told['of']}: resolution {told['number']} of {told['agreement']}, "
        f'"{told["title"]}", {told["outcome"]} on {told["decided_on"]} in {told["meeting"]} '
        f"(position {told['position']})."
    )
    yield f"Votes: {', '.join(map(_ballot, told['ballots'])) or 'none'}{_silent(told)}."
    yield f"Counted: {'; '.join(told['arithmetic'])}, by {told['rule']['source']}."
    for enactment in told["enactments"]:
        yield f"{_enacts(enactment)}: {_came_of(told, enactment)}."
    changed = told["changed"]
    if not changed["members"]:
        yield f"Changed nothing for anybody: {changed['sentence']}."
        return
    each = "; ".join(
        f"{change['member']} {change['year']} {signed_euros(change['cents'])}"
        for change in changed["members"]
    )
    yield f"Changed {changed['sentence']}: {each}."


def markdown(told: Sequence[Answer], facts: dict[str, str]) -> str:
    """The decisions as a page of Markdown, a heading and a table each."""
    return "\n".join(_page(told, facts)) + "\n"


def signed_euros(cents: int) -> str:
    """An amount that says whether it is more or less.

    >>> signed_euros(8308), signed_euros(-5), signed_euros(0)
    ('+83.08 EUR', '-0.05 EUR', '0.00 EUR')
    """
    return f"+{euros(cents)}" if cents > 0 else euros(cents)


def exact_words(exact_cents: str) -> str:
    """An exact number of cents; one too long to read by its value to six decimals, the data has it in full.

    >>> exact_words("-2000/3"), exact_words("-1000000000000000000001/300000000000000000000")
    ('-2000/3', 'about -3.333333')
    """
    if len(exact_cents) <= LONGEST_EXACT:
        return exact_cents
    millionths = round(abs(Fraction(exact_cents)) * 10**6)
    sign = "-" if exact_cents.startswith("-") else ""
    return f"about {sign}{millionths // 10**6:,}.{millionths % 10**6:06d}"


def _page(told: Sequence[Answer], facts: dict[str, str]) -> Iterator[str]:
    yield "# Decisions, step by step"
    for decision in told:
        head, *rest = sentences(decision)
        yield ""
        yield f"## {decision['step']}. {_cell(decision['title'])}"
        yield ""
        yield _cell(head)
        yield ""
        changed = decision["changed"]
        yield from (f"- {_cell(sentence)}" for sentence in (rest[:-1] if changed["members"] else rest))
        if changed["members"]:
            yield f"- Changed {_cell(changed['sentence'])}:"
            yield ""
            yield from _table(changed["members"])
    if facts:
        yield ""
        yield from (f"{kind.capitalize()}: {_cell(facts[kind])}." for kind in facts)


def _table(changes: Iterable[Answer]) -> Iterator[str]:
    yield "| member | year | changed | exactly, in cents |"
    yield "|---|---|---:|---:|"
    for change in changes:
        cells = (signed_euros(change["cents"]), exact_words(change["exact_cents"]))
        yield f"| {_cell(change['member'])} | {change['year']} | {cells[0]} | {cells[1]} |"


def _cell(text: str) -> str:
    # What was recorded is text, never markup.
    for mark in "\\|*_`[]<>#":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")


def _ballot(ballot: Answer) -> str:
    proxy = f" (cast by {ballot['cast_by']})" if ballot["proxy"] else ""
    return f"{ballot['seat']} {ballot['choice']}{proxy}"


def _silent(told: Answer) -> str:
    cast = {ballot["seat"] for ballot in told["ballots"]}
    recused = [v["seat"] for v in told["voters"] if v["recused"]]
    absent = [v["seat"] for v in told["voters"] if v["seat"] not in cast and not v["recused"]]
    words = (
        (f"; {', '.join(seats)} {what}" if seats else "")
        for seats, what in (
            (recused, "recused"),
            (absent, "did not vote"),
        )
    )
    return "".join(words)


def _enacts(enactment: Answer) -> str:
    about: Any = enactment["terms"]
    named = [str(about[name]) for name in ("code", "contract", "member") if name in about]
    days = [
        f"from {about[name]}" for name in ("effective_from", "starts_on", "bears_costs_from") if name in about
    ]
    key = [f"shared {key_words(about['key'])}"] if "key" in about else []
    words = ", ".join((*named, *key, *days))
    return f"Enactment {enactment['ordinal']}, {enactment['kind']}{f' ({words})' if words else ''}"


def _came_of(told: Answer, enactment: Answer) -> str:
    if told["outcome"] != "adopted":
        return "not adopted by this count"
    said = f", {enactment['said']}" if enactment["said"] else ""
    return f"{enactment['state']}{said}"
