"""What holds where a charter is silent: dated data per legal form, each with its source; never constants.

A form that is absent has no default here: its charter must say how a decision is taken, and the refusal
says so.
"""

from __future__ import annotations

from domain.governance.charter import FormDefault, VotingRule


def _unanimity(source: str) -> VotingRule:
    return VotingRule(
        decision_type="other",
        electorate="members",
        weights="one each",
        quorum_first_call="0",
        quorum_second_call="0",
        majority="unanimity",
        proxies_per_holder=0,
        recused_leave_quorum=False,
        recused_leave_majority=False,
        casting_vote=None,
        notice_days=0,
        source=source,
    )


FORM_DEFAULTS: tuple[FormDefault, ...] = (
    FormDefault(
        legal_form="GIE",
        rule=_unanimity("C. com. art. L. 251-10: where the contract is silent, decisions are unanimous"),
        effective_on="2000-09-21",
    ),
    FormDefault(
        legal_form="convention without legal person",
        rule=_unanimity("consent of all parties to the convention"),
        effective_on="0001-01-01",
    ),
)
