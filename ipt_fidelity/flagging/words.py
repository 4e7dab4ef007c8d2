"""The words of a segment without the typist: what is counted, and where it stands.

Case, punctuation, notations in brackets, fillers, stutters and numerals are taken away and
contractions are written out, so that a classifier cannot learn who transcribed. Each word keeps
its place in the text, so that a reason can be shown where it was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ipt_fidelity.transcript.session import THERAPIST_ROLES, Role

_PIECE = re.compile(r"\[[^\]\n]*\]|\([a-z ]{1,20}\)|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d[\d.,:]*")
_ROLES = {str(role): role in THERAPIST_ROLES for role in Role}
FILLERS = frozenset(
    {"um", "umm", "ummm", "uh", "uhh", "uhm", "er", "erm", "err", "mm", "mmm", "hm", "hmm", "mhm"}
    | {"mmhm", "huh", "ah", "ahh", "eh", "oh", "ooh"}
)
NUMERAL = "0"
_ENDINGS = {
    "n't": "not",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
    "'d": "would",
    "'s": "s",
}
_WHOLE = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "d'you": ("do", "you"),
    "y'know": ("you", "know"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "kinda": ("kind", "of"),
    "sorta": ("sort", "of"),
    "dunno": ("do", "not", "know"),
    "'cause": ("because",),
    "cos": ("because",),
    "ok": ("okay",),
    "yep": ("yes",),
    "yeah": ("yes",),
    "yea": ("yes",),
    "mom": ("mum",),
    "mummy": ("mum",),
    "realize": ("realise",),
    "realized": ("realised",),
    "recognize": ("recognise",),
    "apologize": ("apologise",),
    "organize": ("organise",),
    "behavior": ("behaviour",),
    "color": ("colour",),
    "favor": ("favour",),
    "neighbor": ("neighbour",),
    "center": ("centre",),
    "practicing": ("practising",),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One counted word.

    Parameters
    ----------
    text : str
        The word as counted.
    start, end : int
        Its place in the text of the segment, in characters.
    by_therapist : bool
        True where a therapist or co-therapist said it.
    """

    text: str
    start: int
    end: int
    by_therapist: bool


def words_of(text: str) -> list[Word]:
    """Return the counted words of a segment, in order.

    Parameters
    ----------
    text : str
        Text of a SEGMENTS frame: one turn a line, each led by its role and a colon. A line
        without a role counts as nobody's and so not as the therapist's.

    Returns
    -------
    list of Word
        Empty where nothing was said but fillers and notations.
    """
    words: list[Word] = []
    start = 0
    for line in text.split("\n"):
        spoken_from, by_therapist = _led_by(line)
        before = ""
        for found in _PIECE.finditer(line, spoken_from):
            for word in plain(found.group()):
                if word != before or word == NUMERAL:
                    first, last = start + found.start(), start + found.end()
                    words.append(Word(word, first, last, by_therapist))
                before = word
        start += len(line) + 1
    return words


def _led_by(line: str) -> tuple[int, bool]:
    """Return where the talk of a line begins, and whether it is a therapist's."""
    role, colon, _ = line.partition(":")
    if colon and role in _ROLES:
        return len(role) + 1, _ROLES[role]
    return 0, False


@lru_cache(maxsize=50_000)
def plain(piece: str) -> tuple[str, ...]:
    """Return what is counted for a piece of text.

    Parameters
    ----------
    piece : str
        A word, a numeral or a notation as it was typed.

    Returns
    -------
    tuple of str
        None for a filler or a notation, several for a contraction.
    """
    if piece[0] in "[(":
        return ()
    if piece[0].isdigit():
        return (NUMERAL,)
    word = piece.lower().replace("\u2019", "'")
    if word in FILLERS:
        return ()
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, written_out in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: -len(ending)].replace("'", "")
            return (stem, written_out) if stem else (written_out,)
    return (word.replace("'", ""),)


def spoken(text: str) -> tuple[list[str], list[str]]:
    """Return the counted words of the therapist and those of everybody else.

    Parameters
    ----------
    text : str
        Text of a SEGMENTS frame.

    Returns
    -------
    tuple of two lists of str
        Therapist's words and others' words, each in order.
    """
    therapist: list[str] = []
    others: list[str] = []
    for line in text.split("\n"):
        spoken_from, by_therapist = _led_by(line)
        side = therapist if by_therapist else others
        before = ""
        for piece in _PIECE.findall(line, spoken_from):
            for word in plain(piece):
                if word != before or word == NUMERAL:
                    side.append(word)
                before = word
    return therapist, others
