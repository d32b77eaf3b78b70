"""What happens to a mutualisation contract, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.sentences import Sentence, Series


@dataclass(frozen=True, slots=True)
class ExactCost:
    """Whether exact cost (no margin) is required, and which source requires it."""

    required: bool
    source: str


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The contract under which a service is shared from a month."""

    TOPIC = "services.contract.opened"
    NAMES = "contract {code}"
    SENTENCE = (
        "{service} is shared under {agreement} from {starts_on}: "
        "provider {provider}, beneficiaries {beneficiaries}, by {authority}"
    )
    code: str
    service: str
    agreement: str
    provider: str
    beneficiaries: tuple[str, ...]
    allocation_period: str
    rounding: str
    notice_months: int
    starts_on: str
    exact_cost: ExactCost
    authority: Authority


@dataclass(frozen=True, slots=True)
class KeyAdopted(Event):
    """A version of the key, effective from the first of a month, with the reason why it reflects use.

    `month_weights` is what each month of the year weighs, from "1" to "12", exact; empty where all weigh alike.
    `averaged_measures` are the stocks that count by their mean over the period, not as of its latest date.
    A restatement may name the last month that it covers, `effective_through`.
    """

    TOPIC = "services.contract.key-adopted"
    SENTENCE = "key version {version} holds from {effective_from}, by {authority}: {key}, because {reason}"
    version: int
    key: Mapping[str, object]
    effective_from: str
    reason: str
    restatement: bool
    authority: Authority
    month_weights: Mapping[str, str] = field(default_factory=dict)
    averaged_measures: tuple[str, ...] = ()
    effective_through: str | None = None

    def sentence(self) -> Series:
        """The event as one sentence, with seasons and averages where they are laid down."""
        words: list[str] = [Event.sentence(self)]
        if self.month_weights:
            words.append(
                Sentence(
                    "from January to December the months weigh {weights}",
                    weights=", ".join(self.month_weights.values()),
                )
            )
        if self.averaged_measures:
            words.append(
                Sentence("averaged over the period: {measures}", measures=", ".join(self.averaged_measures))
            )
        return Series(words, "; ")


@dataclass(frozen=True, slots=True)
class TermsChanged(Event):
    """From the first of a month the contract is provided, allocated or ended otherwise: all terms as they are then."""

    TOPIC = "services.contract.terms-changed"
    SENTENCE = (
        "from {effective_from} it is provided by {provider}, allocated by the {allocation_period}, on "
        "{notice_months} months' notice, by {authority}"
    )
    effective_from: str
    provider: str
    allocation_period: str
    notice_months: int
    authority: Authority


@dataclass(frozen=True, slots=True)
class BeneficiaryAdded(Event):
    """A member bears its part from a day, by the agreement's entry convention."""

    TOPIC = "services.contract.beneficiary-added"
    SENTENCE = "{member} bears costs from {bears_costs_from} ({convention}), by {authority}"
    member: str
    bears_costs_from: str
    convention: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class BeneficiaryLeft(Event):
    """A member bears no cost of service after a day."""

    TOPIC = "services.contract.beneficiary-left"
    SENTENCE = "{member} bears costs until {bears_costs_until} ({convention}), by {authority}"
    member: str
    bears_costs_until: str
    convention: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class BudgetAdopted(Event):
    """The budget of a year."""

    TOPIC = "services.contract.budget-adopted"
    SENTENCE = "the budget of {year} is {amount}, by {authority}"
    year: int
    amount_cents: int
    authority: Authority


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The contract serves no cost after a day."""

    TOPIC = "services.contract.ended"
    SENTENCE = "it ends on {ends_on}, by {authority}"
    ends_on: str
    authority: Authority
