"""What the rules about services, contracts and their keys govern."""

from __future__ import annotations

from collections.abc import Mapping

from application.rulebook.governed import registers, runs, votes
from application.rulebook.governed.questions import NothingLive, Rules

PAGES: Mapping[str, Rules | NothingLive] = {
    "services/contract": {
        "A contract serves the months between its start and its end": (registers.CONTRACTS,),
        "A contract begins with the first and ends with the last day of a month": (registers.ENDED,),
        "A code is given to one contract": (registers.CONTRACTS,),
        "Those who bear the consequences decide": (registers.BY_RESOLUTION,),
        "A contract has a budget for a year, adopted with authority": (registers.BUDGETED,),
    },
    "services/keys": {
        "A key says why it reflects use": (registers.WITH_REASONS,),
        "A key changes for months to come, from the first of a month": (votes.NEW_KEY, runs.FIRST_OF_KEY),
        "An agreement lays down the first key; a change takes an amendment or a resolution": (
            registers.REKEYED,
            votes.NEW_KEY,
        ),
        "A key counts only what is defined": (registers.BY_MEASURE,),
        "A service month is shared by the key that was in force then": (runs.FIRST_OF_KEY,),
        "Only a restatement that was resolved reaches back, and it posts the difference": (
            votes.RESTATEMENT,
            runs.RESTATED,
        ),
    },
    "services/mutual_use": {
        "A service bears what it uses of another before its members share its cost": (
            registers.FLOWS,
            runs.AFTER_FLOWS,
        ),
        "Whoever provides a service owes for what it uses of another's, and recharges it": (registers.FLOWS,),
        "What comes late moves the difference between the services too": (registers.LATE_FLOWS,),
        "A pool is allocated only once it bears what its service uses": (runs.AFTER_FLOWS,),
        "A period is closed in one act that says what is not allocated and why": (runs.FIRST_OF_A_MONTH,),
        "How services settle is decided for months to come": (votes.MUTUAL_USE,),
    },
    "services/restatement": {
        "A restatement shares the months that it names by another key, and posts the difference": (
            votes.RESTATEMENT,
            runs.RESTATED,
        ),
        "A restatement covers months up to the decision, and no later one": (registers.RESTATED,),
        "What a contract says may change for months to come": (registers.CHANGED,),
    },
}
