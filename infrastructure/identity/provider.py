"""Which identity provider an organisation uses: from the environment, its keys from a file or an https address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.kernel.errors import BadInput
from infrastructure.identity.fetching import LARGEST_ANSWER, fetched, is_safe

if TYPE_CHECKING:
    from infrastructure.identity.login import OidcLogin
    from infrastructure.identity.tokens import OidcTokens

_RULE = "an issuer is set with a client id for people, with audience and JWKS for programs, or with both"


class ProviderSettings(BaseSettings):
    """The organisation's provider, by `TANTIEME_OIDC_ISSUER`, and what it is asked for.

    People log in at it by `TANTIEME_OIDC_CLIENT_ID` and `TANTIEME_OIDC_CLIENT_SECRET`, under the name that
    `TANTIEME_OIDC_NAME` gives it. Programs show tokens of it by `TANTIEME_OIDC_AUDIENCE` and `TANTIEME_OIDC_JWKS`.
    """

    model_config = SettingsConfigDict(populate_by_name=True, hide_input_in_errors=True, extra="ignore")

    issuer: str = Field(default="", validation_alias="TANTIEME_OIDC_ISSUER")
    audience: str = Field(default="", validation_alias="TANTIEME_OIDC_AUDIENCE")
    jwks: str = Field(default="", validation_alias="TANTIEME_OIDC_JWKS")
    client_id: str = Field(default="", validation_alias="TANTIEME_OIDC_CLIENT_ID")
    client_secret: SecretStr = Field(default=SecretStr(""), validation_alias="TANTIEME_OIDC_CLIENT_SECRET")
    name: str = Field(default="", validation_alias="TANTIEME_OIDC_NAME")


def tokens_of(settings: ProviderSettings) -> OidcTokens | None:
    """The tokens of the provider that is set; None where none is asked for. Raises BadInput."""
    _must_be_whole(settings)
    if not settings.audience:
        return None
    # Their libraries weigh megabytes, which only a server with a provider carries.
    from infrastructure.identity.tokens import OidcTokens  # noqa: PLC0415

    return OidcTokens(settings.issuer, settings.audience, lambda: _published(settings.jwks))


def login_of(settings: ProviderSettings) -> OidcLogin | None:
    """The provider at which people log in; None where none is set. Raises BadInput."""
    _must_be_whole(settings)
    if not settings.client_id:
        return None
    # As above.
    from infrastructure.identity.login import OidcLogin  # noqa: PLC0415

    return OidcLogin(settings.issuer, settings.client_id, settings.client_secret, settings.name)


def _must_be_whole(settings: ProviderSettings) -> None:
    for_programs = (settings.audience, settings.jwks)
    for_people = (settings.client_id, settings.client_secret.get_secret_value(), settings.name)
    if not any((settings.issuer, *for_programs, *for_people)):
        return
    if not settings.issuer or any(for_programs) != all(for_programs):
        raise BadInput("TANTIEME_OIDC_ISSUER", _RULE)
    if not settings.client_id and (any(for_people) or not any(for_programs)):
        raise BadInput("TANTIEME_OIDC_CLIENT_ID", _RULE)
    if settings.client_id and not is_safe(settings.issuer):
        raise BadInput("TANTIEME_OIDC_ISSUER", "people log in at an https address")
    if "://" in settings.jwks and not settings.jwks.startswith("https://"):
        raise BadInput("TANTIEME_OIDC_JWKS", "keys come from a file or an https address")


def _published(place: str) -> dict[str, Any]:
    if place.startswith("https://"):
        return fetched(place)
    read = json.loads(Path(place).read_bytes()[:LARGEST_ANSWER])
    if not isinstance(read, dict):
        raise ValueError("a set of keys is a JSON object")
    return read
