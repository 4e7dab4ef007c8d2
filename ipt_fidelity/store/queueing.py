"""The queue of writers: one lock file beside a store, held around each write.

SQLite's own waiting backs off and is unfair: with eight writers at machine speed one save waited
up to 11 s, and with this queue less than one. Asking again and again is as unfair on a busy
machine, so the waiting is left to the system, which lets the first come first.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ipt_fidelity.store.refusals import busy, refusal_of_system

PAUSE_S = 0.005

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _stand(handle: int, patience_s: float) -> bool:
        """Ask again and again: this system does not wait for longer than ten seconds."""
        last = time.monotonic() + patience_s
        while time.monotonic() < last:
            time.sleep(PAUSE_S)
            if _try(handle):
                return True
        os.close(handle)
        return False
else:
    import fcntl

    def _try(handle: int) -> bool:
        # flock belongs to this opening of the file: it parts threads, too, and is dropped when
        # the process dies.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _stand(handle: int, patience_s: float) -> bool:
        """Let a thread wait for the system, since that waiting cannot be given up."""
        guard, there, left = threading.Lock(), threading.Event(), threading.Event()

        def wait() -> None:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with guard:
                there.set()
                if left.is_set():
                    os.close(handle)

        threading.Thread(target=wait, daemon=True, name="queue of writers").start()
        there.wait(patience_s)
        with guard:
            if not there.is_set():
                left.set()
            return there.is_set()


@contextmanager
def queued(path: Path, *, patience_s: float, where: str) -> Generator[None]:
    """Hold the place at the head of the queue.

    Parameters
    ----------
    path : Path
        The lock file; made where it is not there.
    patience_s : float
        Seconds to wait for the others.
    where : str
        Name of the store, for the error.

    Yields
    ------
    None
        While nobody else writes.

    Raises
    ------
    StoreError
        Others still write when patience is over.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise refusal_of_system(error, where=where) from None
    if not _try(handle) and not _stand(handle, patience_s):
        raise busy(where)
    try:
        yield
    finally:
        os.close(handle)
