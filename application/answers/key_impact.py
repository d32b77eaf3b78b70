"""What would a key that is put to the vote have made of the last year that was posted? Before the vote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from application.answers.lists import Answer, known_contract
from application.answers.win_win import Beside, key_to_try, win_win
from application.ledger import Ledger
from application.ports import ViewRows
from domain.kernel.errors import NotFound


def key_impact(rows: ViewRows, at: int, ledger: Ledger, terms: Mapping[str, object]) -> Answer:
    """By member what the last posted year was and would have been by that key, and the win-win check of both.

    The key is tried with what the ledger holds now. Raises NotFound where nothing of the contract is posted.
    """
    code = known_contract(rows, at, str(terms["contract"]))
    posted = [str(run["service_month"]) for run in rows.rows("runs", at, contract=code, stage="posted")]
    if not posted:
        raise NotFound(kind="posted run of", code=code)
    year = max(posted)[:4]
    to_try = key_to_try(ledger, json.dumps(terms["key"]), None)
    told = win_win(rows, at, code, year, replace(to_try, beside=_beside(terms)))
    before = {m["member"]: m["bears_cents"] for m in told["posted"]["members"]}
    return {
        "contract": code,
        "period": year,
        "months": told["months"],
        "members": [
            {
                "member": m["member"],
                "posted_cents": before.get(m["member"], 0),
                "tried_cents": m["bears_cents"],
            }
            for m in told["tried"]["members"]
        ],
        "sentences": [*told["sentences"], *told["tried"]["sentences"]],
    }


def _beside(terms: Mapping[str, Any]) -> Beside:
    return Beside(terms.get("month_weights") or {}, terms.get("averaged_measures") or ())
