"""The fields of a form: what each asks for, and beside which of them a refusal is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence
from interfaces.web.forms import Posted

Kind = Literal[
    "text", "long", "day", "month", "count", "cents", "one", "some", "lines", "json", "key", "flag"
]
Option = tuple[str, str]
"""What is sent, and the words that stand for it."""

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9]+")
_IN_ENACTMENT = re.compile(r"^enactments\[[0-9]+\]\.(?:terms\.)?")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the term that it gives, its label, and what may stand in it.

    `value` is what stands there at first. Words of options are codes that people gave unless they are `worded`,
    which are said in the reader's language. A key has `options` to count by and `members` to weigh.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    value: str = ""
    chosen: tuple[str, ...] = ()
    worded: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What a page offers to do: the act that its button names, and the fields that it needs."""

    act: str
    title: str
    button: str
    fields: tuple[Field, ...] = ()
    lead: str = ""
    takes_file: bool = False

    @property
    def id(self) -> str:
        """The act as an id of the page, and as a part of its key."""
        return _NOT_IN_ID.sub("-", self.act)


class ToMend(BadInput):
    """What was written into a form, with each field that is off and its rule."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(*next(iter(faults.items())))
        self.faults = dict(faults)


class ChangedSince(Refusal):
    """A form answers the page that it stood on."""

    sentence = "there is nothing of that name to choose here; read the page again"


def codes(found: Iterable[object]) -> tuple[Option, ...]:
    """Options that are codes: what is sent is what is read."""
    return tuple((str(code), str(code)) for code in found)


def worded(field: Field, options: Iterable[str]) -> Field:
    """The field with options that are words of ours."""
    return replace(field, options=codes(options), worded=True)


def faults_of(refusal: Refusal, fields: Sequence[Field]) -> dict[str, str]:
    """What is told beside which field; what names none of them is told above the form.

    A rule about a part of a field, as of "key.blend[1].weight", says which part.
    """
    if isinstance(refusal, ToMend):
        return dict(refusal.faults)
    if not isinstance(refusal, BadInput):
        return {"": str(refusal)}
    path = _IN_ENACTMENT.sub("", str(refusal.facts["field"]))
    name = re.split(r"[.\[]", path, maxsplit=1)[0]
    if name not in {field.name for field in fields}:
        return {"": _at(path, refusal)}
    return {name: str(refusal.facts["rule"]) if path == name else _at(path, refusal)}


def rule_of(fault: BadInput, name: str) -> str:
    """The rule of a fault, with the part of the field that it is about."""
    path = str(fault.facts["field"])
    return str(fault.facts["rule"]) if path in (name, "request") else _at(path, fault)


def _at(path: str, fault: BadInput) -> str:
    return Sentence("{path}: {rule}", path=path, rule=fault.facts["rule"])


def asked(
    forms: Sequence[Form], refusal: Refusal | None = None, posted: Posted | None = None
) -> dict[str, Any]:
    """What a template is told of its forms: what was written stays in the one that was refused, with its faults."""
    given = posted.fields if posted else {}
    act = given.get("act", "") if refusal is not None else ""
    refused = next((form for form in forms if form.act == act), None)
    faults = {} if refusal is None else faults_of(refusal, refused.fields if refused else ())
    several = posted.several if posted else {}
    return {"forms": forms, "act": act, "given": given, "several": several, "faults": faults}
