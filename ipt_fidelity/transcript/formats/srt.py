"""SubRip captions: cues with a comma in their times, labels before the words, if any."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.cues import backward, read_cues
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.formats.vtt import with_speakers
from ipt_fidelity.transcript.pieces import Opened, Parsed
from ipt_fidelity.transcript.regular import read_regular

_CUE = re.compile(r"\s*(?:\d+[ \t]*\n)?[ \t]*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->[ \t]*\d")


def parse(opened: Opened) -> Parsed:
    """Read a SubRip file.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each voice of each cue; an arrow inside the words stays where it is.
    """
    plain = read_regular(opened.text, begin=0, known=opened.known)
    if plain is not None:
        dialect = "voices" if plain.tagged else "zoom" if plain.numbered else "labels"
        faults = list(backward(plain.late, opened.name))
        return Parsed(format=f"srt/{dialect}", pieces=plain.pieces, faults=faults)
    return with_speakers(read_cues(opened.text, name=opened.name), opened, kind="srt")


def _likeness(opened: Opened) -> float:
    return float(_CUE.match(opened.text) is not None)


SRT = Format(
    name="srt", title="SubRip captions", suffixes=(".srt",), likeness=_likeness, parse=parse
)
