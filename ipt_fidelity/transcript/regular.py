"""Caption files in which every cue is of one plain form: read in one pass, four times as fast.

Whatever is not plain (notes, tags, entities, a cue without a speaker, times out of order) makes
``read_regular`` give up, and the general reader takes the file from its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ipt_fidelity.transcript.labels import candidate, is_speaker
from ipt_fidelity.transcript.pieces import Piece

_CUE = re.compile(
    r"(?:([0-9A-Za-z/-]+)\n)?"
    r"(\d\d:[0-5]\d:[0-5]\d)[.,](\d{3}) --> (\d\d:[0-5]\d:[0-5]\d)[.,](\d{3})\n"
    r"(?:<v ([^>&\n]+)>|([^\n:<>&]{1,48}): )([^\n<&:]*(?:\n[^\n<&:]+)*|[^\n<&]*)(?:</v>)?"
    r"(?:\n\n|\n?\Z)"
)


class Regular(NamedTuple):
    """What a plain caption file holds.

    Parameters
    ----------
    pieces : list of Piece
        One for each run of cues by one speaker.
    tagged : bool
        Whether speakers stand in voice tags.
    numbered : bool
        Whether the first cue has a number.
    """

    pieces: list[Piece]
    tagged: bool
    numbered: bool


def read_regular(text: str, *, begin: int, known: Iterable[str]) -> Regular | None:
    """Read a caption file whose cues are all plain.

    Parameters
    ----------
    text : str
        With one line feed as the only line end.
    begin : int
        Where the first cue begins.
    known : iterable of str
        Labels that the session record names.

    Returns
    -------
    Regular or None
        None where anything is not plain; nothing is told or left out here.
    """
    whole: dict[str, int] = {}
    counts: dict[str, int] = {}
    pieces: list[Piece] = []
    run: list[str] = []
    speaker = ""
    place, line, latest = begin, text.count("\n", 0, begin) + 1, 0
    opened = closed = first = last = 0
    head = _CUE.match(text, begin)
    if head is None:
        return None
    tagged, numbered = head[6] is not None, (head[1] or "").isdigit()
    for match in _CUE.finditer(text, begin):
        number, written, rest, until, over, voice, label, words = match.groups()
        at, after = match.span()
        start = (whole.get(written) or _milliseconds(written, whole)) + int(rest)
        end = (whole.get(until) or _milliseconds(until, whole)) + int(over)
        who = voice if tagged else label
        if at != place or end < start or start < latest or who is None:
            return None
        place, latest = after, start
        if number is not None:
            line += 1
        if who == speaker:
            closed = max(closed, end)
        else:
            if run:
                counts[speaker] = counts.get(speaker, 0) + len(run)
                held = " ".join(run)
                pieces.append(Piece(speaker, held, opened / 1000, closed / 1000, first, last))
            speaker, opened, closed, first, run = who, start, end, line, []
        run.append(words)
        last = line + 1 + (words.count("\n") if "\n" in words else 0)
        line = last + 2
    if place != len(text):
        return None
    counts[speaker] = counts.get(speaker, 0) + len(run)
    pieces.append(Piece(speaker, " ".join(run), opened / 1000, closed / 1000, first, last))
    if not _all_speakers(counts, tagged=tagged, known=frozenset(known)):
        return None
    return Regular(pieces, tagged, numbered)


def _milliseconds(written: str, whole: dict[str, int]) -> int:
    hours, minutes, seconds = written.split(":")
    found = whole[written] = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000
    return found


def _all_speakers(counts: dict[str, int], *, tagged: bool, known: frozenset[str]) -> bool:
    if tagged:
        return all(name == name.strip() for name in counts)
    total = sum(counts.values())
    for name, count in counts.items():
        found = candidate(f"{name}: x")
        if found is None or found.label != name:
            return False
        if name not in known and not is_speaker(name, count, total):
            return False
    return True
