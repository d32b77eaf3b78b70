"""An impact study in sentences that a board reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from application.answers.decision_words import signed_euros


def heading(study: Mapping[str, Any]) -> str:
    """On what a study rests."""
    supplied = len(study["supplied_readings"])
    readings = f", with {supplied} supplied readings" if supplied else ""
    return (
        f"Impact of resolution {study['number']} of {study['agreement']}, on the ledger as of position "
        f"{study['position']}{readings}"
    )


def sentences_of(enactment: Mapping[str, Any]) -> Iterator[str]:
    """An enactment, then of each contract that it changes the budget and the win-win check before and after."""
    yield f"Enactment {enactment['enactment']}, {enactment['kind']}: {enactment['sentence']}."
    for comparison in enactment["comparisons"]:
        if comparison["budget"]:
            yield f"   {comparison['budget']['sentence']}."
        for when in ("before", "after"):
            check = (comparison["win_win"] or {}).get(when)
            if check:
                yield f"   Win-win {when}: {' '.join(check['sentences'])}"


def summary(study: Mapping[str, Any]) -> str:
    """What a study says in one sentence: what each member would have borne more or less.

    >>> summary({"enactments": [{"comparisons": []}]})
    'moves no money'
    """
    parts = []
    for enactment in study.get("enactments", ()):
        for comparison in enactment["comparisons"]:
            months = comparison["months"]
            span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
            each = ", ".join(
                f"{m['member']} {signed_euros(m['difference_cents'])}" for m in comparison["members"]
            )
            together = signed_euros(comparison["difference_cents"])
            parts.append(f"{comparison['past_of']} {span}: {each}; together {together}")
    return "; ".join(parts) or "moves no money"
