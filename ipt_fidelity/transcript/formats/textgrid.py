"""TextGrid of Praat, long and short: each interval tier is a speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed, Piece
from ipt_fidelity.transcript.tiers import read_tiers

_TOKEN = re.compile(r'"(?:[^"]|"")*"|<\w+>|(?<![\w\[.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w\]])')
_HEADER = re.compile(r'File type\s*=\s*"ooTextFile"|"ooTextFile"')


def parse(opened: Opened) -> Parsed:
    """Read a TextGrid.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each interval that holds words.
    """
    tokens = _TOKEN.findall(opened.text)
    tiers: dict[str, list[Piece]] = {}
    try:
        for name, pieces in _tiers(iter(tokens)):
            tiers.setdefault(name, []).extend(pieces)
    except (StopIteration, ValueError, RuntimeError):
        told = error(
            "damaged",
            "the TextGrid is cut off or damaged.",
            where=opened.name,
            mend="Open it in Praat and save it again.",
        )
        return Parsed(format="textgrid", pieces=[], faults=[told])
    return read_tiers(tiers, opened, kind="textgrid")


def _tiers(tokens: Iterator[str]) -> list[tuple[str, list[Piece]]]:
    head = [next(tokens) for _ in range(2)]
    if "TextGrid" not in head[1]:
        raise ValueError(head[1])
    _, _, _, count = (next(tokens) for _ in range(4))
    tiers: list[tuple[str, list[Piece]]] = []
    number = 0
    for _ in range(int(count)):
        kind, name = _unquoted(next(tokens)), _unquoted(next(tokens))
        _, _, size = (next(tokens) for _ in range(3))
        pieces: list[Piece] = []
        for _ in range(int(size)):
            number += 1
            start = float(next(tokens))
            end = float(next(tokens)) if kind == "IntervalTier" else None
            text = _unquoted(next(tokens))
            if text.strip():
                pieces.append(Piece(name or None, text, start, end, number, number))
        tiers.append((name, pieces))
    return tiers


def _unquoted(token: str) -> str:
    if not token.startswith('"'):
        raise ValueError(token)
    return token[1:-1].replace('""', '"')


def _likeness(opened: Opened) -> float:
    return float(_HEADER.match(opened.text.lstrip()) is not None)


TEXTGRID = Format(
    name="textgrid",
    title="TextGrid (Praat)",
    suffixes=(".textgrid",),
    likeness=_likeness,
    parse=parse,
)
