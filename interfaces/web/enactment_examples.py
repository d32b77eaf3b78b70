"""Terms of each kind of enactment as they might be, made from what holds now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.allocation.engine.mutual_services import SERVICE_METHODS
from domain.kernel.periods import Month
from interfaces.web.choices import Choices, Told

Terms = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Now:
    """What an example is made from: the choices, and the contract that is looked at."""

    on: Choices
    held: Told | None

    @property
    def month(self) -> Month:
        """The first month that has not begun."""
        return Month.containing(self.on.today).plus(1)

    @property
    def first(self) -> str:
        """Its first day."""
        return self.month.first_day.isoformat()

    @property
    def last(self) -> str:
        """The last day of the month before."""
        return (self.month.first_day - timedelta(days=1)).isoformat()

    @property
    def about(self) -> Terms:
        """The contract, and from when."""
        return {"contract": self.held["code"], "effective_from": str(self.month)} if self.held else {}

    @property
    def key(self) -> object:
        """The key in force."""
        return self.held["keys"][-1]["key"] if self.held and self.held["keys"] else {"equal": {}}

    @property
    def lasting(self) -> list[str]:
        """The contracts that do not end."""
        return [str(c["code"]) for c in self.on.contracts if c["ends_on"] is None]


def example(kind: str, on: Choices, contract: str = "") -> Terms:
    """Terms of that kind, of that contract where one is changed; none of a kind that nothing stands for."""
    made = _MADE.get(kind)
    return {} if made is None else made(Now(on, on.contract(contract)))


def _restating(now: Now) -> Terms:
    before = str(now.month.plus(-2))
    return {**now.about, "effective_from": before, "through": before, "key": now.key}


def _budget(now: Now) -> Terms:
    budgets = now.held["budgets"] if now.held else []
    amount = {"amount_cents": budgets[-1]["amount_cents"]} if budgets else {}
    return {**now.about, "year": now.on.today.year + 1, **amount}


def _changing(now: Now) -> Terms:
    if now.held is None:
        return {}
    terms = now.held["terms"][-1] if now.held["terms"] else now.held
    return {**now.about, **{n: terms.get(n) for n in ("provider", "allocation_period", "notice_months")}}


def _opening(now: Now) -> Terms:
    usual: Terms = {"starts_on": now.first, "key": now.key, "beneficiaries": now.on.members}
    if now.held is None:
        return {**usual, "allocation_period": "month", "rounding": "carried-remainder", "notice_months": 3}
    like = ("service", "provider", "allocation_period", "rounding", "notice_months")
    exact: Mapping[str, Any] = now.held["exact_cost"]
    required = {"exact_cost_required": exact["required"], "exact_cost_source": exact["source"]}
    return {**usual, **{n: now.held[n] for n in like}, **required}


def _departure(now: Now) -> Terms:
    notice = Month.containing(now.on.today).plus(int(now.on.agreement["exit_notice_months"]))
    until = notice.last_day.isoformat()
    return {"notified_on": now.on.today.isoformat(), "bears_costs_until": until}


def _charter(now: Now) -> Terms:
    versions = now.on.agreement["charter"]
    return {"effective_on": now.first, "rules": versions[-1]["rules"] if versions else []}


def _agreement(now: Now) -> Terms:
    like = ("legal_form", "axes", "entry_convention", "exit_notice_months", "vat_regime")
    kept = {n: now.on.agreement[n] for n in like}
    return {**kept, "parties": now.on.members, "effective_on": now.first, "enactments": []}


def _amendment(now: Now) -> Terms:
    number = str(len(now.on.agreement["amendments"]) + 1)
    return {"number": number, "effective_on": now.first, "enactments": []}


def _mutual(now: Now) -> Terms:
    measures = now.on.measures
    by = dict.fromkeys(now.lasting[:2], measures[0][0]) if measures else {}
    return {**now.about, "method": "reciprocal", "contracts": now.lasting, "measures": by}


def _admission(now: Now) -> Terms:
    return {"bears_costs_from": now.first, "votes_from": now.first, "contracts": now.lasting}


_MADE: Mapping[str, Callable[[Now], Terms]] = {
    "adopt a key": lambda now: {**now.about, "key": now.key},
    "authorise a restatement": _restating,
    "adopt a budget": _budget,
    "change a contract": _changing,
    "open a contract": _opening,
    "end a contract": lambda now: {**now.about, "ends_on": now.last},
    "let a beneficiary leave": lambda now: {**now.about, "bears_costs_until": now.last},
    "admit a member": _admission,
    "let a member leave": _departure,
    "lay down the charter": _charter,
    "conclude an agreement": _agreement,
    "amend the agreement": _amendment,
    "change the VAT regime": lambda now: {
        "regime": now.on.agreement["vat_regime"],
        "effective_on": now.first,
    },
    "let services bear what they use of each other": _mutual,
    "approve the accounts of a year": lambda now: {"year": now.on.today.year - 1},
    "recognise a merger": lambda now: {"effective_on": now.first},
}

assert "reciprocal" in SERVICE_METHODS  # noqa: S101  # an example of ours can be carried out
