"""Which files of a command line are transcripts: files as named, folders with what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript.session_file import SUFFIX

BESIDE = (SUFFIX, ".segments.csv", ".sheet.yaml", ".key.json", ".sqlite", ".py", ".ipynb", ".yaml")
SOUND = (".wav", ".mp3", ".m4a", ".mp4", ".mov", ".aac", ".flac", ".ogg", ".opus", ".webm", ".wma")
MOST_FILES = 10_000


def transcripts_in(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """Find the transcripts that a command is about.

    Parameters
    ----------
    paths : iterable of Path
        Files, taken as they are; folders, searched with the folders below.

    Returns
    -------
    found : list of Path
        Each once; those of a folder by name.
    passed_over : int
        Files of folders that are no transcripts by their names: session records, segments, keys,
        recordings, README, hidden files.

    Raises
    ------
    FidelityError
        A folder holds no transcript, or more files than are taken on.
    """
    found: dict[Path, None] = {}
    passed_over = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = sorted(one for one in path.rglob("*") if one.is_file())
        if len(inside) > MOST_FILES:
            raise FidelityError(
                f"{len(inside)} files are too many; {MOST_FILES} are taken.",
                where=str(path),
                mend="Name a folder that holds transcripts alone.",
            )
        taken = [one for one in inside if _is_candidate(one.relative_to(path))]
        passed_over += len(inside) - len(taken)
        if not taken:
            raise FidelityError(
                "the folder holds no transcript.",
                where=str(path),
                mend="Name a folder with transcripts, or name the files.",
            )
        found.update(dict.fromkeys(taken))
    return list(found), passed_over


def _is_candidate(path: Path) -> bool:
    name = path.name.casefold()
    hidden = any(step.startswith((".", "~$")) for step in path.parts)
    return not (hidden or name.endswith((*BESIDE, *SOUND)) or name.startswith("readme."))
