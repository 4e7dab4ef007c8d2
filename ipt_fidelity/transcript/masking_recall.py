"""How much masking finds, estimated on a sample that a person has marked without seeing it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ipt_fidelity.errors import FidelityError, UnknownNameError
from ipt_fidelity.transcript.masking_key import Key
from ipt_fidelity.transcript.masking_places import edits_of
from ipt_fidelity.transcript.session import MaskingState
from ipt_fidelity.transcript.transcript import Transcript

_Z = 1.959963984540054
_GENITIVE = re.compile(r"['\u2019]s$")
_SOLID = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingCheck:
    """What masking has found of the identifiers that a person marked.

    Parameters
    ----------
    turns : int
        Turns that the person read.
    identifiers : int
        Identifiers that the person marked in them.
    found : int
        Those of which every word was replaced.
    recall : float or None
        Share that was found, 0 to 1; None where the person marked nothing.
    low, high : float or None
        Wilson interval of 95 %; None where recall is. It takes identifiers for independent, which
        the same name said many times is not: the true interval is somewhat wider.
    reason : str
        Why recall is undefined; else empty.
    missed : tuple of tuple of str and int
        Turn and place in its original text of each identifier that was missed; no words.
    unmarked : int
        Places in the turns read that were replaced although the person marked nothing there.
    """

    turns: int
    identifiers: int
    found: int
    recall: float | None
    low: float | None
    high: float | None
    reason: str
    missed: tuple[tuple[str, int], ...]
    unmarked: int


def sample_turns(transcript: Transcript, *, n: int = 50, seed: int) -> tuple[str, ...]:
    """Draw turns for a person to mark, before the person sees what masking has found.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.
    n : int
        How many turns; all where there are fewer.
    seed : int
        Of the draw.

    Returns
    -------
    tuple of str
        Turns by id, in the order of the session.
    """
    ids = [turn.id for turn in transcript.turns]
    random = np.random.default_rng(seed)
    drawn = random.choice(len(ids), size=min(n, len(ids)), replace=False)
    return tuple(ids[int(place)] for place in sorted(drawn.tolist()))


def masking_check(
    transcript: Transcript, key: Key, marked: Mapping[str, Sequence[str]]
) -> MaskingCheck:
    """Estimate the recall of masking on a person's own marked sample.

    Parameters
    ----------
    transcript : Transcript
        Unmasked; ``unmask`` gives it.
    key : Key
        With what masking has replaced in this session.
    marked : mapping of str to sequence of str
        By turn, every identifier in it as it is written, once however often it stands there; an
        empty sequence for a turn that was read and holds none.

    Returns
    -------
    MaskingCheck
        Recall with its interval; undefined where nothing was marked.

    Raises
    ------
    UnknownNameError
        A turn that the session does not have.
    FidelityError
        The transcript is masked, or an identifier does not stand in its turn.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association, 22, 209-212.
    """
    if transcript.session.masking is not MaskingState.UNMASKED:
        raise FidelityError(
            "the sample is marked in the original words.",
            where=transcript.session.id,
            mend="Give the transcript as unmask returns it.",
        )
    texts = {turn.id: turn.text for turn in transcript.turns}
    edits = edits_of(key.session(transcript.session.id))
    missed: list[tuple[str, int]] = []
    identifiers = unmarked = 0
    for turn_id, words in marked.items():
        if turn_id not in texts:
            raise UnknownNameError.of("turn", turn_id, texts, where=transcript.session.id)
        text = texts[turn_id]
        spans = [(edit.start, edit.end) for edit in edits.get(f"turn:{turn_id}", ())]
        replaced = covered(text, spans)
        places = _places(text, words, f"{transcript.session.id}, turn {turn_id}")
        identifiers += len(places)
        missed += [(turn_id, a) for a, b in places if not is_covered(text, a, b, replaced)]
        there = covered(text, places)
        unmarked += sum(there.isdisjoint(range(a, b)) for a, b in spans)
    found = identifiers - len(missed)
    low, high = wilson(found, identifiers) if identifiers else (None, None)
    return MaskingCheck(
        turns=len(marked),
        identifiers=identifiers,
        found=found,
        recall=found / identifiers if identifiers else None,
        low=low,
        high=high,
        reason="" if identifiers else "nothing was marked in the turns read",
        missed=tuple(missed),
        unmarked=unmarked,
    )


def wilson(found: int, of: int) -> tuple[float, float]:
    """Return the Wilson interval of a share.

    Parameters
    ----------
    found, of : int
        Count, and the number it is taken of; the latter at least 1.

    Returns
    -------
    tuple of float
        Lower and upper bound of the interval of 95 %, 0 to 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association, 22, 209-212.
    """
    share = found / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def covered(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the letters and digits that lie in spans.

    Parameters
    ----------
    text : str
        Words.
    spans : iterable of tuple of int
        Start and end.

    Returns
    -------
    set of int
        Places of letters and digits.
    """
    return {m.start() for start, end in spans for m in _SOLID.finditer(text, start, end)}


def is_covered(text: str, start: int, end: int, places: set[int]) -> bool:
    """Say whether every letter and digit of a span is among the places; a genitive s may be left.

    Parameters
    ----------
    text : str
        Words.
    start, end : int
        The span.
    places : set of int
        See ``covered``.

    Returns
    -------
    bool
        True where none is left over.
    """
    bare = len(_GENITIVE.sub("", text[start:end]))
    return covered(text, [(start, start + bare)]) <= places


def _places(text: str, words: Sequence[str], where: str) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for one in words:
        pattern = re.compile(rf"(?<!\w){re.escape(one)}(?!\w)")
        here = [match.span() for match in pattern.finditer(text)] if one.strip() else []
        if not here:
            raise FidelityError(
                "an identifier does not stand in its turn as it is written.",
                where=where,
                mend="Copy identifiers from the turn, letter by letter.",
            )
        found.update(here)
    return sorted(found)
