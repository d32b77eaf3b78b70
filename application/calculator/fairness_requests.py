"""Requests for fairness: is sharing better than going alone, for every member and every subgroup?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from application.calculator.share_requests import check_known
from domain.allocation.engine.coalitions import Game, parse_costs
from domain.allocation.engine.core import Judgement, core_is_empty, judge
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.explaining import cents_words, listed
from domain.allocation.engine.fairness import METHODS, split_by
from domain.allocation.engine.reading import at, fields, items, needed, read_cents
from domain.allocation.engine.splitting import round_difference
from domain.kernel.errors import BadInput
from domain.kernel.money import money_text
from domain.kernel.sentences import Sentence

_FIELDS = ("calculate", "costs", "shares", "methods")
METHOD_RULES = {
    "stand-alone": "In proportion to the costs of going alone",
    "equal-savings": "The cost of going alone less an equal part of the saving",
    "separable": "What each adds when it joins last, plus an equal part of the rest",
    "scrb": "What each adds when it joins last, plus the rest in proportion to the remaining benefits",
    "shapley": "The mean, over all orders of joining, of what each adds",
    "nucleolus": "The split whose least saving over all subgroups is greatest, certified",
}
"""Each method in words."""


def answer_fairness(given: Mapping[str, object]) -> dict[str, object]:
    """Judge a split and compare methods. Raises BadInput naming the field."""
    fields(given, "", _FIELDS)
    game = Game.of(parse_costs(fields(needed(given, "costs", ""), "costs"), "costs"))
    wanted = _methods(given.get("methods"))
    shares = _shares(given["shares"], game) if "shares" in given else None
    sentences = _known_costs(game)
    splits = {method: split_by(method, game) for method in wanted}
    judgements = {method: judge(game, split) for method, split in splits.items()}
    judged = None if shares is None else judge(game, shares)
    core = _core(game, [*judgements.values(), *([judged] if judged else [])])
    answer: dict[str, object] = {"core": core}
    sentences += core_words(core["empty"])
    if judged is not None:
        answer["judged"] = _judged(game, judged)
        sentences += _judged_words(game, judged)
    if "methods" in given:
        told = {}
        for method, split in splits.items():
            exact = dict(zip(game.players, split, strict=True))
            rounded = round_difference(exact, game.costs[game.all_together])
            told[method] = {
                "shares": {share.member: money_text(share.cents) for share in rounded.shares},
                "exact_cents": {name: exact_text(part) for name, part in exact.items()},
                "in_core": judgements[method].in_core,
            }
            sentences += _method_words(game, method, split, judgements[method])
        answer["methods"] = told
    answer["explanation"] = sentences
    return answer


def _methods(data: object) -> list[str]:
    if data is None:
        return []
    methods: list[str] = []
    for place, method in enumerate(items(data, "methods")):
        if not isinstance(method, str) or method not in METHODS:
            raise BadInput(
                at("methods", place), Sentence("a method is one of: {methods}", methods=", ".join(METHODS))
            )
        if method in methods:
            raise BadInput(at("methods", place), "a method is named once")
        methods.append(method)
    return methods


def _shares(data: object, game: Game) -> list[Fraction]:
    shares = {}
    for name, value in fields(data, "shares").items():
        check_known("shares", name, game.players)
        shares[name] = Fraction(read_cents(value, at("shares", name)))
    for name in game.players:
        if name not in shares:
            raise BadInput(at("shares", name), "the split to be judged names every member")
    return [shares[name] for name in game.players]


def _core(game: Game, judgements: list[Judgement]) -> dict[str, object]:
    """Whether the core is empty: a split in it, found on the way, saves looking for one."""
    together_known = game.all_together in game.costs
    found = together_known and any(judgement.in_core for judgement in judgements)
    core: dict[str, object] = {"empty": False if found else core_is_empty(game)}
    if not game.complete:
        core["declared_only"] = True
    return core


def _judged(game: Game, judged: Judgement) -> dict[str, object]:
    told: dict[str, object] = {
        "in_core": judged.in_core,
        "worst_coalition": game.names(judged.worst) if judged.worst else None,
        "would_save": money_text(int(judged.would_save_cents)),
        "stand_alone": [
            {"member": name, "saves": None if saves is None else money_text(int(saves))}
            for name, saves in judged.alone_saves
        ],
    }
    if not game.complete:
        told["declared_only"] = True
        told["coalitions_checked"] = str(len(game.costs))
        told["coalitions_in_all"] = str(game.all_together)
    return told


def _known_costs(game: Game) -> list[str]:
    if game.complete:
        return [f"The costs of all {len(game.costs)} coalitions of {listed(game.players)} are declared."]
    return [
        f"The costs of {len(game.costs)} of {game.all_together} coalitions of {listed(game.players)} are "
        "declared; only the declared ones are checked."
    ]


def core_words(empty: object) -> list[str]:
    """What it means that the core is empty or is not; None: it is not known."""
    if empty is None:
        return [Sentence("The cost of all together is not declared, so nothing is said of the core.")]
    if empty:
        return [
            Sentence(
                "The core is empty: under every split some member or subgroup would be better off alone."
            )
        ]
    return [Sentence("The core is not empty: some split leaves no member and no subgroup better off alone.")]


def _judged_words(game: Game, judged: Judgement) -> list[str]:
    sentences = []
    if not judged.sums_up:
        sentences.append("The split to be judged does not sum to the cost of all together.")
    for name, saves in judged.alone_saves:
        if saves is not None:
            more = "saves" if saves >= 0 else "loses"
            sentences.append(f"{name} {more} {cents_words(abs(saves))} against going alone.")
    if judged.worst:
        names = listed(game.names(judged.worst))
        sentences.append(f"{names} would save {cents_words(judged.would_save_cents)} by leaving.")
    else:
        sentences.append("No member and no subgroup whose cost is declared would save by leaving.")
    return sentences


def _method_words(game: Game, method: str, split: list[Fraction], judgement: Judgement) -> list[str]:
    parts = ", ".join(f"{name} {cents_words(part)}" for name, part in zip(game.players, split, strict=True))
    where = "in the core" if judgement.in_core else "not in the core"
    leaving = f"; {listed(game.names(judgement.worst))} would leave" if judgement.worst else ""
    return [f"{METHOD_RULES[method]}: {parts}; {where}{leaving}."]
