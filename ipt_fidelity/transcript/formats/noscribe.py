"""noScribe's HTML: anchors hold start, end and speaker; its text and VTT are read as such."""

from __future__ import annotations

import html
import re

from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece

_ANCHOR = re.compile(r'<a\s+name="ts_(\d+)_(\d+)_([^"]{1,20})"\s*>', re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,500}>")
_SCRIPT = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"^\s*S\d{2}:\s*(?:\[[\d:]+\])?\s*")


def parse(opened: Opened) -> Parsed:
    """Read noScribe's HTML.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each anchor. Overlapping speech inside the words stays where it is.
    """
    text = _SCRIPT.sub(lambda match: "\n" * match[0].count("\n"), opened.text)
    matches = list(_ANCHOR.finditer(text))
    asides: list[Aside] = []
    pieces: list[Piece] = []
    head = _plain(text[: matches[0].start()] if matches else text).strip()
    if head:
        asides.append(Aside("head", head, 1, 1 + head.count("\n"), 0))
    line, counted = 1, 0
    for place, match in enumerate(matches):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        until = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        words = _LABEL.sub("", _plain(text[match.end() : until]))
        start, end = int(match[1]) / 1000, int(match[2]) / 1000
        pieces.append(Piece(match[3], words, start, end, line, line))
    return Parsed(format="noscribe", pieces=pieces, asides=asides)


def _plain(part: str) -> str:
    return html.unescape(_TAG.sub(" ", part))


def _likeness(opened: Opened) -> float:
    return float("<" in opened.text[:50] and _ANCHOR.search(opened.text[:200_000]) is not None)


NOSCRIBE = Format(
    name="noscribe", title="noScribe HTML", suffixes=(".html",), likeness=_likeness, parse=parse
)
