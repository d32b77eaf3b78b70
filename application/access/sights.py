"""Which roles may read what, and who administers accounts. What is not here, nobody may.

Names are those of the HTTP operations; the pages ask by the same names.
"""

from __future__ import annotations

from collections.abc import Mapping

from application.access.role import Role

_WHOLE = frozenset({Role.CONTROLLER, Role.APPROVER, Role.BOARD_MEMBER, Role.AUDITOR})
_MEMBERS = _WHOLE | {Role.MEMBERS_READER}
_ANY = frozenset(Role)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

READINGS: Mapping[str, frozenset[Role]] = {
    "members": _MEMBERS,
    "agreements": _MEMBERS,
    "services": _MEMBERS,
    "contracts": _MEMBERS,
    "contract": _MEMBERS,
    "resolutions": _MEMBERS,
    "resolution": _MEMBERS,
    "statement": _MEMBERS,
    "explanation": _MEMBERS,
    "verification": _MEMBERS,
    "positions": _MEMBERS,
    "electors": _MEMBERS,
    "enactments": _MEMBERS,
    "impact": _MEMBERS,
    "minutes": _MEMBERS,
    "amendments": _MEMBERS,
    "conditions": _MEMBERS,
    "restatements": _MEMBERS,
    "accounting_years": _MEMBERS,
    "template": _MEMBERS,
    "agreements_on": _MEMBERS,
    "contracts_on": _MEMBERS,
    "decisions": _WHOLE,
    "step": _WHOLE,
    "decision": _WHOLE,
    "what_if": _WHOLE,
    "variance": _WHOLE,
    "budget": _WHOLE,
    "settlement": _WHOLE,
    "win_win": _WHOLE,
    "stand_alone_costs": _WHOLE,
    "unallocated": _WHOLE,
    "flows": _WHOLE,
    "reimbursement": _WHOLE,
    "costs": _WHOLE,
    "measurements": _WHOLE,
    "history": _WHOLE,
    "exactness": _WHOLE,
    "standing": _ANY,
    # What they say is of this version, not of the group; what they govern is told as far as the caller reads it.
    "rulebook": _ANY,
    "rulebook_page": _ANY,
    "rules_governing": _ANY,
    "accounts": _ADMINISTRATOR,
}
"""Each reading with the roles that may ask it."""

OWN = frozenset({"statement", "explanation"})
"""Readings of one member, which who reads for a member reads of its own only."""

ADMINISTRATION: Mapping[str, frozenset[Role]] = {
    "import-costs": frozenset({Role.CONTROLLER}),
    "import-measurements": frozenset({Role.CONTROLLER}),
    "end-session": _ANY,
    "add-account": _ADMINISTRATOR,
    "revoke-account": _ADMINISTRATOR,
    "issue-key": _ADMINISTRATOR,
    "revoke-key": _ADMINISTRATOR,
}
"""What else is done to a group, with the roles that may do it."""
