"""What the rules about members and agreements govern."""

from __future__ import annotations

from collections.abc import Mapping

from application.rulebook.governed import registers, votes
from application.rulebook.governed.questions import NothingLive, Rules

PAGES: Mapping[str, Rules | NothingLive] = {
    "membership/agreement": {
        "An agreement is in force once all its parties have signed": (registers.IN_FORCE,),
        "A party signs once": (registers.SIGNED,),
        "Only its parties sign an agreement": (registers.SIGNED,),
        "An agreement has at least two parties": (registers.AGREEMENTS,),
        "An amendment is in force once all members have signed it": (registers.AMENDED,),
    },
    "membership/admission": {
        "An admission takes effect when the entrant signs its accession": (
            registers.ADMITTING,
            votes.ADMISSION,
        ),
        "A member is admitted once": (registers.ADMITTING,),
        "An entrant bears costs from its entry, by the convention of the agreement": (registers.CAME_LATER,),
        "An entrant votes from its own date": (registers.VOTES_LATER,),
        "A member that has left bears no cost of later months": (registers.LEFT_CONTRACT,),
    },
    "membership/members": {
        "A code is given once": (registers.MEMBERS,),
        "The name of a member may change while its code stays": (registers.RENAMED,),
        "A SIREN carries its check digit": (registers.WITH_SIREN,),
        "A figure about a member is dated and names its source": (registers.WITH_FIGURES,),
    },
    "membership/amendment": {
        "An amendment carries out what it lays down once all have signed it": (registers.AMENDED,),
        "An amendment that a resolution orders is adopted, and not in force before all have signed": (
            votes.AMENDMENT,
        ),
        "An agreement opens the contracts that it lays down when its last party signs": (
            registers.BY_AGREEMENT,
        ),
        "Who withdraws keeps its notice": (registers.LEFT_AGREEMENT,),
    },
    "membership/replication": NothingLive(
        "a template is written down for another group, and what is opened from it stands in the ledger of that group"
    ),
}
