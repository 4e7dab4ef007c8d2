"""Rows of a table as pieces: which column holds what, and how times in cells are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.clock import seconds
from ipt_fidelity.transcript.finding import error, lines_named, warning
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece

SYNONYMS: dict[str, tuple[str, ...]] = {
    "turn": ("turn", "turn_id", "turn_number", "nr", "no", "n", "number", "#"),
    "row": ("row", "line", "index", "id", "utterance_id", "zeile", "ligne"),
    "session": ("session", "session_id", "transcript_id"),
    "speaker": ("speaker", "speaker_id", "speaker_name", "role", "who", "name", "label", "spkr",
                "participant", "person", "interlocutor", "sprecher", "sprecherin", "locuteur",
                "hablante", "voice", "talker", "speaker_label"),
    "text": ("text", "words", "content", "utterance", "utterance_text", "transcript", "value",
             "said", "speech", "turn_text", "dialogue", "texte", "texto", "inhalt", "transkript",
             "sentence"),
    "start": ("start_s", "start", "start_time", "starttime", "sttime", "begin", "begin_time", "in",
              "from", "time", "timestamp", "time_stamp", "timespan", "onset", "beginn",
              "debut", "von"),
    "end": ("end_s", "end", "end_time", "endtime", "entime", "stop", "stop_time", "out", "to",
            "offset", "ende", "fin", "bis"),
    "start_ms": ("start_ms", "begin_ms", "offset_ms", "start_milliseconds"),
    "end_ms": ("end_ms", "stop_ms", "end_milliseconds"),
}  # fmt: skip
_KINDS = {name: kind for kind, names in SYNONYMS.items() for name in names}
_SHOWN = 12
_LONGEST = 864_000.0
_FORMULA_GUARD = re.compile(r"'+[=+@\t-]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:e-?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of a table holds what.

    Parameters
    ----------
    of : mapping of str to int
        Place of turn, speaker, text, start, end, start_ms and end_ms, from 0, where found.
    others : tuple of str
        Heads of the columns that hold neither words nor speakers nor times.
    """

    of: Mapping[str, int]
    others: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether there are words."""
        return "text" in self.of


def columns_of(head: Sequence[str]) -> Columns:
    """Find the columns by their heads.

    Parameters
    ----------
    head : sequence of str
        First row of a table.

    Returns
    -------
    Columns
        Where two heads mean the same, the one that stands first in the list of synonyms is taken.
    """
    of: dict[str, int] = {}
    names = ["_".join(cell.casefold().split()).strip("_:") for cell in head]
    for place, name in enumerate(names):
        kind = _KINDS.get(name)
        if kind is None:
            continue
        rank = SYNONYMS[kind].index(name)
        if kind not in of or rank < SYNONYMS[kind].index(names[of[kind]]):
            of[kind] = place
    taken = set(of.values())
    others = tuple(
        cell.strip() for place, cell in enumerate(head) if place not in taken and cell.strip()
    )
    return Columns(of=of, others=others)


def is_head(head: Sequence[str]) -> bool:
    """Say whether a row looks like the head of a transcript.

    Parameters
    ----------
    head : sequence of str
        Cells of the row.

    Returns
    -------
    bool
        True where it names words, and speakers or times.
    """
    of = columns_of(head).of
    return "text" in of and bool(of.keys() & {"speaker", "start", "start_ms"})


def read_rows(
    head: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    opened: Opened,
    *,
    kind: str,
    unit: str = "line",
    carries: bool = False,
) -> Parsed:
    """Make pieces of the rows below a head.

    Parameters
    ----------
    head : sequence of str
        First row.
    rows : sequence of tuple of int and sequence of str
        Number in the source and cells of each row.
    opened : Opened
        The file.
    kind : str
        Name of the format.
    unit : str
        What the numbers count.
    carries : bool
        Whether an empty speaker means the speaker above, as with merged cells.

    Returns
    -------
    Parsed
        Successive rows of one speaker are one turn, unless the table numbers its turns. Of a table
        with several sessions, the one that ``part`` names.
    """
    columns = columns_of(head)
    faults: list[Fault] = []
    if "session" in columns.of:
        rows = _of_session(rows, columns, opened, faults)
    pieces: list[Piece] = []
    asides: list[Aside] = []
    empty: list[int] = []
    carried: list[int] = []
    speaker: str | None = None
    for number, cells in rows:
        where = f"{opened.name}, {unit} {number}"
        if len(cells) != len(head):
            faults.append(_ragged(cells, head, where))
            continue
        text = _unguarded(cells[columns.of["text"]])
        if not text.strip():
            empty.append(number)
            continue
        label = cells[columns.of["speaker"]].strip() if "speaker" in columns.of else ""
        if not label and carries and speaker:
            carried.append(number)
            label = speaker
        speaker = label or None
        start = _time("start", cells, columns, where, faults)
        end = _time("end", cells, columns, where, faults)
        if start is not None and end is not None and end < start:
            faults.append(
                error(
                    "crossing_time",
                    "the row ends before it starts.",
                    where=where,
                    mend="Set the end after the start.",
                )
            )
        pieces.append(Piece(speaker, text, start, end, number, number))
    faults += _told(columns, empty, carried, opened.name, unit)
    return Parsed(
        format=kind, pieces=pieces, asides=asides, faults=faults, unit=unit,
        joins="turn" not in columns.of,
    )  # fmt: skip


def _of_session(
    rows: Sequence[tuple[int, Sequence[str]]],
    columns: Columns,
    opened: Opened,
    faults: list[Fault],
) -> list[tuple[int, Sequence[str]]]:
    """Keep the rows of one session; ragged rows are kept, to be told."""
    place = columns.of["session"]
    names = list(dict.fromkeys(cells[place].strip() for _, cells in rows if place < len(cells)))
    wanted = opened.part if opened.part is not None else names[0] if len(names) == 1 else None
    if wanted not in names:
        shown = ", ".join(f"'{name}'" for name in names[:_SHOWN])
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        faults.append(
            error(
                "several_sessions",
                f"the table holds {len(names)} sessions.",
                where=opened.name,
                mend=f"Name one with part=: {shown}{more}.",
            )
        )
        return []
    return [
        (number, cells)
        for number, cells in rows
        if place >= len(cells) or cells[place].strip() == wanted
    ]


def _ragged(cells: Sequence[str], head: Sequence[str], where: str) -> Fault:
    return error(
        "ragged",
        f"the row has {len(cells)} cells, the head has {len(head)}.",
        where=where,
        mend="Put words that hold the separator into double quotes, and leave no cell out.",
    )


def _unguarded(text: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from taking words for a formula."""
    return text[1:] if _FORMULA_GUARD.match(text) else text


