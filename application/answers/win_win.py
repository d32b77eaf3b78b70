"""The win-win check: does sharing cost each member, and each subgroup, less than going without the others?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from application.answers.lists import Answer, known_contract
from application.answers.periods_asked import must_be_whole
from application.answers.posted_shares import PostedMonths, posted_months
from application.answers.split_judging import Alternative, Judged, judge_months
from application.answers.stand_alone_costs import declared_costs, of_months, stand_alone_costs
from application.answers.win_win_words import (
    checked_words,
    judged_words,
    left_out_words,
    member_words,
    money,
)
from application.calculator.fairness_requests import METHOD_RULES
from application.calculator.strict_json import read_json
from application.ledger import Ledger
from application.ports import ViewRows
from application.run_bases import Terms, with_key
from application.services import find_contract, read_key
from application.trial_runs import try_terms
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.reading import at as at_path
from domain.allocation.engine.reading import fields
from domain.allocation.engine.splitting import round_difference
from domain.allocation.going_alone import SharedMonths
from domain.allocation.stand_alone import AloneCost
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.named_periods import Period
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Word

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class KeyToTry:
    """A key that is only tried, and the ledger whose costs and readings it is tried on.

    What months weigh and which stocks are averaged stays as it holds.
    """

    key: Mapping[str, object]
    ledger: Ledger

    def terms(self, contract: str, month: Month) -> Terms:
        """By what it would share a contract's period that ends with that month. Raises BadInput, NotFound."""
        key = read_key(self.ledger, self.key)
        return with_key(find_contract(self.ledger, contract).key_for(month), key)


def key_to_try(ledger: Ledger, text: str | bytes, as_of: str | None) -> KeyToTry:
    """The key of that JSON text. Raises BadInput; also for an earlier position, as of which no key is tried."""
    if as_of is not None:
        raise BadInput("as_of", "a key is tried with what the ledger holds now, not as of a position")
    try:
        return KeyToTry(fields(read_json(text), "key"), ledger)
    except BadInput as refused:
        where, rule = str(refused.facts["field"]), str(refused.facts["rule"])
        raise BadInput("key" if where in ("request", "key") else at_path("key", where), rule) from None


def win_win(
    rows: ViewRows,
    at: int,
    contract: str,
    period: str,
    to_try: KeyToTry | None = None,
) -> Answer:
    """What the posted runs of a period mean to each member and subgroup, as of a position.

    With a key to try, also what it would have made of the same months: by the engine, recorded nowhere, with
    what the ledger holds now. Raises NotFound, also when nothing of the period is posted, and BadInput.
    """
    code = known_contract(rows, at, contract)
    [about] = rows.rows("contracts", at, code=code)
    asked = Period.of(period)
    must_be_whole(rows, at, about, asked)
    posted = posted_months(rows, at, code, asked.first, asked.last)
    if not posted:
        raise NotFound(kind=Sentence("posted run of {code} for", code=code), code=period)
    declared = declared_costs(rows, at, code)
    judged = judge_months(declared, [SharedMonths(p.months, p.cents, p.presence) for p in posted])
    months = [month for each in posted for month in each.months]
    exact = {n: sum((p.exact_cents.get(n, _ZERO) for p in posted), _ZERO) for n in judged.shares}
    charged = dict.fromkeys(name for p in posted for name in p.direct_cents)
    direct = {name: sum(p.direct_cents.get(name, 0) for p in posted) for name in charged}
    left_out = [str(month) for month in asked.months if month not in months]
    cents = {name: int(share) for name, share in judged.shares.items()}
    tried = None if to_try is None else _tried(to_try, code, posted, declared)
    return {
        "contract": code,
        "period": period,
        "position": at,
        "months": [str(month) for month in months],
        "months_left_out": left_out,
        "runs": [run for each in posted for run in each.runs],
        "total_cents": judged.total_cents,
        "direct": [{"member": name, "direct_cents": cents} for name, cents in direct.items()],
        "declared": of_months(stand_alone_costs(rows, at, code), months),
        "core_is_empty": judged.core_is_empty,
        "subgroups_checked": len(judged.subgroups),
        "subgroups_in_all": judged.subgroups_in_all,
        "not_checked": [{"members": list(n.members), "reason": n.reason} for n in judged.not_checked],
        "posted": _split(judged, cents, exact),
        "tried": tried,
        "methods": [_method(other, cents) for other in judged.alternatives()],
        "sentences": [*checked_words(judged), *left_out_words(left_out, direct)],
    }


def _tried(
    to_try: KeyToTry, contract: str, posted: Sequence[PostedMonths], declared: Sequence[AloneCost]
) -> Answer:
    shared = [
        SharedMonths(tuple(t.service_from.through(t.service_to)), t.exact_cents, t.presence)
        for p in posted
        for terms in [to_try.terms(contract, p.months[-1])]
        for t in try_terms(to_try.ledger, contract, p.months[0], p.months[-1], terms)
    ]
    judged = judge_months(declared, shared)
    rounded = round_difference(judged.shares, judged.total_cents).cents
    more = judged.total_cents - sum(sum(p.cents.values()) for p in posted)
    split = _split(judged, rounded, judged.shares)
    if more:
        late = Sentence(
            "These months cost {amount} {more_or_less} than was posted: what came late awaits its run.",
            amount=money(Fraction(abs(more))),
            more_or_less=Word("more" if more > 0 else "less"),
        )
        split["sentences"].append(late)
    return {"key": read_key(to_try.ledger, to_try.key), "total_cents": judged.total_cents, **split}


def _split(judged: Judged, cents: Mapping[str, int], exact: Mapping[str, Fraction]) -> Answer:
    before_rounding = None if judged.in_core is None else judged.holds(exact)
    return {
        "in_core": judged.in_core,
        "in_core_before_rounding": before_rounding,
        "worst": list(judged.worst) or None,
        "would_save_cents": exact_text(judged.would_save_cents),
        "members": [_member(judged, name, cents[name], exact[name]) for name in judged.shares],
        "subgroups": [
            {
                "members": list(each.members),
                "bears_cents": exact_text(each.bears_cents),
                "alone_cents": exact_text(each.alone_cents),
                "saves_cents": exact_text(each.saves_cents),
            }
            for each in judged.subgroups
        ],
        "sentences": judged_words(judged, before_rounding),
    }


def _member(judged: Judged, name: str, cents: int, exact: Fraction) -> Answer:
    alone = judged.subgroup(name)
    return {
        "member": name,
        "bears_cents": cents,
        "exact_cents": exact_text(exact),
        "alone_cents": None if alone is None else exact_text(alone.alone_cents),
        "saves_cents": None if alone is None else exact_text(alone.saves_cents),
        "sentence": member_words(name, judged),
    }


def _method(other: Alternative, borne: Mapping[str, int]) -> Answer:
    shares = [
        {
            "member": name,
            "bears_cents": cents,
            "exact_cents": exact_text(other.exact_cents[name]),
            "more_cents": cents - borne[name],
        }
        for name, cents in other.cents.items()
    ]
    rule = METHOD_RULES[other.method]
    return {
        "method": other.method,
        "rule": rule,
        "in_core": other.in_core,
        "cannot": other.cannot,
        "shares": shares,
    }
