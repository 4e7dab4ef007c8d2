"""CHAT of the TalkBank: main tiers as turns, times in bullets, dependent tiers left out."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.finding import lines_named, warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.labels import ROLE_WORDS
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece
from ipt_fidelity.transcript.session import Role

_BULLET = re.compile("[ ]?\x15(\\d+)_(\\d+)\x15")
_TIER = re.compile(r"\*(?P<label>[^\s:]{1,12}):[ \t]*")
_NO_WORDS = re.compile(r"0?\s*[.?!]?")


def parse(opened: Opened) -> Parsed:
    """Read a CHAT file.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each main tier, with its signs as they stand; roles as ``@Participants``
        states them, where it uses a usual word.
    """
    pieces: list[Piece] = []
    asides: list[Aside] = []
    roles: dict[str, Role] = {}
    left_out: list[int] = []
    for first, last, line in _logical(opened.text):
        match = _TIER.match(line)
        if match is not None:
            times = _BULLET.findall(line)
            words = _BULLET.sub("", line[match.end() :])
            start = int(times[0][0]) / 1000 if times else None
            end = int(times[-1][1]) / 1000 if times else None
            if _NO_WORDS.fullmatch(words.strip()):
                asides.append(Aside("stage", line, first, last, len(pieces)))
            else:
                pieces.append(Piece(match["label"], words, start, end, first, last))
        elif line.startswith("%"):
            left_out.append(first)
        elif line.strip():
            asides.append(Aside("heading" if pieces else "head", line, first, last, len(pieces)))
            roles |= _roles(line)
    faults = [
        warning("tiers_left_out", f"{len(left_out)} dependent tiers were left out.",
                where=f"{opened.name}, {lines_named(left_out)}",
                mend="Nothing needs to be done; they hold analyses, not speech.")
    ] if left_out else []  # fmt: skip
    return Parsed(format="chat", pieces=pieces, asides=asides, faults=faults, roles=roles)


def _logical(text: str) -> list[tuple[int, int, str]]:
    """Join continuation lines, which begin with a tab, to the line above."""
    lines: list[tuple[int, int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("\t") and lines:
            first, _, held = lines[-1]
            lines[-1] = (first, number, f"{held} {line.strip()}")
        else:
            lines.append((number, number, line))
    return lines


def _roles(line: str) -> dict[str, Role]:
    if not line.startswith("@Participants:"):
        return {}
    found: dict[str, Role] = {}
    for part in line.partition(":")[2].split(","):
        words = part.split()
        role = ROLE_WORDS.get(words[-1].casefold()) if len(words) > 1 else None
        if role is not None:
            found[words[0]] = role
    return found


def _likeness(opened: Opened) -> float:
    return float(opened.text.lstrip().startswith(("@UTF8", "@Begin")))


CHAT = Format(
    name="chat", title="CHAT (TalkBank)", suffixes=(".cha",), likeness=_likeness, parse=parse
)
