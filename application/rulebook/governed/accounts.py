"""What the rules about the books govern."""

from __future__ import annotations

from collections.abc import Mapping

from application.rulebook.governed import registers, runs
from application.rulebook.governed.questions import NothingLive, Rules

PAGES: Mapping[str, Rules | NothingLive] = {
    "accounts/entries": {
        "What a member bears stands in its own books and in those of the provider": (registers.STATEMENTS,),
        "In the books of each entity debits equal credits": (registers.STATEMENTS,),
        "The provider's own share stays its cost": (runs.POSTED,),
        "A member that bears nothing has no entry": (runs.BEARS_ZERO,),
        "The entries of a journal are numbered without a gap": (registers.YEARS,),
    },
    "accounts/periods": {
        "A run is posted to the first open period from its service month on": (
            runs.POSTED_LATER,
            runs.IN_ITS_MONTH,
        ),
        "An entry is dated on a day of the period that it is posted to": (runs.POSTED,),
        "Periods are locked in their order": (registers.LOCKED,),
        "A year is closed once all its periods are locked": (registers.CLOSED,),
        "A closed year takes nothing": (registers.CLOSED,),
    },
    "accounts/reimbursement": {
        "The members are charged the joint expenses and nothing on top": (runs.POSTED,),
        "What was reversed is reimbursed by nobody": (runs.REVERSED,),
        "What one member bears alone is no joint expense": (runs.DIRECT,),
    },
    "accounts/settlement": {
        "Each debt is shown as it stands in the books, before any netting": (registers.OWING,),
        "What a member owes and what is owed to it leave a balance": (registers.OWING,),
    },
}
