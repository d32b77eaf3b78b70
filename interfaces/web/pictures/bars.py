"""Who bears what, by member and year, as bars on one scale; what is still to come stands as an outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 720
LEFT, RIGHT, TOP = 110, 10, 18
ROW, BAR = 92, 62

Borne = Mapping[tuple[str, int], int]
"""Cents by member and year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, what it says, and how tall the outline around it is."""

    member: str
    year: int
    cents: int
    x: float
    base: float
    width: float
    height: float
    outline: float


@dataclass(frozen=True, slots=True)
class Bars:
    """The whole picture, in units of its own."""

    width: int
    height: int
    left: int
    members: tuple[tuple[str, float], ...]
    years: tuple[tuple[int, float], ...]
    bars: tuple[Bar, ...]


def bars(now: Borne, in_the_end: Borne, members: Sequence[str], years: Sequence[int]) -> Bars:
    """Bars of what is borne now, each inside the outline of what it comes to in the end.

    The scale is that of the largest amount in the end, so that it stays the same from step to step.
    """
    top = max([1, *map(abs, in_the_end.values()), *map(abs, now.values())])
    column = (WIDTH - LEFT - RIGHT) / max(1, len(years))
    width = min(64.0, column * 0.62)
    drawn = []
    for row, member in enumerate(members):
        base = TOP + row * ROW + BAR + 8
        for place, year in enumerate(years):
            cents = now.get((member, year), 0)
            x = LEFT + place * column + (column - width) / 2
            height, outline = (_height(c, top) for c in (cents, in_the_end.get((member, year), 0)))
            drawn.append(Bar(member, year, cents, round(x, 1), base, round(width, 1), height, outline))
    return Bars(
        WIDTH,
        TOP + ROW * len(members) + 14,
        LEFT,
        tuple((member, TOP + row * ROW + BAR + 8) for row, member in enumerate(members)),
        tuple((year, round(LEFT + (place + 0.5) * column, 1)) for place, year in enumerate(years)),
        tuple(drawn),
    )


def _height(cents: int, top: int) -> float:
    # A picture is for the eye: the amounts themselves stand in the table.
    return round(max(0, cents) * BAR / top, 1)
