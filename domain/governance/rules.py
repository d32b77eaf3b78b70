"""A voting rule: how one type of decision is taken, as a charter writes it or a legal form gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from domain.governance.colleges import within_limits
from domain.governance.tally import ADMITS_TIES, MAJORITIES
from domain.kernel.errors import BadInput
from domain.kernel.money import exact_text, quantity_of
from domain.kernel.sentences import Sentence, Word

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
ELECTORATES = ("members", "directors", "tenants' representatives", "board", "colleges")
ONE_EACH, BY_CAPITAL, DECLARED, OWN, BY_COLLEGE = WEIGHTS = (
    "one each",
    "by capital",
    "declared fractions",
    "own weight",
    "by college",
)
BY_MEASURE = "by measure "
"""Followed by the code of a measure that is counted at a date."""
QUORUM_BASES = ("votes", "members", "capital")
QUORUM_COUNTS = ("present or represented", "present")
COLLEGE_VOTES = ("weighted", "block")
NOTICE_EXCEPTIONS = ("urgency", "waiver of all")
PROXY_HOLDERS = ("voters", "anyone")
VOTING_IN_PERSON = ("revokes", "is refused")
RECUSAL_GROUNDS = ("declared", "concerned")


@dataclass(frozen=True, slots=True)
class College:
    """A college's part of the votes and how its seats weigh inside it. Parts are exact rationals as text.

    Without a share in any college, they weigh by what their seats weigh in sum. `at_least` and `at_most`
    are parts of all votes, `holder_at_most` of the college's. `majority` decides inside it when it votes as
    a block.
    """

    code: str
    share: str | None
    weights: str
    at_least: str = "0"
    at_most: str = "1"
    holder_at_most: str | None = None
    majority: str = "simple"


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How one type of decision is taken. Parts and weights are exact rationals as text.

    `electorate` and `weights` name who votes and how they weigh; `majority` names a function of
    `tally.MAJORITIES`, and `second_majority` another that must carry too, over `second_weights`; `source` is
    the article of the charter, or of the law where the charter is silent. `casting_vote` is the seat that
    decides a tie. A null of `raising_needs_consent` leaves it to the legal form, one of
    `notice_days_second_call` to the first call, and one of `key_raises_commitments` means that it does.
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
    notice_days_second_call: int | None = None
    notice_exceptions: tuple[str, ...] = ()
    quorum_base: str = "votes"
    quorum_counts: str = "present or represented"
    fractions: Mapping[str, str] = field(default_factory=dict)
    colleges: tuple[College, ...] = ()
    college_votes: str = "weighted"
    second_weights: str | None = None
    second_majority: str | None = None
    written_proxies: bool = False
    proxy_holders: str = "voters"
    voting_in_person: str = "revokes"
    recusal_grounds: tuple[str, ...] = RECUSAL_GROUNDS
    concerned_are_recused: bool = False
    raising_needs_consent: bool | None = None
    key_raises_commitments: bool | None = None

    def quorum_part(self, call: int) -> Fraction:
        """The part that must be there on that call."""
        return quantity_of(self.quorum_first_call if call == 1 else self.quorum_second_call)

    def notice_needed_days(self, call: int) -> int:
        """The days between the convocation and the meeting on that call."""
        second = self.notice_days_second_call
        return second if call > 1 and second is not None else self.notice_days

    def weightings(self) -> tuple[str, ...]:
        """Every weighting that the rule needs, the colleges' and the quorum's included."""
        capital = (BY_CAPITAL,) if self.quorum_base == "capital" else ()
        second = (self.second_weights,) if self.second_weights else ()
        return (self.weights, *second, *capital, *(college.weights for college in self.colleges))


def checked_rule(rule: VotingRule, field: str) -> VotingRule:
    """The rule in canonical form. Raises BadInput naming the field, ContradictoryLimits."""
    _one_of(f"{field}.decision_type", rule.decision_type, DECISION_TYPES, Word("a decision type"))
    _one_of(f"{field}.electorate", rule.electorate, ELECTORATES, Word("an electorate"))
    _one_of(f"{field}.majority", rule.majority, tuple(MAJORITIES), Word("a majority"))
    _check_weights(f"{field}.weights", rule.weights, WEIGHTS)
    _one_of(f"{field}.quorum_base", rule.quorum_base, QUORUM_BASES, Word("a quorum's base"))
    _one_of(f"{field}.quorum_counts", rule.quorum_counts, QUORUM_COUNTS, Word("what a quorum counts"))
    _one_of(f"{field}.college_votes", rule.college_votes, COLLEGE_VOTES, Word("how colleges vote"))
    _one_of(f"{field}.proxy_holders", rule.proxy_holders, PROXY_HOLDERS, Word("who holds a proxy"))
    _one_of(f"{field}.voting_in_person", rule.voting_in_person, VOTING_IN_PERSON, Word("voting in person"))
    for exception in rule.notice_exceptions:
        _one_of(
            f"{field}.notice_exceptions", exception, NOTICE_EXCEPTIONS, Word("an exception to the notice")
        )
    for ground in rule.recusal_grounds:
        _one_of(f"{field}.recusal_grounds", ground, RECUSAL_GROUNDS, Word("a ground of recusal"))
    if not rule.source.strip():
        raise BadInput(f"{field}.source", "a rule names its article")
    for name in ("proxies_per_holder", "notice_days", "notice_days_second_call"):
        if (getattr(rule, name) or 0) < 0:
            raise BadInput(f"{field}.{name}", "it is not negative")
    if rule.casting_vote is not None and rule.majority not in ADMITS_TIES:
        raise BadInput(f"{field}.casting_vote", "only a simple majority can be tied")
    _check_second(rule, field)
    return replace(
        rule,
        quorum_first_call=_part(rule.quorum_first_call, f"{field}.quorum_first_call", Word("a quorum")),
        quorum_second_call=_part(rule.quorum_second_call, f"{field}.quorum_second_call", Word("a quorum")),
        fractions=_checked_fractions(rule, field),
        colleges=_checked_colleges(rule, field),
    )


def _one_of(field: str, value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise BadInput(field, Sentence("{what} is one of {known}", what=what, known=", ".join(known)))


def _check_weights(field: str, weights: str, known: tuple[str, ...]) -> None:
    if not weights.removeprefix(BY_MEASURE).strip() or (
        weights not in known and not weights.startswith(BY_MEASURE)
    ):
        raise BadInput(
            field,
            Sentence(
                "weights are one of {known}, {by_measure}and its code",
                known=", ".join(known),
                by_measure=BY_MEASURE,
            ),
        )


def _part(text: str, field: str, what: str) -> str:
    part = quantity_of(text, field)
    if part > 1:
        raise BadInput(field, Sentence("{what} is a part between 0 and 1", what=what))
    return exact_text(part)


def _check_second(rule: VotingRule, field: str) -> None:
    if (rule.second_weights is None) != (rule.second_majority is None):
        raise BadInput(f"{field}.second_majority", "a second majority is counted over second weights")
    if rule.second_weights is not None and rule.second_majority is not None:
        # Colleges weigh once: a second count is over the seats themselves.
        _check_weights(f"{field}.second_weights", rule.second_weights, WEIGHTS[:-1])
        _one_of(f"{field}.second_majority", rule.second_majority, tuple(MAJORITIES), Word("a majority"))


def _checked_fractions(rule: VotingRule, field: str) -> Mapping[str, str]:
    declared = {seat: quantity_of(v, f"{field}.fractions.{seat}") for seat, v in rule.fractions.items()}
    needed = DECLARED in rule.weightings()
    if needed != bool(declared) or (needed and sum(declared.values()) != 1):
        raise BadInput(
            f"{field}.fractions",
            Sentence("{declared} add up to 1, and are given for nothing else", declared=DECLARED),
        )
    return {seat: exact_text(value) for seat, value in declared.items()}


def _checked_colleges(rule: VotingRule, field: str) -> tuple[College, ...]:
    by_college = (rule.electorate == "colleges", rule.weights == BY_COLLEGE, bool(rule.colleges))
    if len(set(by_college)) != 1:
        raise BadInput(
            f"{field}.colleges",
            Sentence("colleges are given where they vote, and weigh {by_college}", by_college=BY_COLLEGE),
        )
    checked = tuple(_checked_college(c, f"{field}.colleges[{i}]") for i, c in enumerate(rule.colleges))
    if len({college.code for college in checked}) != len(checked):
        raise BadInput(f"{field}.colleges", "each college is named once")
    shares = [quantity_of(college.share) for college in checked if college.share is not None]
    if shares and (len(shares) != len(checked) or sum(shares) != 1 or 0 in shares):
        raise BadInput(f"{field}.colleges", "shares are given to every college or to none, and add up to 1")
    if checked:
        limits = {c.code: (quantity_of(c.at_least), quantity_of(c.at_most)) for c in checked}
        within_limits(dict.fromkeys(limits, Fraction(1)), limits, f"the colleges in {rule.source}")
    return checked


def _checked_college(college: College, field: str) -> College:
    if not college.code.strip():
        raise BadInput(f"{field}.code", "a college has a code")
    _check_weights(f"{field}.weights", college.weights, WEIGHTS[:-1])
    _one_of(f"{field}.majority", college.majority, tuple(MAJORITIES), Word("a majority"))
    share, holder = college.share, college.holder_at_most
    return replace(
        college,
        share=share if share is None else _part(share, f"{field}.share", Word("a share")),
        at_least=_part(college.at_least, f"{field}.at_least", Word("a limit")),
        at_most=_part(college.at_most, f"{field}.at_most", Word("a limit")),
        holder_at_most=holder
        if holder is None
        else _part(holder, f"{field}.holder_at_most", Word("a limit")),
    )
