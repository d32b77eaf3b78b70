"""What a study stands on: the ledger as of its position, which past a contract has, and what an enactment did there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from application.impact.comparing import Compared, exact_of
from application.impact.past import Asked, Past, past_of, replaced_by
from application.impact.supposed_ledger import SupposedLedger
from application.ledger import Ledger
from application.run_bases import Terms
from application.trial_runs import Trial
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary
from domain.services.contract import ServiceContract

FROM_THE_START = "from the start"


@dataclass(frozen=True, slots=True)
class Change:
    """What one contract's past months would have come to: as things stand, and with the enactment."""

    contract: str
    past: Past
    compared: Compared
    before: Sequence[Trial] = ()
    after: Sequence[Trial] = ()


@dataclass(frozen=True, slots=True)
class Studied:
    """What is known of an enactment: in a sentence, from when it holds, and the contracts that it changes.

    `of_budget` is the budget itself where that is what is adopted. Who `enters` bears what it did not bear
    before, by its own accession.
    """

    sentence: str
    effective_from: Month | None = None
    changes: tuple[Change, ...] = ()
    of_budget: bool = False
    enters: str | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """The ledger as of the study's position, its contracts, and the same ledger again for what is supposed in it.

    `opened` are the services for which the same decision opens a contract, with that contract's code.
    """

    ledger: Ledger
    contracts: Sequence[ServiceContract]
    fresh: Callable[[], SupposedLedger]
    asked: Asked
    opened: Mapping[str, str]

    def past(self, contract: ServiceContract, effect: Month, asked: Asked) -> Past | None:
        """The contract's own past or, where it has none yet, that of the contract which it replaced."""
        found = past_of(self.ledger, contract, effect, asked)
        starts = Month.containing(contract.starts_on)
        replaced = replaced_by(self.contracts, contract.service, contract.code, starts)
        if found is not None or replaced is None:
            return found
        return past_of(self.ledger, replaced, starts, asked)

    def as_now(
        self, contract: ServiceContract, past: Past, effect: Month
    ) -> tuple[dict[str, Beneficiary] | None, Terms | None]:
        """Over another contract's past, this contract's beneficiaries and key; over its own, what held then."""
        if past.contract == contract.code:
            return None, None
        first = past.months[0].first_day
        stay = [m for m, b in contract.beneficiaries.items() if b.bears_costs_until is None]
        held = contract.key_for(max(effect, Month.containing(contract.starts_on)))
        terms = Terms(held.key, held.version, held.month_weights, held.averaged_measures)
        return {m: Beneficiary(m, first, FROM_THE_START) for m in stay}, terms


def change_of(contract: str, past: Past, before: Sequence[Trial], after: Sequence[Trial]) -> Change:
    """What the past months of a contract came to, and would have come to."""
    return Change(contract, past, Compared(exact_of(before), exact_of(after)), before, after)
