"""A real PostgreSQL from a Python wheel, run for as long as somebody uses its data folder.

Any number of processes may use one data folder: the first in starts the server, the last out stops it, and
a process that dies is no longer counted. The server is the starter's child but has a session of its own, so
it outlives a starter that leaves first and never sees its Ctrl-C. If every user is killed the server stays
until the next user comes, attaches to it, and stops it on leaving last.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import psutil
import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from infrastructure.postgres.folder_locks import FolderLocks, Tell, Waiting
from infrastructure.postgres.placement import CannotStart, Place, discard, place_of

__all__ = ["CannotStart", "running"]

_USER = "tantieme"
_NOBODY = "nobody answers"
_LOG_LIMIT_BYTES = 1_000_000
_ORPHANS_SECONDS = 60
_INITDB = (
    f"--username={_USER}",
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_checkpoints": "off",
    "max_locks_per_transaction": "256",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # Nobody replicates this server, and bulk loads then write their rows once.
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}

# Kept so that a server which ended while we live is reaped, and is not taken for a living one.
_children: list[subprocess.Popen[bytes]] = []


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


@contextmanager
def running(data_dir: Path, *, durable: bool = True, tell: Tell = _tell) -> Iterator[str]:
    """The conninfo of that data folder's server, which runs at least until the context is left.

    Waits as long as it takes, through crash recovery if need be, and tells what it waits for (on standard
    error). `durable=False` is for tests only: a new cluster then promises nothing, and is deleted when its
    last user leaves.

    Raises CannotStart, a sentence naming the folder and the reason.
    """
    try:
        data_dir = _made(data_dir)
        locks = FolderLocks(data_dir)
    except OSError as error:
        raise CannotStart(folder=data_dir, reason=str(error)) from error
    others = f"another process to start or stop the embedded PostgreSQL of {data_dir}"
    try:
        with locks.changing(Waiting(tell, others)):
            place = _place(data_dir, durable=durable)
            server = _Server(place, tell)
            locks.join()
            try:
                server.start()
            except BaseException as error:
                if locks.leave():
                    server.stop()
                if isinstance(error, OSError):
                    raise CannotStart(folder=data_dir, reason=str(error)) from error
                raise
        try:
            yield server.conninfo
        finally:
            with locks.changing(Waiting(tell, others)):
                if locks.leave():
                    server.stop()
                    if place.throwaway.exists():
                        discard(place)
    finally:
        locks.close()


def _made(data_dir: Path) -> Path:
    """The data folder by its real path. A new one may be passed through by others, not read."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711)
    return data_dir.resolve(strict=True)


def _place(data_dir: Path, *, durable: bool) -> Place:
    try:
        place = place_of(data_dir, throwaway=not durable)
        if not place.cluster.exists() and not durable:
            place.throwaway.touch()
        if durable and place.throwaway.exists():
            reason = "it was made for a test that has not ended well; delete the folder, or choose another"
            raise CannotStart(folder=data_dir, reason=reason)
    except OSError as error:
        raise CannotStart(folder=data_dir, reason=str(error)) from error
    return place


