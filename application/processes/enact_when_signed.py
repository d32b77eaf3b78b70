"""When an agreement or an amendment is signed by all, what it lays down is carried out, each enactment once."""

from __future__ import annotations

from datetime import date

from application.enacting import Decided, MeetCondition
from application.processes.carrying_out import begin, carry_out
from application.processes.following import ENACTMENT_KEYS, Consequence, marks_of, unrefusable
from domain.kernel.enactment import Condition
from domain.membership.agreement import CooperationAgreement
from domain.membership.agreement_events import (
    AccessionSigned,
    AmendmentEnteredIntoForce,
    EnactmentConditionMet,
    EnactmentExecuted,
    EnactmentRefused,
    EnteredIntoForce,
)
from domain.membership.deed import Deed


def enact_when_signed(
    in_force: EnteredIntoForce | AmendmentEnteredIntoForce, agreement: CooperationAgreement
) -> list[Consequence]:
    """What the deed lays down; then the enactment that had it drafted is done, and who waited for it is told."""
    deed = agreement.deed(in_force.number if isinstance(in_force, AmendmentEnteredIntoForce) else None)
    consequences = begin(deed.itself, agreement.id, _decided(deed))
    key = f"{ENACTMENT_KEYS}signed/{agreement.id}/{deed.number or ''}"
    if deed.authority is not None:
        executed, refused = marks_of(deed.authority)
        consequences.append(Consequence(None, executed, refused, key))
    if deed.number is not None:
        condition = Condition("amendment signed", deed.number)
        met = MeetCondition(agreement=agreement.code, condition=condition, met_on=deed.must_be_in_force())
        consequences.append(unrefusable(met, key))
    return consequences


def meet_condition_when_acceded(
    signed: AccessionSigned, agreement: CooperationAgreement
) -> list[Consequence]:
    """Who waited for the accession is told."""
    condition = Condition("accession signed", signed.member)
    return [
        unrefusable(
            MeetCondition(
                agreement=agreement.code, condition=condition, met_on=date.fromisoformat(signed.signed_on)
            )
        )
    ]


def enact_deed_when_met(met: EnactmentConditionMet, agreement: CooperationAgreement) -> list[Consequence]:
    """The enactment whose condition is met, if it was the last: carry it out."""
    deed = agreement.deed(met.amendment)
    return carry_out(deed.itself, agreement.id, _decided(deed), [met.ordinal])


def enact_deed_when_settled(
    settled: EnactmentExecuted | EnactmentRefused, agreement: CooperationAgreement
) -> list[Consequence]:
    """The enactments that needed this one: carry them out, or refuse them with it."""
    deed = agreement.deed(settled.amendment)
    later = range(settled.ordinal + 1, len(deed.enactments) + 1)
    needing = [n for n in later if settled.ordinal in deed.course.must_have(n).needs]
    return carry_out(deed.itself, agreement.id, _decided(deed), needing)


def _decided(deed: Deed) -> Decided:
    return Decided(deed.must_be_in_force(), deed.course)
