"""Every published value that the contract can express comes out; every other is listed with its reason."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.application.calculator_tables import ADAPTERS, NOT_EXPRESSED, Table

TABLES = sorted((Path(__file__).parent.parent / "tables").glob("*.json"))


def read(path: Path) -> Table:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def expected_values(table: Table) -> dict[str, object]:
    """Each expected value by its path; a list is one value."""
    if "see" in table["expected"]:
        cases = table["input"]["cases"]
        named = {case.get("id", f"cases[{i}]"): case["expected"] for i, case in enumerate(cases)}
        return flattened(named)
    return flattened(table["expected"])


def flattened(value: object, path: str = "") -> dict[str, object]:
    if not isinstance(value, dict):
        return {path: value}
    flat: dict[str, object] = {}
    for name, inner in value.items():
        flat |= flattened(inner, f"{path}.{name}" if path else name)
    return flat


def number(value: object) -> Fraction:
    return Fraction(str(value))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_each_published_value_comes_out(path: Path) -> None:
    table = read(path)
    tolerance = number(table["tolerance"])
    wanted = expected_values(table)
    for name, got in ADAPTERS[table["kind"]](table):
        want = wanted[name]
        if isinstance(want, list):
            assert isinstance(got, list)
            assert len(got) == len(want)
            assert all(abs(g - number(w)) <= tolerance for g, w in zip(got, want, strict=True)), (name, got)
        elif isinstance(want, bool):
            assert got is want, name
        else:
            assert isinstance(got, int | Fraction)
            assert abs(got - number(want)) <= tolerance, (name, got, want)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_each_value_comes_out_or_is_listed_with_its_reason(path: Path) -> None:
    table = read(path)
    came_out = [name for name, _ in ADAPTERS[table["kind"]](table)]
    listed = list(NOT_EXPRESSED.get(table["name"], {}))
    assert sorted(came_out + listed) == sorted(expected_values(table))


def test_reasons_are_given_for_tables_that_exist() -> None:
    assert set(NOT_EXPRESSED) <= {path.stem for path in TABLES}
    assert all(reason for reasons in NOT_EXPRESSED.values() for reason in reasons.values())
