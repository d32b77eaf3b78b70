"""What a member bears of one split, exactly and in cents."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Share(NamedTuple):
    """What a member bears of one split: the exact part, the cents, and what rounding leaves.

    The exact part is numerator/denominator cents; what was rounded in the end, after the carry and any
    bound, is target/scale cents. A carry is what the member has borne too much (above zero) or too little,
    in cents. `kept` says that the carry could not be worked off: a bound, the sign or a share of zero
    held it back.
    """

    member: str
    cents: int
    numerator: int
    denominator: int
    target: int
    scale: int
    amount_cents: int
    carried_before: Fraction
    kept: bool

    @property
    def exact_cents(self) -> Fraction:
        """The part before rounding, in cents."""
        return Fraction(self.numerator, self.denominator)

    @property
    def rounded_from(self) -> Fraction:
        """What was rounded: the exact part, less the carry and within the bounds where these count."""
        return Fraction(self.target, self.scale)

    @property
    def fraction(self) -> Fraction | None:
        """The part of the whole amount; None of an amount of zero."""
        return self.exact_cents / self.amount_cents if self.amount_cents else None

    @property
    def rounding_cents(self) -> Fraction:
        """What rounding added: rounded less exact."""
        return self.cents - self.exact_cents

    @property
    def carried_after(self) -> Fraction:
        """The carry that the next split of the same contract takes."""
        return self.carried_before + self.rounding_cents
