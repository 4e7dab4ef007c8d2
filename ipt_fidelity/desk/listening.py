"""Finding the recording of a session, so that the coding desk can play it."""

from __future__ import annotations

import os
from pathlib import Path

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.files import seconds_of
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.widgets import Sound

SLACK_S = 1.0


def sound_of(
    recording: Recording | None, folder: str | Path | None, *, is_logged: bool = False
) -> Sound | None:
    """Return what a page needs to play the recording of a session.

    Parameters
    ----------
    recording : Recording or None
        Of the session.
    folder : str, Path or None
        Folder from which the record of the session names the file; the present one by default.
    is_logged : bool
        True where it is recorded that the rater listens.

    Returns
    -------
    Sound or None
        None where the session names no file. Its ``fault`` says where the file is not there, or
        not as long as the record states; the hash is compared by ``files.check_recording``.
    """
    if recording is None or not recording.path:
        return None
    place = Path(folder or ".").absolute() / recording.path
    try:
        found = seconds_of(place)
    except FidelityError:
        return Sound(fault="sound_missing")
    stated = recording.seconds
    if found is not None and stated is not None and abs(found - stated) > SLACK_S:
        return Sound(fault="sound_other")
    return Sound(
        ways=_ways(place),
        seconds=stated if found is None else found,
        offset_seconds=recording.offset_seconds,
        is_logged=is_logged,
    )


def _ways(place: Path) -> tuple[str, ...]:
    """Return the ways in which a server may have written the path: it shortens the home to '~'."""
    found = [Path(os.path.normpath(place)), place.resolve()]
    home = Path.home()
    short = [f"~/{one.relative_to(home).as_posix()}" for one in found if one.is_relative_to(home)]
    return tuple(dict.fromkeys([*(one.as_posix() for one in found), *short]))
