"""Teams' transcript pasted as text: a line of times, a line with the name, the words below."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.cues import read_cues
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece

_CUE = re.compile(r"\s*\d+:\d{1,2}:\d{1,2}\.\d{1,3}[ \t]*-->[ \t]*\d+:\d{1,2}:\d{1,2}\.\d{1,3}")
_SIGNATURE = re.compile(_CUE.pattern + r"[ \t]*\n[^\n:<]{1,60}\n[^\n]*\S[^\n]*\n")


def parse(opened: Opened) -> Parsed:
    """Read a pasted transcript.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each line of times.
    """
    found = read_cues(opened.text, name=opened.name)
    pieces: list[Piece] = []
    for cue in found.cues:
        name, _, words = cue.text.partition("\n")
        label = name.strip() or None
        pieces.append(Piece(label, words, cue.start, cue.end, cue.first, cue.last))
    asides = [Aside(*block) for block in found.blocks]
    return Parsed(format="teams-text", pieces=pieces, asides=asides, faults=found.faults)


def _likeness(opened: Opened) -> float:
    """Tell it from SubRip: no numbers above the times, and few different first lines."""
    if _SIGNATURE.match(opened.text) is None:
        return 0.0
    names = [
        cue.text.partition("\n")[0].strip()
        for cue in read_cues(opened.text[:20_000], name="").cues[:60]
    ]
    recurring = len(names) > 1 and len(set(names)) <= max(2, len(names) / 2)
    return float(recurring)


TEAMS_TEXT = Format(
    name="teams-text",
    title="Teams transcript as text",
    suffixes=(".txt",),
    likeness=_likeness,
    parse=parse,
)
