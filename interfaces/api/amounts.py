"""Beside integer cents, the same money as people read it."""

from __future__ import annotations

from typing import Any

from domain.kernel.money import money_text

_CENTS = "cents"


def with_amounts(answer: Any) -> Any:
    """The answer in which every integer `…_cents` has an `…_amount` in euros beside it.

    Exact cents are text, p or p/q, and have none: no euro with two decimals says the same.

    >>> with_amounts({"cents": 5714, "own_cents": -5, "exact_cents": "40000/7"})
    {'cents': 5714, 'amount': '57.14', 'own_cents': -5, 'own_amount': '-0.05', 'exact_cents': '40000/7'}
    >>> with_amounts([{"amount_cents": 100}])
    [{'amount_cents': 100, 'amount': '1.00'}]
    """
    if isinstance(answer, list | tuple):
        return [with_amounts(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    full: dict[str, Any] = {}
    for name, value in answer.items():
        full[name] = with_amounts(value)
        if (name == _CENTS or name.endswith(f"_{_CENTS}")) and type(value) is int:
            full[_amount_of(name)] = money_text(value)
    return full


def _amount_of(name: str) -> str:
    stem = name.removesuffix(_CENTS).removesuffix("_")
    return f"{stem}_amount" if stem not in ("", "amount") else "amount"
