"""Word documents: paragraphs with labels, tables with columns, Teams' own form.

The body is walked in its order. Insertions that are tracked are words of the text; deletions,
moved-away and hidden words are not, and are counted. Headers, footers and comments are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.archive import RefusedFileError, open_archive, parse_xml
from ipt_fidelity.transcript.finding import warning
from ipt_fidelity.transcript.formats.dialogue import read_lines
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.formats.otter import HEAD
from ipt_fidelity.transcript.headed import read_headed, share_headed
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed
from ipt_fidelity.transcript.rows import is_head, read_rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_LEFT_OUT = {"del": "deleted", "moveFrom": "moved away", "instrText": "field codes",
             "pict": "pictures", "drawing": "drawings", "fldSimple": ""}  # fmt: skip
_BODY = "word/document.xml"
_ENOUGH = 0.25


@dataclass(slots=True)
class _Body:
    """What stands in a document, in order."""

    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    tables: list[list[list[str]]] = field(default_factory=list[list[list[str]]])
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    paragraphs: int = 0


def parse(opened: Opened) -> Parsed:
    """Read a Word document.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        From the table that looks like a transcript, where there is one, else from paragraphs.
    """
    try:
        archive = open_archive(opened)
        xml = archive.read(_BODY).replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
        root = parse_xml(xml, name=opened.name, limits=opened.limits)
    except RefusedFileError as refusal:
        return Parsed(format="docx", pieces=[], faults=[refusal.fault])
    body = _Body()
    for element in root.iter(f"{_W}body"):
        _walk(element, body)
    parsed = _from_table(body, opened) or _from_lines(body, opened)
    parsed.faults.extend(_told(body, opened.name))
    return parsed


def _walk(parent: ET.Element, body: _Body) -> None:
    for element in parent:
        kind = element.tag.removeprefix(_W)
        if kind == "p":
            body.paragraphs += 1
            text = _text(element, body)
            body.lines += [(body.paragraphs, line) for line in text.split("\n")]
            body.lines.append((body.paragraphs, ""))
        elif kind == "tbl":
            body.tables.append(_table(element, body))
        elif kind in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            _walk(element, body)


def _table(table: ET.Element, body: _Body) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter(f"{_W}tr"):
        cells = [
            "\n".join(_text(paragraph, body) for paragraph in cell.iter(f"{_W}p"))
            for cell in row.iter(f"{_W}tc")
        ]
        rows.append(cells)
    return rows


def _text(paragraph: ET.Element, body: _Body) -> str:
    parts: list[str] = []
    _runs(paragraph, parts, body)
    return "".join(parts)


def _runs(parent: ET.Element, parts: list[str], body: _Body) -> None:
    for element in parent:
        kind = element.tag.removeprefix(_W)
        if kind == "t":
            parts.append(element.text or "")
        elif kind in {"tab", "ptab"} and parent.tag != f"{_W}tabs":
            parts.append("\t")
        elif kind in {"br", "cr"}:
            parts.append("\n")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif _LEFT_OUT.get(kind):
            body.left_out[_LEFT_OUT[kind]] = body.left_out.get(_LEFT_OUT[kind], 0) + 1
        elif kind == "r" and element.find(f"{_W}rPr/{_W}vanish") is not None:
            body.left_out["hidden"] = body.left_out.get("hidden", 0) + 1
        elif kind not in {"rPr", "pPr"}:
            _runs(element, parts, body)


def _from_table(body: _Body, opened: Opened) -> Parsed | None:
    likely = [(n, rows) for n, rows in enumerate(body.tables, 1) if rows and is_head(rows[0])]
    if not likely:
        return None
    number, rows = max(likely, key=lambda pair: len(pair[1]))
    numbered = list(enumerate(rows[1:], 2))
    parsed = read_rows(
        rows[0], numbered, opened, kind="docx/table", unit=f"table {number}, row", carries=True
    )
    parsed.asides[:0] = [Aside("head", line, n, n, 0) for n, line in body.lines if line.strip()]
    return parsed


def _from_lines(body: _Body, opened: Opened) -> Parsed:
    flat = [cell for rows in body.tables for row in rows for cell in row if cell.strip()]
    text = "\n".join(line for _, line in body.lines)
    if share_headed(text, HEAD) >= _ENOUGH:
        parsed = read_headed(body.lines, HEAD, opened, kind="docx/teams", unit="paragraph")
    else:
        parsed = read_lines(body.lines, opened, kind="docx/paragraphs", unit="paragraph")
    last = max(1, body.paragraphs)
    parsed.asides.extend(Aside("editor", cell, last, last, len(parsed.pieces)) for cell in flat)
    return parsed


def _told(body: _Body, name: str) -> list[Fault]:
    if not body.left_out:
        return []
    counted = ", ".join(f"{count} {what}" for what, count in sorted(body.left_out.items()))
    return [
        warning(
            "left_out",
            f"pieces of the document were left out: {counted}.",
            where=name,
            mend="Accept or reject the changes in Word where they are words that were said.",
        )
    ]


def _likeness(opened: Opened) -> float:
    return float(b"word/document.xml" in opened.content)


DOCX = Format(
    name="docx",
    title="Word document",
    suffixes=(".docx",),
    likeness=_likeness,
    parse=parse,
    container=True,
)
