"""Which roles may give which command. A command that is not here is given by nobody over an interface that asks.

The table says who may ask; what may be done is the domain's: that preparer and approver differ, that a ballot is
cast by who represents the member, that an authority enacts what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from application import (
    accounts,
    agreements,
    allocation,
    contract_changes,
    electors,
    enacting,
    impact_studies,
    meetings,
    members,
    resolutions,
    runs,
    service_flows,
    services,
    stand_alone,
)
from application.access.role import Role
from application.commands import Command

_BY: Mapping[tuple[Role, ...], tuple[type[Command], ...]] = {
    # Keeps the registers, prepares what is decided elsewhere, and never approves.
    (Role.CONTROLLER,): (
        members.RegisterMember,
        members.ChangeMemberDetail,
        members.ChangeMemberAddress,
        members.RecordFigure,
        members.MergeMember,
        agreements.DraftAgreement,
        agreements.DraftAmendment,
        agreements.ChangeVatRegime,
        agreements.DecideAdmission,
        agreements.LetMemberLeave,
        meetings.LayDownCharter,
        meetings.ConveneMeeting,
        meetings.RecordAttendance,
        meetings.SealMinutes,
        meetings.ChangeOrder,
        electors.AppointSeat,
        electors.VacateSeat,
        electors.DeclareSeatWeight,
        electors.RecordHolding,
        enacting.RecordApproval,
        enacting.RecordApprovalRefused,
        resolutions.OpenVote,
        resolutions.RecuseVoter,
        resolutions.CloseVote,
        services.AddService,
        services.OpenContract,
        services.AdoptKey,
        services.AddBeneficiary,
        services.LetBeneficiaryLeave,
        services.AdoptBudget,
        services.EndContract,
        contract_changes.ChangeContract,
        contract_changes.AuthoriseRestatement,
        service_flows.AdoptMutualUse,
        service_flows.ShareServiceFlows,
        stand_alone.DeclareStandAloneCost,
        stand_alone.CorrectStandAloneCost,
        stand_alone.WithdrawStandAloneCost,
        allocation.DefineMeasure,
        allocation.RecordReading,
        allocation.CorrectReading,
        allocation.RecordDocument,
        runs.PrepareRun,
        runs.ReverseRun,
        accounts.OpenAccountingYear,
        accounts.ApproveAccounts,
    ),
    (Role.APPROVER,): (runs.ApproveRun,),
    (Role.CONTROLLER, Role.APPROVER): (runs.PostRun, accounts.LockPeriod, accounts.CloseAccountingYear),
    # Acts for the member represented, and the domain refuses what is done for another.
    (Role.BOARD_MEMBER,): (
        resolutions.CastBallot,
        agreements.SignAgreement,
        agreements.SignAmendment,
        agreements.SignAccession,
    ),
    (Role.CONTROLLER, Role.BOARD_MEMBER): (
        resolutions.TableResolution,
        impact_studies.StudyImpact,
        electors.GrantProxy,
        electors.RevokeProxy,
    ),
}


def _each() -> Iterator[tuple[type[Command], frozenset[Role]]]:
    for roles, commands in _BY.items():
        for command in commands:
            yield command, frozenset(roles)


COMMANDS: Mapping[type[Command], frozenset[Role]] = dict(_each())
"""Each command with the roles that may give it."""
