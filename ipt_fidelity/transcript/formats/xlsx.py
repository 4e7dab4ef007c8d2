"""Workbooks of Excel: the sheet whose head names words and speakers, or the one asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Protocol, cast
from xml.etree import ElementTree as ET

from ipt_fidelity.transcript.archive import RefusedFileError, damaged, open_archive, parse_xml
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed
from ipt_fidelity.transcript.rows import is_head, read_rows

_HEAD_AMONG = 10
_XML = (".xml", ".rels")


class _Sheet(Protocol):
    title: str

    def iter_rows(self, *, values_only: bool) -> Iterable[tuple[object, ...]]: ...


def parse(opened: Opened) -> Parsed:
    """Read a workbook.

    Parameters
    ----------
    opened : Opened
        The file; ``part`` names a sheet.

    Returns
    -------
    Parsed
        Rows of one sheet; an empty speaker means the one above. Formulas give their last value.
    """
    try:
        archive = open_archive(opened)
        for member in archive.members():
            if member.endswith(_XML):
                parse_xml(archive.read(member), name=opened.name, limits=opened.limits)
        sheets = _sheets(opened.content)
    except RefusedFileError as refusal:
        return Parsed(format="xlsx", pieces=[], faults=[refusal.fault])
    except (KeyError, ValueError, zipfile.BadZipFile, ET.ParseError):
        return Parsed(format="xlsx", pieces=[], faults=[damaged(opened.name)])
    if opened.part is not None:
        sheets = {title: rows for title, rows in sheets.items() if title == opened.part}
    usable = {
        title: found for title, rows in sheets.items() if (found := _headed(rows)) is not None
    }
    if len(usable) != 1:
        titles = ", ".join(f"'{title}'" for title in usable)
        problem = (
            f"{len(usable)} sheets look like a transcript" if usable else "no sheet has a head"
        )
        mend = "Name one with part=." if usable else "Begin a sheet with: turn, speaker, text."
        where = f"{opened.name}, {titles}" if usable else opened.name
        told = error("which_sheet", f"{problem}.", where=where, mend=mend)
        return Parsed(format="xlsx", pieces=[], faults=[told])
    ((title, (place, rows)),) = usable.items()
    head = rows[place]
    numbered = [
        (number, [*cells, *[""] * (len(head) - len(cells))][: len(head)])
        for number, cells in enumerate(rows[place + 1 :], place + 2)
        if any(cell.strip() for cell in cells)
    ]
    unit = f"sheet '{title}', row"
    return read_rows(head, numbered, opened, kind="xlsx", unit=unit, carries=True)


def _sheets(content: bytes) -> dict[str, list[list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - as dear as pandas, and used here alone

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = cast("list[_Sheet]", book.worksheets)
    return {
        sheet.title: [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in sheets
    }


def _headed(rows: list[list[str]]) -> tuple[int, list[list[str]]] | None:
    for place, row in enumerate(rows[:_HEAD_AMONG]):
        if is_head(row):
            return place, rows
    return None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return repr(seconds)
    if isinstance(value, timedelta):
        return repr(value.total_seconds())
    return str(value)


def _likeness(opened: Opened) -> float:
    return float(b"xl/workbook.xml" in opened.content)


XLSX = Format(
    name="xlsx",
    title="Excel workbook",
    suffixes=(".xlsx", ".xlsm"),
    likeness=_likeness,
    parse=parse,
    container=True,
)
