"""Who logs in at the provider, under which addresses, and what the pages that follow say."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from psycopg_pool import ConnectionPool

GROUP, CLAIRE, NOBODY, IDLE = "provided", "claire@id", "nobody@id", "idle@id"
DOOR, RETURN, OUT = (f"/groups/{GROUP}/{path}" for path in ("login/provider", "login/return", "logout"))
FIRST = f"/groups/{GROUP}"


def kind(answered: Any) -> str | None:
    """Which refusal a page tells, if it tells one."""
    found = re.search(r'data-kind="([a-z-]+)"', answered.text)
    return found[1] if found else None


def onward(answered: Any) -> str:
    """Where the page of somebody who came in leads to."""
    [address] = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', answered.text)
    return unescape(address)


def count(pool: ConnectionPool, table: str) -> int:
    with pool.connection() as connection:
        [(rows,)] = connection.execute(f"select count(*) from {GROUP}.{table}".encode()).fetchall()
    return int(rows)
