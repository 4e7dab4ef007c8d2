"""Talk under headings: a line with a name and a time, the words in the lines below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipt_fidelity.transcript.clock import seconds
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece

_TAIL = re.compile(r"\s*(?:Transcribed by https?://\S+|.{0,60}stopped transcription)\s*")
_PROBE = 400


def share_headed(text: str, head: re.Pattern[str]) -> float:
    """Return how much of a text stands under headings.

    Parameters
    ----------
    text : str
        Of a file.
    head : re.Pattern
        A heading, with groups ``name`` and ``time``.

    Returns
    -------
    float
        Headings over filled lines in the first 400 lines, 0 to 1; 0 with fewer than two.
    """
    lines = [line for line in text.split("\n", _PROBE)[:_PROBE] if line.strip()]
    heads = sum(head.fullmatch(line) is not None for line in lines)
    return heads / len(lines) if heads > 1 else 0.0


def read_headed(
    numbered: Sequence[tuple[int, str]],
    head: re.Pattern[str],
    opened: Opened,
    *,
    kind: str,
    unit: str = "line",
    wall_clock: bool = False,
) -> Parsed:
    """Read talk under headings.

    Parameters
    ----------
    numbered : sequence of tuple of int and str
        Number in the source, and line.
    head : re.Pattern
        A heading, with groups ``name`` and ``time``; the time may be absent.
    opened : Opened
        The file.
    kind : str
        Name of the format.
    unit : str
        What the numbers count.
    wall_clock : bool
        Whether times are hours of the day; they then count from the first.

    Returns
    -------
    Parsed
        One piece for each heading.
    """
    del opened
    pieces: list[Piece] = []
    asides: list[Aside] = []
    first: float | None = None
    for number, line in numbered:
        match = head.fullmatch(line)
        if match is not None:
            start = seconds(match["time"]) if match["time"] else None
            if wall_clock and start is not None:
                first = start if first is None else first
                start = (start - first) % 86_400
            pieces.append(Piece(match["name"].strip(), "", start, None, number, number))
        elif not line.strip():
            continue
        elif not pieces or _TAIL.fullmatch(line):
            where = "tail" if pieces else "head"
            asides.append(Aside(where, line.strip(), number, number, len(pieces)))
        else:
            held = pieces[-1]
            pieces[-1] = held._replace(text=f"{held.text}\n{line}", last=number)
    return Parsed(
        format=kind, pieces=[p for p in pieces if p.text.strip()], asides=asides, unit=unit
    )
