"""Questions about resolutions: by which rule they were counted, who was there, and what they enacted."""

from __future__ import annotations

from typing import Any

from application.answers.decisions import MOVES_NO_MONEY
from application.legal_defaults import FORM_DEFAULTS
from application.rulebook.governed.questions import Governs, governs
from application.rulebook.governed.things import Answer, Kind

_DEFAULT = {default.legal_form: default.rule.source for default in FORM_DEFAULTS}


def _is_counted(r: Answer) -> bool:
    return r["decided_on"] is not None


def _rule(r: Answer) -> dict[str, Any]:
    return r["rule"] or {}


def _enacts(r: Answer, kind: str) -> bool:
    return any(enactment["kind"] == kind for enactment in r["enactments"])


def _state(r: Answer, state: str) -> bool:
    return any(enactment["state"] == state for enactment in r["enactments"])


def _recused(r: Answer, ground: str | None = None) -> bool:
    return any(v["recused"] and ground in (None, v["recused_ground"]) for v in r["voters"])


def _meeting(r: Answer) -> dict[str, Any]:
    return r["held_in"] or {}


def _sheets(r: Answer) -> list[dict[str, Any]]:
    return list(_meeting(r).get("attendance", ()))


def _second_call(r: Answer) -> bool:
    return r["call"] is not None and r["call"] > 1


def enacting(what: str, kind: str) -> Governs:
    """Resolutions that enact something of that kind."""
    return governs(Kind.RESOLUTION, what, lambda r: _enacts(r, kind))


def counted_by(what: str, **rule: Any) -> Governs:
    """Resolutions counted by a rule that says so."""

    def holds(r: Answer) -> bool:
        return _is_counted(r) and all(_rule(r).get(name) == value for name, value in rule.items())

    return governs(Kind.RESOLUTION, what, holds)


def default_of(legal_form: str) -> Governs:
    """Resolutions counted by what holds for a legal form whose charter is silent."""
    what = "resolutions counted by the law of their legal form, the charter being silent"
    return governs(Kind.RESOLUTION, what, lambda r: _rule(r).get("source") == _DEFAULT[legal_form])


