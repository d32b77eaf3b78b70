"""A charter says, per type of decision, who votes with what weight and what carries; versioned and dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.governance.rules import VotingRule, checked_rule
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import stream_id

__all__ = ["Charter", "FormDefault", "LaidDown", "NoRuleForDecision", "VotingRule", "charter_id", "rule_for"]


class NoRuleForDecision(Refusal):
    """A decision is taken under a rule that someone laid down."""

    sentence = (
        "neither the charter of {agreement} nor a default of its legal form "
        "says how a decision on {decision_type} is taken on {day}"
    )


@dataclass(frozen=True, slots=True)
class LaidDown(Event):
    """A version of the charter holds from a day."""

    TOPIC = "governance.charter.laid-down"
    NAMES = "charter of {agreement}"
    SENTENCE = "version {version} of the charter holds from {effective_on}, by {authority}"
    agreement: str
    version: int
    effective_on: str
    authority: Authority
    rules: tuple[VotingRule, ...]


@dataclass(frozen=True, slots=True)
class FormDefault:
    """What holds for a legal form where the charter is silent: dated data with its source."""

    legal_form: str
    rule: VotingRule
    effective_on: str


def charter_id(agreement: str) -> UUID:
    """The stream of the charter of that agreement."""
    return stream_id("charter", agreement)


class Charter(Aggregate):
    """The versions of one agreement's charter."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.versions: list[LaidDown] = []

    def lay_down(
        self, agreement: str, effective_on: date, rules: Sequence[VotingRule], authority: Authority
    ) -> None:
        """Lay down the next version, from a day."""
        checked = tuple(checked_rule(rule, f"rules[{i}]") for i, rule in enumerate(rules))
        if len({rule.decision_type for rule in checked}) != len(checked):
            raise BadInput("rules", "a charter has one rule per type of decision")
        version = len(self.versions) + 1
        self.record(LaidDown(agreement, version, effective_on.isoformat(), authority, checked))

    def rule_on(self, day: date, decision_type: str) -> VotingRule | None:
        """The rule for a type of decision on a day: of the latest version in force; None when silent."""
        in_force = [v for v in self.versions if v.effective_on <= day.isoformat()]
        if not in_force:
            return None
        latest = max(in_force, key=lambda v: (v.effective_on, v.version))
        return next((rule for rule in latest.rules if rule.decision_type == decision_type), None)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case LaidDown():
                self.versions.append(event)
            case _:
                super().apply(event)


def rule_for(
    charter: Charter,
    agreement: str,
    legal_form: str,
    day: date,
    decision_type: str,
    defaults: Sequence[FormDefault],
) -> VotingRule:
    """The charter's rule; where it is silent, the dated default of the legal form, with its source.

    Raises NoRuleForDecision when neither says anything.
    """
    rule = charter.rule_on(day, decision_type)
    if rule is not None:
        return rule
    known = [d for d in defaults if d.legal_form == legal_form and d.effective_on <= day.isoformat()]
    if not known:
        raise NoRuleForDecision(agreement=agreement, decision_type=decision_type, day=day)
    return replace(max(known, key=lambda d: d.effective_on).rule, decision_type=decision_type)
