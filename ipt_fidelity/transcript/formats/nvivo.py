"""NVivo's table: Timespan, Content, Speaker in any order, with NVivo's short times."""

from __future__ import annotations

import re

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.formats import table
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed
from ipt_fidelity.transcript.rows import read_rows

_SPAN = re.compile(r"\s*([\d:.,]+)\s*(?:[-\u2013]\s*([\d:.,]+))?\s*")
_SECONDS_ONLY = 2


def parse(opened: Opened) -> Parsed:
    """Read a table that NVivo exported.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        ``75`` is 75 seconds, ``1:6`` is 66 seconds, ``9203`` is 92 minutes and 3 seconds.
    """
    faults: list[Fault] = []
    rows = list(table.cells_of(opened, table.separator_of(opened.text) or ",", faults))
    head = [cell.strip().casefold() for cell in rows[0][1]]
    place = head.index("timespan")
    spanned = [
        (number, [*_span(cells[place]), *cells[:place], *cells[place + 1 :]])
        for number, cells in rows[1:]
        if len(cells) == len(head)
    ]
    ragged = [(number, cells) for number, cells in rows[1:] if len(cells) != len(head)]
    new_head = ["start_s", "end_s", *head[:place], *head[place + 1 :]]
    numbered = sorted([*spanned, *ragged])
    parsed = read_rows(new_head, numbered, opened, kind="nvivo")
    parsed.faults[:0] = faults
    return parsed


def _span(written: str) -> tuple[str, str]:
    match = _SPAN.fullmatch(written)
    if match is None:
        return (written, "")
    return (_time(match[1]), _time(match[2] or ""))


def _time(written: str) -> str:
    if written.isdigit():
        short = len(written) <= _SECONDS_ONLY
        return written if short else str(int(written[:-2]) * 60 + int(written[-2:]))
    parts = written.replace(",", ".").split(":")
    if len(parts) > 1 and all(part.replace(".", "", 1).isdigit() for part in parts):
        total = 0.0
        for part in parts:
            total = total * 60 + float(part)
        return repr(total)
    return written


def _likeness(opened: Opened) -> float:
    head = opened.text.lstrip("\n").partition("\n")[0].casefold()
    return float("timespan" in head and "content" in head and bool(table.separator_of(opened.text)))


NVIVO = Format(
    name="nvivo", title="NVivo table", suffixes=(".csv", ".txt"), likeness=_likeness, parse=parse
)
