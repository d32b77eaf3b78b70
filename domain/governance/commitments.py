"""Whose commitments a decision raises, and whether it takes their own consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.governance.rules import VotingRule


@dataclass(frozen=True, slots=True)
class FormConsent:
    """Whether raising a member's commitments needs its own consent under a legal form: dated, with its source."""

    legal_form: str
    needed: bool
    source: str
    effective_on: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The members that must be among those for, and the article that says so."""

    members: tuple[str, ...]
    source: str


STUDIED = "raises_commitments_of"
"""Under this name an impact study lists the members whose commitments the resolution would raise."""


def raised_by(tabled: tuple[str, ...] | None, study: Mapping[str, object]) -> tuple[str, ...] | None:
    """The members named at the tabling and by the study; None when neither says."""
    named = study.get(STUDIED)
    if not isinstance(named, list | tuple):
        return tabled
    return tuple(dict.fromkeys((*(tabled or ()), *map(str, named))))


def consent_to(
    rule: VotingRule,
    raised: Sequence[str] | None,
    members: Sequence[str],
    legal_form: str,
    day: date,
    defaults: Sequence[FormConsent],
) -> Consent | None:
    """Whose consent the decision takes; None when it takes nobody's.

    `raised` are the members whose commitments it raises, as the tabling or the impact study says; None when
    neither does. A key change of which nobody says whom it burdens raises the commitments of every member,
    unless the charter says that a key change raises none.
    """
    source = _source(rule, legal_form, day, defaults)
    if source is None:
        return None
    if rule.decision_type == "key" and rule.key_raises_commitments is False:
        return None
    if raised is None:
        raised = members if rule.decision_type == "key" else ()
    return Consent(tuple(raised), source) if raised else None


def _source(rule: VotingRule, legal_form: str, day: date, defaults: Sequence[FormConsent]) -> str | None:
    if rule.raising_needs_consent is not None:
        return rule.source if rule.raising_needs_consent else None
    known = [d for d in defaults if d.legal_form == legal_form and d.effective_on <= day.isoformat()]
    if not known:
        return None
    default = max(known, key=lambda d: d.effective_on)
    return default.source if default.needed else None
