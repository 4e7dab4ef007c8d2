"""From a turn to its place in the recording, and back."""

from __future__ import annotations

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import warning
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.transcript.transcript import Transcript, Turn

LEAD_S = 1.0
OVERRUN_S = 2.0


def seek(turn: Turn, recording: Recording, *, lead_s: float = LEAD_S) -> float | None:
    """Return where to play from, to hear a turn.

    Parameters
    ----------
    turn : Turn
        Any turn of the session.
    recording : Recording
        Of the session.
    lead_s : float
        Seconds before the first word.

    Returns
    -------
    float or None
        Seconds in the recording, at least 0; None where the turn has no time, or the recording
        is over or not yet begun when the turn is said.
    """
    if turn.start_s is None:
        return None
    at = turn.start_s + recording.offset_seconds
    ends = at if turn.end_s is None else turn.end_s + recording.offset_seconds
    if ends < 0 or (recording.seconds is not None and at > recording.seconds):
        return None
    return max(0.0, at - lead_s)


def turn_at(transcript: Transcript, second: float) -> Turn | None:
    """Return the turn that is heard at a time of the recording.

    Parameters
    ----------
    transcript : Transcript
        Of the session; without a recording its own times count.
    second : float
        Seconds in the recording.

    Returns
    -------
    Turn or None
        The last one that has begun; None before the first, and where no turn has a time.
    """
    recording = transcript.session.recording
    at = second - (recording.offset_seconds if recording else 0.0)
    begun = [turn for turn in transcript.turns if turn.start_s is not None and turn.start_s <= at]
    return max(begun, key=lambda turn: turn.start_s or 0.0, default=None)


def overrun(transcript: Transcript) -> Fault | None:
    """Say that words are timed after the end of the recording, where that is so.

    Parameters
    ----------
    transcript : Transcript
        With its recording.

    Returns
    -------
    Fault or None
        A warning; two seconds are let pass.
    """
    recording = transcript.session.recording
    if recording is None or recording.seconds is None:
        return None
    last = max((turn.end_s or turn.start_s or 0.0 for turn in transcript.turns), default=None)
    if last is None or last + recording.offset_seconds <= recording.seconds + OVERRUN_S:
        return None
    over = last + recording.offset_seconds - recording.seconds
    return warning(
        "recording_too_short",
        f"the last turn ends {over:.0f} s after the end of the recording.",
        where=transcript.session.id,
        mend="Correct offset_s or length_s of the recording in the session record.",
    )
