"""Enactments in a form: prefilled from what holds now, and read back into terms that can be carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from application.enactments import KINDS, command_under
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, Enactment
from domain.kernel.errors import BadInput
from interfaces.web.choices import Choices
from interfaces.web.enactment_examples import Terms, example
from interfaces.web.enactment_fields import Fields, fields_of
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, worded
from interfaces.web.forms import Posted
from interfaces.web.prefilling import filled

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


def changing(drafted: Drafted, on: Choices, ordinal: int, tabled_on: date) -> Fields:
    """The fields with what was drafted in them. Raises BadInput where no page of ours drafted that."""
    _must_be_read(drafted, on, ordinal, tabled_on)
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
    _must_be_read(found, on, ordinal, tabled_on)
    return found


def _must_be_read(drafted: Drafted, on: Choices, ordinal: int, tabled_on: date) -> None:
    held = tuple(Condition(**condition) for condition in drafted.conditions)  # type: ignore[arg-type]
    enactment = Enactment(drafted.kind, drafted.terms, drafted.needs, held)
    command = command_under(Authority("resolution", on.code, "draft", ordinal), tabled_on, enactment)
    written = all(name == "text" and isinstance(said, str) for name, said in drafted.terms.items())
    # Free text is carried out by nobody, and so read by nobody either.
    if command is None and not written:
        raise BadInput("enacted", "it is what stood in the form")


def _needs(text: object, ordinal: int) -> tuple[int, ...]:
    parts = [part.strip() for part in str(text or "").split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) <= 4 and 1 <= int(part) < ordinal for part in parts):
        raise BadInput("needs", "an enactment needs earlier ones, by their numbers from 1")
    return tuple(int(part) for part in parts)


def _conditions(own: Mapping[str, object]) -> tuple[Mapping[str, str], ...]:
    kind, subject = own["condition"], own["condition_subject"]
    if (kind is None) != (subject is None):
        missing = "condition_subject" if subject is None else "condition"
        raise BadInput(missing, "what is waited for has its kind, and what or whom it is about")
    return ({"kind": str(kind), "subject": str(subject)},) if kind else ()


def decision_type_of(enactments: list[Drafted]) -> str:
    """The type of decision that the first enactment takes; of a text alone, another."""
    return next((KINDS[e.kind][0] for e in enactments if e.kind in KINDS), "other")
