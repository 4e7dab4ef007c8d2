"""PDF: the text of its pages in order, read as plain dialogue.

Heads, feet and numbers of pages are taken off and kept as notes. A word that is parted at the end
of a line is joined where the file itself shows how it is written, and left as it stands elsewhere:
a hyphen at the end of a line may as well be a word that was broken off in speech.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.archive import RefusedFileError
from ipt_fidelity.transcript.finding import error, lines_named, warning
from ipt_fidelity.transcript.formats.dialogue import read_lines
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.labels import candidate
from ipt_fidelity.transcript.page_edges import Edge, edge_notes, part_edges
from ipt_fidelity.transcript.pdf_pages import pages_of
from ipt_fidelity.transcript.pieces import Opened, Parsed

_KIND = "pdf/pypdf"
_SOFT = "\u00ad"
_PARTED = re.compile(rf"([^\W\d_]+)(?:[-\u2010]|{_SOFT})$")
_GOES_ON = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BARE = {"Co", "Cn", "Cc"}


def parse(opened: Opened) -> Parsed:
    """Read a PDF.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each labelled line with the lines below it, numbered by pages.
    """
    try:
        texts, faults = pages_of(opened)
    except RefusedFileError as refusal:
        return Parsed(format=_KIND, pieces=[], faults=[refusal.fault])
    empty = [number for number, text in enumerate(texts, 1) if not text.strip()]
    if len(empty) == len(texts):
        return Parsed(format=_KIND, pieces=[], faults=[_scanned(opened.name)])
    pages = [[line.rstrip() for line in text.translate(_LIGATURES).splitlines()] for text in texts]
    edges = part_edges(pages, known=opened.known)
    numbered = [(number, line) for number, lines in enumerate(pages, 1) for line in lines]
    numbered, joined, left = _joined(numbered)
    parsed = read_lines(numbered, opened, kind=_KIND, unit="page")
    asides = [*parsed.asides, *edge_notes(edges, parsed.pieces)]
    parsed.asides[:] = sorted(asides, key=lambda aside: (aside.after, aside.first))
    parsed.faults.extend(faults)
    parsed.faults.extend(_told(opened.name, empty, edges, joined, left))
    parsed.faults.extend(_letters_told(opened.name, texts))
    return parsed


def _joined(
    lines: list[tuple[int, str]],
) -> tuple[list[tuple[int, str]], list[int], list[int]]:
    """Join words that are parted at line ends; return the pages of the joined and of the left."""
    words = {word.casefold() for _, line in lines for word in _WORD.findall(line)}
    done: list[tuple[int, str]] = []
    joined: list[int] = []
    left: list[int] = []
    for number, line in lines:
        parted = _PARTED.search(done[-1][1]) if done else None
        goes_on = _GOES_ON.match(line.lstrip())
        goes = goes_on is not None and goes_on[0][0].islower() and candidate(line) is None
        if parted is None or goes_on is None or not goes:
            done.append((number, line))
            continue
        page, above = done[-1]
        whole = (parted[1] + goes_on[0]).casefold()
        if above.endswith(_SOFT) or whole in words:
            above = above[:-1]
        elif f"{parted[1]}-{goes_on[0]}".casefold() not in words:
            left.append(page)
            done.append((number, line))
            continue
        joined.append(page)
        token, _, rest = line.lstrip().partition(" ")
        done[-1] = (page, above + token)
        if rest:
            done.append((number, rest))
    return done, joined, left


def _told(
    name: str, empty: list[int], edges: list[Edge], joined: list[int], left: list[int]
) -> Iterator[Fault]:
    def tell(code: str, problem: str, places: list[int], mend: str) -> Fault:
        where = f"{name}, {lines_named(sorted(set(places)), unit='page')}"
        return warning(code, problem, where=where, mend=mend)

    if edges:
        problem = f"{len(edges)} heads, feet and numbers of pages were taken off, and are notes."
        yield tell("page_edges", problem, [page for page, _, _ in edges], "Look at the notes.")
    if empty:
        mend = "Look at them in the PDF; recognise the text of scanned pages first."
        yield tell("empty_pages", f"{len(empty)} pages have no words.", empty, mend)
    if joined:
        problem = f"{len(joined)} words parted at the end of a line were joined."
        yield tell("hyphens_joined", problem, joined, "Compare them with the PDF.")
    if left:
        problem = f"{len(left)} hyphens at the end of a line were left: words parted or broken off."
        yield tell("hyphens_left", problem, left, "Compare them with the PDF.")


def _letters_told(name: str, texts: list[str]) -> Iterator[Fault]:
    bare = [
        number
        for number, text in enumerate(texts, 1)
        if any(
            letter == "\ufffd" or (unicodedata.category(letter) in _BARE and not letter.isspace())
            for letter in text
        )
    ]
    if bare:
        where = f"{name}, {lines_named(bare, unit='page')}"
        problem = f"{len(bare)} pages have letters whose meaning the PDF does not state."
        mend = "Ask for the file that it was made from, or recognise its text."
        yield warning("unreadable_letters", problem, where=where, mend=mend)
    if ligatures := sum(text.count(chr(code)) for text in texts for code in _LIGATURES):
        problem = f"{ligatures} ligatures (fi, fl and the like) were written as their letters."
        yield warning("ligatures", problem, where=name, mend="Nothing needs to be done.")
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for text in texts for letter in text):
        problem = "words are written from right to left, and may stand in another order."
        yield warning("right_to_left", problem, where=name, mend="Compare them with the PDF.")


def _scanned(name: str) -> Fault:
    problem = "the PDF holds pictures of pages and no text."
    mend = "Recognise its text first (OCR), for example with ocrmypdf, and read the result."
    return error("no_text", problem, where=name, mend=mend)


PDF = Format(
    name="pdf",
    title="PDF",
    suffixes=(".pdf",),
    likeness=lambda opened: float(opened.content.startswith(b"%PDF")),
    parse=parse,
    container=True,
)
