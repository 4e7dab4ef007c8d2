"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ipt_fidelity.errors import FidelityError


def write_text(path: str | Path, text: str, *, private: bool = False) -> Path:
    """Write a text file so that nobody ever finds half of it.

    Parameters
    ----------
    path : str or Path
        Where to; an existing file is replaced once the new one is on the disk.
    text : str
        What to write, in UTF-8 with the line ends it has.
    private : bool
        Whether only its owner may read and write the file, from its first moment on.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    FidelityError
        The folder is missing, full or read-only; an existing file is then untouched.
    """
    return write_bytes(path, text.encode("utf-8"), private=private)


def write_bytes(path: str | Path, content: bytes, *, private: bool = False) -> Path:
    """Write a file so that nobody ever finds half of it.

    Parameters
    ----------
    path : str or Path
        Where to; an existing file is replaced once the new one is on the disk.
    content : bytes
        What to write.
    private : bool
        Whether only its owner may read and write the file, from its first moment on.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    FidelityError
        The folder is missing, full or read-only; an existing file is then untouched.
    """
    place = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=f".{place.name}.", suffix=".part", dir=place.parent
        )
    except OSError as refusal:
        raise _refused(place, refusal) from None
    held = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            held.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_mask())
        held.replace(place)
    except OSError as refusal:
        raise _refused(place, refusal) from None
    finally:
        held.unlink(missing_ok=True)
    _settle(place.parent)
    return place


def _refused(place: Path, refusal: OSError) -> FidelityError:
    return FidelityError(
        f"it cannot be written ({refusal.strerror}).",
        where=str(place),
        mend="Check that the folder exists, may be written and has space, then try again.",
    )


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _settle(folder: Path) -> None:
    """Make the new name durable, where the system can sync a folder."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
