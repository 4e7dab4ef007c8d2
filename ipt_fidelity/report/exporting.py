"""A table of agreement in print: Markdown, LaTeX, a workbook, and every column as CSV.

The printed forms hold what a paper's table needs: coefficient, value, interval and counts in
columns; below them, by letters, how each interval was made, why a value is undefined, what a
reader must know, and the sources.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pandas as pd

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.frames import AGREEMENT, check
from ipt_fidelity.report.forest import row_names
from ipt_fidelity.report.gathering import count, number, spoken, word
from ipt_fidelity.report.naming import rounded
from ipt_fidelity.scoring.rows import Row, rows_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DECIMALS = 3
LEFT, RIGHT = "l", "r"
FORBIDDEN_IN_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}


class Form(StrEnum):
    """In which form a table is written."""

    CSV = "csv"
    MARKDOWN = "markdown"
    LATEX = "latex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A table as papers print it.

    Parameters
    ----------
    caption : str
        What it shows, with the confidence of the intervals.
    heads : tuple of str
        Heads of the columns.
    sides : tuple of str
        ``"l"`` for words, ``"r"`` for figures.
    rows : tuple of (tuple of str, str)
        Cells, and the letters of the notes that belong to the row.
    notes : tuple of (str, str)
        Letter and sentence.
    sources : tuple of str
        Where the formulas stand.
    """

    caption: str
    heads: tuple[str, ...]
    sides: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], str], ...]
    notes: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def agreement_text(frame: pd.DataFrame, *, form: str) -> str:
    """Return a table of agreement as text.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.
    form : str
        ``"markdown"`` or ``"latex"`` for print, values to three decimals; ``"csv"`` for every
        column of the frame, unrounded.

    Returns
    -------
    str
        Markdown with its notes below; LaTeX that needs the package booktabs; or CSV, where an
        absent value is an empty cell.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    UnknownNameError
        There is no such form.
    """
    if form not in set(Form):
        raise UnknownNameError.of("form", form, list(Form), where="form")
    if form == Form.CSV:
        return check(frame, AGREEMENT).to_csv(index=False, lineterminator="\n")
    table = printed(frame)
    return _markdown(table) if form == Form.MARKDOWN else _latex(table)


