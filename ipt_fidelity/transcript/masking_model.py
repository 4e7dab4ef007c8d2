"""A trained spaCy pipeline as one more finder of names; none is shipped, and none is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from ipt_fidelity.transcript.masking_looking import Finder

KINDS = {
    "PERSON": "person",
    "PER": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
}
"""What the labels of spaCy's pipelines are called here; others are passed over."""


class Entity(Protocol):
    """What a pipeline has found: places of its characters, and a label."""

    @property
    def start_char(self) -> int:
        """First character, from 0."""
        ...

    @property
    def end_char(self) -> int:
        """Character after the last."""
        ...

    @property
    def label_(self) -> str:
        """For example ``PERSON``."""
        ...


class Document(Protocol):
    """A text with what was found in it."""

    @property
    def ents(self) -> Iterable[Entity]:
        """What was found, in order."""
        ...


def finder_of(pipeline: Callable[[str], Document]) -> Finder:
    """Let a loaded spaCy pipeline look for names beside the cast, the rules and the lists.

    Dates and numbers are left to the rules, which shift and undo them exactly. What the model
    alone finds counts as doubtful and comes first in the review.

    Parameters
    ----------
    pipeline : callable
        For example ``spacy.load("en_core_web_md")``: text in, a document with ``ents`` out.

    Returns
    -------
    callable
        For ``mask(..., also=[finder])``: text in, start, end and kind of each find out.

    Notes
    -----
    How much a pipeline adds has to be measured on one's own sessions, with ``masking_check``.
    """

    def find(text: str) -> Iterable[tuple[int, int, str]]:
        for entity in pipeline(text).ents:
            kind = KINDS.get(entity.label_)
            if kind is not None:
                yield entity.start_char, entity.end_char, kind

    return find
