"""What there is to choose from under an agreement: its members, contracts, measures and meetings, as of a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from application.answers import lists
from application.answers.enactments import known_agreement
from interfaces.web.fields import Option
from interfaces.web.visiting import Visit

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choices:
    """What forms under an agreement offer."""

    agreement: Told
    members: tuple[str, ...]
    strangers: tuple[str, ...]
    contracts: tuple[Told, ...]
    services: tuple[Option, ...]
    measures: tuple[Option, ...]
    today: date

    @property
    def code(self) -> str:
        """The agreement's code."""
        return str(self.agreement["code"])

    def contract(self, code: str = "") -> Told | None:
        """The contract of that code, else the first that has not ended."""
        named = [c for c in self.contracts if c["code"] == code]
        lasting = [c for c in self.contracts if c["ends_on"] is None]
        return next(iter((*named, *lasting, *self.contracts)), None)


def choices(visit: Visit, agreement: str = "") -> Choices:
    """The choices under the agreement of that code, or under the first. Raises NotFound."""
    rows, at = visit.rows, visit.at
    told = lists.agreements(rows, at)
    code = known_agreement(rows, at, agreement or (str(told[0]["code"]) if told else ""))
    [found] = [each for each in told if each["code"] == code]
    belong = tuple(
        str(m["member"])
        for m in found["members"]
        if m["bears_costs_until"] is None and m["state"] != "accession awaited"
    )
    return Choices(
        found,
        belong,
        tuple(str(m["code"]) for m in lists.members(rows, at) if m["code"] not in belong),
        tuple(c for c in lists.contracts(rows, at) if c["agreement"] == code),
        tuple((str(s["code"]), str(s["name"])) for s in lists.services(rows, at)),
        tuple((str(m["code"]), str(m["name"])) for m in rows.rows("measures", at)),
        date.today(),  # noqa: DTZ011  # the reader's own day: what stands in a form, never in a rule
    )


def agreements_to_choose(visit: Visit) -> Sequence[Option]:
    """The agreements, by code and name."""
    return [(str(a["code"]), str(a["name"])) for a in lists.agreements(visit.rows, visit.at)]
