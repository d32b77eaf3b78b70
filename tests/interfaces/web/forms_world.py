"""A small group in which everything has still to be decided, and whoever sends its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from starlette.testclient import TestClient

from application.access.role import FOR_A_MEMBER, Role
from application.agreements import DraftAmendment
from application.group import Group
from interfaces.api.standing import COOKIE, csrf_token
from interfaces.composition import Home
from tests import examples
from tests.examples import CONFLUENCE, MEMBERS, carry_out, post

GROUP = "formed"
_KEYS = count(1)


def tell(group: Group) -> None:
    """The platform is shared by calls, the archive equally; two months are posted, and amendment 2 awaits all.

    On keys it is decided by simple majority with half of the voters there, on the rest without any quorum.
    """
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]))
    carry_out(group, *examples.toolbox("archive"))
    carry_out(group, examples.contract("platform", examples.proportional("calls")))
    carry_out(group, examples.contract("archive", examples.EQUAL))
    others = ("budget", "admission", "contract", "exclusion", "agreement", "charter", "accounts", "other")
    rules = (examples.rule("key", quorum_first_call="1/2"), *map(examples.rule, others))
    carry_out(group, examples.charter(*rules))
    for month in ("2026-01", "2026-02"):
        counted = zip(MEMBERS, "322", strict=True)
        carry_out(group, *(examples.reading("calls", m, month, v) for m, v in counted))
        carry_out(group, examples.document("platform", month, 700_000, number=f"P-{month}"))
        post(group, "platform", month)
    carry_out(group, examples.alone("platform", ["Aval"], "2026-01", "2026-02", 900_000))
    text = "the notice of exit is nine months"
    carry_out(
        group, DraftAmendment(agreement=CONFLUENCE, number="2", text=text, effective_on=date(2026, 6, 1))
    )


@dataclass(frozen=True)
class Forms:
    """A client of the group's pages, with a session of each role; board members of each member."""

    home: Home
    client: TestClient
    sessions: Mapping[tuple[Role, str | None], str]

    def read(self, path: str, role: Role = Role.CONTROLLER, member: str | None = None) -> str:
        """The page that somebody of that role reads there."""
        return str(self._ask("GET", path, role, member).text)

    def status(self, path: str, role: Role = Role.CONTROLLER, member: str | None = None) -> int:
        """Whether it opens for that role."""
        return int(self._ask("GET", path, role, member).status_code)

    def send(
        self,
        path: str,
        fields: Mapping[str, Any],
        role: Role = Role.CONTROLLER,
        member: str | None = None,
        **more: Any,
    ) -> Any:
        """Send a form of that page."""
        token = self.sessions[role, member]
        sent = {"csrf": csrf_token(token), "key": f"form-{next(_KEYS)}", **fields}
        return self._ask("POST", path, role, member, data=sent, **more)

    def head(self) -> int:
        """The position of the log's head."""
        return self.group.ledger.event_log.head().position

    @property
    def group(self) -> Group:
        """The group itself."""
        return self.home.open(GROUP)

    def _ask(self, method: str, path: str, role: Role, member: str | None, **more: Any) -> Any:
        self.client.cookies.clear()
        headers = {"Cookie": f"{COOKIE}{GROUP}={self.sessions[role, member]}", **more.pop("headers", {})}
        url = f"/groups/{GROUP}{path}"
        return self.client.request(method, url, headers=headers, follow_redirects=False, **more)


def inhabited(home: Home, client: TestClient) -> Forms:
    """The group with an account of each role, and a board member of each member."""
    sessions: dict[tuple[Role, str | None], str] = {}
    for role in Role:
        for member in MEMBERS if role in FOR_A_MEMBER else (None,):
            account = home.accounts(GROUP).add(f"{role} {member or ''}".strip(), role, member)
            sessions[role, member] = home.credentials(GROUP).begin_session(account.person)
    return Forms(home, client, sessions)
