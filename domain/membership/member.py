"""A member: a social landlord (or other body) known by a code; what is said of it is dated and sourced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from stdnum.fr import siren as siren_number

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, stream_id
from domain.kernel.money import exact_text, quantity_of


class MemberKind(StrEnum):
    """What a member is: the families of French social landlords, or another body."""

    OPH = "OPH"
    ESH = "ESH"
    COOPERATIVE = "cooperative"
    SEM = "SEM"
    OTHER = "other"


class AlreadyMerged(Refusal):
    """A member is merged once."""

    sentence = "{member} is merged into {successor} already"


class MemberDetail(StrEnum):
    """What may change about a member while its code stays."""

    NAME = "name"
    SIREN = "siren"
    LEGAL_FORM = "legal form"


@dataclass(frozen=True, slots=True)
class Registered(Event):
    """A member is known to the group from now on."""

    TOPIC = "membership.member.registered"
    NAMES = "member {code}"
    SENTENCE = "{name} ({kind}) is registered"
    code: str
    name: str
    kind: str
    effective_on: str
    source: str
    published: bool


@dataclass(frozen=True, slots=True)
class DetailChanged(Event):
    """A name, SIREN or legal form holds from a day."""

    TOPIC = "membership.member.detail-changed"
    SENTENCE = "its {detail} is {value} from {effective_on}"
    detail: str
    value: str
    effective_on: str
    source: str
    published: bool


@dataclass(frozen=True, slots=True)
class AddressChanged(Event):
    """The postal address from a day, in the structured form that payments require."""

    TOPIC = "membership.member.address-changed"
    SENTENCE = "its address is {building} {street}, {postcode} {town} ({country}) from {effective_on}"
    building: str
    street: str
    postcode: str
    town: str
    country: str
    effective_on: str


@dataclass(frozen=True, slots=True)
class FigureRecorded(Event):
    """A figure about the member at a date, with its source, said to be published or invented."""

    TOPIC = "membership.member.figure-recorded"
    SENTENCE = "{figure} at {as_of}: {value} {unit}, source: {source}"
    figure: str
    value: str
    unit: str
    as_of: str
    source: str
    published: bool


@dataclass(frozen=True, slots=True)
class Merged(Event):
    """The member is merged into a successor, which is a member of its own."""

    TOPIC = "membership.member.merged"
    SENTENCE = "it is merged into {successor} from {effective_on}"
    successor: str
    effective_on: str
    authority: Authority


def member_id(code: str) -> UUID:
    """The stream of the member of that code."""
    return stream_id("member", code)


class Member(Aggregate):
    """A member of the group, by its code."""

    code: str = ""
    name: str = ""
    successor: str | None = None

    def register(
        self, code: str, name: str, kind: MemberKind, effective_on: date, source: str, published: bool
    ) -> None:
        """Make the member known, once."""
        if self.exists:
            raise AlreadyExists(kind="member", code=self.code)
        if not name.strip():
            raise BadInput("name", "a member has a name")
        kept = checked_code("member", code)
        self.record(Registered(kept, name.strip(), kind.value, effective_on.isoformat(), source, published))

    def change_detail(
        self, detail: MemberDetail, value: str, effective_on: date, source: str, published: bool
    ) -> None:
        """Say what a detail is from a day; a SIREN must carry its check digit."""
        self.must_exist(self.code)
        if detail is MemberDetail.SIREN and not siren_number.is_valid(value):
            raise BadInput("siren", "a SIREN has nine digits of which the last is the check digit")
        kept = siren_number.compact(value) if detail is MemberDetail.SIREN else value.strip()
        self.record(DetailChanged(detail.value, kept, effective_on.isoformat(), source, published))

    def change_address(
        self, building: str, street: str, postcode: str, town: str, country: str, effective_on: date
    ) -> None:
        """Give the structured postal address from a day; the country is its two-letter code."""
        self.must_exist(self.code)
        for field, value in (("postcode", postcode), ("town", town), ("country", country)):
            if not value.strip():
                raise BadInput(field, "a structured address names its postcode, town and country")
        self.record(AddressChanged(building, street, postcode, town, country, effective_on.isoformat()))

    def record_figure(
        self, figure: str, value: str, unit: str, as_of: date, source: str, published: bool
    ) -> None:
        """Record a figure at a date; the value is exact (decimal or p/q)."""
        self.must_exist(self.code)
        exact = exact_text(quantity_of(value, "value")) if "/" in value else value
        quantity_of(value, "value")
        self.record(
            FigureRecorded(checked_code("figure", figure), exact, unit, as_of.isoformat(), source, published)
        )

    def merge_into(self, successor: str, effective_on: date, authority: Authority) -> None:
        """Name the successor that this member is merged into."""
        self.must_exist(self.code)
        if self.successor is not None:
            raise AlreadyMerged(member=self.code, successor=self.successor)
        if successor == self.code:
            raise BadInput("successor", "a member is merged into another one")
        self.record(Merged(successor, effective_on.isoformat(), authority))

    def must_exist(self, code: str) -> None:
        """Refuse when no member has that code."""
        if not self.exists:
            raise NotFound(kind="member", code=code)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Registered():
                self.code, self.name = event.code, event.name
            case DetailChanged():
                if event.detail == MemberDetail.NAME:
                    self.name = event.value
            case Merged():
                self.successor = event.successor
            case AddressChanged() | FigureRecorded():
                pass
            case _:
                super().apply(event)
