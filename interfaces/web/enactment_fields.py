"""What each kind of enactment asks for in a form: the terms of its command, without what the decision itself gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from application.enactments import FREE_TEXT, KINDS
from domain.allocation.engine.mutual_services import SERVICE_METHODS
from domain.kernel.errors import NotFound
from domain.membership.agreement import Departure, EarlierDebts, EntryConvention, LegalForm
from domain.services.contract import AllocationPeriod, Rounding
from interfaces.web.choices import Choices
from interfaces.web.fields import Field, codes, worded

Fields = tuple[Field, ...]
_MONTH_HINT: Final = "The first month for which it holds, like 2026-03."
_ENACTS_HINT: Final = "A list of enactments, each with its kind and terms; an empty list for words alone."


def fields_of(kind: str, on: Choices) -> Fields:
    """The fields of a kind. Raises NotFound for a kind that there is not."""
    if kind not in FIELDS:
        raise NotFound(kind="kind of enactment", code=kind)
    return FIELDS[kind](on)


def _contract(on: Choices) -> Field:
    return Field("contract", "Contract", "one", options=codes(c["code"] for c in on.contracts))


def _contracts(on: Choices, label: str, *, required: bool = False) -> Field:
    return Field(
        "contracts", label, "some", required=required, options=codes(c["code"] for c in on.contracts)
    )


def _member(on: Choices, name: str = "member", label: str = "Member") -> Field:
    return Field(name, label, "one", options=codes(on.members))


def _key(on: Choices) -> Field:
    everybody = (*on.members, *on.strangers)
    benefit = {str(b["member"]) for c in on.contracts for b in c["beneficiaries"]}
    members = tuple(m for m in everybody if m in on.members or m in benefit)
    return Field("key", "Key of repartition", "key", options=on.measures, members=members)


def _month(name: str = "effective_from", label: str = "From the month", hint: str = _MONTH_HINT) -> Field:
    return Field(name, label, "month", hint=hint)


def _reason(hint: str) -> Field:
    return Field("reason", "Reason", "long", hint=hint)


_KNOWN: Final = "Of the members that do not belong yet; who is new to the group is registered first."
_WHY_KEY: Final = "Why it reflects use: it stands in every explanation of a share."


def _admission(on: Choices) -> Fields:
    return (
        Field("member", "Member that enters", "one", _KNOWN, options=codes(on.strangers)),
        Field("bears_costs_from", "Bears costs from", "day"),
        Field("votes_from", "Votes from", "day"),
        worded(Field("earlier_debts", "Debts born before its entry", "one"), EarlierDebts),
        _contracts(on, "Contracts from which it benefits"),
    )


def _departure(on: Choices) -> Fields:
    return (
        _member(on, label="Member that leaves"),
        worded(Field("reason", "On what ground", "one"), Departure),
        Field("notified_on", "Notified on", "day"),
        Field("bears_costs_until", "Bears costs until", "day", hint="Who withdraws keeps the notice."),
        replace(_contracts(on, "Contracts that it leaves"), hint="None chosen: all of the agreement."),
    )


def _beneficiary(on: Choices) -> Fields:
    return _contract(on), _member(on), Field("bears_costs_until", "Bears costs until", "day")


def _merger(on: Choices) -> Fields:
    successors = codes((*on.members, *on.strangers))
    return (
        _member(on, "code", "Member that is merged"),
        Field("successor", "Successor", "one", options=successors),
        Field("effective_on", "On", "day"),
    )


def _agreement(on: Choices) -> Fields:
    return (
        Field("code", "Code", hint="Given once; it names the agreement from then on."),
        Field("name", "Name"),
        worded(Field("legal_form", "Legal form", "one"), LegalForm),
        Field("axes", "Axes of cooperation", "lines", hint="One a line."),
        Field("parties", "Parties", "some", options=codes((*on.members, *on.strangers))),
        worded(Field("entry_convention", "An entrant bears costs by", "one"), EntryConvention),
        Field("exit_notice_months", "Notice of exit, in months", "count"),
        Field("vat_regime", "Default VAT regime"),
        Field("effective_on", "In force from", "day"),
        Field("enactments", "What it lays down, as JSON", "json", _ENACTS_HINT),
    )


def _amendment(on: Choices) -> Fields:
    return (
        Field("number", "Number of the amendment"),
        Field("text", "Text", "long"),
        Field("effective_on", "In force from", "day"),
        Field("enactments", "What it lays down, as JSON", "json", _ENACTS_HINT),
    )


def _vat(on: Choices) -> Fields:
    return Field("regime", "Default VAT regime"), Field("effective_on", "From", "day")


def _charter(on: Choices) -> Fields:
    hint = "Every rule of the next version, with its article; the present ones stand here."
    return Field("effective_on", "Holds from", "day"), Field("rules", "Rules, as JSON", "json", hint)


def _opening(on: Choices) -> Fields:
    everybody = codes((*on.members, *on.strangers))
    return (
        Field("code", "Code", hint="Given once; it names the contract from then on."),
        Field("service", "Service", "one", options=on.services),
        Field("provider", "Provided by", "one", options=everybody),
        Field("beneficiaries", "Beneficiaries", "some", options=codes(on.members)),
        worded(Field("allocation_period", "Shared over each", "one"), AllocationPeriod),
        worded(
            Field("rounding", "Rounding", "one", hint="Chosen once: no decision changes it later."), Rounding
        ),
        Field("notice_months", "Notice, in months", "count"),
        Field("starts_on", "Starts on", "day", hint="The first of a month."),
        Field("exact_cost_required", "Exact cost is required: no margin", "flag"),
        Field("exact_cost_source", "By which source", hint="The clause or article that says whether."),
        _key(on),
        _reason(_WHY_KEY),
    )


def _changing(on: Choices) -> Fields:
    everybody = codes((*on.members, *on.strangers))
    period = Field("allocation_period", "Shared over each", "one", required=False)
    return (
        _contract(on),
        _month(),
        Field(
            "provider",
            "Provided by",
            "one",
            "What stays as it is may stay empty.",
            required=False,
            options=everybody,
        ),
        worded(period, AllocationPeriod),
        Field("notice_months", "Notice, in months", "count", required=False),
    )


def _adopting(on: Choices) -> Fields:
    return _contract(on), _month(), _key(on), _reason(_WHY_KEY)


def _restating(on: Choices) -> Fields:
    through = _month("through", "Through the month", "The last month that is shared anew, like 2026-05.")
    return _contract(on), _month(), through, _key(on), _reason("Why past months are shared anew.")


def _mutual(on: Choices) -> Fields:
    measures = "By which measure the use of each service is counted, by the contract that provides it."
    return (
        Field("method", "Method", "one", options=codes(SERVICE_METHODS)),
        _contracts(on, "Contracts, in the order of the method", required=True),
        Field("measures", "Measures, as JSON", "json", measures),
        _month(),
        _reason("Why services bear what they use of each other."),
    )


def _budget(on: Choices) -> Fields:
    return _contract(on), Field("year", "Year", "count"), Field("amount_cents", "Budget, in EUR", "cents")


def _ending(on: Choices) -> Fields:
    return _contract(on), Field("ends_on", "Ends on", "day", hint="The last day of a month.")


FIELDS: Mapping[str, Callable[[Choices], Fields]] = {
    "adopt a key": _adopting,
    "adopt a budget": _budget,
    "admit a member": _admission,
    "let a member leave": _departure,
    "let a beneficiary leave": _beneficiary,
    "open a contract": _opening,
    "change a contract": _changing,
    "end a contract": _ending,
    "authorise a restatement": _restating,
    "let services bear what they use of each other": _mutual,
    "lay down the charter": _charter,
    "conclude an agreement": _agreement,
    "amend the agreement": _amendment,
    "change the VAT regime": _vat,
    "recognise a merger": _merger,
    "approve the accounts of a year": lambda on: (Field("year", "Year", "count"),),
    FREE_TEXT: lambda on: (Field("text", "What it says", "long"),),
}
"""Every kind that a decision may enact, the frequent ones first."""

assert set(FIELDS) == {*KINDS, FREE_TEXT}, "every kind of enactment has its form"  # noqa: S101
