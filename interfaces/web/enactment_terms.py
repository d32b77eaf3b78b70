"""Enactments in a form: prefilled from the agreement's present terms, and read back into terms that can be carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from application.enactments import KINDS, command_under
from domain.allocation.engine.mutual_services import SERVICE_METHODS
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, Enactment
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from interfaces.web.choices import Choices
from interfaces.web.enactment_fields import Fields, fields_of
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, worded
from interfaces.web.forms import Posted
from interfaces.web.prefilling import filled

Terms = dict[str, Any]
_CONDITIONS = ("official approval", "accession signed", "amendment signed")
_OWN = ("needs", "condition", "condition_subject")


@dataclass(frozen=True, slots=True)
class Drafted:
    """An enactment of a draft, as data that a form carries along."""

    kind: str
    terms: Terms
    needs: tuple[int, ...] = ()
    conditions: tuple[Mapping[str, str], ...] = ()

    def data(self) -> Terms:
        """The enactment as the command that tables it has it."""
        return {
            "kind": self.kind,
            "terms": self.terms,
            "needs": list(self.needs),
            "conditions": [dict(condition) for condition in self.conditions],
        }


def asked_of(kind: str, on: Choices, ordinal: int) -> Fields:
    """The fields of a kind, and what every enactment may need or wait for. Raises NotFound."""
    needs = Field("needs", "Needs earlier enactments", hint="Their numbers, like 1, 2.", required=False)
    waits = worded(Field("condition", "Waits for", "one", required=False), _CONDITIONS)
    subject = Field(
        "condition_subject",
        "Of what or whom",
        hint="The member that signs, the number of the amendment, or what an official approves.",
        required=False,
    )
    return (*fields_of(kind, on), *((needs,) if ordinal > 1 else ()), waits, subject)


def prefilled(kind: str, on: Choices, ordinal: int, contract: str = "") -> Fields:
    """The fields with a valid example made from what holds now."""
    return filled(asked_of(kind, on, ordinal), example(kind, on, contract))


def changing(drafted: Drafted, on: Choices, ordinal: int) -> Fields:
    """The fields with what was drafted in them."""
    terms = dict(drafted.terms)
    exact = terms.pop("exact_cost", None)
    if exact is not None:
        terms |= {"exact_cost_required": exact["required"], "exact_cost_source": exact["source"]}
    terms["needs"] = ", ".join(map(str, drafted.needs)) or None
    for condition in drafted.conditions[:1]:
        terms |= {"condition": condition["kind"], "condition_subject": condition["subject"]}
    return filled(asked_of(drafted.kind, on, ordinal), terms)


def drafted(posted: Posted, kind: str, on: Choices, ordinal: int, tabled_on: date) -> Drafted:
    """The enactment that a form spells out, read as it will be when it is carried out. Raises BadInput."""
    given = read(posted, asked_of(kind, on, ordinal))
    own = {name: given.pop(name, None) for name in _OWN}
    if "exact_cost_required" in given:
        given["exact_cost"] = {
            "required": given.pop("exact_cost_required"),
            "source": given.pop("exact_cost_source", ""),
        }
    found = Drafted(kind, given, _needs(own["needs"], ordinal), _conditions(own))
    held = tuple(Condition(**condition) for condition in found.conditions)  # type: ignore[arg-type]
    enactment = Enactment(kind, found.terms, found.needs, held)
    command_under(Authority("resolution", on.code, "draft", ordinal), tabled_on, enactment)
    return found


def _needs(text: object, ordinal: int) -> tuple[int, ...]:
    parts = [part.strip() for part in str(text or "").split(",") if part.strip()]
    if not all(part.isdecimal() and 1 <= int(part[:6]) < ordinal for part in parts):
        raise BadInput("needs", "an enactment needs earlier ones, by their numbers from 1")
    return tuple(int(part) for part in parts)


def _conditions(own: Mapping[str, object]) -> tuple[Mapping[str, str], ...]:
    kind, subject = own["condition"], own["condition_subject"]
    if (kind is None) != (subject is None):
        missing = "condition_subject" if subject is None else "condition"
        raise BadInput(missing, "what is waited for has its kind, and what or whom it is about")
    return ({"kind": str(kind), "subject": str(subject)},) if kind else ()


def example(kind: str, on: Choices, contract: str = "") -> Terms:
    """Terms of a kind as they might be, made from what holds now and from the first day that a change could hold."""
    next_month = Month.containing(on.today).plus(1)
    first, held = next_month.first_day, on.contract(contract)
    about: Terms = {"contract": held["code"], "effective_from": str(next_month)} if held else {}
    key = held["keys"][-1]["key"] if held and held["keys"] else {"equal": {}}
    last = (first - timedelta(days=1)).isoformat()
    match kind:
        case "adopt a key":
            return {**about, "key": key}
        case "authorise a restatement":
            before = str(Month.containing(on.today).plus(-1))
            return {**about, "effective_from": before, "through": before, "key": key}
        case "adopt a budget":
            budgets = held["budgets"] if held else []
            return {**about, "year": on.today.year + 1} | (
                {"amount_cents": budgets[-1]["amount_cents"]} if budgets else {}
            )
        case "change a contract" if held:
            terms = held["terms"][-1] if held["terms"] else held
            kept = {name: terms.get(name) for name in ("provider", "allocation_period", "notice_months")}
            return {**about, **kept}
        case "open a contract":
            return _like(held, on, first, key)
        case "end a contract" | "let a beneficiary leave" if held:
            return {**about, "ends_on": last, "bears_costs_until": last}
        case "admit a member":
            return {
                "bears_costs_from": first.isoformat(),
                "votes_from": first.isoformat(),
                "contracts": [c["code"] for c in on.contracts if c["ends_on"] is None],
            }
        case "let a member leave":
            notice = Month.containing(on.today).plus(int(on.agreement["exit_notice_months"]))
            until = notice.last_day.isoformat()
            return {"notified_on": on.today.isoformat(), "bears_costs_until": until}
        case "lay down the charter":
            versions = on.agreement["charter"]
            return {"effective_on": first.isoformat(), "rules": versions[-1]["rules"] if versions else []}
        case "conclude an agreement":
            kept = {n: on.agreement[n] for n in _OF_AGREEMENT}
            return {**kept, "parties": on.members, "effective_on": first.isoformat(), "enactments": []}
        case "amend the agreement":
            number = str(len(on.agreement["amendments"]) + 1)
            return {"number": number, "effective_on": first.isoformat(), "enactments": []}
        case "change the VAT regime":
            return {"regime": on.agreement["vat_regime"], "effective_on": first.isoformat()}
        case "let services bear what they use of each other":
            lasting = [c["code"] for c in on.contracts if c["ends_on"] is None]
            by = {code: on.measures[0][0] for code in lasting[:2]} if on.measures else {}
            return {**about, "method": next(iter(SERVICE_METHODS)), "contracts": lasting, "measures": by}
        case "approve the accounts of a year":
            return {"year": on.today.year - 1}
        case "recognise a merger":
            return {"effective_on": first.isoformat()}
        case _:
            return {}


_OF_AGREEMENT = ("legal_form", "axes", "entry_convention", "exit_notice_months", "vat_regime")


def _like(held: Mapping[str, Any] | None, on: Choices, first: date, key: Any) -> Terms:
    usual: Terms = {"starts_on": first.isoformat(), "key": key, "beneficiaries": on.members}
    if held is None:
        return {**usual, "allocation_period": "month", "rounding": "carried-remainder", "notice_months": 3}
    kept = {n: held[n] for n in ("service", "provider", "allocation_period", "rounding", "notice_months")}
    exact = held["exact_cost"]
    return {
        **usual,
        **kept,
        "exact_cost_required": exact["required"],
        "exact_cost_source": exact["source"],
    }


def decision_type_of(enactments: list[Drafted]) -> str:
    """The type of decision that the first enactment takes; of a text alone, another."""
    return next((KINDS[e.kind][0] for e in enactments if e.kind in KINDS), "other")
