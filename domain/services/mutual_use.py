"""Services of an agreement that use each other: which contracts take part, and by what their use is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority, checked_authority
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.periods import Month


class UseNotProspective(Refusal):
    """How services share what they use of each other changes for months to come, as a key does."""

    sentence = (
        "what services use of each other, decided on {decided_on}, is shared from the first of that month "
        "or of a later one, not from {month}"
    )


@dataclass(frozen=True, slots=True)
class UseAdopted(Event):
    """From the first of a month these contracts bear what their services use of each other.

    `contracts` take part in this order, in which step-down closes them. `measures` names, for each whose
    service others use, what counts that use. No contracts: from then on none bears another's cost.
    """

    TOPIC = "services.mutual-use.adopted"
    NAMES = "mutual use under {agreement}"
    SENTENCE = (
        "version {version}: from {effective_from} the contracts {contracts} bear what they use of each other, "
        "{method}, counted by {measures}, by {authority}, because {reason}"
    )
    agreement: str
    version: int
    method: str
    contracts: tuple[str, ...]
    measures: Mapping[str, str]
    effective_from: str
    reason: str
    authority: Authority


def mutual_use_id(agreement: str) -> UUID:
    """The stream of the mutual use of services under that agreement."""
    return stream_id("mutual-use", agreement)


class MutualUse(Aggregate):
    """The versions of one agreement's rule for services that use each other."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.versions: list[UseAdopted] = []

    def adopt(
        self,
        agreement: str,
        method: str,
        contracts: Sequence[str],
        measures: Mapping[str, str],
        effective_from: Month,
        reason: str,
        decided_on: date,
        authority: Authority,
    ) -> None:
        """Adopt the next version from the first of a month, prospectively.

        The method has been found among the engine's, and the contracts among the agreement's, before.
        """
        if len(set(contracts)) != len(contracts) or len(contracts) == 1:
            raise BadInput("contracts", "at least two contracts take part, each named once; or none any more")
        for provider in measures:
            if provider not in contracts:
                raise BadInput(f"measures.{provider}", "this is not one of the contracts that take part")
        if contracts and not measures:
            raise BadInput("measures", "at least one service is used by another, and its use is counted")
        if not reason.strip():
            raise BadInput("reason", "it is said why this reflects use")
        if effective_from < Month.containing(decided_on):
            raise UseNotProspective(decided_on=decided_on, month=effective_from)
        self.record(
            UseAdopted(
                agreement,
                len(self.versions) + 1,
                method,
                tuple(contracts),
                dict(measures),
                str(effective_from),
                reason.strip(),
                checked_authority(authority),
            )
        )

    def in_force(self, month: Month) -> UseAdopted | None:
        """The version that holds for a service month; None when no contract bears another's cost."""
        effective = [version for version in self.versions if version.effective_from <= str(month)]
        latest = max(effective, key=lambda v: (v.effective_from, v.version), default=None)
        return latest if latest is not None and latest.contracts else None

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case UseAdopted():
                self.versions.append(event)
            case _:
                super().apply(event)
