"""Who may do what in a group: a table of roles by command and reading. What is not in it, nobody may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from application.access.acts import COMMANDS
from application.access.role import Role
from application.access.sights import ADMINISTRATION, OWN, READINGS
from application.commands import Command
from domain.kernel.errors import Refusal
from domain.kernel.identity import normal_code


class NotAllowed(Refusal):
    """Each role may do what the table of roles says, and nothing else."""

    sentence = "{operation} is not for {roles}"


class NotOwn(Refusal):
    """A member's reader reads what its own member bears, and no other's."""

    sentence = (
        "what {member} bears is read by {member} itself, by the board, the controllers and the auditors"
    )


class How(StrEnum):
    """How it is known who asks: `LOCAL` is whoever sits at this machine, where no account is asked for."""

    LOCAL = "local"
    SESSION = "session"
    KEY = "key"
    TOKEN = "token"  # noqa: S105  # a kind of credential, not one


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the opaque id of a person, or none at this machine; its roles and the member it acts for."""

    person: str | None
    roles: frozenset[Role]
    member: str | None
    how: How

    def must_be_allowed(self, operation: str) -> None:
        """Refuse an operation that none of the caller's roles may do. Raises NotAllowed."""
        allowed = roles_for(operation)
        writes = operation in _COMMANDS_BY_NAME or operation in ADMINISTRATION
        if not allowed & self.roles or (writes and self.person is None):
            told = ", ".join(sorted(self.roles)) or "whoever has no role here"
            raise NotAllowed(operation=operation, roles=told)

    def must_own(self, operation: str, member: str) -> None:
        """Refuse another member's reading to who reads for one member only. Raises NotOwn."""
        widely = roles_for(operation) - {Role.MEMBERS_READER}
        if operation not in OWN or widely & self.roles:
            return
        if self.member is None or normal_code(self.member) != normal_code(member):
            raise NotOwn(member=member)


def command_name(command: type[Command]) -> str:
    """A command's name as interfaces write it: `CastBallot` is `cast-ballot`."""
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in command.__name__)
    return words.removeprefix("-")


def roles_for(operation: str) -> frozenset[Role]:
    """The roles that may do it; none where the table does not name it."""
    return _TABLE.get(operation, frozenset())


_COMMANDS_BY_NAME: Mapping[str, frozenset[Role]] = {
    command_name(command): roles for command, roles in COMMANDS.items()
}
_TABLE: Mapping[str, frozenset[Role]] = {**READINGS, **ADMINISTRATION, **_COMMANDS_BY_NAME}
