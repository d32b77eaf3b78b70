"""Use cases of membership: the members, and what is said of them with its date and source."""

from __future__ import annotations

from datetime import date

from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists
from domain.membership.member import Member, MemberDetail, MemberKind, member_id
from domain.services.contract import ServiceContract, contract_id


class RegisterMember(Command):
    """Make a member known under a code."""

    code: str
    name: str
    kind: MemberKind
    effective_on: date
    source: str
    published: bool = False


class ChangeMemberDetail(Command):
    """Say what a member's name, SIREN or legal form is from a day."""

    code: str
    detail: MemberDetail
    value: str
    effective_on: date
    source: str
    published: bool = False


class ChangeMemberAddress(Command):
    """Give a member's structured postal address from a day."""

    code: str
    building: str = ""
    street: str = ""
    postcode: str
    town: str
    country: str
    effective_on: date


class RecordFigure(Command):
    """Record a figure about a member at a date, with its source."""

    code: str
    figure: str
    value: str
    unit: str
    as_of: date
    source: str
    published: bool = False


class MergeMember(Command):
    """Say that a member is merged into a successor."""

    code: str
    successor: str
    effective_on: date
    authority: Authority


def register_member(ledger: Ledger, command: RegisterMember, act: Act) -> int:
    """Make the member known, once."""
    member = ledger.find(Member, member_id(command.code))
    if ledger.find(ServiceContract, contract_id(command.code)).exists:
        raise AlreadyExists(kind="contract", code=command.code)
    member.register(
        command.code, command.name, command.kind, command.effective_on, command.source, command.published
    )
    return ledger.record(member, act=act)


def change_member_detail(ledger: Ledger, command: ChangeMemberDetail, act: Act) -> int:
    """Date a detail of the member."""
    member = find_member(ledger, command.code)
    member.change_detail(
        command.detail, command.value, command.effective_on, command.source, command.published
    )
    return ledger.record(member, act=act)


def change_member_address(ledger: Ledger, command: ChangeMemberAddress, act: Act) -> int:
    """Date the address of the member."""
    member = find_member(ledger, command.code)
    member.change_address(
        command.building,
        command.street,
        command.postcode,
        command.town,
        command.country,
        command.effective_on,
    )
    return ledger.record(member, act=act)


def record_figure(ledger: Ledger, command: RecordFigure, act: Act) -> int:
    """Date a figure of the member."""
    member = find_member(ledger, command.code)
    member.record_figure(
        command.figure, command.value, command.unit, command.as_of, command.source, command.published
    )
    return ledger.record(member, act=act)


def merge_member(ledger: Ledger, command: MergeMember, act: Act) -> int:
    """Name the successor, which must be known."""
    member, successor = find_member(ledger, command.code), find_member(ledger, command.successor)
    member.merge_into(successor.code, command.effective_on, command.authority)
    return ledger.record(member, act=act)


def find_member(ledger: Ledger, code: str) -> Member:
    """The member of that code. Raises NotFound."""
    member = ledger.find(Member, member_id(code))
    member.must_exist(code)
    return member


USE_CASES: UseCases = {
    RegisterMember: register_member,
    ChangeMemberDetail: change_member_detail,
    ChangeMemberAddress: change_member_address,
    RecordFigure: record_figure,
    MergeMember: merge_member,
}
