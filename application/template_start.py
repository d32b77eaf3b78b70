"""Starting from a template: what is to be done in a group so that only the signatures are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from application.agreements import DraftAgreement
from application.allocation import DefineMeasure
from application.commands import Command, Terms
from application.enactments import check_laid_down
from application.members import RegisterMember
from application.ports import ViewRows
from application.services import AddService
from application.template import BESIDE_THE_KEY, MutualUsePlace, Template, checked, with_names
from domain.allocation.engine.splitting import parse_key
from domain.governance.rules import checked_rule
from domain.kernel.authority import Authority
from domain.kernel.enactment import Enactment
from domain.kernel.errors import BadInput
from domain.kernel.identity import normal_code
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.membership.member import MemberKind


class AgreementGiven(Terms):
    """How the new agreement is called, from when it is to hold and from when it shares costs."""

    code: str
    name: str
    effective_on: date
    contracts_start_on: date | None = None


class MemberGiven(Terms):
    """Who takes a place: a member that is known, by its code; or a new one, with its name, kind and source."""

    code: str
    name: str | None = None
    kind: MemberKind | None = None
    source: str | None = None


class Given(Terms):
    """Who takes the places of a template, and what the contracts are called where their codes are taken."""

    agreement: AgreementGiven
    members: dict[str, MemberGiven]
    contract_codes: dict[str, str] = Field(default_factory=dict)


def commands_to_start(
    rows: ViewRows, at: int, content: Mapping[str, Any], mapping: Mapping[str, Any]
) -> list[Command]:
    """The commands that register members, fill the toolbox and draft the agreement with what it lays down.

    What the group has already, and says the same, is left out: started again, nothing is done twice.
    Raises BadInput naming the field and the rule, before anything is done.
    """
    given = Given.read(mapping)
    _check_places(checked(content), given)
    names = {place: member.code for place, member in given.members.items()}
    names |= {"agreement": given.agreement.code, "agreement name": given.agreement.name}
    filled = Template.read({**with_names(content, names), "places": content["places"]})
    agreement = _agreement(filled, given)
    _check_lays_down(rows, at, filled, given, agreement)
    return [
        *_missing_members(rows, at, given),
        *(
            AddService(**service.model_dump())
            for service in filled.services
            if not _is_there(rows.rows("services", at), f"services.{service.code}", service.model_dump())
        ),
        *(
            DefineMeasure(**measure.model_dump())
            for measure in filled.measures
            if not _is_there(rows.rows("measures", at), f"measures.{measure.code}", measure.model_dump())
        ),
        *([] if _is_drafted(rows, at, agreement) else [agreement]),
    ]


def _check_places(content: Mapping[str, Any], given: Given) -> None:
    for place in given.members:
        if place not in content["places"]:
            raise BadInput(
                f"members.{place}", Sentence("the places are {places}", places=", ".join(content["places"]))
            )
    for place in content["places"]:
        if place not in given.members:
            raise BadInput(f"members.{place}", "the template names this place: say who takes it")
    codes = [normal_code(member.code) for member in given.members.values()]
    for place, member in given.members.items():
        if codes.count(normal_code(member.code)) > 1:
            raise BadInput(f"members.{place}.code", "each place is taken by another member")
    known = {contract["code"] for contract in content["contracts"]}
    for code in given.contract_codes:
        if code not in known:
            raise BadInput(f"contract_codes.{code}", "the template has no contract of that code")


def _agreement(filled: Template, given: Given) -> DraftAgreement:
    about = given.agreement
    starts_on = about.contracts_start_on or _first_from(about.effective_on)
    if starts_on.day != 1 or starts_on < about.effective_on:
        rule = "contracts start on the first of a month, when the agreement holds"
        raise BadInput("agreement.contracts_start_on", rule)
    parties = tuple(given.members[p].code for p in filled.places if p.startswith("member "))
    charter = {"effective_on": about.effective_on.isoformat(), "rules": _plain(filled, "charter")}
    enactments = [Enactment("lay down the charter", charter)] if filled.charter else []
    for contract in _plain(filled, "contracts"):
        # What is not laid down is not said, so that an agreement drafted before it could be is the same.
        told = {n: term for n, term in contract.items() if term or n not in BESIDE_THE_KEY}
        terms = {**told, "code": _code(given, contract["code"]), "starts_on": starts_on.isoformat()}
        enactments.append(Enactment("open a contract", terms))
    if filled.mutual_use is not None:
        enactments.append(_mutual_use(filled.mutual_use, given, Month.containing(starts_on)))
    return DraftAgreement(
        code=about.code,
        name=about.name,
        parties=parties,
        effective_on=about.effective_on,
        enactments=tuple(enactments),
        **filled.agreement.model_dump(),
    )


def _mutual_use(use: MutualUsePlace, given: Given, first: Month) -> Enactment:
    contracts = [_code(given, code) for code in use.contracts]
    measures = {_code(given, code): measure for code, measure in use.measures.items()}
    told = {"method": use.method, "reason": use.reason, "effective_from": str(first)}
    kind = "let services bear what they use of each other"
    return Enactment(kind, {**told, "contracts": contracts, "measures": measures})


def _code(given: Given, contract: str) -> str:
    return given.contract_codes.get(contract, contract)


def _check_lays_down(
    rows: ViewRows, at: int, filled: Template, given: Given, agreement: DraftAgreement
) -> None:
    for number, rule in enumerate(filled.charter):
        checked_rule(rule, f"charter.{number}")
    for contract in filled.contracts:
        parse_key(contract.key, f"contracts.{contract.code}.key")
        code = _code(given, contract.code)
        for row in rows.rows("contracts", at):
            same = normal_code(row["code"]) == normal_code(code)
            if same and normal_code(row["agreement"]) != normal_code(agreement.code):
                raise BadInput(
                    f"contracts.{contract.code}",
                    "the group has a contract of that code: give this one another under contract_codes",
                )
    check_laid_down(Authority("agreement", agreement.code), agreement.effective_on, agreement.enactments)


def _missing_members(rows: ViewRows, at: int, given: Given) -> Iterator[Command]:
    for place, member in given.members.items():
        said = {"code": member.code, "name": member.name, "kind": member.kind and member.kind.value}
        if _is_there(rows.rows("members", at), f"members.{place}", {k: v for k, v in said.items() if v}):
            continue
        if member.name is None or member.kind is None or member.source is None:
            rule = "nobody is known under that code: give a name, a kind and the source of both"
            raise BadInput(f"members.{place}", rule)
        yield RegisterMember(
            code=member.code,
            name=member.name,
            kind=member.kind,
            source=member.source,
            effective_on=given.agreement.effective_on,
        )


def _is_there(found: Any, field: str, said: Mapping[str, Any]) -> bool:
    # The same code says the same, or it is refused: what the group knows is never changed from here.
    for row in found:
        if normal_code(row["code"]) == normal_code(said["code"]):
            for name, value in said.items():
                if name != "code" and row[name] != value:
                    rule = Sentence(
                        "the group knows {code} already, as {known} and not {value}",
                        code=row["code"],
                        known=row[name],
                        value=value,
                    )
                    raise BadInput(f"{field}.{name}", rule)
            return True
    return False


def _is_drafted(rows: ViewRows, at: int, agreement: DraftAgreement) -> bool:
    found = [r for r in rows.rows("agreements", at) if normal_code(r["code"]) == normal_code(agreement.code)]
    if not found:
        return False
    enacted = rows.rows("enacted", at, stream=found[0]["stream"], decided_by="agreement")
    known = (
        found[0]["name"],
        [normal_code(party) for party in found[0]["parties"]],
        found[0]["effective_on"],
        found[0]["legal_form"],
        [(row["kind"], row["terms"]) for row in enacted],
    )
    said = (
        agreement.name,
        [normal_code(party) for party in agreement.parties],
        agreement.effective_on.isoformat(),
        agreement.legal_form.value,
        [(enactment.kind, dict(enactment.terms)) for enactment in agreement.enactments],
    )
    if known != said:
        raise BadInput("agreement.code", "the group has an agreement of that code, which says something else")
    return True


def _plain(filled: Template, listed: str) -> Any:
    return filled.model_dump(mode="json")[listed]


def _first_from(day: date) -> date:
    month = Month.containing(day)
    return month.first_day if day.day == 1 else month.plus(1).first_day
