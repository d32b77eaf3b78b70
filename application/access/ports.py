"""Accounts, keys and sessions of a group as the interfaces see them. They stand outside the log: erasable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from application.access.role import Role
from domain.kernel.errors import Refusal


class WrongPassword(Refusal):
    """Who the name belongs to, and whether it exists, is nobody's business."""

    sentence = "name and password do not belong together, or there is no such account"


class TooManyTries(Refusal):
    """Guessing a password takes longer than anybody has."""

    sentence = "too many wrong passwords; try again in a minute"


class MemberNeeded(Refusal):
    """Who acts or reads for a member names it."""

    sentence = "the role {role} is held for a member: name it"


class OneMember(Refusal):
    """A person speaks for one member in a group, so that nobody votes twice."""

    sentence = "{name} acts for {member}, and for nobody else"


@dataclass(frozen=True, slots=True)
class Account:
    """A person or a program with its roles in the group, and the member that it acts for."""

    person: str
    name: str | None
    roles: frozenset[Role]
    member: str | None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What is still known of a key once it was shown: never the key itself."""

    id: str
    person: str
    label: str
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Accounts(Protocol):
    """Who may act in a group."""

    def exist(self) -> bool:
        """Whether the group has any account yet, revoked or not."""
        ...

    def add(self, name: str, role: Role, member: str | None = None) -> Account:
        """Give a person of that name a role. Raises BadInput, MemberNeeded, OneMember."""
        ...

    def all(self) -> Sequence[Account]:
        """Every account by name, the revoked ones too."""
        ...

    def revoke(self, person: str) -> None:
        """End an account with its password, sessions and keys. Raises NotFound."""
        ...

    def link(self, person: str, issuer: str, subject: str) -> None:
        """Say which subject of an identity provider this person is."""
        ...

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """The account of an identity provider's subject."""
        ...


class Credentials(Protocol):
    """What shows who somebody is. Only hashes are kept."""

    def set_password(self, person: str, password: str) -> None:
        """Keep the hash of a password. Raises BadInput."""
        ...

    def log_in(self, name: str, password: str) -> str:
        """Begin a session and return its token. Raises WrongPassword, TooManyTries."""
        ...

    def begin_session(self, person: str) -> str:
        """Begin a session of an account and return its token, of which only the hash is kept."""
        ...

    def of_session(self, token: str) -> Account | None:
        """The account whose session it is, while it lasts."""
        ...

    def end_session(self, token: str) -> None:
        """End the session."""
        ...

    def issue_key(self, person: str, label: str, days: int | None = None) -> str:
        """A new key, shown this once. Raises NotFound, BadInput."""
        ...

    def of_key(self, key: str) -> Account | None:
        """The account whose key it is, while it lasts."""
        ...

    def keys(self) -> Sequence[Key]:
        """Every key that was issued."""
        ...

    def revoke_key(self, id: str) -> None:
        """End a key. Raises NotFound."""
        ...


class Tokens(Protocol):
    """Tokens of an organisation's identity provider, the `issuer`."""

    issuer: str

    def subject(self, token: str) -> tuple[str, str] | None:
        """Issuer and subject of a token that is genuine, for us and of now; None for any other."""
        ...
