"""What opening, ending or changing contracts, budgets and mutual use would have changed: by the one engine."""

from __future__ import annotations

from contextlib import suppress

from application.averaged_measures import read_averaged_measures
from application.contract_changes import ChangeContract
from application.impact.comparing import Compared, exact_of
from application.impact.grounds import FROM_THE_START, Change, Grounds, Studied, change_of
from application.impact.past import Asked, past_of, replaced_by
from application.impact.readings_asked import must_have_counted
from application.impact.supposed_ledger import SUPPOSED
from application.members import find_member
from application.run_bases import Terms
from application.service_flows import AdoptMutualUse, ShareServiceFlows, adopt_mutual_use, share_service_flows
from application.services import AdoptBudget, EndContract, OpenContract, find_contract, read_key
from domain.allocation.service_flows import NothingMoves
from domain.kernel.money import euros
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series, Word
from domain.services.beneficiary import Beneficiary


def opening(on: Grounds, command: OpenContract) -> Studied:
    """The past months of the contract that it replaces, by the new one's key and beneficiaries."""
    effect = Month.containing(command.starts_on)
    replaced = replaced_by(on.contracts, command.service, command.code, effect)
    past = None if replaced is None else past_of(on.ledger, replaced, effect, on.asked)
    if replaced is None or past is None:
        sentence = Sentence(
            "{contract} opens a service that no contract with posted cost shared before: the past does not tell "
            "what it will cost",
            contract=command.code,
        )
        return Studied(sentence, effect)
    before = past.shared(on.ledger)
    beneficiaries = {}
    for code in command.beneficiaries:
        member = find_member(on.ledger, code).code
        beneficiaries[member] = Beneficiary(member, past.months[0].first_day, FROM_THE_START)
    key = read_key(on.ledger, command.key)
    averaged = read_averaged_measures(on.ledger, key, command.averaged_measures)
    for member in beneficiaries.keys() - replaced.beneficiaries.keys():
        must_have_counted(on.ledger, member, [key], past.months)
    otherwise = on.fresh()
    otherwise.allocate_by(replaced.code, command.allocation_period)
    terms = Terms(key, 0, command.month_weights, averaged)
    after = past.shared(otherwise.ledger, terms, beneficiaries)
    sentence = Sentence(
        "{contract} would share what {replaced} shared before", contract=command.code, replaced=replaced.code
    )
    return Studied(sentence, effect, (change_of(command.code, past, before, after),))


def ending(on: Grounds, command: EndContract) -> Studied:
    """The past months no longer shared, unless another contract of the service follows."""
    contract = find_contract(on.ledger, command.contract)
    effect = Month.containing(command.ends_on).plus(1)
    follows = on.opened.get(contract.service)
    if follows is not None:
        sentence = Sentence(
            "{contract} ends and {follows} follows it: see what opens {follows}",
            contract=contract.code,
            follows=follows,
        )
        return Studied(sentence, effect)
    past = on.past(contract, effect, on.asked)
    before = past.shared(on.ledger) if past else []
    gone = Compared(exact_of(before), {})
    changes = (Change(contract.code, past, gone, before),) if past else ()
    sentence = Sentence(
        "{contract} ends and nothing follows it: its members would share no such cost any more",
        contract=contract.code,
    )
    return Studied(sentence, effect, changes, ends=True)


def budget(on: Grounds, command: AdoptBudget) -> Studied:
    """The budget against the one before it, borne as the cost of the past months is."""
    contract, first = find_contract(on.ledger, command.contract), Month(command.year, 1)
    earlier = contract.budgets.get(command.year, contract.budgets.get(command.year - 1))
    year = command.year if command.year in contract.budgets else command.year - 1
    known = (
        Sentence("{year}: {amount}", year=year, amount=euros(earlier))
        if earlier is not None
        else Sentence("none for {year}", year=year)
    )
    past = past_of(on.ledger, contract, max(first, Month.containing(contract.starts_on)), on.asked)
    told = Sentence(
        "the budget of {contract} for {year} would be {amount} (before, {known})",
        contract=contract.code,
        year=command.year,
        amount=euros(command.amount_cents),
        known=known,
    )
    if past is None:
        return Studied(
            Sentence("{told}; no posted cost tells who would bear it", told=told),
            first,
            of_budget=True,
        )
    shared = past.shared(on.ledger)
    whole = exact_of(shared)
    total = sum(whole.values())
    if not total:
        return Studied(
            Sentence("{told}; no posted cost tells who would bear it", told=told),
            first,
            of_budget=True,
        )
    before = {m: (earlier or 0) * part / total for m, part in whole.items()}
    after = {m: command.amount_cents * part / total for m, part in whole.items()}
    change = Change(contract.code, past, Compared(before, after))
    sentence = Sentence("{told}, borne as the cost of these months is", told=told)
    return Studied(sentence, first, (change,), of_budget=True)


def mutual_use(on: Grounds, command: AdoptMutualUse) -> Studied:
    """The past months of the contracts, each bearing what its service used of the others."""
    effect = Month.of(command.effective_from, "effective_from")
    pasts = {}
    for code in command.contracts:
        contract = find_contract(on.ledger, code)
        past = past_of(on.ledger, contract, effect, on.asked)
        if past is not None:
            pasts[contract.code] = past
    before = {code: past.shared(on.ledger) for code, past in pasts.items()}
    months, otherwise = sorted({m for past in pasts.values() for m in past.months}), on.fresh()
    if months:
        held = {"effective_from": str(months[0]), "decided_on": months[0].first_day}
        adopt_mutual_use(otherwise.ledger, command.model_copy(update=held), SUPPOSED)
    for month in months:
        shares = ShareServiceFlows(agreement=command.agreement, month=str(month))
        with suppress(NothingMoves):
            share_service_flows(otherwise.ledger, shares, SUPPOSED)
    changes = [
        change_of(code, past, before[code], past.shared(otherwise.ledger)) for code, past in pasts.items()
    ]
    sentence = Sentence(
        "{contracts} would bear what their services use of each other", contracts=Series(command.contracts)
    )
    return Studied(sentence, effect, tuple(changes))


def other_terms(on: Grounds, command: ChangeContract) -> Studied:
    """The past months by the other allocation period; provider and notice move no share."""
    contract, effect = find_contract(on.ledger, command.contract), Month.of(command.effective_from)
    period, held = command.allocation_period, contract.terms[-1]
    if period is None or period is held.allocation_period:
        who = command.provider or held.provider
        sentence = Sentence(
            "{contract} is provided by {who}: who provides and the notice move no member's share",
            contract=contract.code,
            who=who,
        )
        return Studied(sentence, effect)
    past = on.past(contract, effect, on.asked)
    if past is None:
        return Studied(
            Sentence(
                "nothing of {contract} is posted before {effect}", contract=contract.code, effect=effect
            ),
            effect,
        )
    otherwise = on.fresh()
    otherwise.allocate_by(contract.code, period)
    begins = find_contract(otherwise.ledger, contract.code).period_of(past.months[0])[0]
    whole = past_of(on.ledger, contract, effect, Asked(begins, past.months[-1])) or past
    before, after = whole.shared(on.ledger), whole.shared(otherwise.ledger)
    change = change_of(contract.code, whole, before, after)
    sentence = Sentence(
        "{contract} would be allocated by the {period}, not the {held}",
        contract=contract.code,
        period=Word(period.value),
        held=Word(held.allocation_period.value),
    )
    return Studied(sentence, effect, (change,))
