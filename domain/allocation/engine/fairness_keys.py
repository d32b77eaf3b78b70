"""What a fairness key shares in proportion to: its method's result for the costs that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.fairness import split_by
from domain.allocation.engine.keys import FairnessKey


@lru_cache(maxsize=64)
def parts_by_fairness(key: FairnessKey, field: str) -> Mapping[str, Fraction]:
    """What each member would bear by the method, in exact cents.

    A key is read more often than it is computed, so the last results are kept. Raises BadInput naming the
    field when the method needs a cost that the key does not declare.
    """
    game = Game.of(dict(key.costs_cents))
    return MappingProxyType(dict(zip(game.players, split_by(key.method, game, field), strict=True)))
