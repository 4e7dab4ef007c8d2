"""Timed cues of caption files, WebVTT and SubRip alike: times, id, and the lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.clock import cue_seconds
from ipt_fidelity.transcript.finding import error, warning

_BLANK_LINE = re.compile(r"\n[ \t]+(?=\n)")
_UNPADDED = re.compile(r"\d+:\d:[\d-]|\d+:\d+:\d[.]")
_BLOCKS = ("NOTE", "STYLE", "REGION")


class Cue(NamedTuple):
    """A cue as it stands in a file.

    Parameters
    ----------
    id : str
        Line above the times; empty where there is none.
    text : str
        Lines below, as written.
    start, end : float or None
        Seconds.
    first, last : int
        Lines in the file, from 1; the first is that of the times.
    """

    id: str
    text: str
    start: float | None
    end: float | None
    first: int
    last: int


class Block(NamedTuple):
    """Lines of a caption file that belong to no cue.

    Parameters
    ----------
    kind : str
        Head or editor.
    text : str
        As written.
    first, last : int
        Lines in the file.
    after : int
        Number of cues before it.
    """

    kind: str
    text: str
    first: int
    last: int
    after: int


@dataclass(slots=True)
class Cues:
    """All that a caption file holds.

    Parameters
    ----------
    cues : list of Cue
        In the order of the file.
    blocks : list of Block
        Head lines, notes and styles.
    faults : list of Fault
        Odd times and stray lines.
    short_fractions : bool
        True where times are not padded, as Teams wrote them in 2022: ``.40`` is 40 milliseconds.
    odd_arrows : list of int
        Lines with an arrow and no time before it; kept as words.
    """

    cues: list[Cue] = field(default_factory=list[Cue])
    blocks: list[Block] = field(default_factory=list[Block])
    faults: list[Fault] = field(default_factory=list[Fault])
    short_fractions: bool = False
    odd_arrows: list[int] = field(default_factory=list[int])


def read_cues(text: str, *, name: str) -> Cues:
    """Find the cues of a caption file.

    Parameters
    ----------
    text : str
        With one line feed as the only line end.
    name : str
        File name, for faults.

    Returns
    -------
    Cues
        A line with an arrow whose times cannot be read is a fault, and so are an end before its
        start and a negative time.
    """
    found = Cues()
    if "\n " in text or "\n\t" in text:
        text = _BLANK_LINE.sub("\n", text)
    chunks = text.split("-->")
    chunks[1:] = list(_with_times(chunks, found))
    above, _, written = chunks[0].rpartition("\n")
    found.short_fractions = any(
        _UNPADDED.match(chunk[chunk.rfind("\n") + 1 :].strip()) for chunk in chunks[:50]
    )
    waiting = _head(above, found)
    line = 1 + chunks[0].count("\n")
    late: list[int] = []
    stray: list[int] = []
    latest = 0.0
    for place, chunk in enumerate(chunks[1:], 2):
        until, _, below = chunk.partition("\n")
        is_last = place == len(chunks)
        gap_end = len(below) if is_last else below.rfind("\n") + 1
        gap, next_written = below[:gap_end], below[gap_end:]
        start, stop = _times(written.strip(), until.strip(), line, name, found)
        if start is not None:
            if start < latest:
                late.append(line)
            latest = start
        body, _, rest = f"\n{gap}".partition("\n\n")
        length = body.rstrip("\n").count("\n")
        found.cues.append(Cue(waiting, body[1:], start, stop, line, line + length))
        waiting = ""
        if rest:
            waiting = rest.strip("\n")
            if is_last or "\n" in waiting or rest.endswith("\n\n") or waiting.startswith(_BLOCKS):
                waiting = _below(rest, line + length + 2, found, stray, is_last=is_last)
        elif not is_last:
            waiting = _id_in(body[1:], found)
        line += chunk.count("\n")
        written = next_written
    found.faults.extend(_told(late, stray, name))
    return found


def _with_times(chunks: list[str], found: Cues) -> Iterator[str]:
    """Join again what an arrow parted that has no time before it."""
    held: str | None = None
    line = 1 + chunks[0].count("\n")
    for place, chunk in enumerate(chunks[1:], 1):
        before = chunks[place - 1]
        left = before[before.rfind("\n") + 1 :].lstrip()
        if held is not None and not left[:2].lstrip("-")[:1].isdigit():
            held = f"{held}-->{chunk}"
            found.odd_arrows.append(line)
        else:
            if held is not None:
                yield held
            held = chunk
        line += chunk.count("\n")
    if held is not None:
        yield held


def _head(above: str, found: Cues) -> str:
    """Keep the lines above the first cue; give back its id, if it has one."""
    lines = above.split("\n")
    cue_id = ""
    alone = len(lines) == 1 or not lines[-2].strip() or lines[-1].strip().isdigit()
    if lines[-1].strip() and alone and not lines[-1].startswith("WEBVTT"):
        cue_id = lines.pop()
    line = 1
    for part in "\n".join(lines).split("\n\n"):
        words = part.strip("\n")
        if words:
            kind = "editor" if words.startswith(_BLOCKS) else "head"
            found.blocks.append(Block(kind, words, line, line + words.count("\n"), 0))
        line += part.count("\n") + 2
    return cue_id


def _times(
    written: str, until: str, line: int, name: str, found: Cues
) -> tuple[float | None, float | None]:
    until = until.split(None, 1)[0] if " " in until or "\t" in until else until
    where = f"{name}, line {line}"
    if found.short_fractions:
        written, until = _padded(written), _padded(until)
        if "-" in written:
            found.faults.append(
                warning(
                    "negative_time",
                    "the cue starts before the recording; its start was left open.",
                    where=where,
                    mend="Nothing needs to be done.",
                )
            )
            return None, cue_seconds(until)
    start, end = cue_seconds(written), cue_seconds(until)
    if start is None or end is None:
        if "-" in written[:1] + until[:1]:
            found.faults.append(
                error(
                    "negative_time",
                    "a time is below zero.",
                    where=where,
                    mend="Write both times from the start of the recording.",
                )
            )
        else:
            found.faults.append(
                error(
                    "bad_time",
                    "the times of this cue cannot be read.",
                    where=where,
                    mend="Write them as 00:01:02.500 --> 00:01:04.000.",
                )
            )
    elif end < start:
        found.faults.append(
            error(
                "crossing_time",
                "the cue ends before it starts.",
                where=where,
                mend="Set the end after the start.",
            )
        )
    return start, end


def _padded(written: str) -> str:
    whole, dot, fraction = written.partition(".")
    return f"{whole}{dot}{fraction.zfill(3)}" if dot and not fraction.startswith("-") else whole


def _id_in(body: str, found: Cues) -> str:
    """Take a number that stands above the next times, without a blank line, for its id."""
    above, _, number = body.rstrip("\n").rpartition("\n")
    if not number.strip().isdigit() or not above.strip():
        return ""
    cue = found.cues[-1]
    found.cues[-1] = cue._replace(text=above, last=cue.last - 1)
    return number


def _below(rest: str, line: int, found: Cues, stray: list[int], *, is_last: bool) -> str:
    """Sort what stands between a cue and the next: notes, styles, an id, or words after a gap."""
    cue_id = ""
    if not is_last and not rest.endswith("\n\n"):
        rest, _, cue_id = rest[:-1].rpartition("\n")
    for part in rest.split("\n\n"):
        length = part.count("\n")
        words = part.strip("\n")
        if words.startswith(_BLOCKS):
            found.blocks.append(
                Block("editor", words, line, line + words.count("\n"), len(found.cues))
            )
        elif words:
            stray.append(line)
            cue = found.cues[-1]
            found.cues[-1] = cue._replace(text=f"{cue.text}\n{words}", last=line + length)
        line += length + 2
    return cue_id


def backward(late: list[int], name: str) -> Iterator[Fault]:
    """Tell of cues that start before the one above.

    Parameters
    ----------
    late : list of int
        Their lines.
    name : str
        File name.

    Yields
    ------
    Fault
        One warning, where there are any.
    """
    if late:
        yield warning(
            "backward_time",
            f"{len(late)} cues start before the one above; the order of the file was kept.",
            where=f"{name}, from line {late[0]}",
            mend="Nothing needs to be done where people speak at once.",
        )


def _told(late: list[int], stray: list[int], name: str) -> Iterator[Fault]:
    yield from backward(late, name)
    if stray:
        yield warning(
            "stray_lines",
            f"lines after a blank line inside {len(stray)} cues were taken as words of the cue.",
            where=f"{name}, from line {stray[0]}",
            mend="Give them times of their own where they are another cue.",
        )
