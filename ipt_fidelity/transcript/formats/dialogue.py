"""Plain dialogue: a label and a colon before each turn, with or without times in brackets.

Each labelled line is a turn, as the transcriber parted them. Lines without a label go on with the
turn above. A bracketed sign alone on a line is a stage direction, and becomes a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipt_fidelity.transcript.clock import TIME_STAMP, seconds, stamp_seconds
from ipt_fidelity.transcript.finding import lines_named, warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.labels import Cast, candidate, is_role_word, labels_among, told
from ipt_fidelity.transcript.notations import is_sign_only
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece

_BOUNDS = re.compile(r"\W*(?:begin|end|start|beginning) (?:of )?transcript\W*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*Transcribed by https?://\S+\s*|\W*end of (?:session|recording)\W*", re.IGNORECASE
)
_LAST_STAMP = re.compile(r"\s*#(\d{1,3}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?)#\s*$")
_PROBE = 65_536
_LIKELY, _FAIR, _WEAK = 0.9, 0.7, 0.5
_MOST, _SOME, _FEW = 0.6, 0.2, 0.1
_MARK = re.compile(
    r"#{1,6} +\S.*|[=*_~-]{3,} *\w.{0,78}? *[=*_~-]{3,}|"
    r"\[?(?:segment|part|topic|section) +\d{1,3}\]?(?:[:.] .{0,60})?",
    re.IGNORECASE,
)


def parse(opened: Opened) -> Parsed:
    """Read plain dialogue.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each labelled line, with the lines below it.
    """
    return read_lines(list(enumerate(opened.text.split("\n"), 1)), opened)


def read_lines(
    numbered: Sequence[tuple[int, str]],
    opened: Opened,
    *,
    kind: str = "dialogue",
    unit: str = "line",
) -> Parsed:
    """Read lines as plain dialogue, whatever file they stand in.

    Parameters
    ----------
    numbered : sequence of tuple of int and str
        Number in the source, and words; empty lines part paragraphs.
    opened : Opened
        The file.
    kind : str
        Name of the format.
    unit : str
        What the numbers count.

    Returns
    -------
    Parsed
        One piece for each labelled line, with the lines below it.
    """
    numbers = [number for number, _ in numbered]
    cast = labels_among([line for _, line in numbered], known=opened.known, numbers=numbers)
    reading = _Reading()
    for number, line in numbered:
        reading.take(line, number, cast)
    faults = told(cast, opened.name, unit=unit)
    if reading.unlabelled:
        faults.append(
            warning(
                "unlabelled_paragraph",
                "paragraphs without a label were taken as a part of the turn above.",
                where=f"{opened.name}, {lines_named(reading.unlabelled, unit=unit)}",
                mend="Begin them with their speaker and a colon where another speaks.",
            )
        )
    empty = [piece.first for piece in reading.pieces if not piece.text.strip()]
    if empty:
        faults.append(
            warning(
                "empty_turns",
                f"{len(empty)} labels without words were left out; they are no turns.",
                where=f"{opened.name}, {lines_named(empty, unit=unit)}",
                mend="Write [silence] after the label where a silence is meant.",
            )
        )
    return Parsed(
        format=kind,
        pieces=reading.pieces,
        asides=reading.asides,
        faults=faults,
        unit=unit,
        joins=False,
    )


class _Reading:
    """The pieces and asides that were found so far."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.asides: list[Aside] = []
        self.unlabelled: list[int] = []
        self.blank_above = True

    def take(self, line: str, number: int, cast: Cast) -> None:
        """Sort one line."""
        stripped = line.strip()
        blank_above, self.blank_above = self.blank_above, not stripped
        if not stripped:
            return
        found = candidate(line)
        if found is not None and found.label in cast.labels:
            self._begin(found.label, found.text, found.start, number)
        elif not self.pieces or _BOUNDS.fullmatch(stripped) or _TAIL.fullmatch(stripped):
            self._aside(_kind(stripped, spoken=bool(self.pieces)), stripped, number)
        elif is_sign_only(stripped):
            self._aside("stage", stripped, number)
        elif blank_above and _MARK.fullmatch(stripped):
            self._aside("heading", stripped, number)
        else:
            if blank_above:
                self.unlabelled.append(number)
            piece = self.pieces[-1]
            self.pieces[-1] = piece._replace(text=f"{piece.text}\n{line}", last=number)
            self._end_time()

    def _begin(self, label: str, text: str, start: float | None, number: int) -> None:
        stamp = TIME_STAMP.match(text.lstrip())
        if start is None and stamp is not None and stamp["bare"] is None:
            start = stamp_seconds(stamp)
            text = text.lstrip()[stamp.end() :]
        self.pieces.append(Piece(label, text, start, None, number, number))
        self._end_time()

    def _end_time(self) -> None:
        """Take a time at the end of a paragraph, as f4 writes it, for the end of the turn."""
        piece = self.pieces[-1]
        match = _LAST_STAMP.search(piece.text) if piece.text.rstrip().endswith("#") else None
        if match is not None and (end := seconds(match[1])) is not None:
            self.pieces[-1] = piece._replace(text=piece.text[: match.start()], end=end)

    def _aside(self, kind: str, text: str, number: int) -> None:
        self.asides.append(Aside(kind, text, number, number, len(self.pieces)))


def _kind(line: str, *, spoken: bool) -> str:
    if not spoken:
        return "stage" if is_sign_only(line) else "head"
    return "tail" if _TAIL.fullmatch(line) else "heading"


def _likeness(opened: Opened) -> float:
    cast = labels_among(opened.text[:_PROBE].split("\n"), known=opened.known)
    usual = [label for label in cast.labels if is_role_word(label) or label in opened.known]
    if len(cast.labels) > 1 or usual:
        if cast.share >= _MOST:
            return _LIKELY
        if usual and cast.share >= _SOME:
            return _FAIR
        if len(cast.labels) > 1 and cast.share >= _FEW:
            return _WEAK
    return 0.0


DIALOGUE = Format(
    name="dialogue",
    title="plain dialogue",
    suffixes=(".txt", ".text"),
    likeness=_likeness,
    parse=parse,
)
