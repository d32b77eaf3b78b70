"""Nothing in force lacks its authority: a command that needs one is held against it before it is decided."""

from __future__ import annotations

from datetime import date

from application.agreements import ChangeVatRegime, DecideAdmission, LetMemberLeave, find_agreement
from application.commands import Command
from application.enacting import Decided, find_decided
from application.enactments import command_under
from application.ledger import Ledger
from application.meetings import LayDownCharter
from application.services import AddBeneficiary, LetBeneficiaryLeave, OpenContract, find_contract
from domain.governance.charter import Charter, charter_id
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import normal_code
from domain.kernel.sentences import Sentence


class NotEnacted(Refusal):
    """A decision is the authority for what it enacts, and for nothing else."""

    sentence = "{authority} does not enact this"


class AlreadyEnacted(Refusal):
    """A decision is the authority for doing once what it enacts."""

    sentence = "what {authority} enacts was carried out or refused before: it takes a decision of its own"


class NotLaidDown(Refusal):
    """An agreement is the authority for what it lays down, not for what changes afterwards."""

    sentence = "{authority} does not change by itself: it takes an amendment or a resolution"


class NotCompetent(Refusal):
    """Those who bear the consequences decide."""

    sentence = "{authority} cannot decide for {agreement}: the members of the two are not the same"


class BeforeItsCondition(Refusal):
    """What waited for a condition has no force before the day on which it was met."""

    sentence = (
        "what {authority} enacts would hold from {day}, and has force from {in_force_on}, by its condition"
    )


def check_authority(ledger: Ledger, command: Command) -> None:
    """Refuse a command whose authority is not in force, or does not say what the command does."""
    authority = getattr(command, "authority", None)
    if not isinstance(authority, Authority):
        return
    decided = find_decided(ledger, authority)
    if authority.kind != "resolution" and not decided.course.enactments:
        _check_in_words(ledger, command, authority, decided.decided_on)
    else:
        _check_enacted(ledger, command, authority, decided)


def _check_in_words(ledger: Ledger, command: Command, authority: Authority, signed_by_all_on: date) -> None:
    # Such a deed lays things down in words only: what all have signed is taken to say so, and to say it from
    # the day on which it has force. A later day binds whoever types it more strictly, and is theirs to say.
    if authority.enactment is not None:
        raise NotEnacted(authority=authority)
    decided_on = getattr(command, "decided_on", signed_by_all_on)
    if decided_on < signed_by_all_on:
        raise BadInput(
            "decided_on",
            Sentence(
                "{authority} decides nothing before {day}, when all have signed and it has force",
                authority=authority,
                day=signed_by_all_on,
            ),
        )
    _check_competence(ledger, command, authority, signed_by_all_on)
    if authority.kind == "agreement" and not _laid_down(ledger, command):
        raise NotLaidDown(authority=authority)


def _check_enacted(ledger: Ledger, command: Command, authority: Authority, decided: Decided) -> None:
    ordinal, course = authority.enactment or 0, decided.course
    if not 1 <= ordinal <= len(course.enactments):
        raise NotEnacted(authority=authority)
    in_force_on = decided.in_force_on(ordinal)
    enacted = command_under(authority, in_force_on, course.must_have(ordinal))
    if command != enacted and not _follows(ledger, command, enacted):
        raise NotEnacted(authority=authority)
    # One contract that refuses an entrant does not keep it from the others.
    done = course.settled if command == enacted else course.carried_out
    if ordinal in done:
        raise AlreadyEnacted(authority=authority)
    course.must_be_free(ordinal)
    day = _effective_day(command)
    if course.must_have(ordinal).conditions and day is not None and day < in_force_on:
        raise BeforeItsCondition(authority=authority, day=day, in_force_on=in_force_on)
    _check_competence(ledger, command, authority, decided.decided_on)


def _effective_day(command: Command) -> date | None:
    # A key, a contract and its changes are held to the month of the decision by the contract itself.
    match command:
        case DecideAdmission():
            return min(command.bears_costs_from, command.votes_from)
        case LayDownCharter() | ChangeVatRegime():
            return command.effective_on
        case _:
            return None


def _laid_down(ledger: Ledger, command: Command) -> bool:
    # What an agreement lays down, it lays down at its beginning. What comes later takes an amendment, which
    # all have signed, or a resolution.
    match command:
        case OpenContract():
            return True
        case LayDownCharter():
            return not ledger.find(Charter, charter_id(command.agreement)).versions
        case _:
            return False


def _follows(ledger: Ledger, command: Command, enacted: Command | None) -> bool:
    # An admission enacts that the entrant, once it has signed, shares the contracts it names, from the day
    # and by the convention that were agreed; a departure, that the member ceases to.
    match command, enacted:
        case AddBeneficiary(), DecideAdmission():
            agreement = find_agreement(ledger, enacted.agreement)
            held = agreement.memberships.get(command.member)
            agreed = (held and held.bears_costs_from, agreement.entry_convention.value)
            as_agreed = (command.bears_costs_from, command.convention) == agreed
        case LetBeneficiaryLeave(), LetMemberLeave():
            held = find_agreement(ledger, enacted.agreement).memberships.get(command.member)
            as_agreed = held is not None and command.bears_costs_until == held.bears_costs_until
        case _:
            return False
    named = normal_code(command.contract) in map(normal_code, enacted.contracts)
    return as_agreed and named and normal_code(command.member) == normal_code(enacted.member)


def _check_competence(ledger: Ledger, command: Command, authority: Authority, decided_on: date) -> None:
    code = _agreement_concerned(ledger, command)
    if code is None or code == authority.agreement:
        return
    deciding, concerned = find_agreement(ledger, authority.agreement), find_agreement(ledger, code)
    same = set(deciding.voters_on(decided_on)) == set(concerned.parties) == set(concerned.memberships)
    if not same:
        raise NotCompetent(authority=authority, agreement=code)


def _agreement_concerned(ledger: Ledger, command: Command) -> str | None:
    agreement, contract = getattr(command, "agreement", None), getattr(command, "contract", None)
    if isinstance(agreement, str):
        return agreement
    return find_contract(ledger, contract).agreement if isinstance(contract, str) else None
