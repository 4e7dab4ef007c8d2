"""The rubric's cues, found with spaCy's matcher in a blank English pipeline.

A cue is a phrase that the codebook gives for a code. It is found whatever its case; punctuation
between its words is not passed over, since a cue is meant as it is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.transcript.session import THERAPIST_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFound:
    """One cue of the rubric, where the therapist said it.

    Parameters
    ----------
    code_id : str
        Code whose cue it is.
    start, end : int
        Place in the text of the segment, in characters.
    """

    code_id: str
    start: int
    end: int


def find_cues(text: str, rubric: Rubric) -> tuple[CueFound, ...]:
    """Find the rubric's cues in what the therapist said.

    Parameters
    ----------
    text : str
        Text of a SEGMENTS frame.
    rubric : Rubric
        With cues at its codes.

    Returns
    -------
    tuple of CueFound
        In the order of the text; a stretch may be a cue of several codes.
    """
    matcher = _matcher(rubric)
    language = blank()
    found: list[CueFound] = []
    start = 0
    for line in text.split("\n"):
        role, colon, spoken = line.partition(":")
        if colon and role in THERAPIST_ROLES:
            document = language.make_doc(spoken)
            offset = start + len(role) + 1
            for name, first, last in matcher(document):
                stretch = document[first:last]
                found.append(
                    CueFound(
                        code_id=language.vocab.strings[name],
                        start=offset + stretch.start_char,
                        end=offset + stretch.end_char,
                    )
                )
        start += len(line) + 1
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end, cue.code_id)))


def count_cues(segments: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """Count the cues of each code in each segment.

    Parameters
    ----------
    segments : pandas.DataFrame
        With the column ``text``.
    rubric : Rubric
        With cues at its codes.

    Returns
    -------
    pandas.DataFrame
        One row a segment, one column a code that has cues, in the order of the rubric.
    """
    codes = [code.id for code in rubric.codes if code.cues]
    rows: list[list[int]] = []
    for text in segments["text"]:
        said = [cue.code_id for cue in find_cues(text, rubric)]
        rows.append([said.count(code) for code in codes])
    return pd.DataFrame(rows, columns=codes, index=segments.index, dtype="int64")


@lru_cache(maxsize=1)
def blank() -> Language:
    """Return spaCy's blank English pipeline: a tokeniser, no model.

    Returns
    -------
    spacy.language.Language
        Built once.
    """
    return spacy.blank("en")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole tokens, so that what is highlighted reads as words.

    Parameters
    ----------
    text : str
        Text of a segment.
    start, end : int
        Stretch in characters.

    Returns
    -------
    tuple of two int
        The smallest run of tokens that holds the stretch.
    """
    stretch = blank().make_doc(text).char_span(start, end, alignment_mode="expand")
    return (start, end) if stretch is None else (stretch.start_char, stretch.end_char)


@lru_cache(maxsize=8)
def _matcher_of(sha256: str, cues: tuple[tuple[str, tuple[str, ...]], ...]) -> PhraseMatcher:
    del sha256
    language = blank()
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for code_id, phrases in cues:
        matcher.add(code_id, [language.make_doc(phrase) for phrase in phrases])
    return matcher


def _matcher(rubric: Rubric) -> PhraseMatcher:
    cues = tuple((code.id, tuple(code.cues)) for code in rubric.codes if code.cues)
    return _matcher_of(rubric.sha256, cues)