COUNTED = governs(Kind.RESOLUTION, "resolutions that were counted", _is_counted)
TWO_THIRDS = governs(
    Kind.RESOLUTION,
    "resolutions counted by a majority of two thirds",
    lambda r: _is_counted(r) and str(_rule(r).get("majority", "")).startswith("two thirds"),
)
WITH_QUORUM = governs(
    Kind.RESOLUTION,
    "resolutions for which a quorum was counted",
    lambda r: any(line.startswith("quorum") for line in r["arithmetic"] or ()),
)
WITHOUT_QUORUM = governs(
    Kind.RESOLUTION,
    "resolutions that lacked their quorum on a first call",
    lambda r: r["stage"] == "inquorate" or _second_call(r),
)
SECOND_CALL = governs(Kind.RESOLUTION, "resolutions decided on second call", _second_call)
ATTENDED = governs(
    Kind.RESOLUTION, "resolutions of meetings whose attendance was kept", lambda r: bool(_sheets(r))
)
ATTENDANCE_CHANGED = governs(
    Kind.RESOLUTION,
    "resolutions of meetings whose attendance changed on the way",
    lambda r: any(sheet["from_item"] for sheet in _sheets(r)),
)
BY_LEGAL_FORM_GIE = default_of("GIE")
BY_LEGAL_FORM_CONVENTION = default_of("convention without legal person")
RECUSED = governs(Kind.RESOLUTION, "resolutions from which a voter was recused", _recused)
CONCERNED = governs(
    Kind.RESOLUTION,
    "resolutions from which those concerned were recused",
    lambda r: _recused(r, "concerned"),
)
CONSENTED = governs(
    Kind.RESOLUTION,
    "resolutions that took the consent of those who would bear more",
    lambda r: bool(r["consent_of"]),
)
KEY_CONSENTED = governs(
    Kind.RESOLUTION,
    "resolutions on a key that took the consent of those who would bear more",
    lambda r: r["decision_type"] == "key" and bool(r["consent_of"]),
)
CARRIED_OUT = governs(
    Kind.RESOLUTION, "resolutions that carried out what they enact", lambda r: _state(r, "carried out")
)
CHANGED_NOTHING = governs(
    Kind.RESOLUTION,
    "resolutions that were not adopted",
    lambda r: r["stage"] in ("rejected", "inquorate"),
)
AWAITED = governs(
    Kind.RESOLUTION,
    "resolutions of which something is adopted and not in force",
    lambda r: _state(r, "adopted, not in force"),
)
REFUSED = governs(
    Kind.RESOLUTION, "resolutions of which an enactment was refused", lambda r: _state(r, "refused")
)
IN_ORDER = governs(
    Kind.RESOLUTION, "resolutions that enact several things in order", lambda r: len(r["enactments"]) > 1
)
STUDIED = governs(
    Kind.RESOLUTION, "resolutions whose impact was studied before the vote", lambda r: bool(r["study"])
)
KEY_STUDIED = governs(
    Kind.RESOLUTION,
    "resolutions on a key whose impact was studied",
    lambda r: bool(r["study"]) and _enacts(r, "adopt a key"),
)
MOVES_NOTHING = governs(
    Kind.RESOLUTION,
    "resolutions that move no money",
    lambda r: bool(r["enactments"]) and all(e["kind"] in MOVES_NO_MONEY for e in r["enactments"]),
)
CONVENED = governs(
    Kind.RESOLUTION,
    "resolutions of meetings with a convocation",
    lambda r: _meeting(r).get("convened_on") is not None,
)
IN_AN_AGENDA = governs(
    Kind.RESOLUTION, "resolutions on the agenda of a meeting", lambda r: bool(_meeting(r).get("agenda"))
)
BY_CONSULTATION = governs(
    Kind.RESOLUTION,
    "resolutions decided by written consultation",
    lambda r: bool(r["ballots_until"]),
)
CASTING_VOTE = governs(
    Kind.RESOLUTION,
    "resolutions counted by a rule with a casting vote",
    lambda r: bool(_rule(r).get("casting_vote")),
)
DOUBLE = governs(
    Kind.RESOLUTION,
    "resolutions that took a second majority",
    lambda r: bool(_rule(r).get("second_majority")),
)
BY_COLLEGES = governs(
    Kind.RESOLUTION, "resolutions decided by colleges", lambda r: bool(_rule(r).get("colleges"))
)
SEALED = governs(
    Kind.RESOLUTION,
    "resolutions whose signed minutes are known by their hash",
    lambda r: bool(_meeting(r).get("minutes_sha256")),
)
BALLOTS = governs(Kind.RESOLUTION, "resolutions with ballots", lambda r: bool(r["ballots"]))
FROZEN = governs(Kind.RESOLUTION, "resolutions whose electorate was frozen", lambda r: bool(r["voters"]))
OPEN = governs(Kind.RESOLUTION, "resolutions whose vote is open", lambda r: r["stage"] == "open")
BY_PROXY = governs(
    Kind.RESOLUTION,
    "resolutions with a ballot by proxy",
    lambda r: any(ballot["proxy"] for ballot in r["ballots"]),
)
WRITTEN_PROXIES = governs(
    Kind.RESOLUTION,
    "resolutions counted where proxies are in writing",
    lambda r: _is_counted(r) and bool(_rule(r).get("written_proxies")),
)
PROXY_REVOKED = governs(
    Kind.RESOLUTION,
    "resolutions for which a proxy was revoked",
    lambda r: any(proxy["revoked_on"] for proxy in r["proxies"]),
)
HAS_PROXY = governs(Kind.RESOLUTION, "resolutions for which a proxy was given", lambda r: bool(r["proxies"]))
ONE_EACH = counted_by("resolutions in which each voter weighs one", weights="one each")
BY_MEASURE = governs(
    Kind.RESOLUTION,
    "resolutions in which voters weigh by a measure",
    lambda r: str(_rule(r).get("weights", "")).startswith("by measure"),
)
BY_CAPITAL = counted_by("resolutions in which voters weigh by capital", weights="by capital")
DIRECTORS = governs(
    Kind.RESOLUTION,
    "resolutions decided by seats",
    lambda r: _rule(r).get("electorate") in ("directors", "board", "tenants' representatives"),
)
TENANTS = counted_by("resolutions decided by tenants' representatives", electorate="tenants' representatives")
NEW_CHARTER = enacting("resolutions that lay down a charter", "lay down the charter")
NEW_KEY = governs(
    Kind.RESOLUTION,
    "resolutions that adopted a key",
    lambda r: r["stage"] == "adopted" and _enacts(r, "adopt a key"),
)
MUTUAL_USE = enacting(
    "resolutions that let services bear what they use of each other",
    "let services bear what they use of each other",
)
RESTATEMENT = enacting("resolutions that authorise a restatement", "authorise a restatement")
ACCOUNTS = enacting("resolutions that approve the accounts of a year", "approve the accounts of a year")
ADMISSION = enacting("resolutions that admit a member", "admit a member")
AMENDMENT = enacting("resolutions that order an amendment", "amend the agreement")
