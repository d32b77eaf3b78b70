"""The core: the splits under which no member and no subgroup would be better off on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.saving_levels import greatest_least_saving


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a split means for those who bear it.

    `worst` is the coalition (0: none) that would save most by leaving, `would_save_cents` what it would
    save. `alone_saves` is what each player saves against going alone, where that cost is known.
    """

    in_core: bool
    sums_up: bool
    worst: int
    would_save_cents: Fraction
    alone_saves: tuple[tuple[str, Fraction | None], ...]


def judge(game: Game, split: Sequence[Fraction]) -> Judgement:
    """Judge a split against the known costs; coalitions of unknown cost are not checked.

    Of coalitions that would save the same, the smallest is named, then the first in player order.
    """
    worst, most = 0, Fraction(0)
    for coalition, borne in game.borne_by(split):
        saves = borne - game.costs[coalition]
        if coalition != game.all_together and saves > 0 and _worse(coalition, saves, worst, most):
            worst, most = coalition, saves
    together = game.costs.get(game.all_together)
    sums_up = together is None or sum(split, Fraction(0)) == together
    alone = tuple(
        (name, game.costs[1 << i] - split[i] if 1 << i in game.costs else None)
        for i, name in enumerate(game.players)
    )
    return Judgement(sums_up and not worst, sums_up, worst, most, alone)


def _worse(coalition: int, saves: Fraction, worst: int, most: Fraction) -> bool:
    if saves != most:
        return saves > most
    # The lowest bit is the first player: of two coalitions of one size, the first in player order.
    return (coalition.bit_count(), _in_order(coalition)) < (worst.bit_count(), _in_order(worst))


def _in_order(coalition: int) -> list[int]:
    return [i for i in range(coalition.bit_length()) if coalition >> i & 1]


def core_is_empty(game: Game) -> bool | None:
    """Whether no split satisfies every coalition of known cost; None when the whole cost is not known."""
    together = game.all_together
    if together not in game.costs:
        return None
    n = len(game.players)
    costs = {coalition: cost for coalition, cost in game.costs.items() if coalition != together}
    if n == 1:
        return False
    # A player whose cost alone is not known may bear anything: no split that the other costs single out
    # reaches this bound (Cramer's rule over zeros and ones), so it never decides.
    without_end = factorial(n) * (sum(map(abs, game.costs.values())) + 1)
    for i in range(n):
        costs.setdefault(1 << i, without_end)
    settled = {together: Fraction(game.costs[together])}
    return greatest_least_saving(n, costs, settled, {}, enough=Fraction(0)).saving < 0
