"""Agreements and contracts as they stood on a day, as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich.table import Table

from application.answers.key_words import key_words
from interfaces.cli.printing import authority_words, row, table

Answer = Mapping[str, Any]


def agreements_on_table(day: date, answers: Iterable[Answer]) -> Table:
    """Who belonged on the day, by which charter was decided, and which regime was agreed."""
    made = table(
        f"Agreements on {day}", "agreement", "in force", "members", "charter", "amendments", "VAT regime"
    )
    for agreement in answers:
        charter, regime = agreement["charter"], agreement["vat_regime"]
        cells = (
            "yes" if agreement["in_force"] else "no",
            ", ".join(map(_member, agreement["members"])),
            f"v{charter['version']} from {charter['effective_on']}" if charter else "none",
            ", ".join(amendment["number"] for amendment in agreement["amendments"]),
            regime["regime"] if regime else "none",
        )
        row(made, agreement["code"], *cells)
    return made


def contracts_on_table(day: date, answers: Iterable[Answer]) -> Table:
    """The key of the day's month and who bore which part of it."""
    made = table(f"Contracts on {day}", "contract", "serves", "provider", "key", "by", "beneficiaries")
    for contract in answers:
        key = contract["key"]
        words = f"v{key['version']} {key_words(key['key'])}" if key else "none"
        parts = (f"{b['member']}{_part(b['part_of_month'])}" for b in contract["beneficiaries"])
        serves = "yes" if contract["serves"] else "no"
        by = authority_words(key["authority"]) if key else ""
        row(made, contract["code"], serves, contract["provider"], words, by, ", ".join(parts))
    return made


def _member(member: Answer) -> str:
    limits = {"bears costs only": not member["votes"], "votes only": not member["bears_costs"]}
    return str(member["member"]) + "".join(f" ({words})" for words, holds in limits.items() if holds)


def _part(part: str) -> str:
    return "" if part == "1" else f" ({part} of the month)"
