"""A mutualisation contract: one service shared under one agreement, by versions of a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority, checked_authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, MAX_NOTICE_MONTHS, Month
from domain.kernel.sentences import Sentence
from domain.services.beneficiary import AlreadyBeneficiary, Beneficiary
from domain.services.contract_events import (
    BeneficiaryAdded,
    BeneficiaryLeft,
    BudgetAdopted,
    Ended,
    ExactCost,
    KeyAdopted,
    Opened,
    TermsChanged,
)
from domain.services.contract_life import ContractLife, OutsideContract
from domain.services.contract_terms import AllocationPeriod, Rounding, Terms, checked_change
from domain.services.key_versions import (
    KeyNotProspective,
    KeyWithinPeriod,
    NoKeyInForce,
    RestatementNotResolved,
    check_periods_kept,
    check_prospective,
    check_restated,
    key_for,
)
from domain.services.month_weights import check_weight, checked_month_weights, refuse_within_a_month

__all__ = [
    "AllocationPeriod",
    "AlreadyBeneficiary",
    "Beneficiary",
    "KeyNotProspective",
    "KeyWithinPeriod",
    "NoKeyInForce",
    "OutsideContract",
    "RestatementNotResolved",
    "Rounding",
    "ServiceContract",
    "contract_id",
]


def contract_id(code: str) -> UUID:
    """The stream of the contract of that code."""
    return stream_id("contract", code)


class ServiceContract(ContractLife):
    """One contract, its beneficiaries, the versions of its key and its budgets."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.service = ""
        self.agreement = ""
        self.rounding = Rounding.CARRIED_REMAINDER
        self.beneficiaries: dict[str, Beneficiary] = {}
        self.keys: list[KeyAdopted] = []
        self.budgets: dict[int, int] = {}

    def open(
        self,
        code: str,
        service: str,
        agreement: str,
        provider: str,
        beneficiaries: Sequence[str],
        allocation_period: AllocationPeriod,
        rounding: Rounding,
        notice_months: int,
        starts_on: date,
        exact_cost: ExactCost,
        authority: Authority,
    ) -> None:
        """Open the contract from the first of a month, for beneficiaries in the order that breaks ties."""
        if self.exists:
            raise AlreadyExists(kind="contract", code=self.code)
        if starts_on.day != 1:
            raise BadInput("starts_on", "a contract starts on the first of a month")
        if not beneficiaries or len(set(beneficiaries)) != len(beneficiaries):
            raise BadInput("beneficiaries", "a contract has at least one beneficiary, each named once")
        if not 0 <= notice_months <= MAX_NOTICE_MONTHS:
            raise BadInput(
                "notice_months",
                Sentence(
                    "a notice is between 0 and {max_notice_months} months",
                    max_notice_months=MAX_NOTICE_MONTHS,
                ),
            )
        if not exact_cost.source.strip():
            raise BadInput("exact_cost.source", "whether exact cost is required names its source")
        self.record(
            Opened(
                checked_code("contract", code),
                service,
                agreement,
                provider,
                tuple(beneficiaries),
                allocation_period.value,
                rounding.value,
                notice_months,
                starts_on.isoformat(),
                exact_cost,
                checked_authority(authority),
            )
        )

    def adopt_key(
        self,
        key: Mapping[str, object],
        effective_from: Month,
        reason: str,
        decided_on: date,
        authority: Authority,
        restatement: bool = False,
        through: Month | None = None,
        month_weights: Mapping[str, str] = MappingProxyType({}),
        averaged_measures: Sequence[str] = (),
    ) -> None:
        """Adopt the next version of the key from the first of a month, prospectively.

        The key has been read by the allocation engine before. A restatement alone reaches back, takes a
        resolution, and holds up to the month that it names. Months weigh alike, and stocks count as of the
        latest date, unless it is laid down otherwise.
        """
        self.must_exist(self.code)
        self.must_serve(effective_from)
        if not reason.strip():
            raise BadInput("reason", "a key says why it reflects use")
        check_prospective(effective_from, decided_on, authority, restatement)
        self.must_begin_a_period(effective_from)
        if through is not None:
            check_restated(effective_from, through, decided_on)
            self.must_end_a_period(through)
        weights, averaged = checked_month_weights(month_weights), tuple(averaged_measures)
        if self.terms_for(effective_from).allocation_period is AllocationPeriod.MONTH:
            refuse_within_a_month(weights, averaged)
        check_weight(weights, self.periods_from(effective_from))
        adopted = KeyAdopted(
            len(self.keys) + 1,
            key,
            str(effective_from),
            reason.strip(),
            restatement,
            checked_authority(authority),
            month_weights=weights,
            averaged_measures=averaged,
            effective_through=None if through is None else str(through),
        )
        self.record(adopted)

    def change_terms(
        self,
        effective_from: Month,
        provider: str | None,
        allocation_period: AllocationPeriod | None,
        notice_months: int | None,
        decided_on: date,
        authority: Authority,
    ) -> None:
        """Change who provides, over which period is allocated or the notice; what is not given stays."""
        self.must_serve(effective_from)
        held = self.terms[-1]
        new = Terms(
            effective_from,
            provider or held.provider,
            allocation_period or held.allocation_period,
            held.notice_months if notice_months is None else notice_months,
        )
        checked_change(self.code, self.terms, new, decided_on)
        check_periods_kept(self.code, self.keys, new.allocation_period, effective_from)
        kept = checked_authority(authority)
        period, notice = new.allocation_period.value, new.notice_months
        self.record(TermsChanged(str(effective_from), new.provider, period, notice, kept))

    def add_beneficiary(
        self, member: str, bears_costs_from: date, convention: str, authority: Authority
    ) -> None:
        """Let a member bear its part from a day, by the agreement's convention."""
        self.must_exist(self.code)
        held = self.beneficiaries.get(member)
        if held is not None and held.bears_costs_until is None:
            raise AlreadyBeneficiary(member=member, contract=self.code)
        if held is not None and held.bears_costs_until and bears_costs_from <= held.bears_costs_until:
            raise BadInput("bears_costs_from", "a member comes back after the day on which it left")
        self.must_serve(Month.containing(max(bears_costs_from, self.starts_on)))
        self.record(
            BeneficiaryAdded(member, bears_costs_from.isoformat(), convention, checked_authority(authority))
        )

    def let_beneficiary_leave(
        self, member: str, bears_costs_until: date, convention: str, authority: Authority
    ) -> None:
        """Let a member bear no cost of service after a day; earlier service months stay its own."""
        code = self.beneficiary_code(member)
        until = bears_costs_until.isoformat()
        self.record(BeneficiaryLeft(code, until, convention, checked_authority(authority)))

    def adopt_budget(self, year: int, amount_cents: int, authority: Authority) -> None:
        """Adopt or revise the budget of a year."""
        self.must_exist(self.code)
        if amount_cents < 0:
            raise BadInput("amount", "a budget is not negative")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadInput(
                "year",
                Sentence(
                    "a year is between {first_year} and {last_year}",
                    first_year=FIRST_YEAR,
                    last_year=LAST_YEAR,
                ),
            )
        self.record(BudgetAdopted(year, amount_cents, checked_authority(authority)))

    def end(self, ends_on: date, authority: Authority) -> None:
        """End the contract with the last day of a month."""
        self.must_exist(self.code)
        if ends_on != Month.containing(ends_on).last_day or ends_on < self.starts_on:
            raise BadInput("ends_on", "a contract ends on the last day of a month, after it has started")
        last = Month.containing(ends_on)
        if key := key_for(self.keys, last):
            check_weight(key.month_weights, [(self.period_of(last)[0], last)], "ends_on")
        self.record(Ended(ends_on.isoformat(), checked_authority(authority)))

    def beneficiary_code(self, code: str) -> str:
        """The beneficiary of that code, as it was given once. Raises NotFound."""
        for member in self.beneficiaries:
            if normal_code(member) == normal_code(code):
                return member
        raise NotFound(kind=Sentence("beneficiary of {contract}", contract=self.code), code=code)

    def key_for(self, month: Month) -> KeyAdopted:
        """The version of the key that holds for a service month. Raises NoKeyInForce."""
        key = key_for(self.keys, month)
        if key is None:
            raise NoKeyInForce(contract=self.code, month=month)
        return key

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Opened():
                self.code, self.service, self.agreement = event.code, event.service, event.agreement
                self.rounding = Rounding(event.rounding)
                self.starts_on = date.fromisoformat(event.starts_on)
                period = AllocationPeriod(event.allocation_period)
                starts = Month.containing(self.starts_on)
                self.terms = [Terms(starts, event.provider, period, event.notice_months)]
                for member in event.beneficiaries:
                    self.beneficiaries[member] = Beneficiary(member, self.starts_on, "from the start")
            case KeyAdopted():
                self.keys.append(event)
            case TermsChanged():
                month, period = Month.of(event.effective_from), AllocationPeriod(event.allocation_period)
                self.terms.append(Terms(month, event.provider, period, event.notice_months))
            case BeneficiaryAdded():
                day = date.fromisoformat(event.bears_costs_from)
                held = self.beneficiaries.get(event.member)
                earlier = () if held is None else (*held.earlier, replace(held, earlier=()))
                again = Beneficiary(event.member, day, event.convention, earlier=earlier)
                self.beneficiaries[event.member] = again
            case BeneficiaryLeft():
                until = date.fromisoformat(event.bears_costs_until)
                held_until = self.beneficiaries[event.member]
                self.beneficiaries[event.member] = replace(
                    held_until, bears_costs_until=until, leaving_convention=event.convention
                )
            case BudgetAdopted():
                self.budgets[event.year] = event.amount_cents
            case Ended():
                self.ends_on = date.fromisoformat(event.ends_on)
            case _:
                super().apply(event)
