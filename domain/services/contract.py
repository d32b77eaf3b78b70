"""A mutualisation contract: one service shared under one agreement, by versions of a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority, checked_authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, MAX_NOTICE_MONTHS, Month
from domain.services.beneficiary import AlreadyBeneficiary, Beneficiary
from domain.services.contract_events import (
    BeneficiaryAdded,
    BeneficiaryLeft,
    BudgetAdopted,
    Ended,
    ExactCost,
    KeyAdopted,
    Opened,
)
from domain.services.month_weights import check_weight, checked_month_weights, refuse_within_a_month


class AllocationPeriod(StrEnum):
    """Over how long key, tiers, caps and floors hold."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_OF = {AllocationPeriod.MONTH: 1, AllocationPeriod.QUARTER: 3, AllocationPeriod.YEAR: 12}


class Rounding(StrEnum):
    """How the cents left over by exact shares are given out; chosen once per contract."""

    LARGEST_REMAINDER = "largest-remainder"
    CARRIED_REMAINDER = "carried-remainder"
    SAINTE_LAGUE = "sainte-lague"


class KeyNotProspective(Refusal):
    """A key changes for months to come; for past months it takes an authorised restatement."""

    sentence = (
        "a key decided on {decided_on} holds from the first of that month or of a later one, not from {month}"
    )


class RestatementNotResolved(Refusal):
    """Months that are past are shared anew only because their members so resolved."""

    sentence = "a restatement from {month} takes a resolution: {authority} is none"


class KeyWithinPeriod(Refusal):
    """One key holds over an allocation period."""

    sentence = (
        "contract {contract} is allocated by the {period}: a key holds from its first month, not from {month}"
    )


class NoKeyInForce(Refusal):
    """Nothing is allocated without a key."""

    sentence = "contract {contract} has no key in force for {month}"


class OutsideContract(Refusal):
    """A contract serves the months between its start and its end."""

    sentence = "contract {contract} does not serve {month}: it runs from {starts_on} to {ends_on}"


def contract_id(code: str) -> UUID:
    """The stream of the contract of that code."""
    return stream_id("contract", code)


class ServiceContract(Aggregate):
    """One contract, its beneficiaries, the versions of its key and its budgets."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.service = ""
        self.agreement = ""
        self.provider = ""
        self.rounding = Rounding.CARRIED_REMAINDER
        self.allocation_period = AllocationPeriod.MONTH
        self.starts_on = date.min
        self.ends_on: date | None = None
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
            raise BadInput("notice_months", f"a notice is between 0 and {MAX_NOTICE_MONTHS} months")
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
        month_weights: Mapping[str, str] = MappingProxyType({}),
        averaged_measures: Sequence[str] = (),
    ) -> None:
        """Adopt the next version of the key from the first of a month, prospectively.

        The key has been read by the allocation engine before. A restatement alone reaches back, and takes a
        resolution. Months weigh alike, and stocks count as of the latest date, unless it is laid down otherwise.
        """
        self.must_exist(self.code)
        self.must_serve(effective_from)
        if not reason.strip():
            raise BadInput("reason", "a key says why it reflects use")
        if not restatement and effective_from < Month.containing(decided_on):
            raise KeyNotProspective(decided_on=decided_on, month=effective_from)
        if restatement and authority.kind != "resolution":
            raise RestatementNotResolved(month=effective_from, authority=authority)
        if effective_from != self.period_of(effective_from)[0]:
            raise KeyWithinPeriod(
                contract=self.code, period=self.allocation_period.value, month=effective_from
            )
        weights, averaged = checked_month_weights(month_weights), tuple(averaged_measures)
        if self.allocation_period is AllocationPeriod.MONTH:
            refuse_within_a_month(weights, averaged)
        check_weight(weights, self._periods_from(effective_from))
        version, month, why = len(self.keys) + 1, str(effective_from), reason.strip()
        adopted = KeyAdopted(version, key, month, why, restatement, checked_authority(authority))
        self.record(replace(adopted, month_weights=weights, averaged_measures=averaged))

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
            raise BadInput("year", f"a year is between {FIRST_YEAR} and {LAST_YEAR}")
        self.record(BudgetAdopted(year, amount_cents, checked_authority(authority)))

    def end(self, ends_on: date, authority: Authority) -> None:
        """End the contract with the last day of a month."""
        self.must_exist(self.code)
        if ends_on != Month.containing(ends_on).last_day or ends_on < self.starts_on:
            raise BadInput("ends_on", "a contract ends on the last day of a month, after it has started")
        last = Month.containing(ends_on)
        if key := self._key_in_force(last):
            check_weight(key.month_weights, [(self.period_of(last)[0], last)], "ends_on")
        self.record(Ended(ends_on.isoformat(), checked_authority(authority)))

    def beneficiary_code(self, code: str) -> str:
        """The beneficiary of that code, as it was given once. Raises NotFound."""
        for member in self.beneficiaries:
            if normal_code(member) == normal_code(code):
                return member
        raise NotFound(kind=f"beneficiary of {self.code}", code=code)

    def must_exist(self, code: str) -> None:
        """Refuse when no contract has that code."""
        if not self.exists:
            raise NotFound(kind="contract", code=code)

    def serves(self, month: Month) -> bool:
        """Whether the month lies between the contract's start and its end."""
        ended = self.ends_on is not None and month.first_day > self.ends_on
        return month.last_day >= self.starts_on and not ended

    def must_serve(self, month: Month) -> None:
        """Refuse a month before the contract starts or after it ends."""
        self.must_exist(self.code)
        if not self.serves(month):
            ends_on = self.ends_on or "further notice"
            raise OutsideContract(contract=self.code, month=month, starts_on=self.starts_on, ends_on=ends_on)

    def period_of(self, month: Month) -> tuple[Month, Month]:
        """The first and last month of the allocation period of a month, within the contract's life."""
        length = MONTHS_OF[self.allocation_period]
        first = Month(month.year, (month.month - 1) // length * length + 1)
        last = first.plus(length - 1)
        if self.ends_on is not None:
            last = min(last, Month.containing(self.ends_on))
        return max(first, Month.containing(self.starts_on)), last

    def key_for(self, month: Month) -> KeyAdopted:
        """The version of the key that holds for a service month: the latest effective, then the latest."""
        key = self._key_in_force(month)
        if key is None:
            raise NoKeyInForce(contract=self.code, month=month)
        return key

    def _key_in_force(self, month: Month) -> KeyAdopted | None:
        effective = (key for key in self.keys if key.effective_from <= str(month))
        return max(effective, key=lambda key: (key.effective_from, key.version), default=None)

    def _periods_from(self, month: Month) -> list[tuple[Month, Month]]:
        # A year on, every period of the calendar has begun; the contract's start and end may each cut one.
        last = [] if self.ends_on is None else [Month.containing(self.ends_on)]
        return [self.period_of(each) for each in (*month.through(month.plus(11)), *last)]

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Opened():
                self.code, self.service, self.agreement = event.code, event.service, event.agreement
                self.provider, self.rounding = event.provider, Rounding(event.rounding)
                self.allocation_period = AllocationPeriod(event.allocation_period)
                self.starts_on = date.fromisoformat(event.starts_on)
                for member in event.beneficiaries:
                    self.beneficiaries[member] = Beneficiary(member, self.starts_on, "from the start")
            case KeyAdopted():
                self.keys.append(event)
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
