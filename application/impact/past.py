"""Over which past months a study looks: those with posted cost before a decision would take effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.ledger import Ledger
from application.run_bases import Terms, pools_between
from application.trial_runs import Trial, try_terms
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.beneficiary import Beneficiary
from domain.services.contract import ServiceContract

USUAL_MONTHS = 12
FIRST_BEFORE_LAST = Sentence("a period begins with its first month or an earlier one than its last")


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that is asked for; without a month, the last twelve with posted cost before the effect."""

    first: Month | None = None
    last: Month | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins. Raises BadInput."""
        if self.first and self.last and self.last < self.first:
            raise BadInput("through", FIRST_BEFORE_LAST)


@dataclass(frozen=True, slots=True)
class Past:
    """Service months with posted cost, of the contract itself or of the one that it follows."""

    contract: str
    months: tuple[Month, ...]

    def shared(
        self,
        ledger: Ledger,
        terms: Terms | None = None,
        beneficiaries: dict[str, Beneficiary] | None = None,
    ) -> list[Trial]:
        """These months as they are shared by the contract's own terms and beneficiaries, or by others."""
        tried = try_terms(ledger, self.contract, self.months[0], self.months[-1], terms, beneficiaries)
        return [trial for trial in tried if trial.service_to in self.months]


def past_of(ledger: Ledger, contract: ServiceContract, before: Month, asked: Asked) -> Past | None:
    """The months of a contract that a study looks at; None when nothing of them is posted.

    A period shared together is looked at from its first month on.
    """
    first = asked.first or Month.containing(contract.starts_on)
    last = asked.last or before.plus(-1)
    pools = pools_between(ledger, contract.code, max(first, Month.containing(contract.starts_on)), last)
    months = [Month.of(pool.service_month) for pool in pools if pool.posted_runs]
    if not months:
        return None
    if asked.first is None:
        months = months[-USUAL_MONTHS:]
    begins = contract.period_of(months[0])[0]
    earlier = pools_between(ledger, contract.code, begins, months[0].plus(-1))
    return Past(contract.code, (*(Month.of(p.service_month) for p in earlier if p.posted_runs), *months))


def replaced_by(
    contracts: Sequence[ServiceContract], service: str, code: str, starts: Month
) -> ServiceContract | None:
    """The contract of the same service that served before; of several, the one that served last."""
    same = [
        c
        for c in contracts
        if c.service == service and c.code != code and Month.containing(c.starts_on) < starts
    ]
    return (
        max(same, key=lambda c: (c.ends_on is None, c.ends_on, c.starts_on), default=None) if same else None
    )
