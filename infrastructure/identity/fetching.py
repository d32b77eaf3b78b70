"""What an identity provider publishes about itself, fetched over https; plain http only from this machine."""

from __future__ import annotations

import json
import ssl
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

FETCH_SECONDS = 5.0
LARGEST_ANSWER = 256 * 1024


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is asked there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def fetched(address: str) -> dict[str, Any]:
    """The JSON object at that address. Raises OSError where it cannot be fetched, ValueError for anything else."""
    # A server without a provider carries no client.
    import httpx2  # noqa: PLC0415

    if not is_safe(address):
        raise OSError("it is fetched over https only")
    try:
        answer = httpx2.get(address, verify=trusted(), timeout=FETCH_SECONDS, follow_redirects=False)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise OSError("nothing answers") from error
    if answer.status_code != 200 or len(answer.content) > LARGEST_ANSWER:
        raise OSError(f"it answers with status {answer.status_code}")
    read = json.loads(answer.content)
    if not isinstance(read, dict):
        raise ValueError("it is no JSON object")
    return read


@cache
def trusted() -> ssl.SSLContext:
    """Which authorities are believed when an address is asked over https: read once, for it takes a while."""
    import httpx2  # noqa: PLC0415  # as above

    return httpx2.create_ssl_context()
