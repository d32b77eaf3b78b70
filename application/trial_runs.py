"""What past months would have come to under other terms: by the same engine, and recorded nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from application.ledger import Ledger
from application.run_bases import Terms, basis_of, pools_between
from application.run_inputs import RunInputs
from application.services import find_contract
from domain.allocation.run_basis import exact_whole, freeze
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary

TRIED_BY = "a trial"


@dataclass(frozen=True, slots=True)
class Trial:
    """An allocation period as it would be shared if nothing of it were posted yet, in exact cents.

    `presence` is the part of the period for which each member bears costs.
    """

    service_from: Month
    service_to: Month
    base_cents: int
    exact_cents: Mapping[str, Fraction]
    direct_cents: Mapping[str, int]
    presence: Mapping[str, Fraction]


def try_terms(
    ledger: Ledger,
    contract: str,
    first: Month,
    last: Month,
    terms: Terms | None = None,
    beneficiaries: Mapping[str, Beneficiary] | None = None,
) -> list[Trial]:
    """Share anew each allocation period of a contract that lies in these months, by its own terms or others.

    And among its own beneficiaries or others.

    Only periods with costs are there; a period that reaches beyond the months counts up to the last of them.
    Raises ReadingMissing when the terms count what was not measured then, BadInput when they cannot share it.
    """
    found = find_contract(ledger, contract)
    pools = pools_between(ledger, found.code, first, last)
    ends = {found.period_of(Month.of(pool.service_month))[0]: pool for pool in pools}
    trials = []
    for pool in ends.values():
        basis = basis_of(ledger, pool, RunInputs(), terms, afresh=True, supposed=beneficiaries)
        prepared = freeze(basis, 1, TRIED_BY)
        trials.append(
            Trial(
                service_from=basis.service_from,
                service_to=basis.service_to,
                base_cents=basis.base_cents,
                exact_cents=exact_whole(prepared),
                direct_cents=basis.direct_cents,
                presence={m: basis.presence.get(m, Fraction(0)) for m in prepared.members},
            )
        )
    return trials
