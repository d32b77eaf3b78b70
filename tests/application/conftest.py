"""What the tests of the application share: groups on the database of the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from interfaces.composition import Home
from tests import examples
from tests.conftest import Groups
from tests.examples import carry_out


@pytest.fixture
def home(pool: ConnectionPool) -> Home:
    """Where the groups of a test live."""
    return Home(pool)


@pytest.fixture
def group(home: Home, group_schema: str) -> Group:
    """A group in which nothing has happened yet."""
    return home.open(group_schema)


@pytest.fixture
def confluence(group: Group, group_schema: str, groups: Groups) -> Group:
    """Aval, Brume and Cime share the contract platform by the calls handled; January has its readings."""
    groups.live_through("confluence", group_schema, lambda: open_platform(group))
    return group


def open_platform(group: Group) -> None:
    """Open the contract platform under Confluence, shared by calls, with the readings of January 2026."""
    carry_out(
        group,
        *examples.members_in_agreement(),
        *examples.toolbox("platform", ("calls", "homes")),
        examples.contract("platform", examples.proportional("calls")),
        *(
            examples.reading("calls", m, "2026-01", v)
            for m, v in zip(examples.MEMBERS, ("3", "2", "2"), strict=True)
        ),
    )


@pytest.fixture
def elsewhere(home: Home, group_schema: str) -> Iterator[Group]:
    """A group of others, in which nothing has happened yet."""
    schema = f"{group_schema}_elsewhere"
    home.migrate(schema)
    yield home.open(schema)
    home.drop(schema)
