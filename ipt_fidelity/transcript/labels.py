"""Labels of speakers before their words: which are names, and which only look like it.

A label is taken as a speaker where it is a known word for a role (``T``, ``Therapist``, ...),
where the session record names it, or where it recurs. Everything else is speech: ``Note:``,
``He said:``, ``10:45``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.clock import TIME_STAMP, stamp_seconds
from ipt_fidelity.transcript.finding import lines_named, warning
from ipt_fidelity.transcript.session import Role

ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(
        ("t", "th", "ther", "therapist", "counselor", "counsellor", "psychologist", "clinician",
         "psychotherapist", "psychiatrist", "thérapeute", "therapeut", "therapeutin", "terapeuta"),
        Role.THERAPIST,
    ),
    **dict.fromkeys(("t2", "co-therapist", "cotherapist", "co therapist"), Role.CO_THERAPIST),
    **dict.fromkeys(
        ("c", "cl", "client", "p", "pt", "pat", "patient", "patientin", "klient", "klientin",
         "paciente", "cliente"),
        Role.CLIENT,
    ),
    **dict.fromkeys(("partner", "husband", "wife", "spouse"), Role.PARTNER),
    **dict.fromkeys(
        ("mother", "father", "mum", "mom", "dad", "parent", "sister", "brother", "daughter", "son"),
        Role.RELATIVE,
    ),
    **dict.fromkeys(("interpreter", "translator", "dolmetscher", "interprète"), Role.INTERPRETER),
    **dict.fromkeys(("observer", "supervisor", "researcher"), Role.OBSERVER),
    **dict.fromkeys(("all", "both", "group", "several"), Role.SEVERAL),
}  # fmt: skip
_SPEAKER_WORDS = frozenset(
    {*ROLE_WORDS, "i", "r", "q", "a", "interviewer", "interviewee", "respondent", "speaker",
     "unknown speaker", "unknown", "coach", "doctor", "dr", "nurse"}
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?:speaker|spk|s|t|p|c|id|pat|client|patient|therapist|interviewer|m|f)[ _-]?\d{1,3}",
    re.IGNORECASE,
)
_FALSE = frozenset(
    {"note", "notes", "nb", "ps", "he said", "she said", "they said", "i said", "and i said",
     "he goes", "she goes", "i go", "said", "http", "https", "www", "date", "time", "title",
     "begin transcript", "end transcript", "transcript", "subject", "question", "answer",
     "example", "e.g", "i.e", "so", "well", "and", "but", "like", "anyway", "remember", "one",
     "two", "three", "first", "second", "third", "warning", "end", "start", "session",
     "duration", "length", "file", "recording", "page"}
)  # fmt: skip
_SMALL = frozenset(
    {"and", "und", "et", "y", "de", "la", "von", "van", "der", "den", "di", "da", "al"}
)
_WORDS_IN_A_NAME = 5
_FEW = 2
_LOWER_CASE_COUNT = 4
_LOWER_CASE_SHARE = 0.1
_NEARLY_ALL = 0.9
_COLON = re.compile(
    r"(?P<label>\[[^\]\n:]{1,40}\]|[^\n:\uff1a<>?!…\u201c\u201d\t\[\]#]{1,48}?)[ \xa0]*"
    r"(?P<stamp>[\[(#]\d[\d:.,-]*[\])#])?[*_ \xa0]*[:\uff1a](?:\*\*|__)?"
    r"(?P<tight>[^\W\d]|[\[(\"'\u201c\u2018…])?"
)
_DASH = re.compile(r"(?P<label>[^\W\d_]\w{0,11})[ \xa0]*[\u2013\u2014-][ \t\xa0]+")
_TAB = re.compile(r"(?P<label>[^\W\d_][\w. ]{0,23}?)\t+")
_AFTER_COLON = " \t\xa0"


class Candidate(NamedTuple):
    """A line that begins as if it named its speaker.

    Parameters
    ----------
    label : str
        What would be the label, without markup.
    text : str
        The rest of the line.
    start : float or None
        Time before or in the label, in seconds.
    sure : bool
        True where a colon and a blank follow the label.
    """

    label: str
    text: str
    start: float | None
    sure: bool


def candidate(line: str) -> Candidate | None:
    """Look for a label at the beginning of a line.

    Parameters
    ----------
    line : str
        One line of the source.

    Returns
    -------
    Candidate or None
        None where no label can stand there.
    """
    stamp = TIME_STAMP.match(line)
    begin = stamp.end() if stamp else 0
    while begin < len(line) and line[begin] in " \t\xa0*_":
        begin += 1
    match = _COLON.match(line, begin)
    after = line[match.end() : match.end() + 1] if match else ""
    sure = match is not None and not match["tight"] and (not after or after in _AFTER_COLON)
    if match is None or not (sure or match["tight"]):
        match = _DASH.match(line, begin) or _TAB.match(line, begin)
        sure = False
    if match is None:
        return None
    label = _plain_label(match["label"])
    if label is None:
        return None
    written = match.groupdict().get("stamp")
    inside = TIME_STAMP.match(written) if written else None
    start = stamp_seconds(inside) if inside else stamp_seconds(stamp) if stamp else None
    end = match.start("tight") if match.groupdict().get("tight") else match.end()
    return Candidate(label, line[end:], start, sure)


def _plain_label(written: str) -> str | None:
    label = written.strip(" \t\xa0*_")
    if label.startswith("[") and label.endswith("]"):
        label = label[1:-1].strip()
    label = label.rstrip(".") if len(label) <= _WORDS_IN_A_NAME else label
    if not any(letter.isalpha() for letter in label) or label[-1] in ",.-;":
        return None
    return label if len(label.split()) <= _WORDS_IN_A_NAME else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Which labels of a file are speakers.

    Parameters
    ----------
    labels : frozenset of str
        Accepted spellings.
    single : tuple of int
        Lines where a name-like word stands before a colon once only, and is taken as speech.
    lone : tuple of int
        Lines of the same kind where nearly all others are labelled; taken as a speaker.
    share : float
        Share of the lines or paragraphs that begin with an accepted label, 0 to 1.
    """

    labels: frozenset[str]
    single: tuple[int, ...]
    lone: tuple[int, ...]
    share: float


