"""Water-filling: shares in proportion to weights, each kept between a floor and a cap."""

from __future__ import annotations

from collections.abc import Sequence


def fill(
    weights: Sequence[int], floors: Sequence[int], caps: Sequence[int | None], amount: int
) -> tuple[int, int] | None:
    """The level p/q at which the parts min(max(p/q × weight, floor), cap) sum to the amount.

    A member with a weight of zero stays at its floor. None when even an endless level is not enough:
    what is left would fall on weights of zero. Floors may not sum to more than the amount.

    >>> fill([1, 1, 1, 1], [0] * 4, [20, 26, 40, 50], 100)
    (54, 2)
    """
    held = sum(floors)
    rising = 0
    events = []
    precision = 2 * max((weight.bit_length() for weight in weights), default=0) + 1
    for weight, floor, cap in zip(weights, floors, caps, strict=True):
        if weight == 0 or cap == floor:
            continue
        # Different levels a/b and c/d are at least 1/(b·d) apart: scaled whole numbers keep their order.
        if floor == 0:
            rising += weight
        else:
            events.append(((floor << precision) // weight, floor, weight, True))
        if cap is not None:
            events.append(((cap << precision) // weight, cap, weight, False))
    events.sort(key=lambda event: event[0])
    level = (0, 1)
    for _, bound, weight, begins in events:
        # What all bear at the level bound / weight, compared without dividing.
        if held * weight + rising * bound >= amount * weight:
            break
        rising += weight if begins else -weight
        held += -bound if begins else bound
        level = (bound, weight)
    if rising:
        return amount - held, rising
    return level if held == amount else None
