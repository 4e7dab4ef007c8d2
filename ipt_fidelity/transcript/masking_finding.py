"""A finding: a place in the words that may identify somebody, and how it was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

FOUND_BY = ("person", "cast", "rule", "list", "net", "model")
DOUBTFUL = 0.5


class Finding(NamedTuple):
    """A place in the words that may identify somebody.

    Parameters
    ----------
    start, end : int
        Place in the text, in Unicode code points.
    kind : str
        person, place, organisation, date, age, phone, email, id, account, plate, url, ip or other.
    found_by : str
        person, cast, rule, list, net (a capital with no other reason) or model.
    doubt : float
        From 0 (sure) to 1; 0.5 and more wants a person's look.
    entity : str
        Placeholder that the cast gives; empty where the cast says nothing.
    replacement : str
        What is put instead, where that is no numbered placeholder: a shifted date, an age band.
    """

    start: int
    end: int
    kind: str
    found_by: str
    doubt: float
    entity: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class _Rank:
    by: tuple[str, ...] = FOUND_BY

    def __call__(self, finding: Finding) -> tuple[int, int, float]:
        return (
            self.by.index(finding.found_by) if finding.found_by in self.by[:2] else 2,
            finding.start - finding.end,
            finding.doubt,
        )


def without_overlap(findings: Iterable[Finding]) -> list[Finding]:
    """Keep of findings that overlap the person's, then the cast's, then the longest.

    Parameters
    ----------
    findings : iterable of Finding
        Of one text.

    Returns
    -------
    list of Finding
        In order; what a longer finding has beyond a kept one stays as a finding of its own.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=_Rank()):
        for start, end in _free(finding.start, finding.end, kept):
            whole = (start, end) == (finding.start, finding.end)
            kept.append(
                finding if whole else finding._replace(start=start, end=end, replacement="")
            )
    return sorted(kept)


def _free(start: int, end: int, kept: list[Finding]) -> list[tuple[int, int]]:
    spans = [(start, end)]
    for other in kept:
        if other.end <= start or other.start >= end:
            continue
        spans = [
            piece
            for low, high in spans
            for piece in ((low, min(high, other.start)), (max(low, other.end), high))
            if piece[0] < piece[1]
        ]
    return spans
