"""The composition root: the only place that knows which database, files and views stand behind a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from psycopg_pool import ConnectionPool

from application.access.login import LoginProvider, Logins
from application.access.ports import Accounts, Credentials, Tokens
from application.erasure import PersonRegister
from application.group import Group
from application.import_rows import CostFile, MeasurementFile
from application.ledger import Ledger
from application.once import Undecided
from application.ports import Progress
from application.proof.log import ProvableLog
from application.rulebook.reading import Rulebook
from domain.kernel.errors import BadInput, NotFound, Refusal
from infrastructure.exports import packing
from infrastructure.files import csv_reader, kept
from infrastructure.identity.provider import ProviderSettings, login_of, tokens_of
from infrastructure.postgres import migrations, roles
from infrastructure.postgres.accounts import PostgresAccounts
from infrastructure.postgres.credentials import PostgresCredentials
from infrastructure.postgres.folder_locks import was_used
from infrastructure.postgres.followers import PostgresFollowers
from infrastructure.postgres.log import PostgresEventLog, PostgresPeople
from infrastructure.postgres.logins import PostgresLogins
from infrastructure.postgres.person_register import PostgresPersonRegister
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.readings import PostgresReadings, ViewOutdated
from infrastructure.postgres.rebuild import Rebuilt, rebuild
from infrastructure.postgres.recorder import PostgresRecorder
from infrastructure.postgres.tree import PostgresTree
from infrastructure.postgres.undecided import PostgresUndecided
from infrastructure.rulebook.feature_files import FeatureFiles
from infrastructure.rulebook.kept_results import KeptResults
from infrastructure.settings import Settings, connection


class WhichGroup(Refusal):
    """Where there are several groups, one is named."""

    sentence = "name one of the groups with --group: {groups}"


class NoGroup(Refusal):
    """Where there is no group, one is set up first."""

    sentence = "there is no group yet: `tantieme demo` plays one, `tantieme --group NAME migrate` sets one up"


class NothingThere(Refusal):
    """A question is asked of a database that is there."""

    sentence = (
        "there is no data in {folder}: name the folder with --data-dir or TANTIEME_DATA_DIR, or begin there"
    )


class Home:
    """A database and the groups that live in it, each in a schema of its own.

    Groups of the embedded database follow the version that opens them; on a server, `migrate` is asked for.
    """

    def __init__(
        self,
        pool: ConnectionPool,
        embedded: bool = False,
        tokens: Tokens | None = None,
        provider: LoginProvider | None = None,
    ) -> None:
        self._pool = pool
        self._embedded = embedded
        self.tokens = tokens
        self.provider = provider

    def groups(self) -> Sequence[str]:
        """The names of the groups."""
        return migrations.groups(self._pool)

    def chosen(self, name: str | None) -> str:
        """The group of that name; without a name, the only one. Raises NoGroup, WhichGroup, NotFound."""
        groups = self.groups()
        if name is not None:
            if name not in groups:
                raise NotFound(kind="group", code=name)
            return name
        if not groups:
            raise NoGroup()
        if len(groups) > 1:
            raise WhichGroup(groups=", ".join(groups))
        return groups[0]

    def migrate(self, name: str) -> Sequence[str]:
        """Set a group up, or bring it up to this version; returns what was applied.

        Where roles were set up, they are given what is new as well.
        """
        applied = migrations.migrate(self._pool, name)
        if applied and roles.exist(self._pool, name):
            roles.set_up(self._pool, name)
        return applied

    def set_up_roles(self, name: str) -> None:
        """Make the group's four roles, and give each what it needs."""
        migrations.check(self._pool, name)
        roles.set_up(self._pool, name)

    def privileges(self, name: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """What each role of a group may do, by table."""
        return roles.privileges(self._pool, name)

    def about(self, name: str) -> Mapping[str, str]:
        """What is noted about a group, such as its demo marker."""
        return migrations.about(self._pool, name)

    def note(self, name: str, **facts: str) -> None:
        """Note something about a group."""
        migrations.put_about(self._pool, name, **facts)

    def drop(self, name: str) -> None:
        """Delete a group with all that it holds, and its roles."""
        roles.remove(self._pool, name)
        migrations.drop_group(self._pool, name)

    def open(self, name: str) -> Group:
        """The group of that name. Raises when its schema does not fit this version."""
        try:
            migrations.check(self._pool, name)
        except migrations.SchemaOlder:
            if not self._embedded:
                raise
            migrations.migrate(self._pool, name)
        log = PostgresEventLog(self._pool, name)
        return Group(
            Ledger(PostgresRecorder(self._pool, name), log),
            PostgresFollowers(self._pool, name),
            PostgresReadings(self._pool, name, log),
            PostgresPeople(self._pool, name),
        )

    def tree(self, name: str) -> ProvableLog:
        """The log of a group as the leaves of a tree, for proofs."""
        return PostgresTree(self._pool, name)

    def persons(self, name: str) -> PersonRegister:
        """The names and contacts of a group's persons, which stand outside its log."""
        migrations.check(self._pool, name)
        return PostgresPersonRegister(self._pool, name)

    def accounts(self, name: str) -> Accounts:
        """Who may act in a group that is opened."""
        return PostgresAccounts(self._pool, name, PostgresPeople(self._pool, name))

    def issuer(self) -> str:
        """The issuer of the identity provider that is set. Raises BadInput."""
        provider = self.provider or self.tokens
        if provider is None:
            raise BadInput("subject", "no identity provider is set: TANTIEME_OIDC_ISSUER, …_CLIENT_ID")
        return provider.issuer

    def credentials(self, name: str) -> Credentials:
        """What shows who somebody is in a group that is opened."""
        return PostgresCredentials(self._pool, name)

    def logins(self, name: str) -> Logins:
        """The log-ins at the identity provider that are under way to a group that is opened."""
        return PostgresLogins(self._pool, name)

    def undecided(self, name: str) -> Undecided:
        """Commands of a group that had nothing to decide."""
        return PostgresUndecided(self._pool, name)

    def rebuild(
        self, name: str, progress: Progress | None = None, *, replace: bool = False
    ) -> Iterator[Rebuilt]:
        """Rebuild every view of a group beside the live one, and switch where the digests are equal."""
        migrations.check(self._pool, name)
        log = PostgresEventLog(self._pool, name)
        return rebuild(self._pool, name, log, progress, replace=replace)


__all__ = [
    "Home",
    "NoGroup",
    "Rebuilt",
    "ViewOutdated",
    "WhichGroup",
    "cost_file",
    "home",
    "kept",
    "measurement_file",
    "nowhere",
    "packing",
    "rulebook",
    "signing_key_file",
    "version",
]


@contextmanager
def home(data_dir: Path | None = None, *, new: bool = True) -> Iterator[Home]:
    """The database that the settings name: the server of DATABASE_URL, or the embedded one.

    The embedded one is made where there is none, unless it is not to be `new`. Raises NothingThere.
    """
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    if not new and settings.database_url is None and not was_used(settings.data_dir):
        raise NothingThere(folder=settings.data_dir.absolute())
    with connection(settings) as conninfo, open_pool(conninfo) as pool:
        provider = ProviderSettings()
        embedded = settings.database_url is None
        yield Home(pool, embedded, tokens_of(provider), login_of(provider))


def nowhere() -> Home:
    """A home without a database, of which only what it could do is asked."""
    return Home(ConnectionPool("", min_size=0, max_size=1, open=False))


def cost_file(path: Path) -> CostFile:
    """A CSV file of cost documents."""
    return csv_reader.read_costs(path)


def measurement_file(path: Path) -> MeasurementFile:
    """A CSV file of readings."""
    return csv_reader.read_measurements(path)


def signing_key_file(data_dir: Path | None = None) -> Path:
    """The file of the key that signs checkpoints: TANTIEME_SIGNING_KEY's, or one in the data folder."""
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    return settings.signing_key or settings.data_dir / "signing.key"


def rulebook(data_dir: Path | None = None) -> Rulebook:
    """The pages of this version, and the results that the last run of their examples left in the data folder."""
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    return Rulebook(FeatureFiles(), KeptResults(settings.data_dir))


def version() -> str:
    """The version of this installation."""
    return metadata.version("tantieme")
