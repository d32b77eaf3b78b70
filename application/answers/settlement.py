"""Who would pay whom to settle a year? Gross positions, then the fewest transfers: a proposal."""

from __future__ import annotations

from application.answers.lists import Answer
from application.ports import ViewRows
from domain.allocation.engine.settlement import settle
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence

PROPOSAL = (
    "This is a proposal: each debt is owed to its provider as it stands. Debts are netted only under a clause of "
    "the agreement or a convention between all whom it concerns, and nothing is recorded here."
)
PAYMENTS = "What was already paid is not recorded here, and not taken off."


def settlement(rows: ViewRows, at: int, year: int, through: str | None = None) -> Answer:
    """What members owe to providers by posting period of a year, up to a month of it, and how few would settle it.

    A balance below zero owes. Raises BadInput, NotFound when no accounting year of that number is known.
    """
    if not rows.rows("accounting_years", at, year=year):
        raise NotFound(kind="accounting year", code=str(year))
    last = Month(year, 12) if through is None else Month.of(through, "through")
    if last.year != year:
        raise BadInput("through", Sentence("it is a month of {year}", year=year))
    gross = _gross(rows, at, year, last)
    members = sorted({member for pair in gross for member in pair})
    owed = {m: sum(cents for (_, creditor), cents in gross.items() if creditor == m) for m in members}
    owing = {m: sum(cents for (debtor, _), cents in gross.items() if debtor == m) for m in members}
    settled = settle({m: owed[m] - owing[m] for m in members})
    return {
        "year": year,
        "through": str(last),
        "gross": [
            {"debtor": debtor, "creditor": creditor, "cents": c} for (debtor, creditor), c in gross.items()
        ],
        "gross_cents": sum(gross.values()),
        "balances": [
            {
                "member": m,
                "due_to_it_cents": owed[m],
                "due_by_it_cents": owing[m],
                "balance_cents": owed[m] - owing[m],
            }
            for m in members
        ],
        "transfers": [
            {"debtor": each.debtor, "creditor": each.creditor, "cents": each.cents}
            for each in settled.transfers
        ],
        "transfers_cents": sum(each.cents for each in settled.transfers),
        "minimal": settled.minimal,
        "proposal": [PROPOSAL, PAYMENTS],
    }


def _gross(rows: ViewRows, at: int, year: int, last: Month) -> dict[tuple[str, str], int]:
    """What each debtor owes each creditor by its books, as its statement says; a credit is owed by the provider."""
    gross: dict[tuple[str, str], int] = {}
    due: dict[tuple[str, str], int] = {}
    for entry in rows.rows("entries", at, year=year, role="due to providers"):
        if entry["posting_period"] <= str(last):
            pair = str(entry["entity"]), str(entry["counterparty"])
            due[pair] = due.get(pair, 0) + entry["credit_cents"] - entry["debit_cents"]
    for (member, provider), cents in due.items():
        pair = (member, provider) if cents > 0 else (provider, member)
        if cents:
            gross[pair] = gross.get(pair, 0) + abs(cents)
    return dict(sorted(gross.items()))
