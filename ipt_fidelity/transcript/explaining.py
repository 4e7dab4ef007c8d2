"""How a file was read: as what, by whom, and what was repaired, left out or left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from ipt_fidelity.transcript.transcript import Transcript

COLUMNS = ("what", "value", "where", "mend")


def explain(transcript: Transcript) -> pd.DataFrame:
    """Explain how a transcript was read, without any word of the session.

    Parameters
    ----------
    transcript : Transcript
        As read.

    Returns
    -------
    pandas.DataFrame
        Columns what, value, where, mend, all words. First the facts of the reading (file, format,
        encoding, turns, words, share of turns with a time, notations, notes, each speaker), then
        one row for each fault.
    """
    return pd.DataFrame(list(_rows(transcript)), columns=list(COLUMNS), dtype="str")


def _rows(transcript: Transcript) -> Iterator[tuple[str, str, str, str]]:
    source, turns = transcript.source, transcript.turns
    yield "file", source.name, "", ""
    yield "read as", source.format, "", ""
    yield "encoding", source.encoding, "", ""
    yield "turns", str(len(turns)), "", ""
    yield "words", str(sum(turn.words for turn in turns)), "", ""
    timed = sum(turn.start_s is not None for turn in turns)
    yield "turns with a time", f"{timed / len(turns):.0%}" if turns else "none", "", ""
    signs = Counter(sign.kind for turn in turns for sign in turn.notations)
    if signs:
        yield "notations", ", ".join(f"{n} {kind}" for kind, n in sorted(signs.items())), "", ""
    kinds = Counter(note.kind for note in transcript.notes)
    if kinds:
        yield "notes", ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())), "", ""
    for speaker in transcript.speakers:
        spoken = sum(turn.speaker_id == speaker.id for turn in turns)
        decided = f"role by {speaker.decided_by}" if speaker.decided_by else "role not stated"
        yield f"speaker {speaker.display}", f"{speaker.role}, {spoken} turns", decided, ""
    for fault in transcript.faults:
        yield str(fault.level), fault.problem, fault.where, fault.mend
