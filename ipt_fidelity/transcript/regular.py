"""Caption files in which every cue is of one plain form: read as columns, four times as fast.

Whatever is not plain (notes, a cue without a speaker, two voices in a cue, an end before its
start) makes ``read_regular`` give up, and the general reader takes the file from its beginning.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import methodcaller, ne
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ipt_fidelity.transcript.labels import candidate, is_speaker
from ipt_fidelity.transcript.pieces import Piece

_TIME = r"[0-9][0-9]:[0-5][0-9]:[0-5][0-9][.,][0-9]{3}"
_CUE = (
    rf"([0-9A-Za-z/-]+\n)?({_TIME} --> {_TIME})\n"
    r"{who}([^\n]*(?:\n[^\n]+)*)(?:\n\n|\n?\Z)"
)
_VOICED = re.compile(_CUE.replace("{who}", r"<v ([^>&\n]+)>"))
_LABELLED = re.compile(_CUE.replace("{who}", r"([^\n:<>&]{1,48}): "))
_COLUMNS = 5  # what stands between two cues, and the four groups
_BREAKS = methodcaller("count", "\n")
_LINES_AROUND = 3  # times, the first line of words, a blank line
_BLANK_LINE = re.compile(r"\n[ \t]+(?=[\n\0]|\Z)")
_TAGS = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^>\n\0]*)?>|<\d[\d:.]*>")
_START = np.array([0, 1, 3, 4, 6, 7, 9, 10, 11])
_END = _START + len("00:00:00.000 --> ")
_WEIGHTS = np.array([36_000_000, 3_600_000, 600_000, 60_000, 10_000, 1000, 100, 10, 1])


class Regular(NamedTuple):
    """What a plain caption file holds.

    Parameters
    ----------
    pieces : list of Piece
        One for each run of cues by one speaker.
    tagged : bool
        Whether speakers stand in voice tags.
    numbered : bool
        Whether the first cue has a number.
    late : list of int
        Lines of the cues that start before the one above.
    """

    pieces: list[Piece]
    tagged: bool
    numbered: bool
    late: list[int]


def read_regular(text: str, *, begin: int, known: Iterable[str]) -> Regular | None:
    """Read a caption file whose cues are all plain.

    Parameters
    ----------
    text : str
        With one line feed as the only line end.
    begin : int
        Where the first cue begins.
    known : iterable of str
        Labels that the session record names.

    Returns
    -------
    Regular or None
        None where anything is not plain; nothing is told or left out here.
    """
    head = _VOICED.match(text, begin) or _LABELLED.match(text, begin)
    if head is None:
        return None
    tagged = head.re is _VOICED
    # One flat list, and no tuple for each cue, which would have to be collected.
    flat = head.re.split(text[begin:])
    between, ids, times, names, words = (flat[n::_COLUMNS] for n in range(_COLUMNS))
    if any(between):
        return None
    starts, ends = _milliseconds(times)
    said = _said(words, tagged=tagged)
    if said is None or bool(np.any(ends < starts)):
        return None
    if not _all_speakers(Counter(names), tagged=tagged, known=frozenset(known)):
        return None
    below = np.fromiter(map(_BREAKS, words), np.int64, len(words))
    above = np.fromiter(map(bool, ids), np.int64, len(ids))
    lines = above + _LINES_AROUND + below
    lines = text.count("\n", 0, begin) + 1 + np.cumsum(lines) - lines + above
    late = lines[1:][starts[1:] < starts[:-1]].tolist()
    pieces = _pieces(names, said, starts, ends, (lines, lines + 1 + below))
    return Regular(pieces, tagged, (head[1] or "").strip().isdigit(), late)


def _milliseconds(times: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Read times that are all of one length."""
    letters = np.frombuffer("".join(times).encode("ascii"), dtype=np.uint8)
    digits = letters.reshape(len(times), -1) - ord("0")
    starts, ends = (digits[:, n].astype(np.int64) @ _WEIGHTS for n in (_START, _END))
    return starts, ends


def _said(words: Sequence[str], *, tagged: bool) -> Sequence[str] | None:
    """Return the words without tags and entities; None where a cue may hold another voice."""
    whole = "\0".join(words)
    if "-->" in whole or "<v" in whole:
        return None
    if "\n" in whole and (
        _BLANK_LINE.search(whole)
        or not (tagged or all(":" not in one or "\n" not in one for one in words))
    ):
        return None
    if "<" not in whole and "&" not in whole:
        return words
    if "<" in whole:
        whole = _TAGS.sub("", whole)
    return html.unescape(whole).split("\0") if "&" in whole else whole.split("\0")


def _pieces(
    names: Sequence[str],
    said: Sequence[str],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> list[Piece]:
    """Make one piece of successive cues of one speaker."""
    changes = enumerate(map(ne, names[1:], names[:-1]), 1)
    begins = [0, *(n for n, differs in changes if differs)]
    past = [*begins[1:], len(names)]
    first, last = np.array(begins), np.array(past) - 1
    texts = [
        said[a] if b - a == 1 else " ".join(said[a:b]) for a, b in zip(begins, past, strict=True)
    ]
    return list(
        map(
            Piece,
            map(names.__getitem__, begins),
            texts,
            (starts[first] / 1000).tolist(),
            (np.maximum.reduceat(ends, first) / 1000).tolist(),
            lines[0][first].tolist(),
            lines[1][last].tolist(),
        )
    )


def _all_speakers(counts: Mapping[str, int], *, tagged: bool, known: frozenset[str]) -> bool:
    if tagged:
        return all(name == name.strip() for name in counts)
    total = sum(counts.values())
    for name, count in counts.items():
        found = candidate(f"{name}: x")
        if found is None or found.label != name:
            return False
        if name not in known and not is_speaker(name, count, total):
            return False
    return True
