"""Keys, members and readings for the engine's tests, by hand and at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

MEMBERS = ("Aval", "Brume", "Cime", "Dune", "Ebbe", "Fjord")
MEASURES = ("homes", "calls", "floor area")


@dataclass(frozen=True)
class Case:
    """An amount, who shares it, by which key (as data), and what is known of them."""

    amount: int
    members: tuple[str, ...]
    key: dict[str, object]
    measurements: Mapping[str, Mapping[str, Fraction]]
    presence: Mapping[str, Fraction]


AMOUNTS = st.one_of(
    st.sampled_from([0, 1, -1, 2, 100, 10**14, -(10**14), 10**14 + 1]),
    st.integers(-(10**7), 10**7),
)


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def fractions_of_one(parts: int) -> st.SearchStrategy[list[Fraction]]:
    """So many fractions, some perhaps zero, that sum to one."""
    weights = st.lists(st.integers(0, 30), min_size=parts, max_size=parts).filter(any)
    return weights.map(lambda ws: [Fraction(w, sum(ws)) for w in ws])


def keys(
    amount: int, members: Sequence[str], fixed_amounts: bool = True
) -> st.SearchStrategy[dict[str, object]]:
    """Keys of any form, nested; with amounts small enough for the whole to be shared."""
    measures = st.sampled_from(MEASURES)
    leaves = st.one_of(
        st.just({"equal": {}}),
        measures.map(lambda m: {"proportional": m}),
        fractions_of_one(len(members)).map(
            lambda fs: {"fractions": {m: str(f) for m, f in zip(members, fs, strict=True)}}
        ),
        st.builds(_tiers, measures, st.integers(1, 500), st.integers(0, 5)),
    )

    def nested(inner: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[dict[str, object]]:
        share = abs(amount) // (4 * len(members))
        small = st.integers(0, share).map(money)
        forms = [
            st.tuples(inner, inner, fractions_of_one(2)).map(_blend),
            st.builds(_threshold, measures, st.sampled_from(["0", "1/100", "1/10"]), inner),
        ]
        if fixed_amounts:
            forms += [
                st.builds(_tranches, st.integers(0, 2 * abs(amount)).map(money), inner, inner),
                st.builds(_fixed, st.sampled_from(members), small, inner),
                st.builds(_limited, st.sampled_from(members), small, st.integers(share, 10**16), inner),
            ]
        return st.one_of(*forms)

    return st.recursive(leaves, nested, max_leaves=4)


def _tiers(measure: str, first: int, rate: int) -> dict[str, object]:
    bands = [{"up_to": str(first), "rate": "1"}, {"up_to": f"{2 * first}.5", "rate": f"{rate}/3"}]
    return {"tiers": {"measure": measure, "bands": [*bands, {"up_to": None, "rate": "1/7"}]}}


def _blend(parts: tuple[object, object, list[Fraction]]) -> dict[str, object]:
    first, second, weights = parts
    return {
        "blend": [
            {"weight": str(weight), "key": key} for weight, key in zip(weights, (first, second), strict=True)
        ]
    }


def _threshold(measure: str, below: str, key: object) -> dict[str, object]:
    return {"threshold": {"measure": measure, "below": below, "key": key}}


def _tranches(amount: str, first: object, rest: object) -> dict[str, object]:
    return {"tranches": [{"amount": amount, "key": first}, {"remaining": True, "key": rest}]}


def _fixed(member: str, amount: str, rest: object) -> dict[str, object]:
    return {"fixed": {member: amount}, "rest": rest}


def _limited(member: str, floor: str, cap: int, key: object) -> dict[str, object]:
    return {"limited": {"key": key, "floor": {"*": floor}, "cap": {member: money(cap)}}}


@st.composite
def cases(draw: st.DrawFn, fixed_amounts: bool = True) -> Case:
    """An amount to be shared by any key; some keys cannot be honoured and are refused."""
    amount = draw(AMOUNTS)
    members = MEMBERS[: draw(st.integers(2, len(MEMBERS)))]
    readings = st.one_of(
        st.integers(0, 1000).map(Fraction), st.fractions(0, 1000, max_denominator=12), st.just(Fraction(0))
    )
    measurements = {measure: {member: draw(readings) for member in members} for measure in MEASURES}
    presence = draw(
        st.dictionaries(
            st.sampled_from(members), st.integers(1, 12).map(lambda m: Fraction(m, 12)), max_size=2
        )
    )
    return Case(amount, members, draw(keys(amount, members, fixed_amounts)), measurements, presence)
