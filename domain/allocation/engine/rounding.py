"""Rounding exact parts to whole cents, once, so that they sum to the total.

All parts stand as whole numbers over one denominator. The total is not negative: callers mirror.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heapreplace

LARGEST_REMAINDER = "largest-remainder"
CARRIED_REMAINDER = "carried-remainder"
SAINTE_LAGUE = "sainte-lague"
ROUNDING_RULES = (LARGEST_REMAINDER, CARRIED_REMAINDER, SAINTE_LAGUE)


def largest_remainder(targets: Sequence[int], denominator: int, total: int) -> list[int]:
    """Each target rounded down or up to a whole; the largest remainders go up, ties by order.

    >>> largest_remainder([14800000, 15200000], 3, 10000000)
    [4933333, 5066667]

    The targets sum to the total, or to less than one each away from it.
    """
    wholes = [target // denominator for target in targets]
    left = total - sum(wholes)
    if left:
        remainders = [target - whole * denominator for target, whole in zip(targets, wholes, strict=True)]
        ranked = sorted(range(len(targets)), key=remainders.__getitem__, reverse=True)
        for place in ranked[:left]:
            wholes[place] += 1
    return wholes


def bounded_remainder(
    targets: Sequence[int],
    denominator: int,
    total: int,
    least: Sequence[int | None],
    most: Sequence[int | None],
) -> tuple[list[int], list[int], int]:
    """The largest remainder, with no share under its least or over its most (None: no bound).

    Where a bound holds a share back, the difference is spread evenly over the members that are free, and
    the largest remainder decides about these. Without need of the bounds it is the largest remainder.
    Besides the shares, returns what was rounded in the end: numerators and their denominator.

    >>> bounded_remainder([-2, 14], 3, 4, [0, 0], [None, None])
    ([0, 4], [0, 12], 3)

    The bounds admit the total.
    """
    wholes = [target // denominator for target in targets]
    left = total - sum(wholes)
    if 0 <= left <= len(targets):
        rounded = largest_remainder(targets, denominator, total)
        if all(_fits(*each) for each in zip(rounded, least, most, strict=True)):
            return rounded, list(targets), denominator
    up, down = _even_shift(targets, denominator, total, least, most)
    scale = denominator * down
    pressed = []
    for target, low, high in zip(targets, least, most, strict=True):
        shifted = target * down + up
        shifted = shifted if low is None else max(shifted, low * scale)
        pressed.append(shifted if high is None else min(shifted, high * scale))
    return largest_remainder(pressed, scale, total), pressed, scale


def _fits(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _even_shift(
    targets: Sequence[int],
    denominator: int,
    total: int,
    least: Sequence[int | None],
    most: Sequence[int | None],
) -> tuple[int, int]:
    """The shift p/q, the same for all, at which the targets pressed between their bounds sum to the total."""
    held, free = 0, 0
    events = []
    for target, low, high in zip(targets, least, most, strict=True):
        if low is not None and low == high:
            held += low * denominator
            continue
        if low is None:
            free, held = free + 1, held + target
        else:
            held += low * denominator
            events.append((low * denominator - target, 1))
        if high is not None:
            events.append((high * denominator - target, -1))
    wanted = total * denominator
    # Between events the sum is held + free × shift; before the first event all are at their least.
    events.sort()
    level = events[0][0] if events else 0
    for shift, step in events:
        if held + free * shift >= wanted:
            break
        held, free = held - step * shift, free + step
        level = shift
    return (wanted - held, free) if free else (level, 1)


def sainte_lague(weights: Sequence[int], total: int) -> list[int]:
    """Seats by the divisors 1, 3, 5, …: the total rises one by one and no share ever falls.

    >>> sainte_lague([9061, 7179, 5259, 3319, 1182], 26)
    [9, 8, 5, 3, 1]

    Ties go to the earlier place. Some weight is above zero.
    """
    whole = sum(weights)
    # Rounding each quota to the nearest is close; what is over or under then moves cent by cent.
    seats = [(2 * total * weight + whole) // (2 * whole) for weight in weights]
    left = total - sum(seats)
    step = 1 if left > 0 else -1
    # The next seat up costs (2·seats + 1)/weight, the last one held (2·seats − 1)/weight. Two different
    # prices are at least 1/(weight·weight) apart: scaled whole numbers keep their order and their ties.
    precision = 2 * max(weight.bit_length() for weight in weights) + 1

    def priced(place: int) -> tuple[int, int]:
        price = ((2 * seats[place] + step) << precision) // weights[place]
        return step * price, step * place

    waiting = [priced(place) for place, weight in enumerate(weights) if weight and left]
    heapify(waiting)
    for _ in range(abs(left)):
        place = abs(waiting[0][1])
        seats[place] += step
        heapreplace(waiting, priced(place))
    return seats