def agreement_workbook(frame: pd.DataFrame) -> bytes:
    """Return a table of agreement as a workbook of Excel.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.

    Returns
    -------
    bytes
        Three sheets: the printed table with its notes, every column unrounded, and what each
        column means and in which unit. No cell is a formula.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, paid by who exports

    table = printed(frame)
    book = Workbook()
    first = book.worksheets[0]
    first.title = "table"
    _write(first, 1, (table.caption,), bold=True)
    _write(first, 2, (*table.heads, "notes"), bold=True)
    place = 3
    for cells, letters in table.rows:
        _write(first, place, (*cells, letters))
        place += 1
    for letter, sentence in table.notes:
        _write(first, place, (f"{letter}  {sentence}",))
        place += 1
    _write(first, place, ("Sources: " + "; ".join(table.sources),))
    every = book.create_sheet("every column")
    _write(every, 1, AGREEMENT.names, bold=True)
    for at, row in enumerate(rows_of(frame), start=2):
        _write(every, at, [row[name] for name in AGREEMENT.names])
    meaning = book.create_sheet("columns")
    _write(meaning, 1, ("column", "meaning and unit"), bold=True)
    for at, column in enumerate(AGREEMENT.columns, start=2):
        _write(meaning, at, (column.name, column.meaning))
    first.column_dimensions["A"].width = 44
    meaning.column_dimensions["B"].width = 90
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def printed(frame: pd.DataFrame) -> Printed:
    """Lay a table of agreement out for print.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.

    Returns
    -------
    Printed
        Columns that are empty in every row are left out.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    """
    rows = list(rows_of(check(frame, AGREEMENT)))
    letters: dict[str, str] = {}
    body: list[tuple[tuple[str, ...], str]] = []
    clustered = any(count(row, "n_clusters") is not None for row in rows)
    counted = any(number(row, "prevalence") is not None for row in rows)
    heads = (
        "coefficient",
        "value",
        _interval_head(rows),
        "units (n)",
        "raters (n)",
        *(("clusters (n)",) if clustered else ()),
        *(("prevalence (share)",) if counted else ()),
    )
    for name, row in zip(row_names(rows), rows, strict=True):
        body.append(
            (
                (
                    name,
                    _value(row),
                    _interval(row),
                    str(count(row, "n_units") or 0),
                    str(count(row, "n_raters") or 0),
                    *((_whole(count(row, "n_clusters")),) if clustered else ()),
                    *((rounded(number(row, "prevalence")),) if counted else ()),
                ),
                ", ".join(_letter(letters, sentence) for sentence in _sentences(row)),
            )
        )
    return Printed(
        caption=f"Agreement of raters, {_what(rows)}",
        heads=heads,
        sides=(LEFT, *(RIGHT for _ in heads[1:])),
        rows=tuple(body),
        notes=tuple((letter, sentence) for sentence, letter in letters.items()),
        sources=tuple(dict.fromkeys(source for row in rows if (source := word(row, "source")))),
    )


def _what(rows: Sequence[Row]) -> str:
    named = dict.fromkeys(spoken(word(row, "what")) for row in rows)
    return next(iter(named)) if len(named) == 1 else f"{len(named)} comparisons"


def _interval_head(rows: Sequence[Row]) -> str:
    levels = sorted(
        {
            one
            for row in rows
            if number(row, "low") is not None and (one := number(row, "confidence")) is not None
        }
    )
    return f"{' and '.join(f'{one * 100:g}' for one in levels)} % CI" if levels else "CI"


def _value(row: Row) -> str:
    value = number(row, "value")
    return "undefined" if value is None else rounded(value, decimals=DECIMALS)


def _interval(row: Row) -> str:
    low, high = number(row, "low"), number(row, "high")
    if low is None or high is None:
        return rounded(None)
    return f"[{rounded(low, decimals=DECIMALS)}, {rounded(high, decimals=DECIMALS)}]"


def _whole(value: int | None) -> str:
    return rounded(None) if value is None else str(value)


def _sentences(row: Row) -> list[str]:
    told: list[str] = []
    if number(row, "low") is not None:
        told.append(f"Interval: {word(row, 'method').rstrip('.')}.")
    if word(row, "undefined"):
        told.append(f"Undefined: {spoken(word(row, 'undefined'))}.")
    if word(row, "note"):
        told.append(word(row, "note"))
    return told


def _letter(letters: dict[str, str], sentence: str) -> str:
    if sentence not in letters:
        place = len(letters)
        many = len(ascii_lowercase)
        letters[sentence] = ascii_lowercase[place % many] * (place // many + 1)
    return letters[sentence]


def _markdown(table: Printed) -> str:
    marks = [":---" if side == LEFT else "---:" for side in table.sides]
    lines = [f"**{_plain(table.caption)}**", "", _markdown_row(table.heads), _markdown_row(marks)]
    for cells, letters in table.rows:
        name = f"{_plain(cells[0])}{f' <sup>{letters}</sup>' if letters else ''}"
        lines.append(_markdown_row([name, *map(_plain, cells[1:])]))
    lines.append("")
    lines += [f"<sup>{letter}</sup> {_plain(sentence)}  " for letter, sentence in table.notes]
    return "\n".join([*lines, "", f"Sources: {_plain('; '.join(table.sources))}.", ""])


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Keep signs of Markdown from being read as such."""
    return "".join(f"\\{sign}" if sign in "\\`*_|<>#" else sign for sign in text)


def _latex(table: Printed) -> str:
    lines = [
        r"\begin{table}",
        rf"\caption{{{_escaped(table.caption)}}}",
        rf"\begin{{tabular}}{{{''.join(table.sides)}}}",
        r"\toprule",
        rf"{' & '.join(_escaped(head) for head in table.heads)} \\",
        r"\midrule",
    ]
    for cells, letters in table.rows:
        mark = f"\\textsuperscript{{{letters}}}" if letters else ""
        lines.append(rf"{_escaped(cells[0])}{mark} & {' & '.join(map(_escaped, cells[1:]))} \\")
    lines += [r"\bottomrule", r"\end{tabular}", "", r"\smallskip\footnotesize"]
    lines += [
        rf"\textsuperscript{{{letter}}}~{_escaped(sentence)}\\" for letter, sentence in table.notes
    ]
    return "\n".join(
        [*lines, f"Sources: {_escaped('; '.join(table.sources))}.", r"\end{table}", ""]
    )


def _escaped(text: str) -> str:
    ranges = text.replace("\N{EN DASH}", "--")
    return "".join(FORBIDDEN_IN_LATEX.get(sign, sign) for sign in ranges)


def _write(sheet: Worksheet, row: int, cells: Sequence[object], *, bold: bool = False) -> None:
    from openpyxl.cell import Cell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    for place, content in enumerate(cells, start=1):
        cell = sheet.cell(row=row, column=place)
        if content is None or not isinstance(cell, Cell):
            continue
        if isinstance(content, (int, float)):
            cell.value = content
        else:
            cell.value = str(content)
            cell.data_type = "s"  # a word that begins with = is no formula
        if bold:
            cell.font = Font(bold=True)
