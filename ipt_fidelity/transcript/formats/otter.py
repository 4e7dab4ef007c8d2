"""Otter's text export: name and time on a line, the words below."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.headed import read_headed, share_headed
from ipt_fidelity.transcript.pieces import Opened, Parsed

HEAD = re.compile(
    r"\s*(?P<name>[^\W\d_][^\n:\[\]]{0,59}?)[ \t\xa0]+\(?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d{2})\)?\s*"
)
_LIKELY, _ENOUGH = 0.96, 0.25


def parse(opened: Opened) -> Parsed:
    """Read a text with names and times on lines of their own.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each name line.
    """
    lines = list(enumerate(opened.text.split("\n"), 1))
    return read_headed(lines, HEAD, opened, kind="otter")


def _likeness(opened: Opened) -> float:
    return _LIKELY if share_headed(opened.text, HEAD) >= _ENOUGH else 0.0


OTTER = Format(
    name="otter", title="Otter text", suffixes=(".txt",), likeness=_likeness, parse=parse
)
