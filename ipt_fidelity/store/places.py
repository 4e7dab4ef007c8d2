"""Where the two files of a study lie, and whether they may be written there."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from ipt_fidelity.errors import StoreError
from ipt_fidelity.store.refusals import refusal_of_system

MEMORY = ":memory:"
STORE_ENDING = ".store.sqlite"
WORDS_ENDING = ".words.sqlite"

# Locks of these do not reach other machines, or reach them late: two mounts of one folder lost
# 75 to 80 % of acknowledged marks and damaged 8 to 10 of 10 files.
NETWORK_KINDS = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "davfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "sshfs",
    }
)
LOCAL_FUSE = frozenset(
    {
        "fuse.cryfs",
        "fuse.encfs",
        "fuse.fuse-overlayfs",
        "fuse.gocryptfs",
        "fuse.ntfs-3g",
        "fuse.veracrypt",
    }
)
SYNCED = re.compile(
    r"OneDrive.*|Dropbox.*|Google ?Drive|iCloudDrive|Mobile Documents|Nextcloud|ownCloud|Box Sync"
)
MOUNTS = Path("/proc/mounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The two files of a study, and the file at which its writers queue.

    Parameters
    ----------
    store : Path or None
        Ids, numbers and hashes; None in memory.
    words : Path or None
        What was said and written; None in memory.
    refusal : StoreError or None
        Why nothing may be written here; None where writing is allowed.
    """

    store: Path | None
    words: Path | None
    refusal: StoreError | None = None

    @property
    def name(self) -> str:
        """Name of the store for messages: the file's, without its folder."""
        return MEMORY if self.store is None else self.store.name

    @property
    def words_name(self) -> str:
        """Name of the words file for messages."""
        return MEMORY if self.words is None else self.words.name

    @property
    def queue(self) -> Path | None:
        """File at which writers queue; it holds nothing and is never removed."""
        return None if self.store is None else self.store.with_name(self.store.name + ".queue")


def find_place(where: str | os.PathLike[str]) -> Place:
    """Find the files of a study and say whether they may be written.

    Parameters
    ----------
    where : str or path
        Path of the store, by custom ``<name>.store.sqlite``, or ``":memory:"``.

    Returns
    -------
    Place
        With ``refusal`` where the store is there and may only be read.

    Raises
    ------
    StoreError
        The path is a folder, lies in no folder, or a new store may not be written there.
    """
    if os.fspath(where) == MEMORY:
        return Place(store=None, words=None)
    store = Path(where).expanduser().absolute()
    if store.is_dir():
        raise StoreError(
            "the path is a folder.",
            where=store.name,
            mend=f"Name a file in it, for example study{STORE_ENDING}.",
        )
    if not store.parent.is_dir():
        raise StoreError(
            f"there is no folder '{store.parent.name}' for the store.",
            where=store.name,
            mend="Make the folder first, or correct the path.",
        )
    words = store.with_name(_stem(store.name) + WORDS_ENDING)
    refusal = _shared(store) or _protected(store, words)
    if refusal is not None and not store.exists():
        raise refusal
    return Place(store=store, words=words, refusal=refusal)


def network_kind(folder: str, mounts: str) -> str | None:
    """Say over which network file system a folder is reached.

    Parameters
    ----------
    folder : str
        Absolute path, links followed.
    mounts : str
        Table of mounts as Linux prints it.

    Returns
    -------
    str or None
        Kind of the file system; None where it is local.
    """
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < len(("device", "point", "kind")):
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[1])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        # A later mount on the same point hides the earlier one.
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    over_fuse = kind.startswith("fuse.") and kind not in LOCAL_FUSE
    return kind if kind in NETWORK_KINDS or over_fuse else None


def create(path: Path) -> None:
    """Create an empty file that only its owner may read, durably, unless it is there.

    Parameters
    ----------
    path : Path
        In a folder that exists.

    Raises
    ------
    StoreError
        The system does not let a file be made.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
        os.close(handle)
        _sync_folder(path.parent)
    except FileExistsError:
        return
    except OSError as error:
        raise refusal_of_system(error, where=path.name) from None


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stem(name: str) -> str:
    for ending in (STORE_ENDING, ".sqlite", ".db"):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending)
    return name


def _shared(store: Path) -> StoreError | None:
    """Say why a folder that others reach, too, is no place for writing."""
    folder = store.parent.resolve()
    kind = network_kind(str(folder), MOUNTS.read_text()) if MOUNTS.exists() else None
    if kind is None and str(folder).startswith("\\\\"):
        kind = "network share"
    if kind is not None:
        return StoreError(
            f"the folder is reached over a network ({kind}), where locks do not hold.",
            where=store.name,
            mend="Keep the study on a local disk, one store for each rater, and join them there.",
        )
    synced = next((part for part in folder.parts if SYNCED.fullmatch(part)), None)
    if synced is not None:
        return StoreError(
            f"the folder '{synced}' is copied by a sync program while it is written.",
            where=store.name,
            mend="Move the study to a folder that is not synced; copy it there when it is closed.",
        )
    return None


def _protected(store: Path, words: Path) -> StoreError | None:
    for path in (store, words):
        # The mode is asked, too, since access is granted to an administrator whatever it says.
        if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
            return StoreError(
                "the file is write-protected.",
                where=path.name,
                mend="Make it writable, or copy it to a place where it is.",
            )
    if not os.access(store.parent, os.W_OK):
        return StoreError(
            "the folder is write-protected, and a store needs room for its journal.",
            where=store.name,
            mend="Make the folder writable, or copy the study to one that is.",
        )
    return None
