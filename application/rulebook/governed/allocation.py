"""What the rules about costs, readings and their sharing govern."""

from __future__ import annotations

from collections.abc import Mapping

from application.rulebook.governed import registers, runs
from application.rulebook.governed.questions import NothingLive, Rules

PAGES: Mapping[str, Rules | NothingLive] = {
    "allocation/averages": {
        "The last count of the period stands for all of it unless the key averages it": (
            runs.STOCK_COUNTED,
            runs.AVERAGED,
        ),
        "In an average each month weighs what the season and the presence of the member give it": (
            runs.AVERAGED,
        ),
        "Every month of an average has a count up to its end": (runs.AVERAGED,),
        "Only what the key counts at a date is averaged": (runs.AVERAGED,),
    },
    "allocation/documents": {
        "A document is known by its supplier and its number": (registers.DOCUMENTS,),
        "A cost names a contract that exists": (registers.DOCUMENTS,),
    },
    "allocation/fairness_keys": {
        "The cost is shared in proportion to what the method makes of the declared costs": (runs.FAIR,),
        "A member counts for the part of the month in which it is there": (runs.FAIR_PART_TIME,),
    },
    "allocation/files": {
        "A file is recorded whole or not at all": (registers.IMPORTED,),
        "Importing a file again changes nothing": (registers.IMPORTED,),
        "A line for a month that is posted is recorded as late": (runs.LATE_LINE,),
    },
    "allocation/periods": {
        "Within a period each month posts the period so far, less what was posted of it": (
            runs.LONGER_PERIOD,
        ),
        "A key holds over a whole period": (runs.LONGER_PERIOD,),
        "What comes late is corrected with the last month of the period that was posted": (
            runs.LONGER_PERIOD_LATE,
        ),
    },
    "allocation/readings": {
        "A stock is read at its latest date on or before the end of the month": (
            registers.STOCKS,
            runs.STOCK_COUNTED,
        ),
        "A reading is recorded once": (registers.MEASUREMENTS,),
    },
    "allocation/runs": {
        "Preparer and approver differ": (runs.APPROVED,),
        "A month is shared once": (runs.FIRST_OF_A_MONTH,),
        "A late line posts its difference in a corrective run": (runs.LATE_LINE,),
        "A corrected reading posts its difference in a corrective run": (runs.CORRECTED_READING,),
        "A reversal takes back the cents and what was carried": (runs.REVERSED,),
    },
    "allocation/seasons": {
        "A key may say what each month weighs within its period": (runs.SEASONAL,),
        "All twelve months are weighed, and each period weighs something": (runs.SEASONAL,),
    },
    "allocation/shares": {
        "What the members bear sums to the cost, to the cent": (runs.POSTED,),
        "What rounding gave or took is carried to the next month": (runs.CARRIED,),
        "Who has not used a service bears none of its cost": (runs.BEARS_ZERO,),
        "A blend of keys is rounded once, at its end": (runs.BLENDED,),
        "A credit note is shared as the mirror image of an invoice": (
            registers.CREDIT_NOTES,
            runs.CREDITED,
        ),
        "A direct charge is borne by one member alone": (runs.DIRECT,),
    },
    "allocation/variance": {
        "More of what is counted, at the same cost a unit, is volume": (runs.COUNTED,),
        "A unit that costs more is price": (runs.COUNTED,),
        "Who comes in takes its part of the cost from those who were there": (runs.NEWCOMER,),
        "What another key moves between the members is told apart from what the month cost": (
            runs.FIRST_OF_KEY,
        ),
        "What was charged to one member alone stands apart": (runs.DIRECT,),
        "What rounding gave or took is a part of the difference": (runs.ROUNDED,),
        "What is posted of a year is held against its budget": (registers.BUDGETED,),
    },
    "allocation/win_win": {
        "What going alone would cost is declared once, with its evidence": (registers.ALONE_DECLARED,),
        "A split is in the core when nobody whose cost is declared would save by leaving": (
            registers.ALONE_DECLARED,
        ),
        "Only what is declared is checked, and the check says so": (registers.COALITIONS_DECLARED,),
        "A share says what going alone would have cost": (runs.ALONE_IS_KNOWN,),
    },
}
