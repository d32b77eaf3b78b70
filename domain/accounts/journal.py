"""A journal: the entries of one legal entity for one contract and year, numbered without a gap.

Entries name the entity whose books they belong to and sum to zero inside it. The provider's own share
stays its cost: no claim, no recharge, no entry. Accounts are named by role; which account number a role has
is a mapping of each entity's chart, not of the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.periods import Month

Role = Literal["claims on members", "recharges", "shared services", "due to providers"]


class Unbalanced(Refusal):
    """Debits equal credits in every entry, to the cent."""

    sentence = "an entry of {entity} does not balance: debits minus credits is {difference_cents} cents"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of an entry: the role of the account, opposite whom, debit or credit."""

    role: str
    counterparty: str
    debit_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class Booked(Event):
    """An entry in the books of one entity.

    `used_by` is the contract whose service used this one's, where its provider owes for it.
    """

    TOPIC = "accounts.journal.entry-booked"
    NAMES = "journal {contract} {year} of {entity}"
    SENTENCE = "entry {number} of {entity} for {run}, period {posting_period}: {label}"
    entity: str
    contract: str
    year: int
    number: int
    run: str
    service_month: str
    posting_period: str
    accounting_date: str
    label: str
    lines: tuple[EntryLine, ...]
    used_by: str | None = None


def journal_id(entity: str, contract: str, year: int) -> UUID:
    """The stream of the journal of that entity, contract and year."""
    return stream_id("journal", entity, contract, str(year))


def entries_of(provider: str, borne_cents: Mapping[str, int]) -> dict[str, list[EntryLine]]:
    """Per entity, the lines that a run's shares and direct charges make in its books.

    The provider claims from each other member what it bears; that member owes it. A credit is the same
    entry the other way round, and what is zero makes no line.

    >>> entries_of("Aval", {"Aval": 10, "Brume": 5})["Brume"][0]
    EntryLine(role='shared services', counterparty='Aval', debit_cents=5, credit_cents=0)
    """
    entries: dict[str, list[EntryLine]] = {}
    recharged = {m: cents for m, cents in borne_cents.items() if m != provider and cents}
    for member, cents in recharged.items():
        claim = [_line("claims on members", member, cents), _line("recharges", member, -cents)]
        entries.setdefault(provider, []).extend(claim)
        cost = [_line("shared services", provider, cents), _line("due to providers", provider, -cents)]
        entries[member] = cost
    return entries


def _line(role: Role, counterparty: str, signed_cents: int) -> EntryLine:
    return EntryLine(role, counterparty, max(signed_cents, 0), max(-signed_cents, 0))


class Journal(Aggregate):
    """The entries of one entity, contract and year; the number of the last is how many there are."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.last_number = 0

    def book(
        self,
        entity: str,
        contract: str,
        run: str,
        service_month: Month,
        posting_period: Month,
        accounting_date: date,
        label: str,
        lines: Sequence[EntryLine],
        used_by: str | None = None,
    ) -> None:
        """Book an entry that balances, on a day of its period, under the next number."""
        if Month.containing(accounting_date) != posting_period:
            raise BadInput("accounting_date", "an entry is dated on a day of the period that it is posted to")
        difference = sum(line.debit_cents - line.credit_cents for line in lines)
        if difference:
            raise Unbalanced(entity=entity, difference_cents=difference)
        self.record(
            Booked(
                entity,
                contract,
                posting_period.year,
                self.last_number + 1,
                run,
                str(service_month),
                str(posting_period),
                accounting_date.isoformat(),
                label,
                tuple(lines),
                used_by,
            )
        )

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Booked():
                self.last_number = event.number
            case _:
                super().apply(event)
