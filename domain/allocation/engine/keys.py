"""Keys: how a cost is shared, as data. A key is one of a closed set of forms; a form may hold other keys.

A key never holds a measure's values: it names the measure. Reading and writing the contract's data form
is in `key_forms`; what a key makes of an amount is in `sharing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

EVERYONE = "*"
"""In floors and caps: every member that is not named itself."""


@dataclass(frozen=True, slots=True)
class Equal:
    """The same for each member."""


@dataclass(frozen=True, slots=True)
class Proportional:
    """In proportion to a measure."""

    measure: str


@dataclass(frozen=True, slots=True)
class DeclaredFractions:
    """Declared fractions that sum to one; a member not named bears nothing.

    `remaining` is the member, if any, that bears what the others leave.
    """

    parts: tuple[tuple[str, Fraction], ...]
    remaining: str | None = None

    def fractions(self) -> dict[str, Fraction]:
        """The fraction of each member named, the remaining one included."""
        named = dict(self.parts)
        if self.remaining is not None:
            named[self.remaining] = 1 - sum(named.values(), Fraction(0))
        return named


@dataclass(frozen=True, slots=True)
class BlendPart:
    """A key and its weight in a blend."""

    weight: Fraction
    key: Key


@dataclass(frozen=True, slots=True)
class Blend:
    """The weighted mean of keys; the weights sum to one."""

    parts: tuple[BlendPart, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The units above the band before and up to `up_to` (None: without end) count at `rate`."""

    up_to: Fraction | None
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Tiers:
    """In proportion to the sum of rate × units of the measure that fall in each band."""

    measure: str
    bands: tuple[Band, ...]

    def spans(self) -> Iterator[tuple[Fraction, Fraction | None, Fraction]]:
        """Each band as (from, up to, rate)."""
        starts = (Fraction(0), *(band.up_to for band in self.bands))
        for (start, end), band in zip(pairwise(starts), self.bands, strict=True):
            # Only the last band has no end, so a start is always known.
            yield start or Fraction(0), end, band.rate


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part of the amount and its key; `amount_cents` None takes what is left."""

    amount_cents: int | None
    key: Key


@dataclass(frozen=True, slots=True)
class Tranches:
    """Parts of the amount, each by a key of its own; the last one takes what is left."""

    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Named amounts honoured exactly, the rest by a key among the others."""

    amounts_cents: tuple[tuple[str, int], ...]
    rest: Key


@dataclass(frozen=True, slots=True)
class Limited:
    """A key with floors and caps; what they move is borne by the others in proportion to the key."""

    key: Key
    floors_cents: tuple[tuple[str, int], ...] = ()
    caps_cents: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A key among the members whose part of the measure's total is not under `below`."""

    measure: str
    below: Fraction
    key: Key


@dataclass(frozen=True, slots=True)
class FairnessKey:
    """In proportion to what a fairness method makes of the costs of going alone and together."""

    method: str
    costs_cents: tuple[tuple[tuple[str, ...], int], ...]


Key = (
    Equal
    | Proportional
    | DeclaredFractions
    | Blend
    | Tiers
    | Tranches
    | Fixed
    | Limited
    | Threshold
    | FairnessKey
)


def inner_keys(key: Key) -> tuple[Key, ...]:
    """The keys that this form holds, in order."""
    match key:
        case Blend(parts):
            return tuple(part.key for part in parts)
        case Tranches(tranches):
            return tuple(tranche.key for tranche in tranches)
        case Fixed(_, rest):
            return (rest,)
        case Limited(inner) | Threshold(_, _, inner):
            return (inner,)
        case Equal() | Proportional() | DeclaredFractions() | Tiers() | FairnessKey():
            return ()


def measures_of(key: Key) -> frozenset[str]:
    """The measures that the key needs, at any depth."""
    own = frozenset({key.measure}) if isinstance(key, Proportional | Tiers | Threshold) else frozenset()
    return own.union(*map(measures_of, inner_keys(key)))


def depends_on_amount(key: Key) -> bool:
    """Whether its fractions change with the amount: so with tranches, fixed amounts, floors or caps."""
    return isinstance(key, Tranches | Fixed | Limited) or any(map(depends_on_amount, inner_keys(key)))
