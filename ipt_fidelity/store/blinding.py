"""What a blinded rater sees in place of the names of a session: handles, roles, nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.sheet.sheet import Sheet
from ipt_fidelity.transcript.session import Role, Session
from ipt_fidelity.transcript.transcript import Source, Speaker, Transcript


def handle_of(handle_key: str, rater_id: str, session_id: str) -> str:
    """Return the opaque name under which a rater sees a session.

    Parameters
    ----------
    handle_key : str
        Random, of the study.
    rater_id, session_id : str
        Each rater sees another name.

    Returns
    -------
    str
        The same each time.
    """
    text = json.dumps([handle_key, rater_id, session_id])
    return "s-" + hashlib.sha256(text.encode()).hexdigest()[:10]


def blinded(transcript: Transcript, handle: str) -> Transcript:
    """Return a transcript without what could bias.

    Parameters
    ----------
    transcript : Transcript
        As kept.
    handle : str
        Names the session from now on.

    Returns
    -------
    Transcript
        Speakers are named by their roles; notes, faults, recording and source are left out.
    """
    session = transcript.session
    counted: dict[Role, int] = {}
    speakers: list[Speaker] = []
    for speaker in transcript.speakers:
        number = counted[speaker.role] = counted.get(speaker.role, 0) + 1
        name = speaker.role.replace("_", " ") + (f" {number}" if number > 1 else "")
        speakers.append(replace(speaker, labels=(name,), display=name, decided_by=None))
    return replace(
        transcript,
        session=Session(
            id=handle,
            phase=session.phase,
            phase_position=session.phase_position,
            variants=session.variants,
            language=session.language,
            masking=session.masking,
        ),
        speakers=tuple(speakers),
        turns=tuple(replace(turn, where=turn.id) for turn in transcript.turns),
        notes=(),
        faults=(),
        source=Source(name=handle, format=transcript.source.format, reader="store"),
    )


def under(sheet: Sheet, handle: str) -> Sheet:
    """Return a sheet whose session is named by its handle.

    Parameters
    ----------
    sheet : Sheet
        As kept.
    handle : str
        Names the session from now on.

    Returns
    -------
    Sheet
        Otherwise the same.
    """
    return replace(sheet, head=replace(sheet.head, session_id=handle))


def under_handle(error: FidelityError, session_id: str, handle: str) -> FidelityError:
    """Return the error with the session named by its handle.

    Parameters
    ----------
    error : FidelityError
        As raised.
    session_id, handle : str
        The name that must not be told, and the one that may.

    Returns
    -------
    FidelityError
        Of the same kind.
    """
    problem, where, mend = (
        text.replace(session_id, handle) for text in (error.problem, error.where, error.mend)
    )
    return type(error)(problem, where=where, mend=mend)
