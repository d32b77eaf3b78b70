"""A year's costs as bands: from the suppliers through the contracts to the members, as wide as they are large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 760, 430, 14
NODE = 9
X = (160, 395, 630)
MOST_SUPPLIERS = 7

Amounts = Sequence[tuple[str, str, int]]
"""From, to, cents."""


@dataclass(frozen=True, slots=True)
class Node:
    """A supplier, contract or member: a bar as tall as what goes through it."""

    name: str
    column: int
    x: float
    y: float
    height: float
    cents: int


@dataclass(frozen=True, slots=True)
class Band:
    """What goes from one to another, as a path."""

    title: tuple[str, str]
    cents: int
    path: str


@dataclass(frozen=True, slots=True)
class Flows:
    """The whole picture."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]


def flows(costs: Amounts, shares: Amounts, others: str) -> Flows:
    """The picture of what is above zero; credits, and what is not allocated, are told by the table.

    Suppliers beyond the largest are drawn together under the name `others`.
    """
    left, right = _positive(_gathered(costs, others)), _positive(shares)
    through: list[dict[str, int]] = [{}, {}, {}]
    middle: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for one, two, cents in left:
        _add(through[0], one, cents)
        _add(middle[0], two, cents)
    for one, two, cents in right:
        _add(middle[1], one, cents)
        _add(through[2], two, cents)
    for name in sorted(middle[0].keys() | middle[1].keys()):
        through[1][name] = max(middle[0].get(name, 0), middle[1].get(name, 0))
    if not through[1]:
        return Flows(WIDTH, 40, (), ())
    # One scale for all columns: the fullest decides.
    scale = min((HEIGHT - GAP * (len(c) - 1)) / sum(c.values()) for c in through if c)
    nodes = [_column(each, place, scale) for place, each in enumerate(through)]
    bands = [*_bands(left, nodes[0], nodes[1], scale), *_bands(right, nodes[1], nodes[2], scale)]
    return Flows(WIDTH, HEIGHT, tuple(n for each in nodes for n in each.values()), tuple(bands))


def _column(amounts: dict[str, int], place: int, scale: float) -> dict[str, Node]:
    taken = sum(amounts.values()) * scale + GAP * (len(amounts) - 1)
    y, nodes = (HEIGHT - taken) / 2, {}
    for name, cents in amounts.items():
        nodes[name] = Node(name, place, X[place], round(y, 1), round(max(cents * scale, 1), 1), cents)
        y += cents * scale + GAP
    return nodes


def _bands(amounts: Amounts, one: dict[str, Node], two: dict[str, Node], scale: float) -> list[Band]:
    out, into = {n: node.y for n, node in one.items()}, {n: node.y for n, node in two.items()}
    bands = []
    for a, b, cents in amounts:
        height = cents * scale
        x0, x1 = one[a].x + NODE, two[b].x
        y0, y1, bend = out[a], into[b], (one[a].x + NODE + two[b].x) / 2
        out[a], into[b] = y0 + height, y1 + height
        path = (
            f"M{x0} {y0:.1f}C{bend} {y0:.1f} {bend} {y1:.1f} {x1} {y1:.1f}"
            f"V{y1 + height:.1f}C{bend} {y1 + height:.1f} {bend} {y0 + height:.1f} {x0} {y0 + height:.1f}Z"
        )
        bands.append(Band((a, b), cents, path))
    return bands


def _gathered(costs: Amounts, others: str) -> Amounts:
    sums: dict[str, int] = {}
    for supplier, _, cents in costs:
        _add(sums, supplier, cents)
    largest = sorted(sums, key=lambda s: (-sums[s], s))[:MOST_SUPPLIERS]
    found: dict[tuple[str, str], int] = {}
    for supplier, contract, cents in costs:
        place = (supplier if supplier in largest else others, contract)
        found[place] = found.get(place, 0) + cents
    order = {name: place for place, name in enumerate([*largest, others])}
    return sorted(((s, c, n) for (s, c), n in found.items()), key=lambda each: (order[each[0]], each[1]))


def _positive(amounts: Amounts) -> Amounts:
    return [each for each in amounts if each[2] > 0]


def _add(sums: dict[str, int], name: str, cents: int) -> None:
    sums[name] = sums.get(name, 0) + cents
