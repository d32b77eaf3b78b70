"""From a published worked example to the calculator's requests, and from the answers to its values.

One adapter a kind of table. An adapter yields (path of the expected value, the value that comes out); the
paths that no request of the contract can express stand in `NOT_EXPRESSED`, each with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from application.calculator import calculate

Table = dict[str, Any]
Values = Iterator[tuple[str, object]]


def money(value: object, times: int = 1) -> str:
    """A published amount as the contract's money, exactly; `times` makes room for more decimals."""
    cents = Fraction(str(value)) * times * 100
    assert cents.denominator == 1, value
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents.numerator) // 100}.{abs(cents.numerator) % 100:02d}"


def ask(**request: object) -> Table:
    return calculate(json.dumps(request))


def exact_euros(share: Table) -> Fraction:
    return Fraction(share["exact_cents"]) / 100


def split(amount: str, members: list[str], key: object, **more: object) -> list[Table]:
    answer = ask(calculate="shares", amount=amount, members=members, key=key, **more)
    return list(answer["shares"])


def cents(shares: list[Table]) -> list[int]:
    return [int(Fraction(share["amount"]) * 100) for share in shares]


def by_weights(units: int, weights: list[object], rule: str) -> list[int]:
    """Whole units (seats, minor units of a currency) as cents, shared in proportion to weights."""
    members = [f"place {i + 1}" for i in range(len(weights))]
    key: object = {"proportional": "weight"}
    measurements = {"weight": {name: str(w) for name, w in zip(members, weights, strict=True)}}
    return cents(
        split(money(Fraction(units, 100)), members, key, measurements=measurements, rounding={"rule": rule})
    )


def apportionments(table: Table) -> Values:
    for case in table["input"]["cases"]:
        for name, rule in (("hamilton", "largest-remainder"), ("webster", "sainte-lague")):
            yield f"{case['id']}.{name}", by_weights(case["seats"], case["weights"], rule)


def paradoxes(table: Table) -> Values:
    """None: see the reason in `NOT_EXPRESSED`."""
    yield from ()


