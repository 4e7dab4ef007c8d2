"""Recordings: which file belongs to a session, by its hash and its length; no sound is decoded."""

from __future__ import annotations

import hashlib
import math
import os
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript.recording import Recording

SLACK_S = 1.0
_BOX = 8
_LARGE_BOX = 16
_MOST_BOXES = 10_000


def link_recording(
    path: str | Path, *, folder: str | Path, offset_seconds: float = 0.0
) -> Recording:
    """Make the link to a recording, for a session and its record.

    Parameters
    ----------
    path : str or Path
        The sound or film.
    folder : str or Path
        Folder of the transcript; the recording lies in it or below it.
    offset_seconds : float
        Seconds to be added to the times of turns to get times of the recording.

    Returns
    -------
    Recording
        With hash, and with length where the file is WAV, MP4, M4A or MOV.

    Raises
    ------
    FidelityError
        There is no such file, or it lies elsewhere.
    """
    place = Path(path)
    try:
        steps = place.resolve().relative_to(Path(folder).resolve())
    except ValueError:
        raise FidelityError(
            "the recording does not lie in the folder of the transcript.",
            where=str(place),
            mend="Put it there, or in a folder below.",
        ) from None
    return Recording(
        path=steps.as_posix(),
        sha256=_hash(place),
        seconds=seconds_of(place),
        offset_seconds=offset_seconds,
    )


def check_recording(path: str | Path, recording: Recording) -> Path:
    """Check that a file is the recording that a session names.

    Parameters
    ----------
    path : str or Path
        The sound or film.
    recording : Recording
        From ``transcript.session.recording``.

    Returns
    -------
    Path
        The path, where hash and length are as stated. A length is compared where the record
        states one and the file is WAV, MP4, M4A or MOV; one second is let pass.

    Raises
    ------
    FidelityError
        There is no such file; the record states no hash; the file is another one.
    """
    place = Path(path)
    length = seconds_of(place)
    stated = recording.seconds
    if length is not None and stated is not None and abs(length - stated) > SLACK_S:
        raise FidelityError(
            f"the recording is {length:.1f} s long, and {stated:.1f} s are stated.",
            where=place.name,
            mend="Name the recording of this session, or correct length_s in its record.",
        )
    found = _hash(place)
    if not recording.sha256:
        raise FidelityError(
            "the session record states no hash, so that the file cannot be told from another.",
            where=place.name,
            mend=f"If it is the right one, write sha256: {found} under 'recording'.",
        )
    if found != recording.sha256:
        raise FidelityError(
            f"the file is another one: its hash begins with {found[:8]}, "
            f"and {recording.sha256[:8]} is stated.",
            where=place.name,
            mend="Put back the recording that was linked, or link this one anew.",
        )
    return place


def seconds_of(path: str | Path) -> float | None:
    """Return how long a recording is, as its head says.

    Parameters
    ----------
    path : str or Path
        The sound or film.

    Returns
    -------
    float or None
        Seconds; None for a file that is neither WAV nor MP4, M4A or MOV, or is damaged.

    Raises
    ------
    FidelityError
        There is no such file.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            head = file.read(_BOX + 4)
            file.seek(0)
            if head.startswith(b"RIFF") and head.endswith(b"WAVE"):
                return _of_wave(file)
            if head[4:8] == b"ftyp":
                return _of_movie(file)
    except OSError as refusal:
        raise _unreadable(place, refusal) from None
    return None


def _of_wave(file: BinaryIO) -> float | None:
    try:
        with wave.open(file) as sound:
            rate = sound.getframerate()
            return sound.getnframes() / rate if rate else None
    except (wave.Error, EOFError):
        return None


def _of_movie(file: BinaryIO) -> float | None:
    """Return the length that the head of the whole film states (``moov/mvhd``)."""
    length = file.seek(0, os.SEEK_END)
    for kind, start, end in _boxes(file, 0, length):
        if kind != b"moov":
            continue
        for inner, at, _ in _boxes(file, start, end):
            if inner == b"mvhd":
                return _of_head(file, at)
    return None


def _of_head(file: BinaryIO, at: int) -> float | None:
    file.seek(at)
    body = file.read(32)
    long = body[:1] == b"\x01"
    form, start = (">IQ", 20) if long else (">II", 12)
    if len(body) < start + struct.calcsize(form):
        return None
    scale, length = struct.unpack_from(form, body, start)
    seconds = length / scale if scale else math.nan
    return seconds if math.isfinite(seconds) else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Walk the boxes of a film on one level, without reading what is in them."""
    for _ in range(_MOST_BOXES):
        if start + _BOX > end:
            return
        file.seek(start)
        head = file.read(_LARGE_BOX)
        if len(head) < _BOX:
            return
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        inner = start + _BOX
        if size == 1 and len(head) == _LARGE_BOX:
            size, inner = int.from_bytes(head[8:], "big"), start + _LARGE_BOX
        stop = end if size == 0 else start + size
        if stop < inner or stop > end:
            return
        yield kind, inner, stop
        start = stop


def _hash(place: Path) -> str:
    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as refusal:
        raise _unreadable(place, refusal) from None


def _unreadable(place: Path, refusal: OSError) -> FidelityError:
    missing = isinstance(refusal, FileNotFoundError)
    problem = (
        "there is no such recording." if missing else f"it cannot be read ({refusal.strerror})."
    )
    return FidelityError(
        problem, where=str(place), mend="Check the path, and that the file may be read."
    )
