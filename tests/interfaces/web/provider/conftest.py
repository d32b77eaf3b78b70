"""A group whose controller logs in at a provider, and a browser between the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from psycopg_pool import ConnectionPool
from pydantic import SecretStr
from starlette.testclient import TestClient

from application.access.role import Role
from infrastructure.identity.login import OidcLogin
from interfaces.composition import Home
from interfaces.web.app import create_site
from tests.interfaces.api_world import HERE
from tests.interfaces.web.provider.identity_provider import CLIENT, SECRET, Provider, provider_served
from tests.interfaces.web.provider.pages import CLAIRE, DOOR, GROUP, IDLE, RETURN


@dataclass
class Visitor:
    """A browser between the ledger and the provider."""

    home: Home
    client: TestClient
    provider: Provider
    away: httpx2.Client

    def begin(self, onward: str = "") -> Any:
        """Be sent to the provider."""
        return self.client.get(DOOR, params={"next": onward}, follow_redirects=False)

    def there(self, door: str, who: str = CLAIRE) -> str:
        """Log in there; returns the address that the provider sends the browser back to, without the server."""
        asked = {**dict(parse_qsl(urlsplit(door).query)), "who": who}
        sent = self.away.post(f"{self.provider.issuer}/authorize", data=asked)
        assert sent.status_code == 303, sent.text
        back = urlsplit(sent.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == HERE + RETURN
        return f"{back.path}?{back.query}"

    def log_in(self, who: str = CLAIRE, onward: str = "") -> Any:
        """All of the way."""
        begun = self.begin(onward)
        return self.client.get(self.there(begun.headers["Location"], who)) if begun.is_redirect else begun


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with provider_served() as opened:
        yield opened


@pytest.fixture(scope="session")
def away() -> Iterator[httpx2.Client]:
    with httpx2.Client() as opened:
        yield opened


@pytest.fixture(scope="session")
def served(pool: ConnectionPool) -> Iterator[tuple[Home, TestClient]]:
    """A group whose controller is known by a subject of the provider, as is somebody without a role."""
    home = Home(pool)
    home.migrate(GROUP)
    accounts = home.accounts(GROUP)
    for name, subject in (("Claire", CLAIRE), ("Idle", IDLE)):
        accounts.link(accounts.add(name, Role.CONTROLLER).person, "http://id.example", subject)
    with pool.connection() as connection:
        connection.execute(
            f"delete from {GROUP}.grants g using {GROUP}.people p where p.id = g.person and p.name = 'Idle'"
        )
    try:
        with TestClient(create_site(home), base_url=HERE, raise_server_exceptions=False) as client:
            yield home, client
    finally:
        home.drop(GROUP)


@pytest.fixture
def claire(
    served: tuple[Home, TestClient], provider: Provider, away: httpx2.Client, pool: ConnectionPool
) -> Visitor:
    """A browser that was nowhere yet, and a provider that does as it should."""
    home, client = served
    provider.reset()
    client.cookies.clear()
    home.provider = OidcLogin(provider.issuer, CLIENT, SecretStr(SECRET))
    with pool.connection() as connection:
        connection.execute(f"update {GROUP}.identities set issuer = %s", (provider.issuer,))
    return Visitor(home, client, provider, away)
