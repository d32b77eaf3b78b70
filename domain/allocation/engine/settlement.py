"""Who pays whom, so that all balances are zero with few transfers. A balance below zero owes."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from domain.allocation.engine.coalitions import subset_sums
from domain.kernel.errors import BadInput

MINIMAL_UP_TO = 15
"""Members with a balance up to whom the least number of transfers is found; finding it takes 2ⁿ steps."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """The debtor pays the creditor."""

    debtor: str
    creditor: str
    cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """The transfers, and whether they are known to be as few as there can be."""

    transfers: tuple[Transfer, ...]
    minimal: bool


def settle(balances_cents: Mapping[str, int]) -> Settlement:
    """Transfers that bring every balance to zero.

    Members whose balances sum to zero settle among themselves with one transfer less than they are; so
    the transfers are fewest when the members fall into the most such groups.

    >>> settle({"A": -1000, "B": 400, "C": 600}).transfers[0]
    Transfer(debtor='A', creditor='B', cents=400)

    Raises BadInput unless the balances sum to zero.
    """
    if sum(balances_cents.values()) != 0:
        raise BadInput("balances", "the balances sum to zero")
    open_ones = [(name, cents) for name, cents in balances_cents.items() if cents]
    # A debtor and a creditor of the same amount may always be a group: no settlement has fewer transfers.
    pairs, left = _equal_pairs(open_ones)
    if len(left) <= MINIMAL_UP_TO:
        groups = _most_groups([cents for _, cents in left])
        rest = [transfer for group in groups for transfer in _within([left[i] for i in group])]
    else:
        rest = _largest_first(left)
    return Settlement((*pairs, *rest), minimal=len(open_ones) <= MINIMAL_UP_TO)


def _most_groups(balances: Sequence[int]) -> list[list[int]]:
    """The places of the balances, in as many groups that sum to zero as there can be."""
    sums = subset_sums(balances)
    most = [0] * len(sums)
    for chosen in range(1, len(sums)):
        best = max(most[chosen ^ 1 << i] for i in range(len(balances)) if chosen >> i & 1)
        most[chosen] = best + (sums[chosen] == 0)
    groups: list[list[int]] = []
    left = len(sums) - 1
    while left:
        if sums[left] == 0:
            groups.append([])
        best = most[left] - (sums[left] == 0)
        # Taking members away one by one, never losing a group: the group ends when the sum is zero again.
        i = next(i for i in range(len(balances)) if left >> i & 1 and most[left ^ 1 << i] == best)
        groups[-1].append(i)
        left ^= 1 << i
    return [sorted(group) for group in groups[::-1]]


def _within(group: Sequence[tuple[str, int]]) -> list[Transfer]:
    """Debtors pay creditors in member order; each transfer brings one of the two to zero."""
    debtors = deque((name, -cents) for name, cents in group if cents < 0)
    creditors = deque((name, cents) for name, cents in group if cents > 0)
    transfers = []
    while debtors:
        debtor, owed = debtors.popleft()
        creditor, due = creditors.popleft()
        cents = min(owed, due)
        transfers.append(Transfer(debtor, creditor, cents))
        if owed > cents:
            debtors.appendleft((debtor, owed - cents))
        if due > cents:
            creditors.appendleft((creditor, due - cents))
    return transfers


def _equal_pairs(open_ones: Sequence[tuple[str, int]]) -> tuple[list[Transfer], list[tuple[str, int]]]:
    """One transfer for each debtor and creditor of the same amount; and who is left."""
    waiting: dict[int, list[str]] = {}
    transfers, settled = [], set()
    for name, cents in open_ones:
        opposite = waiting.get(-cents)
        if opposite:
            other = opposite.pop(0)
            debtor, creditor = (name, other) if cents < 0 else (other, name)
            transfers.append(Transfer(debtor, creditor, abs(cents)))
            settled |= {name, other}
        else:
            waiting.setdefault(cents, []).append(name)
    return transfers, [(name, cents) for name, cents in open_ones if name not in settled]


def _largest_first(open_ones: Sequence[tuple[str, int]]) -> list[Transfer]:
    """The one who owes most pays the one who is owed most, ties in member order, until none is left."""
    names = [name for name, _ in open_ones]
    debtors = [(cents, place) for place, (_, cents) in enumerate(open_ones) if cents < 0]
    creditors = [(-cents, place) for place, (_, cents) in enumerate(open_ones) if cents > 0]
    heapify(debtors)
    heapify(creditors)
    transfers = []
    while debtors:
        owed, debtor = heappop(debtors)
        due, creditor = heappop(creditors)
        cents = min(-owed, -due)
        transfers.append(Transfer(names[debtor], names[creditor], cents))
        if owed + cents:
            heappush(debtors, (owed + cents, debtor))
        if due + cents:
            heappush(creditors, (due + cents, creditor))
    return transfers
