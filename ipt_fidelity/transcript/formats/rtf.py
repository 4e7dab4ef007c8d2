"""Rich Text: hidden and deleted words are cut out and counted, the rest is plain dialogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from striprtf import striprtf

from ipt_fidelity.transcript.finding import error, warning
from ipt_fidelity.transcript.formats.dialogue import read_lines
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed

_HIDDEN = re.compile(r"\{(?:\\\*)?(?:\\[a-z]+-?\d* ?)*?\\(?:v|deleted)(?![a-z0-9])")
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_MOST_GROUPS = 200_000


def parse(opened: Opened) -> Parsed:
    """Read a file of Rich Text.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each labelled paragraph; paragraphs are numbered as lines of the text.
    """
    if opened.text.count("{") > _MOST_GROUPS:
        told = error(
            "too_deep",
            "the document has too many groups.",
            where=opened.name,
            mend="Save it as .docx, or as text.",
        )
        return Parsed(format="rtf", pieces=[], faults=[told])
    visible, hidden = _without_hidden(opened.text)
    to_text = cast("Callable[..., str]", striprtf.rtf_to_text)
    text = to_text(visible, encoding="cp1252", errors="replace")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    numbered = [
        pair
        for number, line in enumerate(text.replace("\r", "").split("\n"), 1)
        for pair in ((number, line), (number, ""))
    ]
    parsed = read_lines(numbered, opened, kind="rtf", unit="paragraph")
    if hidden:
        parsed.faults.append(
            warning(
                "left_out",
                f"{hidden} hidden or deleted pieces were left out.",
                where=opened.name,
                mend="Make them visible where they were said.",
            )
        )
    return parsed


def _without_hidden(text: str) -> tuple[str, int]:
    """Cut the groups that are hidden or deleted."""
    kept: list[str] = []
    place = count = 0
    for match in _HIDDEN.finditer(text):
        if match.start() < place:
            continue
        kept.append(text[place : match.start()])
        place = _end_of_group(text, match.start())
        count += 1
    kept.append(text[place:])
    return "".join(kept), count


def _end_of_group(text: str, begin: int) -> int:
    depth = 0
    for match in _BRACE.finditer(text, begin):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return len(text)


def _likeness(opened: Opened) -> float:
    return float(opened.text.lstrip().startswith("{\\rtf"))


RTF = Format(name="rtf", title="Rich Text", suffixes=(".rtf",), likeness=_likeness, parse=parse)