def labels_among(
    lines: Sequence[str], *, known: Iterable[str] = (), numbers: Sequence[int] | None = None
) -> Cast:
    """Decide which labels are speakers.

    Parameters
    ----------
    lines : sequence of str
        Lines, or texts of cues.
    known : iterable of str
        Labels that a session record names.
    numbers : sequence of int or None
        Number of each line in the file; None counts from 1.

    Returns
    -------
    Cast
        Empty where nothing recurs.
    """
    named = frozenset(known)
    counts: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    first: dict[str, int] = {}
    filled = 0
    for place, line in enumerate(lines):
        filled += bool(line.strip())
        found = candidate(line)
        if found is not None:
            counts[found.label] += 1
            sure[found.label] += found.sure
            first.setdefault(found.label, place)
    accepted = frozenset(
        label
        for label, count in counts.items()
        if label in named or _is_speaker(label, count, sure[label], filled)
    )
    paragraphs = sum(
        1
        for place, line in enumerate(lines)
        if line.strip() and (place == 0 or not lines[place - 1].strip())
    )
    labelled = sum(counts[label] for label in accepted)
    parts = paragraphs if paragraphs >= labelled / 2 else filled
    single = {
        label: first[label]
        for label in counts
        if label not in accepted and sure[label] and _name_like(label)
    }
    nearly_all = len(accepted) > 0 and labelled + len(single) >= _NEARLY_ALL * filled
    places = tuple(numbers[place] if numbers else place + 1 for place in sorted(single.values()))
    return Cast(
        labels=accepted | frozenset(single) if nearly_all else accepted,
        single=() if nearly_all else places,
        lone=places if nearly_all else (),
        share=min(1.0, labelled / max(1, parts)),
    )


def told(cast: Cast, name: str, *, unit: str = "line") -> list[Fault]:
    """Tell what was decided about labels that stand once only.

    Parameters
    ----------
    cast : Cast
        Of ``labels_among``.
    name : str
        File name.
    unit : str
        What the numbers count.

    Returns
    -------
    list of Fault
        Warnings; the words before the colon are not repeated.
    """
    mend = "Name it under 'speakers' in the session record where it is a speaker."
    faults: list[Fault] = []
    if cast.single:
        problem = "a word stands before a colon once only; it was taken as speech."
        where = f"{name}, {lines_named(cast.single, unit=unit)}"
        faults.append(warning("single_label", problem, where=where, mend=mend))
    if cast.lone:
        problem = "a word stands before a colon once only; it was taken as a speaker."
        where = f"{name}, {lines_named(cast.lone, unit=unit)}"
        mend = "Put the words on the line above where they belong to its turn."
        faults.append(warning("lone_label", problem, where=where, mend=mend))
    return faults


def is_role_word(label: str) -> bool:
    """Say whether a label is a usual word or letter for a speaker.

    Parameters
    ----------
    label : str
        As written.

    Returns
    -------
    bool
        True for ``T``, ``Therapist``, ``SPEAKER_00``, ``S1``.
    """
    plain = re.sub(r"\s*\([^)]*\)$", "", label.casefold().strip(" ."))
    return plain in _SPEAKER_WORDS or _NUMBERED.fullmatch(plain) is not None


def is_speaker(label: str, count: int, filled: int) -> bool:
    """Say whether a label that stands before a colon is a speaker.

    Parameters
    ----------
    label : str
        As written.
    count : int
        How often it stands.
    filled : int
        Number of lines or cues.

    Returns
    -------
    bool
        As ``labels_among`` decides it, where nothing else is known.
    """
    return _is_speaker(label, count, count, filled)


def _is_speaker(label: str, count: int, sure: int, filled: int) -> bool:
    if label.casefold() in _FALSE:
        return False
    if is_role_word(label):
        return sure > 0 or count >= _FEW
    if count < _FEW or not (sure or len(label) <= _FEW):
        return False
    if _name_like(label):
        return True
    often = count >= max(_LOWER_CASE_COUNT, _LOWER_CASE_SHARE * filled)
    return label.isalpha() and often


def _name_like(label: str) -> bool:
    words = [word for word in re.split(r"[\s,/&()-]+", label) if word]
    if label.casefold() in _FALSE:
        return False
    return bool(words) and all(
        word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words
    )
