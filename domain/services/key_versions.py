"""Which version of a key holds for a service month: keys follow each other, restatements cover past months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.periods import Month
from domain.services.contract_events import KeyAdopted
from domain.services.contract_terms import AllocationPeriod


class KeyNotProspective(Refusal):
    """A key changes for months to come; for past months it takes an authorised restatement."""

    sentence = (
        "a key decided on {decided_on} holds from the first of that month or of a later one, not from {month}"
    )


class RestatementNotResolved(Refusal):
    """Months that are past are shared anew only because their members so resolved."""

    sentence = "a restatement from {month} takes a resolution: {authority} is none"


class RestatementAhead(Refusal):
    """A restatement shares anew what is past; what is to come takes a key."""

    sentence = "a restatement decided on {decided_on} covers no month after it, and not {month}"


class KeyWithinPeriod(Refusal):
    """One key holds over an allocation period."""

    sentence = (
        "contract {contract} is allocated by the {period}: a key holds from its first month, not from {month}"
    )


class RestatementWithinPeriod(Refusal):
    """A restatement shares whole periods anew."""

    sentence = (
        "contract {contract} is allocated by the {period}: a restatement covers it up to its last month, "
        "not up to {month}"
    )


class NoKeyInForce(Refusal):
    """Nothing is allocated without a key."""

    sentence = "contract {contract} has no key in force for {month}"


def check_prospective(
    effective_from: Month, decided_on: date, authority: Authority, restatement: bool
) -> None:
    """Refuse a key for months that are past, unless a resolution restates them."""
    if not restatement and effective_from < Month.containing(decided_on):
        raise KeyNotProspective(decided_on=decided_on, month=effective_from)
    if restatement and authority.kind != "resolution":
        raise RestatementNotResolved(month=effective_from, authority=authority)


def check_restated(effective_from: Month, through: Month, decided_on: date) -> None:
    """Refuse a restatement that ends before it begins, or reaches ahead."""
    if through < effective_from:
        raise BadInput("through", "a restatement ends with its first month or a later one")
    if through > Month.containing(decided_on):
        raise RestatementAhead(decided_on=decided_on, month=through)


def check_periods_kept(
    contract: str, keys: Sequence[KeyAdopted], period: AllocationPeriod, month: Month
) -> None:
    """Refuse a period, from a month on, that a key adopted for later would begin in the midst of."""
    for begins in (Month.of(key.effective_from) for key in keys):
        if begins > month and begins != period.first_of(begins):
            raise KeyWithinPeriod(contract=contract, period=period.value, month=begins)


def key_for(keys: Sequence[KeyAdopted], month: Month) -> KeyAdopted | None:
    """The version that holds for a service month: the latest effective, then the latest.

    A restatement of named months holds for these whatever was effective then; only a key or restatement
    that was adopted after it, and covers the month, comes before it.
    """
    text = str(month)
    covering = [k for k in keys if k.effective_from <= text <= (k.effective_through or text)]
    following = [key for key in covering if key.effective_through is None]
    restating = [key for key in covering if key.effective_through is not None]
    holding = max(following, key=lambda key: (key.effective_from, key.version), default=None)
    restated = max(restating, key=lambda key: key.version, default=None)
    known = [key for key in (holding, restated) if key is not None]
    return max(known, key=lambda key: key.version, default=None)
