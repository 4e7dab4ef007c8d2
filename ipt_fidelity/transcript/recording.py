"""The sound or film of a session: named by hash, length and offset, and never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The sound or film of a session, named but never kept.

    Parameters
    ----------
    path : str
        Where the file lies, from the folder of the transcript, with ``/`` between the steps; empty
        where the record names a hash alone.
    sha256 : str
        Hash of the file; empty where the record does not state it.
    seconds : float or None
        Length; None where it is not known.
    offset_seconds : float
        Seconds to be added to the times of turns to get times of the recording.
    """

    path: str = ""
    sha256: str = ""
    seconds: float | None = None
    offset_seconds: float = 0.0


def why_not_linked(recording: Recording) -> str:
    """Say what keeps a recording from being linked.

    Parameters
    ----------
    recording : Recording
        As a record states it.

    Returns
    -------
    str
        A sentence; empty where it can be linked. A path that leaves the folder of the transcript
        is refused, whatever system it was written on.
    """
    if recording.path:
        steps = re.split(r"[/\\]", recording.path)
        if "\\" in recording.path or "\0" in recording.path:
            return "the path of the recording is not written with '/'."
        if not steps[0] or ":" in recording.path or ".." in steps:
            return "the path of the recording leaves the folder of the transcript."
    if recording.sha256 and not _SHA256.fullmatch(recording.sha256):
        return "the hash of the recording is not one of SHA-256, in small letters."
    return ""
