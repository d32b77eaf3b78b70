"""A small group as a board has lived it: votes, a key that changed, months posted, and one that waits."""

from __future__ import annotations

from application.group import Group
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import MEMBERS, carry_out, post

GROUP = "told"
READ = "R1"
OPEN = "R4"


def tell(group: Group) -> None:
    """January by calls; from February R1 shares equally; R2 is rejected, R3 a budget, R4 is being voted.

    The archive is shared equally by R1 too. The desk, shared by hours, has a cost of March for which nobody
    has counted Cime's hours.
    """
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]))
    carry_out(group, *examples.toolbox("desk", ["hours"]), *examples.toolbox("archive"))
    carry_out(group, examples.contract("platform", examples.proportional("calls")))
    carry_out(group, examples.contract("desk", examples.proportional("hours")))
    carry_out(group, examples.contract("archive", examples.EQUAL))
    carry_out(group, examples.charter(examples.rule("key"), examples.rule("budget")))
    key = examples.key_terms("platform", examples.EQUAL, "2026-02")
    budget = {"contract": "platform", "year": 2026, "amount_cents": 900_000}
    votes = (("R1", "adopt a key", key, "for"), ("R2", "adopt a key", key, "against"))
    for number, kind, terms, choice in (*votes, ("R3", "adopt a budget", budget, "for")):
        enacted = [Enactment(kind, terms)]
        if number == READ:
            enacted.append(Enactment(kind, examples.key_terms("archive", examples.EQUAL, "2026-02")))
        carry_out(group, *examples.vote(number, enacted))
        carry_out(group, *examples.ballots(number, dict.fromkeys(MEMBERS, choice)))
    for month in ("2026-01", "2026-02"):
        counted = zip(MEMBERS, "322", strict=True)
        carry_out(group, *(examples.reading("calls", m, month, v) for m, v in counted))
        carry_out(group, examples.document("platform", month, 700_000, number=f"P-{month}"))
        post(group, "platform", month)
    carry_out(group, examples.document("desk", "2026-03", 12_345, number="D-1"))
    carry_out(group, *(examples.reading("hours", m, "2026-03", "1") for m in MEMBERS[:2]))
    again = examples.key_terms("platform", examples.proportional("calls"), "2026-09")
    carry_out(group, *examples.vote(OPEN, [Enactment("adopt a key", again)]))


def costs_of(month: str, contract: str = "archive") -> str:
    """A file of one invoice of 300.00 EUR."""
    return examples.cost_csv(
        [
            {
                "number": f"N-{month}",
                "line_number": "1",
                "contract": contract,
                "month": month,
                "amount": "300,00",
            }
        ]
    )
