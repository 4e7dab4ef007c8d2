"""The driver's errors in words of our own, with nothing of a row in them."""

from __future__ import annotations

import errno
import sqlite3

from ipt_fidelity.errors import StoreError

KNOWN: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_NOTADB: (
        "the file is not an SQLite database.",
        "Give the path of a study, or a new path to begin one.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged.",
        "Stop writing to it, keep a copy, and go back to the last backup.",
    ),
    sqlite3.SQLITE_FULL: (
        "the disk is full; nothing was saved by this call, and all earlier saves are kept.",
        "Make room on the disk, then try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "the file is write-protected.",
        "Make it writable, or copy it to a place where it is.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the file cannot be opened.",
        "Look whether it is there, and whether you may read and write it.",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk could not be read or written; nothing was saved by this call.",
        "Look at the disk, then try again.",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "a rule of the store forbids it: what was recorded is never changed.",
        "Record a new mark instead.",
    ),
}


def busy(where: str) -> StoreError:
    """Return the error of a store that others hold for too long.

    Parameters
    ----------
    where : str
        Name of the store.

    Returns
    -------
    StoreError
        Nothing was changed.
    """
    return StoreError(
        "another program holds the store, and nothing was saved.",
        where=where,
        mend="Close other programs that have it open, then try again.",
    )


def refusal_of(error: BaseException | None, *, where: str) -> StoreError:
    """Say a driver's error without any value of a row.

    Parameters
    ----------
    error : exception or None
        From ``sqlite3``; only its code is used, never its text.
    where : str
        Name of the file.

    Returns
    -------
    StoreError
        With a mend.
    """
    extended = error.sqlite_errorcode if isinstance(error, sqlite3.Error) else 0
    primary = extended & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return busy(where)
    name = error.sqlite_errorname if isinstance(error, sqlite3.Error) else "no code"
    problem, mend = KNOWN.get(
        primary,
        (f"the engine refused the call ({name}).", "Check the file with study.kept.verify()."),
    )
    return StoreError(problem, where=where, mend=mend)


def refusal_of_system(error: OSError, *, where: str) -> StoreError:
    """Say an error of the operating system about a file of a study.

    Parameters
    ----------
    error : OSError
        From opening or making a file.
    where : str
        Name of the file.

    Returns
    -------
    StoreError
        With a mend.
    """
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        problem, mend = KNOWN[sqlite3.SQLITE_FULL]
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        problem, mend = KNOWN[sqlite3.SQLITE_READONLY]
    else:
        problem, mend = KNOWN[sqlite3.SQLITE_CANTOPEN]
    return StoreError(problem, where=where, mend=mend)
