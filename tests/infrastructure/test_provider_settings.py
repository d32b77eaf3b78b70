"""Which identity provider is used, for people and for programs, and that its secret stays unseen."""

from __future__ import annotations

import pytest

from domain.kernel.errors import BadInput
from infrastructure.identity.fetching import is_safe
from infrastructure.identity.provider import ProviderSettings, login_of, tokens_of

ISSUER, SECRET = "https://id.example/realm", "s3cret"
PEOPLE = {"ISSUER": ISSUER, "CLIENT_ID": "tantieme", "CLIENT_SECRET": SECRET}
PROGRAMS = {"ISSUER": ISSUER, "AUDIENCE": "tantieme-api", "JWKS": "https://id.example/jwks"}


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> ProviderSettings:
    for name in ("ISSUER", "AUDIENCE", "JWKS", "CLIENT_ID", "CLIENT_SECRET", "NAME"):
        monkeypatch.setenv(f"TANTIEME_OIDC_{name}", given.get(name, ""))
    return ProviderSettings()


@pytest.mark.parametrize(
    ("given", "people", "programs"),
    [
        ({}, False, False),
        (PEOPLE, True, False),
        (PROGRAMS, False, True),
        ({**PEOPLE, **PROGRAMS}, True, True),
    ],
    ids=["nobody", "people", "programs", "both"],
)
def test_a_provider_is_set_for_people_for_programs_or_for_both(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], people: bool, programs: bool
) -> None:
    read = settings(monkeypatch, **given)
    login, tokens = login_of(read), tokens_of(read)
    assert ((login is not None), (tokens is not None)) == (people, programs)
    assert {each.issuer for each in (login, tokens) if each} <= {ISSUER}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ISSUER": ISSUER}, "TANTIEME_OIDC_CLIENT_ID"),
        ({**PEOPLE, "ISSUER": ""}, "TANTIEME_OIDC_ISSUER"),
        ({**PEOPLE, "CLIENT_ID": ""}, "TANTIEME_OIDC_CLIENT_ID"),
        ({"NAME": "Office"}, "TANTIEME_OIDC_ISSUER"),
        ({**PEOPLE, "ISSUER": "http://id.example"}, "TANTIEME_OIDC_ISSUER"),
        ({**PEOPLE, "ISSUER": "id.example"}, "TANTIEME_OIDC_ISSUER"),
        ({**PROGRAMS, "AUDIENCE": ""}, "TANTIEME_OIDC_ISSUER"),
        ({**PROGRAMS, "JWKS": ""}, "TANTIEME_OIDC_ISSUER"),
        ({**PROGRAMS, "JWKS": "http://id.example/jwks"}, "TANTIEME_OIDC_JWKS"),
        ({**PEOPLE, **PROGRAMS, "JWKS": "ftp://id.example/jwks"}, "TANTIEME_OIDC_JWKS"),
    ],
)
def test_half_a_provider_is_refused_by_the_name_of_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], field: str
) -> None:
    for made in (login_of, tokens_of):
        with pytest.raises(BadInput) as refused:
            made(settings(monkeypatch, **given))
        assert refused.value.facts["field"] == field
        assert SECRET not in str(refused.value)


def test_the_secret_is_never_shown_and_the_name_is_the_hosts_where_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = settings(monkeypatch, **PEOPLE)
    assert SECRET not in f"{read!r} {read} {read.model_dump_json()}"
    named = [login_of(each) for each in (read, settings(monkeypatch, **PEOPLE, NAME="Office"))]
    assert [each and each.name for each in named] == ["id.example", "Office"]
    assert all(SECRET not in f"{each!r} {vars(each)}" for each in named if each)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example", True),
        ("http://localhost:8080/realm", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://id.example", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1.example", False),
        ("http://localhost@id.example", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("https://[", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_a_provider_is_asked_where_nobody_on_the_way_listens(address: str, safe: bool) -> None:
    assert is_safe(address) is safe
