"""A table as text: commas, semicolons, tabs or bars; columns found by their heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed
from ipt_fidelity.transcript.rows import guarded, is_head, read_rows
from ipt_fidelity.transcript.transcript import Transcript

HEAD = ("turn", "speaker", "text", "start_s", "end_s")
_SEPARATORS = ",;\t|"
_WHISPER_HEAD = ("start", "end", "text")
_LIKELY = 0.95


def parse(opened: Opened) -> Parsed:
    """Read a table.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        Rows as pieces. A row with more or fewer cells than the head is a fault.
    """
    faults: list[Fault] = []
    separator = separator_of(opened.text) or ","
    rows = list(cells_of(opened, separator, faults))
    if not rows:
        return Parsed(format="table", pieces=[], faults=faults)
    head = [cell.strip() for cell in rows[0][1]]
    if not is_head(head):
        faults.append(
            error(
                "no_head",
                "the first row names no column of words beside one of speakers or times.",
                where=f"{opened.name}, line 1",
                mend=f"Begin the file with: {','.join(HEAD)}",
            )
        )
        return Parsed(format="table", pieces=[], faults=faults)
    kind = "table"
    if separator == "\t" and tuple(head) == _WHISPER_HEAD:
        kind, head = "table/whisper-tsv", ["start_ms", "end_ms", "text"]
    parsed = read_rows(head, rows[1:], opened, kind=kind)
    parsed.faults[:0] = faults
    return parsed


def write(transcript: Transcript) -> str:
    """Write the turns of a transcript as a table; the words stand in it.

    Parameters
    ----------
    transcript : Transcript
        Any transcript.

    Returns
    -------
    str
        CSV with the head turn, speaker, text, start_s, end_s; unknown times are empty. Words that
        a spreadsheet would take for a formula are led by an apostrophe, which reading takes off.
    """
    shown = {speaker.id: speaker.labels[0] for speaker in transcript.speakers}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for number, turn in enumerate(transcript.turns, 1):
        times = ["" if time is None else repr(time) for time in (turn.start_s, turn.end_s)]
        writer.writerow([number, shown[turn.speaker_id], guarded(turn.text), *times])
    return text.getvalue()


def cells_of(
    opened: Opened, separator: str, faults: list[Fault]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table as cells.

    Parameters
    ----------
    opened : Opened
        The file.
    separator : str
        Between cells.
    faults : list of Fault
        Takes up an open quote or a cell that is too long.

    Yields
    ------
    tuple of int and list of str
        Line on which the row begins, and its cells; empty rows are passed over.
    """
    reader = csv.reader(io.StringIO(opened.text), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as refusal:
        overlong = "field larger" in str(refusal)
        faults.append(
            error(
                "overlong" if overlong else "bad_quotes",
                "a cell is longer than a table can hold." if overlong else "a quote is not closed.",
                where=f"{opened.name}, line {line}",
                mend="Close the quote, and double the quotes inside it."
                if not overlong
                else "Part the cell, or close the quote in a row above.",
            )
        )


def separator_of(text: str) -> str | None:
    """Find what stands between the cells of a table.

    Parameters
    ----------
    text : str
        Of a file.

    Returns
    -------
    str or None
        None where the first row is no head of a transcript.
    """
    first = text.lstrip("\n").partition("\n")[0][:2000]
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        if separator in first and is_head(next(csv.reader([first], delimiter=separator))):
            return separator
    return None


def _likeness(opened: Opened) -> float:
    return _LIKELY if separator_of(opened.text) else 0.0


TABLE = Format(
    name="table",
    title="table (CSV, TSV)",
    suffixes=(".csv", ".tsv", ".tab"),
    likeness=_likeness,
    parse=parse,
)
