"""What holds where a charter is silent: dated data per legal form, each with its source; never constants.

A form that is absent has no default here: its charter must say how a decision is taken, and the refusal
says so. So it is with a company and a coordination company: what is known of them with a source is the quorum
of a general meeting of a limited company (1/5, then none; for changes of its statutes 1/4, then 1/5), and no
majority; and a form called "company" need not be one of those. An association is what its statutes say.
"""

from __future__ import annotations

from domain.governance.charter import FormDefault, VotingRule
from domain.governance.commitments import FormConsent


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

_ARTICLE_1836 = "C. civ. art. 1836: no member's commitments are raised without its consent"

CONSENT_DEFAULTS: tuple[FormConsent, ...] = tuple(
    FormConsent(legal_form=form, needed=True, source=_ARTICLE_1836, effective_on="1978-07-01")
    for form in ("company", "SAC")
)
"""Where the charter does not say whether raising a member's commitments needs that member's own consent."""
