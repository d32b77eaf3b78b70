"""A charter says, per type of decision, who votes with what weight and what carries; versioned and dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.governance.tally import MAJORITIES
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.money import exact_text, quantity_of

DECISION_TYPES = (
    "agreement",
    "admission",
    "exclusion",
    "contract",
    "key",
    "budget",
    "accounts",
    "charter",
    "other",
)
WEIGHTS = ("one each",)


class NoRuleForDecision(Refusal):
    """A decision is taken under a rule that someone laid down."""

    sentence = (
        "neither the charter of {agreement} nor a default of its legal form "
        "says how a decision on {decision_type} is taken on {day}"
    )


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How one type of decision is taken. Parts and weights are exact rationals as text.

    `weights` names how voters weigh; `majority` names a function of `tally.MAJORITIES`; `source` is the
    article of the charter, or of the law where the charter is silent.
    """

    decision_type: str
    electorate: str
    weights: str
    quorum_first_call: str
    quorum_second_call: str
    majority: str
    proxies_per_holder: int
    recused_leave_quorum: bool
    recused_leave_majority: bool
    casting_vote: str | None
    notice_days: int
    source: str


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


def checked_rule(rule: VotingRule, field: str) -> VotingRule:
    """The rule in canonical form. Raises BadInput naming the field."""
    if rule.decision_type not in DECISION_TYPES:
        raise BadInput(f"{field}.decision_type", f"a decision type is one of {', '.join(DECISION_TYPES)}")
    if rule.majority not in MAJORITIES:
        raise BadInput(f"{field}.majority", f"a majority is one of {', '.join(MAJORITIES)}")
    if rule.weights not in WEIGHTS:
        raise BadInput(f"{field}.weights", f"weights are one of {', '.join(WEIGHTS)}")
    if not rule.source.strip():
        raise BadInput(f"{field}.source", "a rule names its article")
    first = quantity_of(rule.quorum_first_call, f"{field}.quorum_first_call")
    second = quantity_of(rule.quorum_second_call, f"{field}.quorum_second_call")
    if first > 1 or second > 1:
        raise BadInput(f"{field}.quorum_first_call", "a quorum is a part between 0 and 1")
    return replace(rule, quorum_first_call=exact_text(first), quorum_second_call=exact_text(second))


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
