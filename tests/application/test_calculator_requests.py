"""The calculator's requests: the contract's own examples, and what is refused by which field."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from application.calculator import calculate
from domain.kernel.errors import BadInput
from interfaces.cli.calculate import calculate as calculate_file

SHARES: dict[str, Any] = {
    "calculate": "shares",
    "amount": "100000.00",
    "members": ["Aquitanis", "Mésolia"],
    "key": {"proportional": "homes"},
    "measurements": {"homes": {"Aquitanis": "18500", "Mésolia": "19000"}},
    "rounding": {"rule": "largest-remainder"},
}
SERVICES: dict[str, Any] = {
    "calculate": "services",
    "costs": {"IT": "100000.00", "Call centre": "60000.00", "Aquitanis": "0.00", "Mésolia": "0.00"},
    "receivers": ["Aquitanis", "Mésolia"],
    "usage": {
        "IT": {"Call centre": "20", "Aquitanis": "50", "Mésolia": "30"},
        "Call centre": {"IT": "10", "Aquitanis": "40", "Mésolia": "50"},
    },
    "method": "reciprocal",
    "order": ["IT", "Call centre"],
}
FAIRNESS: dict[str, Any] = {
    "calculate": "fairness",
    "costs": {"A": "11000000.00", "B": "7000000.00", "A+B": "15000000.00"},
    "shares": {"A": "7500000.00", "B": "7500000.00"},
    "methods": ["stand-alone", "equal-savings", "separable", "scrb", "shapley", "nucleolus"],
}
SETTLEMENT: dict[str, Any] = {
    "calculate": "settlement",
    "balances": {"Aquitanis": "-10.00", "Mésolia": "10.00"},
}


def asked(request: dict[str, Any], **changed: object) -> dict[str, Any]:
    return calculate(json.dumps({**request, **changed}))


def refused(text: str | bytes) -> tuple[str, str]:
    with pytest.raises(BadInput) as refusal:
        calculate(text)
    facts = refusal.value.facts
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400
    return str(facts["field"]), str(facts["rule"])


def test_shares_as_the_contract_shows_them() -> None:
    answer = asked(SHARES)
    assert answer["shares"][0] == {
        "member": "Aquitanis",
        "fraction": "37/75",
        "exact_cents": "14800000/3",
        "amount": "49333.33",
        "rounding_cents": "-1/3",
    }
    assert answer["total"] == "100000.00"
    assert answer["rounding"] == {"rule": "largest-remainder", "ties": "member order"}
    assert any("18500 + 19000 = 37500" in sentence for sentence in answer["explanation"])
    without = {name: value for name, value in SHARES.items() if name != "rounding"}
    assert calculate(json.dumps(without)) == answer


def test_what_is_rounded_is_exact_less_carried() -> None:
    carried = {"Aquitanis": "1/3", "Mésolia": "-1/3"}
    answer = asked(SHARES, rounding={"rule": "carried-remainder", "carried": carried})
    assert [share["amount"] for share in answer["shares"]] == ["49333.33", "50666.67"]
    assert [share["carried_cents"] for share in answer["shares"]] == ["0", "0"]
    assert answer["carry_kept"] == []


def test_a_share_of_an_amount_of_zero_has_no_fraction() -> None:
    answer = asked(SHARES, amount="0.00")
    assert [share["fraction"] for share in answer["shares"]] == [None, None]
    assert [share["amount"] for share in answer["shares"]] == ["0.00", "0.00"]


def test_carries_may_be_fed_back_however_long_they_grow() -> None:
    members = ["A", "B", "C"]
    carried = dict.fromkeys(members, "0")
    for turn in range(60):
        readings = {name: str(100003 + 2 * turn * (i + 1)) for i, name in enumerate(members)}
        answer = asked(
            SHARES,
            members=members,
            measurements={"homes": readings},
            rounding={"rule": "carried-remainder", "carried": carried},
        )
        carried = {share["member"]: share["carried_cents"] for share in answer["shares"]}
        assert all(abs(Fraction(carry)) < 1 for carry in carried.values())
    assert max(map(len, carried.values())) > 101


def test_services_as_the_contract_shows_them() -> None:
    answer = asked(SERVICES)
    assert answer["receivers"]["Aquitanis"] == {"exact_cents": "425000000/49", "amount": "86734.69"}
    assert answer["services"] == {
        "IT": {"exact_cents": "530000000/49"},
        "Call centre": {"exact_cents": "400000000/49"},
    }
    assert {"from": "IT", "to": "Call centre", "exact_cents": "106000000/49"} in answer["flows"]
    assert answer["total"] == "160000.00"
    step_down = asked(SERVICES, method="step-down")
    assert step_down["receivers"]["Mésolia"]["amount"] == "74444.44"


def test_fairness_as_the_contract_shows_it() -> None:
    answer = asked(FAIRNESS)
    assert answer["core"] == {"empty": False}
    assert answer["judged"] == {
        "in_core": False,
        "worst_coalition": ["B"],
        "would_save": "500000.00",
        "stand_alone": [
            {"member": "A", "saves": "3500000.00"},
            {"member": "B", "saves": "-500000.00"},
        ],
    }
    assert answer["methods"]["shapley"] == {
        "shares": {"A": "9500000.00", "B": "5500000.00"},
        "exact_cents": {"A": "950000000", "B": "550000000"},
        "in_core": True,
    }


def test_missing_coalitions_are_said_to_be_unchecked() -> None:
    costs = {"A": "5.00", "B": "5.00", "C": "5.00", "A+B+C": "12.00"}
    answer = asked(FAIRNESS, costs=costs, shares=dict.fromkeys("ABC", "4.00"), methods=["stand-alone"])
    assert answer["judged"]["in_core"]
    assert answer["judged"]["declared_only"]
    assert any("only the declared ones are checked" in sentence for sentence in answer["explanation"])


def test_a_settlement_as_the_contract_shows_it() -> None:
    assert asked(SETTLEMENT) == {
        "transfers": [{"from": "Aquitanis", "to": "Mésolia", "amount": "10.00"}],
        "minimal": True,
    }


LONG = "9" * 5000


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 100}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": "100"}, "amount"),
        ({"amount": "1e5"}, "amount"),
        ({"amount": "+1.00"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "１.００"}, "amount"),
        ({"amount": LONG + ".00"}, "amount"),
        ({"amount": "1000000000000000.00"}, "amount"),
        ({"members": []}, "members"),
        ({"members": "Aquitanis"}, "members"),
        ({"members": ["Aquitanis", "Aquitanis"]}, "members[1]"),
        ({"members": ["Aquitanis", ""]}, "members[1]"),
        ({"members": ["Aquitanis", " "]}, "members[1]"),
        ({"members": ["Aquitanis", "Me\u0301solia"]}, "members[1]"),
        ({"members": ["Aquitanis", "A\u202eB"]}, "members[1]"),
        ({"members": ["Aquitanis", "A\nB"]}, "members[1]"),
        ({"members": ["Aquitanis", "A\x00"]}, "members[1]"),
        ({"members": ["Aquitanis", "\ud800"]}, "members[1]"),
        ({"members": ["Aquitanis", None]}, "members[1]"),
        ({"members": ["Aquitanis", "M" * 121]}, "members[1]"),
        ({"members": ["Aquitanis", "Mésolia", "Dune"]}, "measurements.homes.Dune"),
        (
            {"measurements": {"homes": {"Aquitanis": "1", "Mésolia": "1", "Dune": "1"}}},
            "measurements.homes.Dune",
        ),
        ({"measurements": {"homes": {"Aquitanis": "1"}}}, "measurements.homes.Mésolia"),
        ({"measurements": {"homes": {"Aquitanis": "0", "Mésolia": "0"}}}, "key"),
        ({"measurements": {"homes": {"Aquitanis": "-1", "Mésolia": "2"}}}, "measurements.homes.Aquitanis"),
        ({"measurements": {"homes": {"Aquitanis": 1, "Mésolia": "2"}}}, "measurements.homes.Aquitanis"),
        ({"measurements": {"homes": {"Aquitanis": "1e308", "Mésolia": "2"}}}, "measurements.homes.Aquitanis"),
        ({"measurements": {"homes": {"Aquitanis": LONG, "Mésolia": "2"}}}, "measurements.homes.Aquitanis"),
        ({"measurements": {"homes": {"Aquitanis": "1/0", "Mésolia": "2"}}}, "measurements.homes.Aquitanis"),
        ({"measurements": {"homes": ["1", "2"]}}, "measurements.homes"),
        ({"measurements": {}}, "measurements.homes"),
        ({"measurements": None}, "measurements"),
        ({"presence": {"Dune": "1/2"}}, "presence.Dune"),
        ({"presence": {"Aquitanis": "-1/2"}}, "presence.Aquitanis"),
        ({"presence": {"Aquitanis": "7/6"}}, "presence.Aquitanis"),
        ({"presence": {"Aquitanis": "0", "Mésolia": "0"}}, "key"),
        ({"rounding": {}}, "rounding.rule"),
        ({"rounding": {"rule": "half-up"}}, "rounding.rule"),
        ({"rounding": {"rule": "largest-remainder", "carried": {}}}, "rounding.carried"),
        ({"rounding": {"rule": "carried-remainder", "carried": {"Aquitanis": "1/3"}}}, "rounding.carried"),
        ({"rounding": {"rule": "carried-remainder", "carried": {"Dune": "0"}}}, "rounding.carried.Dune"),
        (
            {"rounding": {"rule": "carried-remainder", "carried": {"Aquitanis": 0}}},
            "rounding.carried.Aquitanis",
        ),
        (
            {
                "rounding": {
                    "rule": "carried-remainder",
                    "carried": {"Aquitanis": LONG, "Mésolia": f"-{LONG}"},
                }
            },
            "rounding.carried.Aquitanis",
        ),
        ({"rounding": {"rule": "largest-remainder", "ties": "random"}}, "rounding.ties"),
        ({"key": {"blend": [{"weight": "1/2", "key": {"equal": {}}}]}}, "key.blend"),
        ({"key": {"blend": [{"weight": 1, "key": {"equal": {}}}]}}, "key.blend[0].weight"),
        ({"key": {"fixed": {"Dune": "1.00"}, "rest": {"equal": {}}}}, "key.fixed.Dune"),
        ({"key": {"equal": {}, "rest": {"equal": {}}}}, "key.rest"),
        ({"currency": "EUR"}, "currency"),
        ({"calculate": "everything"}, "calculate"),
        ({"calculate": ["shares"]}, "calculate"),
    ],
)
def test_shares_are_refused_by_field(changed: dict[str, object], field: str) -> None:
    assert refused(json.dumps({**SHARES, **changed}))[0] == field


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({**SERVICES, "usage": {"IT": {"IT": "1"}, "Call centre": {"IT": "1"}}}, "usage.IT"),
        ({**SERVICES, "usage": {"IT": {"Dune": "1"}}}, "usage.IT.Dune"),
        ({**SERVICES, "method": "iterated"}, "method"),
        ({**SERVICES, "method": "step-down", "order": ["IT"]}, "order"),
        ({**SERVICES, "receivers": []}, "receivers"),
        ({**SERVICES, "costs": {"IT": "1"}}, "costs.IT"),
        ({**FAIRNESS, "costs": {"A": "1.00", "A+A": "1.00"}}, "costs.A+A"),
        ({**FAIRNESS, "costs": {}}, "costs"),
        ({**FAIRNESS, "shares": {"A": "1.00"}}, "shares.B"),
        ({**FAIRNESS, "shares": {"A": "1.00", "B": "1.00", "Z": "1.00"}}, "shares.Z"),
        ({**FAIRNESS, "methods": ["lottery"]}, "methods[0]"),
        ({**FAIRNESS, "methods": ["scrb", "scrb"]}, "methods[1]"),
        ({**FAIRNESS, "costs": {"A": "1.00", "B": "1.00", "C": "1.00", "A+B+C": "2.00"}}, "shares.C"),
        ({**SETTLEMENT, "balances": {"A": "1.00"}}, "balances"),
        ({**SETTLEMENT, "balances": {"A": 1, "B": -1}}, "balances.A"),
        ({**SETTLEMENT, "balances": {"": "0.00"}}, "balances"),
        ({"balances": {}}, "calculate"),
    ],
)
def test_other_requests_are_refused_by_field(request_: dict[str, object], field: str) -> None:
    assert refused(json.dumps(request_))[0] == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "request"),
        ("[]", "request"),
        ("{", "request"),
        ('"shares"', "request"),
        ("12", "request"),
        (b"\xff\xfe", "request"),
        ('{"calculate": "settlement", "calculate": "settlement"}', "calculate"),
        (
            '{"calculate": "settlement", "balances": {"A": "1.00", "A": "1.00"}}',
            "balances.A",
        ),
        ('{"calculate": "settlement", "balances": {"A": NaN}}', "balances.A"),
        ('{"calculate": "settlement", "balances": {"A": -Infinity}}', "balances.A"),
        ('{"calculate": "settlement", "balances": {"A": 1e308}}', "balances.A"),
        ('{"calculate": "settlement", "balances": {"A": ' + LONG + "}}", "balances.A"),
        ('{"calculate": "settlement", "balances": ' + "[" * 100_000 + "]" * 100_000 + "}", "request"),
        ('{"a": ' * 32 + "{}" + "}" * 32, "request"),
    ],
)
def test_text_that_is_no_strict_json_is_refused_at_once(text: str | bytes, field: str) -> None:
    began = perf_counter()
    assert refused(text)[0] == field
    assert perf_counter() - began < 1


def test_brackets_inside_strings_are_not_depth() -> None:
    name = "[" * 100 + "{"
    answer = calculate(json.dumps({"calculate": "settlement", "balances": {name: "0.00"}}))
    assert answer["transfers"] == []


def test_the_order_of_json_keys_does_not_matter() -> None:
    turned = json.loads(json.dumps(SHARES), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert calculate(json.dumps(turned)) == asked(SHARES)


def test_a_request_in_a_file_is_answered_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(SETTLEMENT), encoding="utf-8")
    assert calculate_file(str(file)) == 0
    assert json.loads(capsys.readouterr().out) == asked(SETTLEMENT)


def test_a_refusal_is_one_line_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps({**SHARES, "amount": 100}), encoding="utf-8")
    assert calculate_file(str(file)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("amount: ")
    assert captured.err.count("\n") == 1
    assert calculate_file(str(tmp_path / "none.json")) == 2
