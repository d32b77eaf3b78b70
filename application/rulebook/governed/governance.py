"""What the rules about decisions govern."""

from __future__ import annotations

from collections.abc import Mapping

from application.rulebook.governed import registers, runs, votes
from application.rulebook.governed.questions import NothingLive, Rules
from application.rulebook.governed.votes import counted_by

PAGES: Mapping[str, Rules | NothingLive] = {
    "governance/charter": {
        "A vote follows the charter in force on its record date": (votes.COUNTED,),
        "A resolution lays down the next version of the charter": (votes.NEW_CHARTER, registers.WITH_CHARTER),
    },
    "governance/colleges": {
        "What a cap cuts off goes to the other colleges in proportion to their shares": (votes.BY_COLLEGES,),
        "The charter says whether a college votes seat by seat or as a block": (votes.BY_COLLEGES,),
    },
    "governance/commitments": {
        "In a company nobody's commitments are raised without its own consent": (votes.CONSENTED,),
        "A new key raises everybody's commitments unless somebody says otherwise": (votes.KEY_CONSENTED,),
    },
    "governance/conditions": {
        "What waits for an official approval has force once it is given": (votes.AWAITED,),
        "A condition that fails refuses what waited for it": (votes.REFUSED,),
        "What waits for signatures goes on with the last of them": (votes.AMENDMENT,),
        "Enactments are carried out in order, and what needs an earlier one shares its fate": (
            votes.IN_ORDER,
        ),
    },
    "governance/electorate": {
        "One member has one vote unless the charter gives it another weight": (votes.ONE_EACH,),
        "A member weighs by its latest reading up to the record date": (votes.BY_MEASURE,),
        "A director votes for a member through a seat that was given": (votes.DIRECTORS,),
        "A tenants' representative weighs what its list weighed for each that it had elected": (
            votes.TENANTS,
        ),
        "A holding of the capital weighs from its date": (votes.BY_CAPITAL,),
    },
    "governance/enactment": {
        "An adopted resolution itself carries out what it enacts": (votes.CARRIED_OUT,),
        "A resolution that is not adopted changes nothing": (votes.CHANGED_NOTHING,),
        "A share is explained back to the ballots of the decision that its key stands on": (
            runs.KEY_BY_RESOLUTION,
        ),
        "A decision is not dated before its voters were taken": (votes.COUNTED,),
        "An enactment is carried out once": (votes.CARRIED_OUT,),
        "The accounts of a year are approved once the year is closed": (votes.ACCOUNTS,),
        "An enactment that is refused stays visible": (votes.REFUSED,),
    },
    "governance/impact": {
        "A key is supposed over the months that were posted before it would hold": (votes.KEY_STUDIED,),
        "What moves no money says so": (votes.MOVES_NOTHING,),
        "A study is attached before the vote opens": (votes.STUDIED,),
    },
    "governance/majority": {
        "The majority is the one that the charter names": (
            votes.TWO_THIRDS,
            counted_by("resolutions counted by unanimity", majority="unanimity"),
            counted_by("resolutions counted by a simple majority", majority="simple"),
            counted_by("resolutions counted by an absolute majority", majority="absolute"),
        ),
        "Whether a recused voter stays in the count is the charter's to say": (votes.RECUSED,),
        "Where a convention's charter is silent, all parties must consent": (votes.BY_LEGAL_FORM_CONVENTION,),
        "A resolution without quorum is neither adopted nor rejected": (votes.WITHOUT_QUORUM,),
    },
    "governance/meetings": {
        "Between the convocation and the meeting lie the days that the charter gives": (votes.CONVENED,),
        "A second call has the agenda of the first": (votes.SECOND_CALL,),
        "A meeting takes its resolutions in the order of its agenda": (votes.IN_AN_AGENDA,),
        "A written consultation has a first and a last day for ballots": (votes.BY_CONSULTATION,),
    },
    "governance/minutes": {
        "The minutes tell the vote with its weights, its arithmetic and its article": (votes.COUNTED,),
        "A meeting that lacked its quorum has its minutes, and a second call": (votes.WITHOUT_QUORUM,),
        "The signed document is known by its hash and time-stamp": (votes.SEALED,),
    },
    "governance/proxies": {
        "Where the charter wants proxies in writing, a ballot by proxy needs one in force": (
            votes.WRITTEN_PROXIES,
        ),
        "A proxy that was revoked is of no use any more": (votes.PROXY_REVOKED,),
        "A voter has one proxy": (votes.HAS_PROXY,),
        "A holder carries no more proxies at a meeting than the charter allows": (votes.BY_PROXY,),
    },
    "governance/quorum": {
        "An ordinary meeting wants a fifth of the capital on first call and nothing on second": (
            counted_by("resolutions that took a fifth on first call", quorum_first_call="1/5"),
        ),
        "An extraordinary meeting wants a quarter of the capital, then a fifth": (
            counted_by("resolutions that took a quarter on first call", quorum_first_call="1/4"),
        ),
        "The charter says what a quorum counts": (votes.WITH_QUORUM,),
        "Where attendance is kept, who is there counts whether it votes or not": (votes.ATTENDED,),
        "The quorum holds for the whole meeting": (votes.ATTENDANCE_CHANGED,),
    },
    "governance/recusal": {
        "The directors of a member that a resolution concerns do not vote on it": (votes.CONCERNED,),
        "A voter is recused on a ground that the charter knows": (votes.RECUSED,),
    },
    "governance/replay": {
        "Each decision is told with its votes and with what it changed for each member": (votes.COUNTED,),
        "The steps follow the days on which was decided, forward or backward": (votes.COUNTED,),
    },
    "governance/silent_charter": {
        "A GIE decides unanimously unless its contract says otherwise": (votes.BY_LEGAL_FORM_GIE,),
    },
    "governance/ties_and_double_majorities": {
        "A tie is rejected unless the charter gives somebody the casting vote": (votes.CASTING_VOTE,),
        "A double majority carries among the members and among their homes": (votes.DOUBLE,),
    },
    "governance/voting": {
        "A voter votes once": (votes.BALLOTS,),
        "Only the electorate that was frozen at the opening votes": (votes.FROZEN,),
        "A recused voter does not vote": (votes.RECUSED,),
        "The charter says how many proxies one holder may carry": (votes.BY_PROXY,),
        "A ballot is cast while the vote is open": (votes.OPEN,),
        "A meeting decides what its agenda names": (votes.IN_AN_AGENDA,),
    },
    "governance/what_if": NothingLive("what is supposed is asked of the ledger and never recorded in it"),
}
