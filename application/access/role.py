"""The roles that an account may have in a group."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a group. One person may be several."""

    CONTROLLER = "controller"
    APPROVER = "approver"
    BOARD_MEMBER = "board-member"
    MEMBERS_READER = "members-reader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


FOR_A_MEMBER = frozenset({Role.BOARD_MEMBER, Role.MEMBERS_READER})
"""Roles that somebody has for one member, which is named with them."""
