"""Logging in at an organisation's identity provider, as the interfaces see it.

One random token stands for a log-in that is under way: the browser holds it, its hash is kept, and what the provider
is told of it is derived from it one way, so that nothing that is kept or that passes by in an address gives it away.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from domain.kernel.errors import Refusal


class NotLoggedIn(Refusal):
    """Whoever tried to log in at a provider did not come in, for one of the reasons below."""


class ProviderUnreachable(NotLoggedIn):
    """Nobody logs in at a provider that does not answer as it should."""

    sentence = "the identity provider does not answer as it should: {reason}"


class ServerRefused(NotLoggedIn):
    """A provider hands out no answer to a server that it does not know."""

    sentence = "the identity provider refuses this server: {error}"


class ProviderRefused(NotLoggedIn):
    """Whom the provider does not let in is not let in here."""

    sentence = "the identity provider did not log you in: {reason}"


class CodeRefused(NotLoggedIn):
    """A code is good once, for a short time, and for the browser that the log-in was begun in."""

    sentence = "the identity provider does not take the code: it was used, is too old, or is another log-in's"


class StateMismatch(NotLoggedIn):
    """What comes back belongs to the log-in that this browser began last."""

    sentence = "what came back does not belong to the log-in that this browser began last"


class LoginSpent(NotLoggedIn):
    """A log-in is carried through once, soon, and in the browser that it was begun in."""

    sentence = "this log-in has been used already, took too long, or was begun in another browser"


class NonceMismatch(NotLoggedIn):
    """Who the provider says somebody is, is said for this log-in and for no other."""

    sentence = "the identity provider's answer was made for another log-in"


class IdTokenRefused(NotLoggedIn):
    """Who somebody is, is said by the provider itself, to this server, and now."""

    sentence = "the identity provider's answer cannot be trusted: {reason}"


class ClaimRefused(NotLoggedIn):
    """The provider's answer names this server, the provider and somebody, and is of now."""

    sentence = "the identity provider's answer cannot be trusted: its {claim} is not what it has to be"


class NoAccount(NotLoggedIn):
    """A group says itself who may do what in it; the provider only says who somebody is."""

    sentence = "you are logged in at the identity provider as {subject}, who has no account in this group"


class NoRole(NotLoggedIn):
    """An account without a role may do nothing."""

    sentence = "your account has no role in this group"


@dataclass(frozen=True, slots=True)
class Begun:
    """What the provider is told of a log-in: `state` and `nonce` on the way there, the `verifier` with the code."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, token: str) -> Begun:
        """The log-in that the browser with that token began."""
        return cls(*(_derived(token, purpose) for purpose in ("state", "nonce", "verifier")))


def _derived(token: str, purpose: str) -> str:
    # 43 characters, as few as a verifier may have (RFC 7636, section 4.1).
    made = hmac.new(token.encode("utf-8", "replace"), f"tantieme log-in {purpose}".encode(), sha256)
    return urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Identified:
    """Who somebody is to the provider, and the token by which it said so."""

    issuer: str
    subject: str
    id_token: str


class LoginProvider(Protocol):
    """The identity provider at which people log in, under a `name` that they know."""

    issuer: str
    name: str

    def door(self, begun: Begun, return_to: str) -> str:
        """The address at which the person logs in and is sent back from. Raises ProviderUnreachable."""
        ...

    def issuer_named(self, issuer: str | None) -> bool:
        """Whether an answer that names this issuer, or none, is its own (RFC 9207). Raises ProviderUnreachable."""
        ...

    def identified(self, begun: Begun, code: str, return_to: str) -> Identified:
        """Who logged in. Raises NotLoggedIn."""
        ...

    def way_out(self, id_token: str | None, return_to: str) -> str | None:
        """The address at which the person logs out there too; None where the provider has none.

        Raises ProviderUnreachable.
        """
        ...


class Logins(Protocol):
    """The log-ins of one group that are under way."""

    def begin(self, token: str, onward: str) -> None:
        """Begin one that leads to a page, by the token that the browser holds."""
        ...

    def take(self, token: str) -> str | None:
        """Where one leads that is under way; it is not from then on. None for any other."""
        ...
