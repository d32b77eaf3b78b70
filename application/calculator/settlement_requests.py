"""Requests for a settlement: who pays whom."""

from __future__ import annotations

from collections.abc import Mapping

from domain.allocation.engine.reading import at, checked_name, fields, needed, read_cents
from domain.allocation.engine.settlement import settle
from domain.kernel.money import money_text


def answer_settlement(given: Mapping[str, object]) -> dict[str, object]:
    """Transfers that bring every balance to zero. Raises BadInput naming the field."""
    fields(given, "", ("calculate", "balances"))
    balances = {
        checked_name("balances", name): read_cents(value, at("balances", name))
        for name, value in fields(needed(given, "balances", ""), "balances").items()
    }
    settled = settle(balances)
    return {
        "transfers": [
            {"from": transfer.debtor, "to": transfer.creditor, "amount": money_text(transfer.cents)}
            for transfer in settled.transfers
        ],
        "minimal": settled.minimal,
    }
