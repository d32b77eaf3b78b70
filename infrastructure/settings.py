"""What the machine decides: which PostgreSQL, and where its data is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence
from infrastructure.postgres.embedded import running

_RULE = Sentence('a server is given as "postgresql://user:password@host:port/database"')


class Settings(BaseSettings):
    """Read from the environment: `DATABASE_URL`, and `TANTIEME_DATA_DIR` for the embedded server.

    `TANTIEME_SIGNING_KEY` names the file of the key that signs checkpoints, which no database holds.

    The address of a server holds a password, so it is never printed, not even when it is refused.
    Raises BadInput naming the variable.
    """

    model_config = SettingsConfigDict(populate_by_name=True, hide_input_in_errors=True, extra="ignore")

    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    data_dir: Path = Field(default=Path(".data"), validation_alias="TANTIEME_DATA_DIR")
    signing_key: Path | None = Field(default=None, validation_alias="TANTIEME_SIGNING_KEY")

    @field_validator("database_url")
    @classmethod
    def _must_name_a_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None or not url.get_secret_value().strip():
            return None
        text = url.get_secret_value().strip()
        if not text.startswith(("postgresql://", "postgres://")):
            raise BadInput("DATABASE_URL", _RULE)
        try:
            conninfo_to_dict(text)
        except psycopg.ProgrammingError:
            # Its message quotes the address, and so perhaps the password.
            raise BadInput("DATABASE_URL", _RULE) from None
        return SecretStr(text)


@contextmanager
def connection(settings: Settings) -> Iterator[str]:
    """The conninfo of the server that is set, else of the embedded one, which runs until the context is left.

    The conninfo may hold a password: it is for connecting, not for showing. Raises CannotStart when the
    embedded server cannot start; a server that is set is not asked whether it answers.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    with running(settings.data_dir) as conninfo:
        yield conninfo
