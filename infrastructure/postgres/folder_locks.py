"""Who uses a folder: a lock shared by its users, and an exclusive one while somebody arrives or leaves.

Both are kernel locks on open files, so they are let go when a process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Tell = Callable[[str], None]
"""Called with a sentence for whoever waits."""

_PAUSE_SECONDS = 0.01
_SILENCE_SECONDS = 2.0
_USERS = "users.lock"


class Waiting:
    """A wait without a limit that says what it waits for: after two seconds, then ever more rarely."""

    def __init__(self, tell: Tell, what: str) -> None:
        self._tell = tell
        self._what = what
        self._begun = time.monotonic()
        self._silence_seconds = _SILENCE_SECONDS

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return time.monotonic() - self._begun

    def pause(self, why: Callable[[], str] | None = None) -> None:
        """Let a moment pass; the answer to `why` is added to what is said."""
        if self.seconds > self._silence_seconds:
            self._silence_seconds *= 3
            self._tell(f"waiting for {self._what}{f': {why()}' if why else ''}")
        time.sleep(_PAUSE_SECONDS)


def was_used(folder: Path) -> bool:
    """Whether a server ever ran there; other files may lie in the folder before it does."""
    return (folder / _USERS).exists()


class FolderLocks:
    """One user's hold on a folder; every use needs its own.

    The files stay when they are let go: to delete a lock file is to let two holders in.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError when the folder may not be written."""
        # Reading suffices for flock, so accounts that share a folder need not share the files' ownership.
        self._change = os.open(folder / "change.lock", os.O_RDONLY | os.O_CREAT, 0o644)
        self._users = os.open(folder / _USERS, os.O_RDONLY | os.O_CREAT, 0o644)

    @contextmanager
    def changing(self, waiting: Waiting) -> Iterator[None]:
        """Hold the folder alone while its server is started or stopped."""
        while not _taken(self._change, fcntl.LOCK_EX):
            waiting.pause()
        try:
            yield
        finally:
            fcntl.flock(self._change, fcntl.LOCK_UN)

    def join(self) -> None:
        """Become a user; only while changing, so it never has to wait."""
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Be a user no longer; only while changing. True when nobody else is one."""
        alone = _taken(self._users, fcntl.LOCK_EX)
        fcntl.flock(self._users, fcntl.LOCK_UN)
        return alone

    def close(self) -> None:
        """Let go of everything."""
        os.close(self._users)
        os.close(self._change)


def _taken(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
