"""A template: an agreement with its charter and catalogue, without its members, for others to start from.

It names places instead of members: "{member 1}", "{member 2}", in the order in which they joined, and "{agreement}"
for the agreement's code. It holds no person, no signature, no reading, no document and no budget.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field

from application.commands import Terms
from domain.allocation.measure import Nature
from domain.governance.charter import VotingRule
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence
from domain.membership.agreement import EntryConvention, LegalForm
from domain.services.contract import AllocationPeriod, Rounding
from domain.services.contract_events import ExactCost

FORMAT, VERSION = "tantieme-template", 1
BESIDE_THE_KEY = ("month_weights", "averaged_measures")
"""What a key version may lay down beside the key itself; a template says it only where it does."""
_PLACE = re.compile(r"\{(agreement(?: name)?|(?:member|other) [1-9][0-9]*)\}")


class AgreementPlace(Terms):
    """What an agreement says of itself, but for its name and parties."""

    legal_form: LegalForm
    axes: tuple[str, ...]
    entry_convention: EntryConvention
    exit_notice_months: int
    vat_regime: str
    territory: str


class ServicePlace(Terms):
    """A service of the toolbox."""

    code: str
    name: str
    axis: str
    unit_of_work: str
    description: str


class MeasurePlace(Terms):
    """What keys count."""

    code: str
    name: str
    unit: str
    nature: Nature


class ContractPlace(Terms):
    """A mutualisation contract with its key."""

    code: str
    service: str
    provider: str
    beneficiaries: tuple[str, ...]
    allocation_period: AllocationPeriod
    rounding: Rounding
    notice_months: int
    exact_cost: ExactCost
    key: dict[str, object]
    reason: str
    month_weights: dict[str, str] = Field(default_factory=dict)
    averaged_measures: tuple[str, ...] = ()


class MutualUsePlace(Terms):
    """By which rule the contracts of the template bear what their services use of each other."""

    method: str
    contracts: tuple[str, ...]
    measures: dict[str, str]
    reason: str


class Template(Terms):
    """A template as it is read back; its sha256 is that of everything else in it."""

    format: Literal["tantieme-template"]
    version: Literal[1]
    agreement: AgreementPlace
    places: tuple[str, ...]
    charter: tuple[VotingRule, ...]
    services: tuple[ServicePlace, ...]
    measures: tuple[MeasurePlace, ...]
    contracts: tuple[ContractPlace, ...]
    mutual_use: MutualUsePlace | None = None
    sha256: str


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as a template: with its format, version and sha256."""
    whole = {**content, "format": FORMAT, "version": VERSION}
    return {**whole, "sha256": digest_of(whole)}


def text_of(template: Mapping[str, Any]) -> str:
    """The template as a file: the same content gives the same bytes."""
    return json.dumps(template, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def digest_of(content: Mapping[str, Any]) -> str:
    """The sha256 over sorted JSON without the digest itself."""
    told = {name: value for name, value in content.items() if name != "sha256"}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def checked(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content of a template, if nobody changed it. Raises BadInput naming the field."""
    if content.get("format") != FORMAT or content.get("version") != VERSION:
        raise BadInput(
            "format",
            Sentence("this release reads {format}, version {version}", format=FORMAT, version=VERSION),
        )
    if content.get("sha256") != digest_of(content):
        raise BadInput(
            "sha256", "it is not that of the content: the template was changed after it was written"
        )
    Template.read(content)
    return content


def without_names(content: Any, places: Mapping[str, str]) -> Any:
    """The content with a place wherever one of these names stands as a word of its own, longest first."""
    pattern = _any_of(places)
    return _texts(content, lambda text: pattern.sub(lambda found: f"{{{places[found[0]]}}}", text))


def named_in(content: Any, names: Iterable[str]) -> set[str]:
    """Those of these names that stand somewhere in the content as a word of their own."""
    found: set[str] = set()
    pattern = _any_of(names)

    def note(text: str) -> str:
        found.update(pattern.findall(text))
        return text

    _texts(content, note)
    return found


def with_names(content: Any, names: Mapping[str, str]) -> Any:
    """The content with these names in the places of a template. Raises BadInput for a place without a name."""

    def filled(found: re.Match[str]) -> str:
        place = found[1]
        if place not in names:
            raise BadInput(f"members.{place}", "the template names this place: say who takes it")
        return names[place]

    return _texts(content, lambda text: _PLACE.sub(filled, text))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, names), key=lambda name: (-len(name), name))
    words = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first)
    # Of no name at all, nothing is found: an empty pattern would be found everywhere.
    return re.compile("|".join(words) or r"(?!)")


def _texts(content: Any, change: Callable[[str], str]) -> Any:
    match content:
        case str():
            return change(content)
        case Mapping():
            return {change(name): _texts(value, change) for name, value in content.items()}
        case Sequence():
            return [_texts(value, change) for value in content]
        case _:
            return content
