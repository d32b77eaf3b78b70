"""Coalitions as vectors: which ones follow from others by adding and subtracting, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from domain.allocation.engine.coalitions import subset_sums
from domain.allocation.engine.exact_numbers import over_one_denominator


def row_of(coalition: int, players: int) -> list[int]:
    """The coalition's vector: one for each player in it, zero for the others.

    >>> row_of(0b101, 3)
    [1, 0, 1]
    """
    return [coalition >> i & 1 for i in range(players)]


def independent(coalitions: Iterable[int], players: int) -> list[int]:
    """Those of the coalitions that do not follow from the ones before them."""
    kept: list[int] = []
    for coalition in coalitions:
        rows = [row_of(known, players) for known in (*kept, coalition)]
        if fmpq_mat(rows).rank() == len(rows):
            kept.append(coalition)
    return kept


def null_vectors(rows: Sequence[Sequence[int]], columns: int) -> list[list[Fraction]]:
    """A basis of the vectors that are zero against every row.

    >>> null_vectors([[1, 1]], 2)
    [[Fraction(-1, 1), Fraction(1, 1)]]
    """
    reduced, rank = fmpq_mat([list(row) for row in rows]).rref()
    table = [[as_fraction(reduced[i, j]) for j in range(columns)] for i in range(rank)]
    pivots = [next(j for j, entry in enumerate(row) if entry) for row in table]
    vectors = []
    for free in range(columns):
        if free not in pivots:
            vector = [Fraction(0)] * columns
            vector[free] = Fraction(1)
            for row, pivot in zip(table, pivots, strict=True):
                vector[pivot] = -row[free]
            vectors.append(vector)
    return vectors


def outside(coalitions: Sequence[int], players: int) -> list[int]:
    """For every coalition by number, a number that is zero exactly when it follows from these."""
    combined = [0] * players
    place_value = 1
    for vector in null_vectors([row_of(c, players) for c in coalitions], players):
        whole, _ = over_one_denominator(vector, "costs")
        # No sum over a coalition is above the base's half: digits of different vectors never cancel.
        combined = [known + place_value * entry for known, entry in zip(combined, whole, strict=True)]
        place_value = 2 * sum(map(abs, combined)) + 1
    return subset_sums(combined)


def as_fraction(value: fmpq) -> Fraction:
    """The exact number of the algebra library as one of ours."""
    return Fraction(int(value.p), int(value.q))
