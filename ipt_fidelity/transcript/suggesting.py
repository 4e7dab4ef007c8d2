"""Suggested cuts: where the words of the talk change; nothing is cut until a person accepts it.

On joined sessions this found no more true changes than equal blocks, so it is no default.

References
----------
Hearst, M. A. (1997). TextTiling: Segmenting text into multi-paragraph subtopic passages.
Computational Linguistics, 23(1), 33-64.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript.segmenting import before_question
from ipt_fidelity.transcript.transcript import Transcript

COLUMNS = ("first_turn", "start_s", "likeness", "depth")
_WORD = re.compile(r"[^\W\d_]{3,}")


def suggest_cuts(
    transcript: Transcript, *, most: int = 8, window: int = 8, apart: int = 6
) -> pd.DataFrame:
    """Suggest where a topic may change, for a person to accept or not.

    Parameters
    ----------
    transcript : Transcript
        Session to be cut.
    most : int
        Largest number of suggestions.
    window : int
        Turns that are compared on either side, 2 or more.
    apart : int
        Fewest turns between two suggestions, and before the first.

    Returns
    -------
    pandas.DataFrame
        Columns first_turn, start_s (NaN without a time), likeness of the words before and after
        (cosine of counts weighted by rarity, 0 to 1), depth (how far the likeness falls below the
        peaks around, 0 to 2), deepest first. A suggestion never parts a question from its answer.
        Empty where the session is too short. ``by_hand(transcript, sorted(chosen))`` cuts.

    Raises
    ------
    FidelityError
        ``window`` is below 2, or another number below 1.
    """
    if window < 2 or min(most, apart) < 1:  # noqa: PLR2004 - one turn alone has too few words
        raise FidelityError(
            "so few turns cannot be compared.",
            where="suggest_cuts",
            mend="Write window=2 or more, most=1 or more, apart=1 or more.",
        )
    likeness = _likeness(transcript, window)
    depths = _depths(likeness)
    chosen: dict[int, int] = {}
    for gap in np.argsort(-depths, kind="stable").tolist():
        if len(chosen) == most or depths[gap] <= 0:
            break
        cut = before_question(transcript, 0, gap + 1)
        edges = (0, len(transcript.turns), *chosen)
        if all(abs(cut - other) >= apart for other in edges):
            chosen[cut] = gap
    rows = [
        (transcript.turns[cut].id, transcript.turns[cut].start_s, likeness[gap], depths[gap])
        for cut, gap in chosen.items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"first_turn": "object", "start_s": "float64", "likeness": "float64", "depth": "float64"}
    )


def _likeness(transcript: Transcript, window: int) -> NDArray[np.float64]:
    """Compare the words before and after each gap between two turns."""
    said = [Counter(_WORD.findall(turn.text.casefold())) for turn in transcript.turns]
    spread = Counter(word for turn in said for word in turn)
    names = {word: place for place, word in enumerate(spread)}
    if len(said) < 2 or not names:  # noqa: PLR2004 - a gap lies between two
        return np.zeros(0)
    counts = np.zeros((len(said) + 1, len(names)))
    for place, turn in enumerate(said, 1):
        counts[place, [names[word] for word in turn]] = list(turn.values())
    counts *= np.log(len(said) / np.array(list(spread.values())))
    sums = np.cumsum(counts, axis=0)
    gaps = np.arange(1, len(said))
    before = sums[gaps] - sums[np.maximum(gaps - window, 0)]
    after = sums[np.minimum(gaps + window, len(said))] - sums[gaps]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    products = np.einsum("ij,ij->i", before, after)
    return np.divide(products, lengths, out=np.ones_like(products), where=lengths > 0)


def _depths(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each local low lies below the nearest peaks on both sides."""
    depths = np.zeros_like(likeness)
    for place, low in enumerate(likeness):
        left = _peak(likeness[place::-1])
        right = _peak(likeness[place:])
        if left > low and right > low:
            depths[place] = left + right - 2 * low
    return depths


def _peak(climb: NDArray[np.float64]) -> float:
    """Return the height at which a climb from the first value ends."""
    falls = np.flatnonzero(np.diff(climb) < 0)
    return float(climb[falls[0]] if len(falls) else climb[-1])
