"""Whom a server can be reached by: this machine alone, or others under names that were given to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers

# A page of another site may get its name to resolve to this machine; the name then gives it away.
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_PORT = re.compile(r":[0-9]{1,5}$")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Reach:
    """`hosts` are the names under which others reach the server; without any it is for this machine only."""

    hosts: frozenset[str] = frozenset()

    @property
    def this_machine_only(self) -> bool:
        """Whether nobody else can reach it."""
        return not self.hosts

    def knows(self, host: str) -> bool:
        """Whether the server is reached under that name; a port may follow it."""
        if self.this_machine_only:
            return _THIS_MACHINE.fullmatch(host) is not None
        return _PORT.sub("", host).lower() in self.hosts

    def is_here(self, headers: Headers) -> bool:
        """Whether the request comes from this machine itself, and through no proxy that may speak for others."""
        return self.this_machine_only and not any(name in headers for name in _FORWARDED)

    @property
    def told(self) -> str:
        """The names, for people."""
        if self.this_machine_only:
            return "this is served to this machine only, under localhost, 127.0.0.1 or [::1]"
        return "this is not served under that name"
