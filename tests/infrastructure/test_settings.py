"""Which PostgreSQL is used, and that its password stays unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.kernel.errors import BadInput
from infrastructure.postgres.embedded import CannotStart, running
from infrastructure.settings import Settings, connection


def test_settings_choose_the_server_and_never_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://board:s3cret@db.example:5432/ledger")
    settings = Settings()
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    with connection(settings) as conninfo:
        assert conninfo == "postgresql://board:s3cret@db.example:5432/ledger"


def test_without_a_server_the_embedded_one_of_the_chosen_folder_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("TANTIEME_DATA_DIR", str(tmp_path / "chosen"))
    settings = Settings()
    assert settings.data_dir == tmp_path / "chosen"
    # A throwaway is refused to whoever wants to keep data: the sentence shows which folder was used.
    with (
        running(tmp_path / "chosen", durable=False),
        pytest.raises(CannotStart, match="chosen"),
        connection(settings),
    ):
        pass


@pytest.mark.parametrize(
    "url",
    ["mysql://board:s3cret@db.example/ledger", "board:s3cret@db", "postgresql://board:s3cret@h:p:o/%zz"],
)
def test_an_address_that_names_no_postgresql_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(BadInput) as refused:
        Settings()
    assert refused.value.facts["field"] == "DATABASE_URL"
    assert "s3cret" not in str(refused.value)
