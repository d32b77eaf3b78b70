"""What an agreement chooses from: its legal form, how members enter it, and why they leave it."""

from __future__ import annotations

from enum import StrEnum


class LegalForm(StrEnum):
    """The legal form of a cooperation: it decides what holds where the charter is silent."""

    CONVENTION = "convention without legal person"
    ASSOCIATION = "association"
    GIE = "GIE"
    SAC = "SAC"
    L_423_6 = "L. 423-6 structure"
    COMPANY = "company"


class EntryConvention(StrEnum):
    """From when and for how much of a period an entrant bears costs."""

    MONTHS_STARTED = "months started"
    MONTHS_COMPLETE = "months complete"
    DAYS = "days"
    NEXT_1_JANUARY = "next 1 January"


class EarlierDebts(StrEnum):
    """Whether an entrant answers for debts born before its entry."""

    LIABLE = "liable"
    EXEMPT = "exempt"
    EXEMPT_PUBLISHED = "exempt, published"


class Departure(StrEnum):
    """Why a member leaves: of its own will and on notice, or by what the others decide or agree to."""

    WITHDRAWAL = "withdrawal"
    EXCLUSION = "exclusion"
    RELEASE = "release"
    MERGER = "merger"