def guarded(text: str) -> str:
    """Put an apostrophe before words that a spreadsheet would take for a formula.

    Parameters
    ----------
    text : str
        Words.

    Returns
    -------
    str
        What ``read_rows`` gives back as it was.
    """
    return f"'{text}" if text[:1] in tuple("=+@-\t") or _FORMULA_GUARD.match(text) else text


def _time(
    which: str, cells: Sequence[str], columns: Columns, where: str, faults: list[Fault]
) -> float | None:
    in_ms = f"{which}_ms" in columns.of
    place = columns.of.get(f"{which}_ms" if in_ms else which)
    written = cells[place].strip().strip("[]()#") if place is not None else ""
    if not written or written.casefold() in {"na", "nan", "none", "null", "-"}:
        return None
    if written.startswith("-"):
        faults.append(
            error(
                "negative_time",
                f"the {which} is below zero.",
                where=where,
                mend="Write seconds from the start of the recording, or leave it empty.",
            )
        )
        return None
    if _NUMBER.fullmatch(written):
        value = float(written.replace(",", ".")) / (1000 if in_ms else 1)
    else:
        value = seconds(written)
    if value is None or value > _LONGEST:
        value = None
        faults.append(
            error(
                "bad_time",
                f"the {which} is not a time.",
                where=where,
                mend="Write seconds, or 00:01:02.5, or leave it empty.",
            )
        )
    return value


def _told(
    columns: Columns, empty: list[int], carried: list[int], name: str, unit: str
) -> list[Fault]:
    faults: list[Fault] = []
    if columns.others:
        listed = ", ".join(f"'{head}'" for head in columns.others[:12])
        faults.append(
            warning(
                "columns_left_out",
                f"these columns were left out: {listed}.",
                where=name,
                mend="Rename a column to text, speaker, start_s or end_s where it should be read.",
            )
        )
    if empty:
        faults.append(
            warning(
                "empty_rows",
                f"{len(empty)} rows without words were left out.",
                where=f"{name}, {lines_named(empty, unit=unit)}",
                mend="Nothing needs to be done.",
            )
        )
    if carried:
        faults.append(
            warning(
                "carried_speaker",
                f"{len(carried)} rows without a speaker were given to the speaker above.",
                where=f"{name}, {lines_named(carried, unit=unit)}",
                mend="Fill in the speaker where another speaks.",
            )
        )
    return faults
