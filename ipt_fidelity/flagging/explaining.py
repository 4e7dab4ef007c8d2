"""Why a segment was flagged: contributions of what was said, that sum to the logit.

Every feature of the line belongs to words at known places. A word carries its own weight, half of
each pair it stands in, and that part of each piece of a word which it brought in. What is left
over stands apart: neighbours, further blocks, base.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.flagging.counting import pieces_of
from ipt_fidelity.flagging.model import Matrix, Model
from ipt_fidelity.flagging.words import Word, words_of

Numbers = NDArray[np.float64]
LONGEST_PHRASE = 4
PHRASES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A run of words that speaks for or against being off-model.

    Parameters
    ----------
    start, end : int
        Place in the text of the segment, in characters.
    contribution : float
        Its part of the logit.
    """

    start: int
    end: int
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The logit of one segment, taken apart.

    Parameters
    ----------
    words : tuple of Word
        Counted words of the segment, in order.
    of_words : ndarray of shape (w,)
        Contribution of each word.
    of_neighbours : tuple of two float
        Contributions of the segment before and after.
    of_extras : float
        Contribution of further blocks: phase, cues, given features.
    base : float
        What a segment without any feature has.
    """

    words: tuple[Word, ...]
    of_words: Numbers
    of_neighbours: tuple[float, float]
    of_extras: float
    base: float

    @property
    def logit(self) -> float:
        """Sum of all contributions."""
        rest = sum(self.of_neighbours) + self.of_extras + self.base
        return float(self.of_words.sum()) + rest

    def strongest(self, count: int = PHRASES) -> tuple[Phrase, ...]:
        """Return the runs of at most four words that speak most for being off-model.

        Parameters
        ----------
        count : int
            How many at most.

        Returns
        -------
        tuple of Phrase
            Strongest first; runs do not overlap, lie within one speaker's words, and each
            contributes more than nothing.
        """
        free = np.ones(len(self.words), dtype=bool)
        phrases: list[Phrase] = []
        while len(phrases) < count:
            first, last, gain = self._best_run(free)
            if gain <= 0:
                break
            free[first:last] = False
            phrases.append(
                Phrase(
                    start=self.words[first].start,
                    end=self.words[last - 1].end,
                    contribution=gain,
                )
            )
        return tuple(phrases)

    def _best_run(self, free: NDArray[np.bool_]) -> tuple[int, int, float]:
        """Return the run that contributes most: first word, one past its last, contribution."""
        size = len(self.words)
        if not size:
            return 0, 0, 0.0
        speaker = np.array([word.by_therapist for word in self.words])
        totals = np.full((size, LONGEST_PHRASE), -np.inf)
        total, allowed = self.of_words.copy(), free.copy()
        for longer in range(min(LONGEST_PHRASE, size)):
            if longer:
                total = total[:-1] + self.of_words[longer:]
                same = speaker[longer:] == speaker[:-longer]
                allowed = allowed[:-1] & free[longer:] & same
            totals[: size - longer, longer] = np.where(allowed, total, -np.inf)
        first, longer = divmod(int(totals.argmax()), LONGEST_PHRASE)
        gain = float(totals[first, longer])
        return (first, first + longer + 1, gain) if gain > 0 else (0, 0, 0.0)


def explain_row(model: Model, text: str, features: Matrix) -> Reasons:
    """Take the logit of one segment apart.

    Parameters
    ----------
    model : Model
        The classifier's model.
    text : str
        Text of the segment.
    features : scipy.sparse.csr_array of shape (1, f)
        Its features.

    Returns
    -------
    Reasons
        Contributions that sum to the calibrated logit.
    """
    slope = model.sigmoid.slope
    columns, values = features.indices, features.data
    parts = slope * values * model.line.weights[columns]
    words = words_of(text)
    of_words = np.zeros(len(words))
    sums: dict[str, float] = {}
    for block, (start, end) in model.features.spans().items():
        inside = (columns >= start) & (columns < end)
        sums[block] = float(parts[inside].sum())
        if block in ("words", "client", "characters"):
            vocabulary = model.features.vocabulary(block)
            names: tuple[str, ...] = vocabulary.names if vocabulary else ()
            places = [int(column) - start for column in columns[inside]]
            named = {
                names[place]: float(part) for place, part in zip(places, parts[inside], strict=True)
            }
            side = [n for n, word in enumerate(words) if word.by_therapist is (block != "client")]
            _share_out(named, [words[n].text for n in side], side, of_words, block=block)
            sums.pop(block)
    return Reasons(
        words=tuple(words),
        of_words=of_words,
        of_neighbours=(sums.pop("before", 0.0), sums.pop("after", 0.0)),
        of_extras=sum(sums.values()),
        base=slope * model.line.base + model.sigmoid.offset,
    )


def explain_segments(model: Model, segments: pd.DataFrame, matrix: Matrix) -> list[Reasons]:
    """Take the logits of segments apart.

    Parameters
    ----------
    model : Model
        The classifier's model.
    segments : pandas.DataFrame
        Segments in order.
    matrix : scipy.sparse.csr_array of shape (n, f)
        Their features.

    Returns
    -------
    list of Reasons
        One a segment.
    """
    return [explain_row(model, text, matrix[[row]]) for row, text in enumerate(segments["text"])]


def without_phrases(text: str, phrases: tuple[Phrase, ...]) -> str:
    """Return a segment's text with phrases taken out, to see what hangs on them.

    Parameters
    ----------
    text : str
        Text of a segment.
    phrases : tuple of Phrase
        What is taken out.

    Returns
    -------
    str
        The text, a blank in place of each phrase; roles and lines stay.
    """
    for phrase in sorted(phrases, key=lambda one: -one.start):
        kept = _kept_lines(text[phrase.start : phrase.end])
        text = text[: phrase.start] + kept + text[phrase.end :]
    return text


def _kept_lines(cut: str) -> str:
    """Keep the beginnings of the lines that a phrase runs over."""
    lines = cut.split("\n")
    return " " + "".join(f"\n{line.partition(':')[0]}: " for line in lines[1:])


def _share_out(
    named: dict[str, float], said: list[str], places: list[int], to: Numbers, *, block: str
) -> None:
    """Give each feature's contribution to the words that brought it in."""
    carried: list[tuple[str, tuple[int, ...]]] = []
    if block == "characters":
        for place, word in zip(places, said, strict=True):
            carried += [(piece, (place,)) for piece in pieces_of(word)]
    else:
        carried += [(word, (place,)) for place, word in zip(places, said, strict=True)]
        carried += [
            (f"{one} {other}", pair)
            for (one, other), pair in zip(pairwise(said), pairwise(places), strict=True)
        ]
    holders: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for name, carriers in carried:
        if name in named:
            holders[name].append(carriers)
    for name, carried_by in holders.items():
        each = named[name] / len(carried_by)
        for carriers in carried_by:
            for carrier in carriers:
                to[carrier] += each / len(carriers)
