"""What happens to a cooperation agreement, as it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, Enactment


@dataclass(frozen=True, slots=True)
class Drafted(Event):
    """The text of an agreement, its form, axes, parties and conventions."""

    TOPIC = "membership.agreement.drafted"
    NAMES = "agreement {code}"
    SENTENCE = "{name}, {legal_form}, is drafted between {parties} for {axes}"
    code: str
    name: str
    legal_form: str
    axes: tuple[str, ...]
    parties: tuple[str, ...]
    entry_convention: str
    exit_notice_months: int
    vat_regime: str
    territory: str
    effective_on: str
    published: bool
    enactments: tuple[Enactment, ...] = ()
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Signed(Event):
    """A party signs, through someone empowered by a délibération."""

    TOPIC = "membership.agreement.signed"
    SENTENCE = "{member} signs on {signed_on} ({capacity}, {deliberation})"
    member: str
    signatory: str
    capacity: str
    signed_on: str
    deliberation: str


@dataclass(frozen=True, slots=True)
class EnteredIntoForce(Event):
    """All have signed: the agreement holds from its effective date."""

    TOPIC = "membership.agreement.entered-into-force"
    SENTENCE = "signed by all, it is in force from {in_force_on}"
    in_force_on: str


@dataclass(frozen=True, slots=True)
class AmendmentDrafted(Event):
    """An amendment (avenant) is put to the parties for signature."""

    TOPIC = "membership.agreement.amendment-drafted"
    SENTENCE = "amendment {number} is drafted: {text}, effective {effective_on}"
    number: str
    text: str
    effective_on: str
    authority: Authority | None
    enactments: tuple[Enactment, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendmentSigned(Event):
    """A party signs an amendment."""

    TOPIC = "membership.agreement.amendment-signed"
    SENTENCE = "{member} signs amendment {number} on {signed_on}"
    number: str
    member: str
    signatory: str
    capacity: str
    signed_on: str
    deliberation: str


@dataclass(frozen=True, slots=True)
class AmendmentEnteredIntoForce(Event):
    """All have signed the amendment."""

    TOPIC = "membership.agreement.amendment-entered-into-force"
    SENTENCE = "amendment {number}, signed by all, is in force from {in_force_on}"
    number: str
    in_force_on: str


@dataclass(frozen=True, slots=True)
class EnactmentAwaiting(Event):
    """What a deed lays down is not yet in force: its condition is awaited. No amendment: the agreement itself."""

    TOPIC = "membership.agreement.enactment-awaiting"
    SENTENCE = "enactment {ordinal} (amendment: {amendment}) awaits: {condition}"
    amendment: str | None
    ordinal: int
    condition: str


@dataclass(frozen=True, slots=True)
class EnactmentConditionMet(Event):
    """A condition of what a deed lays down is met on a day, from which alone it may have force."""

    TOPIC = "membership.agreement.enactment-condition-met"
    SENTENCE = "enactment {ordinal} (amendment: {amendment}) awaits no more: {condition}, met on {met_on}"
    amendment: str | None
    ordinal: int
    condition: Condition
    met_on: str


@dataclass(frozen=True, slots=True)
class EnactmentExecuted(Event):
    """What a deed lays down has been carried out, once."""

    TOPIC = "membership.agreement.enactment-executed"
    SENTENCE = "enactment {ordinal} (amendment: {amendment}) is carried out"
    amendment: str | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class EnactmentRefused(Event):
    """What a deed lays down could not be carried out: the refusal stays visible."""

    TOPIC = "membership.agreement.enactment-refused"
    SENTENCE = "enactment {ordinal} (amendment: {amendment}) is refused: {reason}"
    amendment: str | None
    ordinal: int
    refusal: str
    reason: str


@dataclass(frozen=True, slots=True)
class VatRegimeChanged(Event):
    """The regime that recharges under the agreement follow by default, from a day."""

    TOPIC = "membership.agreement.vat-regime-changed"
    SENTENCE = "the default VAT regime is {regime} from {effective_on}"
    regime: str
    effective_on: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class AdmissionDecided(Event):
    """A member is to be admitted; it becomes one when it signs its accession."""

    TOPIC = "membership.agreement.admission-decided"
    SENTENCE = "{member} is to be admitted by {authority}: bears costs from {bears_costs_from}"
    member: str
    bears_costs_from: str
    votes_from: str
    earlier_debts: str
    contracts: tuple[str, ...]
    authority: Authority


@dataclass(frozen=True, slots=True)
class AccessionSigned(Event):
    """The entrant signs its accession."""

    TOPIC = "membership.agreement.accession-signed"
    SENTENCE = "{member} signs its accession on {signed_on} ({capacity}, {deliberation})"
    member: str
    signatory: str
    capacity: str
    signed_on: str
    deliberation: str


@dataclass(frozen=True, slots=True)
class MemberAdmitted(Event):
    """Decided and signed: the entrant belongs to the agreement and to the contracts named."""

    TOPIC = "membership.agreement.member-admitted"
    SENTENCE = (
        "{member} is admitted by {authority}: bears costs from {bears_costs_from}, votes from {votes_from}"
    )
    member: str
    bears_costs_from: str
    votes_from: str
    earlier_debts: str
    contracts: tuple[str, ...]
    convention: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    """A member withdraws after notice, is excluded or released, always with authority."""

    TOPIC = "membership.agreement.member-left"
    SENTENCE = "{member} leaves ({reason}) after {bears_costs_until}, by {authority}"
    member: str
    reason: str
    notified_on: str
    bears_costs_until: str
    contracts: tuple[str, ...]
    authority: Authority
