"""Markdown: a bold name, a time or none, and the words below or beside it."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.headed import read_headed, share_headed
from ipt_fidelity.transcript.pieces import Opened, Parsed

_HEAD = re.compile(
    r"\s*(?:\*\*|__)(?P<name>[^*_\n:]{1,60}):?(?:\*\*|__):?"
    r"[ \t]*(?:[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\.\d+)?)[\])]?)?\s*"
)
_LIKELY, _ENOUGH = 0.97, 0.25


def parse(opened: Opened) -> Parsed:
    """Read Markdown with names on lines of their own.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each name line. Names before the words on one line are plain dialogue.
    """
    lines = list(enumerate(opened.text.split("\n"), 1))
    return read_headed(lines, _HEAD, opened, kind="markdown")


def _likeness(opened: Opened) -> float:
    return _LIKELY if share_headed(opened.text, _HEAD) >= _ENOUGH else 0.0


MARKDOWN = Format(
    name="markdown", title="Markdown", suffixes=(".md",), likeness=_likeness, parse=parse
)
