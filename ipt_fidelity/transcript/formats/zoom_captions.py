"""Zoom's saved captions: ``[Name] 11:02:09`` on a line, the words below, hours of the day."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.finding import warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.headed import read_headed, share_headed
from ipt_fidelity.transcript.pieces import Opened, Parsed

_HEAD = re.compile(r"\s*\[(?P<name>[^\]\n]{1,80})\][ \t]+(?P<time>\d{1,2}:\d{2}:\d{2})\s*")
_LIKELY, _ENOUGH = 0.97, 0.25


def parse(opened: Opened) -> Parsed:
    """Read saved captions.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        Times count from the first caption, which is told.
    """
    lines = list(enumerate(opened.text.split("\n"), 1))
    parsed = read_headed(lines, _HEAD, opened, kind="zoom-captions", wall_clock=True)
    parsed.faults.append(
        warning(
            "wall_clock",
            "times are hours of the day; they were counted from the first caption.",
            where=opened.name,
            mend="Set offset_s of the recording in the session record, to play what was said.",
        )
    )
    return parsed


def _likeness(opened: Opened) -> float:
    return _LIKELY if share_headed(opened.text, _HEAD) >= _ENOUGH else 0.0


ZOOM_CAPTIONS = Format(
    name="zoom-captions",
    title="Zoom saved captions",
    suffixes=(".txt",),
    likeness=_likeness,
    parse=parse,
)
