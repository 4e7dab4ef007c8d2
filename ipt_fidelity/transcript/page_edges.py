"""Heads, feet and numbers of pages: lines that come again at the edge of most pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet

from ipt_fidelity.transcript.labels import candidate, is_role_word
from ipt_fidelity.transcript.pieces import Aside, Piece

_DEEPEST = 4
_LONGEST = 150
_MOST_NUMBERS = 6
_NUMBER = re.compile(r"\d{1,6}")
_ONLY_PAGE = re.compile(
    r"(?:page|seite|p\.|s\.)\s*1(?:\s*(?:of|von|/)\s*1)?|1\s*(?:of|von|/)\s*1", re.IGNORECASE
)
Edge = tuple[int, str, bool]


def part_edges(pages: list[list[str]], *, known: AbstractSet[str]) -> list[Edge]:
    """Take heads, feet and page numbers off the pages.

    Parameters
    ----------
    pages : list of list of str
        Lines of each page; what is taken off is removed from them.
    known : set of str
        Labels of speakers that are known; lines that begin with one stay.

    Returns
    -------
    list of tuple of int, str and bool
        Number of the page from 1, the line, and whether it stood at the head. A line is taken
        off where it stands at the same edge of half of the pages at least (and of two), word by
        word or but for one number that grows with the page.
    """
    found: list[Edge] = []
    spoken = _speakers(pages) | known
    for head in (True, False):
        for _ in range(_DEEPEST):
            peeled = _peel(pages, spoken, head=head)
            if not peeled:
                break
            found += peeled
    return sorted(found, key=lambda edge: (edge[0], not edge[2]))


def edge_notes(edges: list[Edge], pieces: list[Piece]) -> list[Aside]:
    """Make notes of what was taken off, so that none of its words is lost.

    Parameters
    ----------
    edges : list of tuple of int, str and bool
        As ``part_edges`` returns them.
    pieces : list of Piece
        Speech, numbered by pages.

    Returns
    -------
    list of Aside
        Of the kinds page head and page foot.
    """
    begun = [piece.first for piece in pieces]
    return [
        Aside(
            "page head" if head else "page foot",
            line.strip(),
            page,
            page,
            sum(first < page or (first == page and not head) for first in begun),
        )
        for page, line, head in edges
    ]


def _peel(pages: list[list[str]], spoken: AbstractSet[str], *, head: bool) -> list[Edge]:
    outer: list[tuple[int, int, set[str]]] = []
    for number, lines in enumerate(pages, 1):
        places = [place for place, line in enumerate(lines) if line.strip()]
        if places:
            place = places[0] if head else places[-1]
            outer.append((number, place, _forms(lines[place], number, spoken, len(pages))))
    counts = Counter(form for _, _, forms in outer for form in forms)
    least = max(2, len(pages) / 2) if len(pages) > 1 else 1
    taken: list[Edge] = []
    for number, place, forms in outer:
        if any(counts[form] >= least for form in forms):
            taken.append((number, pages[number - 1].pop(place), head))
    return taken


def _forms(line: str, page: int, spoken: AbstractSet[str], pages: int) -> set[str]:
    """Return the line as it stands, and once for each number counted from the page."""
    plain = " ".join(line.split())
    found = candidate(line)
    if len(plain) > _LONGEST or (found is not None and _speaks(found.label, spoken)):
        return set()
    if pages == 1:
        return {plain} if _ONLY_PAGE.fullmatch(plain) else set()
    numbers = list(_NUMBER.finditer(plain))[:_MOST_NUMBERS]
    counted = {
        f"{plain[: one.start()]}<{int(one[0]) - page}>{plain[one.end() :]}" for one in numbers
    }
    return {plain, *counted}


def _speaks(label: str, spoken: AbstractSet[str]) -> bool:
    return is_role_word(label) or label in spoken


def _speakers(pages: list[list[str]]) -> set[str]:
    """Return the labels that stand inside of pages, away from their edges."""
    inner = [line for lines in pages for line in lines[_DEEPEST:-_DEEPEST]]
    return {found.label for line in inner if (found := candidate(line)) is not None}
