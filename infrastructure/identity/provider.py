"""Which identity provider an organisation uses: from the environment, its keys from a file or an https address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.kernel.errors import BadInput

if TYPE_CHECKING:
    from infrastructure.identity.tokens import OidcTokens

FETCH_SECONDS = 5.0
LARGEST_KEY_SET = 256 * 1024


class ProviderSettings(BaseSettings):
    """`TANTIEME_OIDC_ISSUER`, `TANTIEME_OIDC_AUDIENCE` and `TANTIEME_OIDC_JWKS`: all three or none."""

    model_config = SettingsConfigDict(populate_by_name=True, hide_input_in_errors=True, extra="ignore")

    issuer: str = Field(default="", validation_alias="TANTIEME_OIDC_ISSUER")
    audience: str = Field(default="", validation_alias="TANTIEME_OIDC_AUDIENCE")
    jwks: str = Field(default="", validation_alias="TANTIEME_OIDC_JWKS")


def tokens_of(settings: ProviderSettings) -> OidcTokens | None:
    """The tokens of the provider that is set; None where none is. Raises BadInput."""
    given = (settings.issuer, settings.audience, settings.jwks)
    if not any(given):
        return None
    if not all(given):
        raise BadInput("TANTIEME_OIDC_ISSUER", "an issuer is set with its audience and JWKS, or not at all")
    if "://" in settings.jwks and not settings.jwks.startswith("https://"):
        raise BadInput("TANTIEME_OIDC_JWKS", "keys come from a file or an https address")
    # Their libraries weigh megabytes, which only a server with a provider carries.
    from infrastructure.identity.tokens import OidcTokens  # noqa: PLC0415

    return OidcTokens(settings.issuer, settings.audience, lambda: _published(settings.jwks))


def _published(place: str) -> dict[str, Any]:
    # As above: a file of keys takes no client.
    import httpx2  # noqa: PLC0415

    if not place.startswith("https://"):
        read = json.loads(Path(place).read_bytes()[:LARGEST_KEY_SET])
    else:
        try:
            answer = httpx2.get(place, timeout=FETCH_SECONDS, follow_redirects=False)
        except httpx2.HTTPError as error:
            raise OSError("the provider's keys cannot be fetched") from error
        if answer.status_code != 200 or len(answer.content) > LARGEST_KEY_SET:
            raise OSError("the provider's keys cannot be fetched")
        read = json.loads(answer.content)
    if not isinstance(read, dict):
        raise ValueError("a set of keys is a JSON object")
    return read