def allocations(table: Table) -> Values:
    skipped = NOT_EXPRESSED.get(table["name"], {})
    for i, case in enumerate(table["input"]["cases"]):
        if f"cases[{i}]" in skipped:
            continue
        step = case.get("step", 1)
        got = [step * c for c in by_weights(case["amount"] // step, case["ratios"], "largest-remainder")]
        compare = case.get("compare", "exact")
        yield f"cases[{i}]", sum(got) if compare == "sum" else sorted(got) if compare == "sorted" else got


def core_checks(table: Table) -> Values:
    for case in table["input"]["balanced_cases"]:
        # A game of values is a game of costs below zero.
        costs = {names: money(-Fraction(value)) for names, value in case["v"].items()}
        yield f"balanced.{case['id']}", not ask(calculate="fairness", costs=costs)["core"]["empty"]
    for case in table["input"]["membership_cases"]:
        sign = -1000 if case["type"] == "value" else 1000
        costs = {names: money(value, sign) for names, value in case["v"].items()}
        shares = {str(i + 1): money(part, sign) for i, part in enumerate(case["x"])}
        answer = ask(calculate="fairness", costs=costs, shares=shares)
        yield f"member.{case['id']}", answer["judged"]["in_core"]


def dual_rates(table: Table) -> Values:
    given = table["input"]
    budgeted, actual = given["budgeted"], given["actual"]
    variable = Fraction(given["variable_rate"]) * sum(map(Fraction, actual.values()))
    total = money(Fraction(given["fixed"]) + variable)
    unused = Fraction(given["practical_capacity"]) - sum(map(Fraction, budgeted.values()))
    capacity = {"practical": str(unused), "budgeted": "0"}
    for name in table["expected"]:
        rate, basis = name.split("_")
        fixed_by = budgeted if rate == "dual" else actual
        if name == "single_practical":
            fixed_by, capacity["practical"] = actual, str(unused)
        measurements = {
            "capacity": {**fixed_by, "UNUSED": capacity[basis]},
            "use": {**actual, "UNUSED": "0"},
        }
        key = {
            "tranches": [
                {"amount": money(given["fixed"]), "key": {"proportional": "capacity"}},
                {"remaining": True, "key": {"proportional": "use"}},
            ]
        }
        for share in split(total, [*actual, "UNUSED"], key, measurements=measurements):
            if share["member"] in table["expected"][name]:
                yield f"{name}.{share['member']}", Fraction(share["amount"])


METHOD_NAMES = {
    "proportional_standalone": "stand-alone",
    "equal_savings": "equal-savings",
    "ensc": "separable",
    "scrb": "scrb",
    "shapley": "shapley",
    "nucleolus": "nucleolus",
}


def cost_games(table: Table) -> Values:
    given, expected = table["input"], table["expected"]
    times = 1_000_000 if given["unit"].startswith("million") else 1
    costs = {names: money(cost, times) for names, cost in given["c"].items()}
    wanted = {name: method for name, method in METHOD_NAMES.items() if name in expected}
    answer = ask(calculate="fairness", costs=costs, methods=list(wanted.values()))
    splits: dict[str, Mapping[str, str]] = {}
    for name, method in wanted.items():
        splits[name] = answer["methods"][method]["shares"]
    splits |= _splits_by_keys(given, expected, times)
    for name, shares in splits.items():
        for player in expected[name]:
            yield f"{name}.{player}", Fraction(shares[player]) / times
    if "core_nonempty" in expected:
        yield "core_nonempty", not answer["core"]["empty"]
    for name in expected.get("in_core", {}):
        if name in wanted:
            yield f"in_core.{name}", answer["methods"][wanted[name]]["in_core"]
        else:
            judged = ask(calculate="fairness", costs=costs, shares=splits[name])["judged"]
            yield f"in_core.{name}", judged["in_core"]


def _splits_by_keys(given: Table, expected: Table, times: int) -> dict[str, Mapping[str, str]]:
    """Splits that are a key's, of the whole cost or (a negative amount) of the saving."""
    players = given["players"]
    together = Fraction(given["c"]["+".join(players)])
    alone = {player: Fraction(given["c"][player]) for player in players}
    splits: dict[str, Mapping[str, str]] = {}
    if "equal_split" in expected:
        shares = split(money(together, times), players, {"equal": {}})
        splits["equal_split"] = {share["member"]: share["amount"] for share in shares}
    for measure, readings in given.get("weights", {}).items():
        more = {"key": {"proportional": measure}, "measurements": {measure: readings}}
        shares = split(money(together, times), players, **more)
        splits[f"proportional:{measure}"] = {share["member"]: share["amount"] for share in shares}
        saving = split(money(together - sum(alone.values()), times), players, **more)
        splits[f"savings_proportional:{measure}"] = {
            share["member"]: money(Fraction(share["amount"]) + alone[share["member"]] * times)
            for share in saving
        }
    return splits


def key_versions(table: Table) -> Values:
    given = table["input"]
    latest = given["keys"][-1]["pct"]
    named = {"allocation": latest, "simple_60_40": {"S1": "60", "S2": "40"}}
    for name, percents in named.items():
        key = {"fractions": {member: f"{percent}/100" for member, percent in percents.items()}}
        for share in split(money(given["amount"]), list(percents), key):
            yield f"{name}.{share['member']}", Fraction(share["amount"])


def service_departments(table: Table) -> Values:
    given, expected = table["input"], table["expected"]
    costs = {name: money(cost) for name, cost in given["costs"].items()}
    for name in expected:
        method, _, order = name.partition(":")
        method, _, part = method.partition("_")
        if method == "repeated":
            continue
        request: Table = {"costs": costs, "receivers": given["producing"], "usage": given["usage"]}
        request |= {"method": {"step": "step-down"}.get(method, method)}
        if order:
            request["order"] = order.split(",")
        answer = ask(calculate="services", **request)
        told = {f"{flow['from']}->{flow['to']}": flow for flow in answer["flows"]}
        told |= answer["services"] if part == "totals" else answer["receivers"]
        for wanted in expected[name]:
            yield f"{name}.{wanted}", exact_euros(told[wanted])


def transfers(table: Table) -> Values:
    for case in table["input"]["cases"]:
        balances: dict[str, Fraction] = {}
        for payer, payee, amount in case["tx"]:
            balances[str(payer)] = balances.get(str(payer), Fraction(0)) + amount
            balances[str(payee)] = balances.get(str(payee), Fraction(0)) - amount
        answer = ask(calculate="settlement", balances={name: money(b) for name, b in balances.items()})
        yield case["id"], len(answer["transfers"])


def banded_scales(table: Table) -> Values:
    given = table["input"]
    members = [f"segment {i + 1}" for i in range(len(given["x"]))]
    limits = [None if end is None else Fraction(end) for end, _ in given["bands"]]
    bands = [
        {"up_to": None if end is None else str(end), "rate": rate}
        for end, (_, rate) in zip(_band_ends(limits), given["bands"], strict=True)
    ]
    key = {"tiers": {"measure": "x", "bands": bands}}
    total = sum(map(Fraction, table["expected"]["y"]))
    readings = dict(zip(members, given["x"], strict=True))
    shares = split(money(total), members, key, measurements={"x": readings})
    yield "y", [exact_euros(share) for share in shares]


def _band_ends(limits: list[Fraction | None]) -> Iterator[Fraction | None]:
    """The regulation prints the width of each band ("the next 200 million"); a key's bands have ends."""
    end = Fraction(0)
    for width in limits:
        if width is None:
            yield None
        else:
            end += width
            yield end


def weighted_prorata(table: Table) -> Values:
    given = table["input"]
    rest = str(Fraction(given["building_area"]) - Fraction(given["flat_area"]))
    area = {"flat": given["flat_area"], "others": rest}
    flat = split(
        money(given["building_cost"]),
        ["flat", "others"],
        {"proportional": "area"},
        measurements={"area": area},
    )[0]["amount"]
    yield "flat_cost", Fraction(flat)
    permille = given["permille_by_month"]
    month, day = int(given["change"][5:7]), int(given["change"][8:10])
    before = sum((Fraction(permille[str(m)]) for m in range(1, month)), Fraction(0))
    before += Fraction(permille[str(month)]) * (day - 1) / 31
    presence = {"previous": str(before / 1000), "next": str(1 - before / 1000)}
    previous, following = split(flat, ["previous", "next"], {"equal": {}}, presence=presence)
    yield "previous_tenant", Fraction(previous["amount"])
    yield "next_tenant", Fraction(following["amount"])


def banded_keys(table: Table) -> Values:
    given = table["input"]
    flats = given["flats_per_floor"]
    coefficients = {
        f"floor{floor}, flat {i + 1}": coefficient
        for floor, coefficient in given["coef"].items()
        for i in range(flats)
    }
    named = sum(map(Fraction, coefficients.values()))
    coefficients["floors between"] = str(Fraction(given["parts_published"]) - named)
    shares = split(
        money(given["total"]),
        list(coefficients),
        {"proportional": "coefficient"},
        measurements={"coefficient": coefficients},
    )
    by_name = {share["member"]: share for share in shares}
    for name in table["expected"]:
        yield name, exact_euros(by_name[f"{name}, flat 1"])


def waterfilling(table: Table) -> Values:
    for case in table["input"]["cases"]:
        members = [f"source {i + 1}" for i in range(len(case["demands"]))]
        caps = {name: money(demand) for name, demand in zip(members, case["demands"], strict=True)}
        key = {"limited": {"key": {"proportional": "weight"}, "cap": caps}}
        weights = dict(zip(members, case["weights"], strict=True))
        shares = split(money(case["total"]), members, key, measurements={"weight": weights})
        yield case["id"], [exact_euros(share) for share in shares]


def cost_contributions(table: Table) -> Values:
    for name, case in table["input"].items():
        services, use = case["services"], case["use"]
        members = list(use)
        for basis in ("value", "cost"):
            worth = {s: Fraction(given["units"]) * Fraction(given[basis]) for s, given in services.items()}
            first, *others = services
            tranches: list[Table] = [{"amount": money(worth[first]), "key": {"proportional": first}}]
            tranches += [{"remaining": True, "key": {"proportional": s}} for s in others]
            readings = {s: {member: use[member][s] for member in members} for s in services}
            total = money(sum(worth.values()))
            shares = split(total, members, {"tranches": tranches}, measurements=readings)
            balances = {share["member"]: -Fraction(share["amount"]) for share in shares}
            for service, given in services.items():
                balances[given["provider"]] += worth[service]
            answer = ask(calculate="settlement", balances={m: money(b) for m, b in balances.items()})
            paid = {f"{t['from']}_to_{t['to']}": t["amount"] for t in answer["transfers"]}
            yield f"{name}.balancing_B_to_A_at_{basis}", Fraction(paid["B_to_A"])
            if basis == "value" and "benefit_share" in table["expected"][name]:
                for share in shares:
                    yield f"{name}.benefit_share.{share['member']}", Fraction(share["fraction"])


def composites(table: Table) -> Values:
    for case in table["input"]["cases"]:
        weights = {factor: Fraction(weight) for factor, weight in case["weights"].items()}
        blend = [
            {"weight": str(weight / sum(weights.values())), "key": {"proportional": factor}}
            for factor, weight in weights.items()
        ]
        members = list(next(iter(case["factors"].values())))
        shares = split(money(case["amount"]), members, {"blend": blend}, measurements=case["factors"])
        for share in shares:
            yield f"{case['id']}.{share['member']}", Fraction(share["amount"])


ADAPTERS: Mapping[str, Callable[[Table], Values]] = {
    "apportion": apportionments,
    "paradox": paradoxes,
    "money_allocate": allocations,
    "core_check": core_checks,
    "dual_rate": dual_rates,
    "tu_cost_game": cost_games,
    "key_version": key_versions,
    "service_dept": service_departments,
    "min_transfers": transfers,
    "banded_scale": banded_scales,
    "weighted_prorata": weighted_prorata,
    "banded_key": banded_keys,
    "waterfill_cap": waterfilling,
    "cca": cost_contributions,
    "composite_key": composites,
}

_OTHER_DIVISOR = "another divisor or quota method; the contract has largest remainder and Sainte-Laguë"
_INCREMENTAL = "an incremental order: the last to join bears only what it adds; no method of the contract"
_TO_FIRST = "another library's rule: cents left over go to the first, whatever the remainders"
_TO_LARGEST = "another library's rule: cents left over go to the largest ratio"
_SEPARATE = "another library's rule: what is left over is not shared; the contract always conserves"
_MINIMUM_SEAT = (
    "a minimum seat given after rounding, out of the seats left over; a floor of the contract is part of the "
    "exact shares, and the others bear it in proportion before the one rounding"
)
_PRODUCT = "a product of two inputs; nothing is shared"
_TRUNCATED = "the source truncated 130/31; its own disagreements give the exact value"


def _cases(first: int, last: int, reason: str) -> dict[str, str]:
    return {f"cases[{i}]": reason for i in range(first, last + 1)}


NOT_EXPRESSED: Mapping[str, Mapping[str, str]] = {
    "app_alabama_paradox_1880": {
        f"hamilton_min1.{state}": _MINIMUM_SEAT for state in ("Alabama", "Illinois", "Texas")
    },
    "app_balinski_young_1975": {
        f"{case}.{method}": _OTHER_DIVISOR
        for case in ("ex1", "ex2", "weak_prop", "zeros", "tie")
        for method in ("jefferson", "huntington", "adams", "dean", "quota")
        if (case, method) != ("tie", "quota")
    },
    "round_brick_money_five_modes": {
        **_cases(0, 14, _TO_FIRST),
        **_cases(29, 34, _TO_LARGEST),
        **_cases(35, 56, _SEPARATE),
    },
    "round_moneyphp": {
        "cases[5]": "a negative amount rounded down: not the mirror image that the contract wants",
    },
    "round_spliit": {
        "cases[5]": "weights that sum to zero are refused, whatever the amount",
    },
    "horngren_evan_brett": {
        f"incremental:{order}.{player}": _INCREMENTAL
        for order in ("BRETT,EVAN", "EVAN,BRETT")
        for player in ("EVAN", "BRETT")
    },
    "tva_1938": {
        f"separable.{player}": "the separable costs alone, which do not sum to the whole: no split"
        for player in ("NAV", "FLOOD", "POWER")
    },
    "sd_kaplan_reciprocal": {
        f"repeated_distribution_rounded.{what}": "repeated distribution rounds at each step, reciprocal never"
        for what in ("P1", "P2", "steps")
    },
    "tier_gradtagszahlen_entry_exit": {"permille_previous": _TRUNCATED, "permille_next": _TRUNCATED},
    "tier_oecd_cca_example1": {
        "example1.total_value": _PRODUCT,
        "example1.contrib_value.A": _PRODUCT,
        "example1.contrib_value.B": _PRODUCT,
    },
}