class _Server:
    """The server of one place. Its methods are called by one process at a time."""

    def __init__(self, place: Place, tell: Tell) -> None:
        self._place = place
        self._tell = tell
        # A server that does not answer within this time is asked again, not given up.
        self._patience_seconds = 2
        self._log_start = 0
        self.conninfo = make_conninfo(
            host=str(place.socket_folder), port=5432, user=_USER, dbname="postgres", application_name=_USER
        )

    def start(self) -> None:
        """Return when it answers a query; start it if it does not run.

        Raises CannotStart, or OSError.
        """
        waiting = Waiting(self._tell, f"the embedded PostgreSQL of {self._place.data_dir}")
        child: subprocess.Popen[bytes] | None = None
        while (hindrance := self._hindrance()) is not None:
            begins = child is not None and child.poll() is None
            if hindrance is _NOBODY and not begins and self._postmaster() is None:
                if child is not None and not self._has_orphans(waiting):
                    raise CannotStart(folder=self._place.data_dir, reason=self._last_words())
                child = self._launch()
            waiting.pause(self._last_words)

    def stop(self) -> None:
        """Ask it to end, and return when it has."""
        postmaster = self._postmaster()
        if postmaster is None:
            return
        # What is deleted next need not be written down first.
        postmaster.send_signal(signal.SIGQUIT if self._place.throwaway.exists() else signal.SIGINT)
        waiting = Waiting(self._tell, f"the embedded PostgreSQL of {self._place.data_dir} to write and stop")
        while _lives(postmaster):
            waiting.pause()

    def _hindrance(self) -> str | None:
        """Why it cannot be used yet; None when it answers a query."""
        conninfo = make_conninfo(self.conninfo, connect_timeout=self._patience_seconds)
        match PGconn.ping(conninfo.encode()):
            case Ping.OK:
                pass
            case Ping.REJECT:
                return "it is starting, recovering or stopping"
            case _:
                return _NOBODY
        try:
            with psycopg.connect(conninfo, autocommit=True) as connection:
                found = connection.execute("select system_identifier from pg_control_system()").fetchone()
        except psycopg.OperationalError as error:
            return str(error).strip()
        # The path may differ (a container's mount), the identity written into the cluster may not.
        control = (self._place.cluster / "global" / "pg_control").read_bytes()
        if found is None or found[0] != int.from_bytes(control[:8], sys.byteorder):
            reason = f"a server of other data answers in {self._place.socket_folder}"
            raise CannotStart(folder=self._place.data_dir, reason=reason)
        return None

    def _postmaster(self) -> psutil.Process | None:
        """The living server of this cluster; a pid alone proves nothing: it may be reused, or a zombie's."""
        for child in _children[:]:
            if child.poll() is not None:
                _children.remove(child)
        recorded = self._recorded_pid()
        try:
            process = psutil.Process(recorded) if recorded else None
            if process is None or not _lives(process) or process.name() != "postgres":
                return None
            arguments = process.cmdline()
        except psutil.NoSuchProcess:
            return None
        return process if str(self._place.cluster) in arguments else None

    def _recorded_pid(self) -> int | None:
        try:
            return int((self._place.cluster / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _launch(self) -> subprocess.Popen[bytes]:
        place = self._place
        binaries = place.binaries()
        if not place.cluster.exists():
            self._make_cluster(binaries)
        place.make_private(place.cluster)
        place.make_private(place.socket_folder)
        self._forget_dead_server()
        durability = _NOT_DURABLE if place.throwaway.exists() else _DURABLE
        settings = {**_SETTINGS, **durability, "unix_socket_directories": f'"{place.socket_folder}"'}
        command = [str(binaries / "postgres"), "-D", str(place.cluster)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._opened_log() as log:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                start_new_session=True,
                umask=0o077,
                **place.account.run_as,
            )
        _children.append(child)
        return child

    def _forget_dead_server(self) -> None:
        """Remove what names a server judged dead whose pid is taken: PostgreSQL would think it alive.

        Should processes of that server still be about, it knows them by the shared memory that they hold.
        """
        recorded = self._recorded_pid()
        if recorded and psutil.pid_exists(recorded):
            (self._place.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self._place.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _opened_log(self) -> BinaryIO:
        log, account = self._place.log, self._place.account
        # As root, never write through a link that the owner of the folder has laid.
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        if account.run_as:
            os.fchown(file, account.uid, account.gid)
        if os.fstat(file).st_size > _LOG_LIMIT_BYTES:
            os.ftruncate(file, 0)
        self._log_start = os.fstat(file).st_size
        return os.fdopen(file, "wb")

    def _make_cluster(self, binaries: Path) -> None:
        """Make the cluster under another name, so that one half made is never taken for a whole one."""
        place = self._place
        scratch = place.home / "cluster.new"
        shutil.rmtree(scratch, ignore_errors=True)
        place.make_private(scratch)
        sync = ["--no-sync"] if place.throwaway.exists() else []
        done = subprocess.run(
            [str(binaries / "initdb"), "-D", str(scratch), *_INITDB, *sync],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd="/",
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            **place.account.run_as,
        )
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()
            raise CannotStart(folder=place.data_dir, reason=words or f"initdb ended with {done.returncode}")
        scratch.rename(place.cluster)

    def _has_orphans(self, waiting: Waiting) -> bool:
        """Whether it only waits for processes of a killed server, which end by themselves."""
        return waiting.seconds < _ORPHANS_SECONDS and any(
            "shared memory block" in line for line in self._said()
        )

    def _last_words(self) -> str:
        """The reason, if it gave one, else the last thing it said."""
        said = [line for line in self._said() if "the database system is" not in line]
        reasons = [line for line in said if "FATAL:" in line or "PANIC:" in line]
        return (reasons or [" ".join(said[-3:]) or "it has said nothing yet"])[-1]

    def _said(self) -> Sequence[str]:
        """The lines of its log since we started it; all of them, if somebody else did."""
        try:
            with self._place.log.open("rb") as log:
                log.seek(self._log_start)
                return log.read().decode(errors="replace").splitlines()
        except FileNotFoundError:
            return []


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
