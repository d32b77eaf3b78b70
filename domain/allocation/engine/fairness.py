"""Fairness: what each member would bear by methods that start from the costs of going alone.

Every method returns exact cents in player order, which sum to the cost of going all together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import factorial

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.nucleolus import MAX_PLAYERS, nucleolus_of
from domain.allocation.engine.reading import at
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence


def split_by(method: str, game: Game, field: str = "costs") -> list[Fraction]:
    """What each player bears by that method, in exact cents.

    Raises BadInput naming the field when the method needs a cost that is not known.
    """
    if game.all_together not in game.costs:
        raise BadInput(field, Sentence("{method} needs the cost of all members together", method=method))
    return METHODS[method](game, field)


def stand_alone(game: Game, field: str = "costs") -> list[Fraction]:
    """In proportion to the costs of going alone."""
    alone = _alone(game, field, "stand-alone")
    if sum(alone) == 0:
        raise BadInput(field, "the costs of going alone sum to zero")
    return [Fraction(game.costs[game.all_together] * cost, sum(alone)) for cost in alone]


def equal_savings(game: Game, field: str = "costs") -> list[Fraction]:
    """The cost of going alone, less an equal part of what going together saves."""
    alone = _alone(game, field, "equal-savings")
    saving = Fraction(sum(alone) - game.costs[game.all_together], len(alone))
    return [cost - saving for cost in alone]


def separable(game: Game, field: str = "costs") -> list[Fraction]:
    """The separable cost, plus an equal part of what is not separable."""
    own = _separable_costs(game, field, "separable")
    rest = Fraction(game.costs[game.all_together] - sum(own), len(own))
    return [cost + rest for cost in own]


def separable_remaining_benefits(game: Game, field: str = "costs") -> list[Fraction]:
    """The separable cost, plus the rest in proportion to remaining benefits (alone less separable)."""
    own = _separable_costs(game, field, "scrb")
    benefits = [alone - cost for alone, cost in zip(_alone(game, field, "scrb"), own, strict=True)]
    rest = game.costs[game.all_together] - sum(own)
    if rest == 0:
        return [Fraction(cost) for cost in own]
    if sum(benefits) == 0:
        raise BadInput(field, "the remaining benefits sum to zero")
    return [cost + Fraction(rest * part, sum(benefits)) for cost, part in zip(own, benefits, strict=True)]


def shapley(game: Game, field: str = "costs") -> list[Fraction]:
    """The mean, over all orders of joining, of what a member adds to the cost when it joins.

    Raises BadInput when the cost of a coalition is not known.
    """
    _all_known(game, field, "shapley")
    n = len(game.players)
    # In n!ths: joining a coalition of s others weighs s!(n−s−1)!. A coalition of size s with the player
    # counts once as joined, (s−1)!(n−s)!, and its cost is not subtracted for the player as it would be
    # for one outside, s!(n−s−1)!; so the sum over all coalitions is subtracted once for everybody.
    outside = [factorial(s) * factorial(n - s - 1) for s in range(n)] + [0]
    both = [factorial(s - 1) * factorial(n - s) + outside[s] if s else 0 for s in range(n + 1)]
    costs = game.vector()
    sizes = [coalition.bit_count() for coalition in range(len(costs))]
    subtracted = sum(outside[size] * cost for size, cost in zip(sizes, costs, strict=True))
    weighed = [both[size] * cost for size, cost in zip(sizes, costs, strict=True)]
    borne = []
    for _ in range(n):
        # Coalitions with the last player are the upper half; then that player is folded away.
        half = len(weighed) // 2
        borne.append(Fraction(sum(weighed[half:]) - subtracted, factorial(n)))
        weighed = [without + joined for without, joined in zip(weighed[:half], weighed[half:], strict=True)]
    return borne[::-1]


def nucleolus(game: Game, field: str = "costs") -> list[Fraction]:
    """The split whose least saving, over all subgroups, is greatest; then the next least, and so on.

    Raises BadInput when the cost of a coalition is not known or going together costs more than alone.
    """
    if len(game.players) > MAX_PLAYERS:
        raise BadInput(
            field, Sentence("a nucleolus is found for at most {max_players} members", max_players=MAX_PLAYERS)
        )
    _all_known(game, field, "nucleolus")
    if game.costs[game.all_together] > sum(_alone(game, field, "nucleolus")):
        rule = "there is no nucleolus: together costs more than all alone, so nobody can be left unharmed"
        raise BadInput(field, rule)
    return nucleolus_of(game).split


METHODS: Mapping[str, Callable[[Game, str], list[Fraction]]] = {
    "stand-alone": stand_alone,
    "equal-savings": equal_savings,
    "separable": separable,
    "scrb": separable_remaining_benefits,
    "shapley": shapley,
    "nucleolus": nucleolus,
}


def _alone(game: Game, field: str, method: str) -> list[int]:
    return [_cost(game, 1 << i, field, method) for i in range(len(game.players))]


def _separable_costs(game: Game, field: str, method: str) -> list[int]:
    """What each player adds when it joins last."""
    together = game.all_together
    costs = []
    for i in range(len(game.players)):
        others = together ^ (1 << i)
        costs.append(game.costs[together] - (_cost(game, others, field, method) if others else 0))
    return costs


def _cost(game: Game, coalition: int, field: str, method: str) -> int:
    if coalition not in game.costs:
        needed = "+".join(game.names(coalition))
        raise BadInput(
            at(field, needed), Sentence("{method} needs the cost of this coalition", method=method)
        )
    return game.costs[coalition]


def _all_known(game: Game, field: str, method: str) -> None:
    if not game.complete:
        raise BadInput(
            at(field, game.missing()),
            Sentence("{method} needs the cost of every coalition, this one too", method=method),
        )
