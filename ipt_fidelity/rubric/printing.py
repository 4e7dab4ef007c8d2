"""A text of headings, paragraphs, terms and tables, printed as HTML or as Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ACTING = re.compile(r"[\\*`|<]|(?<!\w)_|_(?!\w)|\](?=\()|^[#>+-]")
STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.25; margin: 2em 0 .5em; }
h1 { margin-top: 0; } h3 { border-top: 1px solid #767676; padding-top: .75em; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: #595959; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: #595959; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid #bbb; padding: .25rem .5rem .25rem 0; text-align: left;
  vertical-align: top; }
code, kbd { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { body { max-width: none; font-size: 10pt; margin: 0; }
  h2 { break-before: page; } h3, dl, tr { break-inside: avoid; } h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; } }
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``anchor`` is the name by which others point to it, empty where none do."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A name and what is said of it; ``to`` is the anchor that the text points to."""

    name: str
    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what is said of each."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, with a caption."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Terms | Table


def as_html(blocks: Sequence[Block], *, title: str, language: str) -> str:
    """Print blocks as one HTML page that needs nothing else.

    Parameters
    ----------
    blocks : sequence of Block
        In order.
    title : str
        Title of the page.
    language : str
        BCP 47 tag of the words.

    Returns
    -------
    str
        Every text escaped; no script, nothing fetched.
    """
    body = "\n".join(line for block in blocks for line in _html(block))
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def as_markdown(blocks: Sequence[Block]) -> str:
    """Print blocks as Markdown.

    Parameters
    ----------
    blocks : sequence of Block
        In order.

    Returns
    -------
    str
        Signs that Markdown or HTML would act upon are escaped.
    """
    return "\n".join(line for block in blocks for line in (*_markdown(block), "")).rstrip() + "\n"


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, anchor):
            name = f' id="{html.escape(anchor)}"' if anchor else ""
            yield f"<h{level}{name}>{html.escape(text)}</h{level}>"
        case Paragraph(text):
            yield f"<p>{html.escape(text)}</p>"
        case Terms(terms):
            yield "<dl>"
            yield from (
                f"<dt>{html.escape(t.name)}</dt><dd>{_linked(html.escape(t.text), t.to)}</dd>"
                for t in terms
            )
            yield "</dl>"
        case Table(caption, head, rows):
            yield f"<table><caption>{html.escape(caption)}</caption>"
            cells = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
            yield f"<thead><tr>{cells}</tr></thead><tbody>"
            for row in rows:
                cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in row)
                yield f"<tr>{cells}</tr>"
            yield "</tbody></table>"


def _linked(text: str, to: str) -> str:
    return f'<a href="#{html.escape(to)}">{text}</a>' if to else text


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, _):
            yield f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            yield _plain(text)
        case Terms(terms):
            yield from (f"- **{_plain(term.name)}**: {_plain(term.text)}" for term in terms)
        case Table(caption, head, rows):
            yield f"{_plain(caption)}:"
            yield ""
            for row in (head, ("---",) * len(head), *rows):
                yield f"| {' | '.join(_plain(cell) for cell in row)} |"


def _plain(text: str) -> str:
    return _ACTING.sub(r"\\\g<0>", text)
