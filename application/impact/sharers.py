"""What keys, entries and departures would have changed, had they held over past months: by the one engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from application.agreements import DecideAdmission, LetMemberLeave
from application.averaged_measures import read_averaged_measures
from application.contract_changes import AuthoriseRestatement
from application.impact.grounds import FROM_THE_START, Change, Grounds, Studied, change_of
from application.impact.past import Asked, Past
from application.impact.readings_asked import must_have_counted
from application.members import find_member
from application.run_bases import Terms
from application.services import AdoptKey, LetBeneficiaryLeave, find_contract, read_key
from domain.kernel.identity import normal_code
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series, Word
from domain.services.beneficiary import Beneficiary
from domain.services.contract import ServiceContract


def another_key(on: Grounds, command: AdoptKey) -> Studied:
    """The past months by the other key, with its weights of months and averages."""
    month = Month.of(command.effective_from, "effective_from")
    weighed = (command.month_weights, command.averaged_measures)
    return _key(on, command.contract, command.key, month, on.asked, *weighed)


def departure_of_beneficiary(on: Grounds, command: LetBeneficiaryLeave) -> Studied:
    """The past months of the contract without the member that leaves it."""
    return _left(on, [command.contract], command.member, command.bears_costs_until)


def restatement(on: Grounds, command: AuthoriseRestatement) -> Studied:
    """The months that are restated, by the other key: what their runs will post."""
    first, through = Month.of(command.effective_from, "effective_from"), Month.of(command.through)
    studied = _key(on, command.contract, command.key, through.plus(1), Asked(first, through))
    sentence = Sentence(
        "{contract} is shared anew from {first} through {through}: the differences are posted",
        contract=command.contract,
        first=first,
        through=through,
    )
    return replace(studied, sentence=sentence, effective_from=None)


def admission(on: Grounds, command: DecideAdmission) -> Studied:
    """The past months with the entrant, as if it had borne its part from the first of them."""
    effect, member = Month.containing(command.bears_costs_from), find_member(on.ledger, command.member)
    changes: list[Change] = []
    for code in command.contracts:
        contract = find_contract(on.ledger, code)
        past = on.past(contract, effect, on.asked)
        if past is not None:
            changes.append(_admitted(on, contract, past, member.code, effect))
    names = Series(command.contracts) or Word("no contract")
    sentence = Sentence(
        "{member} would bear its part of {contracts}, as if it had from the first month",
        member=member.code,
        contracts=names,
    )
    return Studied(sentence, effect, tuple(changes), enters=member.code)


def departure(on: Grounds, command: LetMemberLeave) -> Studied:
    """The past months of the agreement's contracts without the member that leaves."""
    of = [c for c in on.contracts if normal_code(c.agreement) == normal_code(command.agreement)]
    benefits = [c.code for c in of if _benefits(c, command.member)]
    return _left(on, command.contracts or benefits, command.member, command.bears_costs_until)


def _key(
    on: Grounds,
    code: str,
    key: Mapping[str, object],
    effect: Month,
    asked: Asked,
    month_weights: Mapping[str, str] | None = None,
    averaged: Sequence[str] = (),
) -> Studied:
    contract, read = find_contract(on.ledger, code), read_key(on.ledger, key)
    measures = read_averaged_measures(on.ledger, read, averaged)
    terms = Terms(read, 0, month_weights or {}, measures)
    changes = _changed(on, contract, effect, asked, terms=terms)
    return Studied(
        Sentence("{contract} would be shared by another key", contract=contract.code), effect, changes
    )


def _admitted(on: Grounds, contract: ServiceContract, past: Past, member: str, effect: Month) -> Change:
    own, terms = on.as_now(contract, past, effect)
    keys = [terms.key] if terms else [contract.key_for(month).key for month in past.months]
    must_have_counted(on.ledger, member, keys, past.months)
    before = past.shared(on.ledger, terms, own)
    entrant = {member: Beneficiary(member, past.months[0].first_day, FROM_THE_START)}
    after = past.shared(on.ledger, terms, {**(own or contract.beneficiaries), **entrant})
    return change_of(contract.code, past, before, after)


def _left(on: Grounds, contracts: Sequence[str], member: str, until: date) -> Studied:
    effect, changes = Month.containing(until).plus(1), []
    for code in contracts:
        contract = find_contract(on.ledger, code)
        leaving, past = contract.beneficiary_code(member), on.past(contract, effect, on.asked)
        if past is not None:
            own, terms = on.as_now(contract, past, effect)
            stay = {m: b for m, b in (own or contract.beneficiaries).items() if m != leaving}
            before = past.shared(on.ledger, terms, own)
            changes.append(change_of(code, past, before, past.shared(on.ledger, terms, stay)))
    names = Series(contracts) or Word("no contract")
    sentence = Sentence(
        "{member} would bear nothing of {contracts}, as if it had left before the first month",
        member=member,
        contracts=names,
    )
    return Studied(sentence, effect, tuple(changes))


def _changed(
    on: Grounds, contract: ServiceContract, effect: Month, asked: Asked, terms: Terms
) -> tuple[Change, ...]:
    past = on.past(contract, effect, asked)
    if past is None:
        return ()
    own, now = on.as_now(contract, past, effect)
    before = past.shared(on.ledger, now, own)
    return (change_of(contract.code, past, before, past.shared(on.ledger, terms, own)),)


def _benefits(contract: ServiceContract, member: str) -> bool:
    names = (m for m, b in contract.beneficiaries.items() if b.bears_costs_until is None)
    return normal_code(member) in map(normal_code, names)
