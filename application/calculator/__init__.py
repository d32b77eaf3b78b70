"""The calculator: a stateless contract over the same engine that the ledger's runs call.

A request is one JSON object that names what to calculate; the answer is one JSON object. What cannot be
honoured is refused by the field and the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from application.calculator.fairness_requests import answer_fairness
from application.calculator.service_requests import answer_services
from application.calculator.settlement_requests import answer_settlement
from application.calculator.share_requests import answer_shares
from application.calculator.strict_json import read_json
from domain.allocation.engine.reading import fields, needed
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

__all__ = ["calculate"]

Answer = dict[str, object]

_CALCULATIONS: Mapping[str, Callable[[Mapping[str, object]], Answer]] = {
    "shares": answer_shares,
    "services": answer_services,
    "fairness": answer_fairness,
    "settlement": answer_settlement,
}


def calculate(request: str | bytes) -> Answer:
    """Answer a request, given as JSON text. Raises BadInput naming the field and the rule.

    >>> settled = calculate('{"calculate": "settlement", "balances": {"A": "-1.00", "B": "1.00"}}')
    >>> settled["transfers"]
    [{'from': 'A', 'to': 'B', 'amount': '1.00'}]
    """
    given = fields(read_json(request), "request")
    wanted = needed(given, "calculate", "")
    if not isinstance(wanted, str) or wanted not in _CALCULATIONS:
        raise BadInput(
            "calculate",
            Sentence("one of these is calculated: {calculations}", calculations=", ".join(_CALCULATIONS)),
        )
    return _CALCULATIONS[wanted](given)
