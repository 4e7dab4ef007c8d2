"""A transcriber's signs in the words of a turn; the words themselves stay as they are."""

from __future__ import annotations

import re

from ipt_fidelity.transcript.transcript import Notation

_UNCLEAR = r"inaudible|unintelligible|unclear|indecipherable|\?+|ph|sp\??|xxx"
_OVERLAP = r"overlap\w*|crosstalk|talking over|interrupting|simultaneous\w*"
_PAUSE = r"pause|silence|\.{2,}|…"
_ACT = (
    r"laugh\w*|chuckl\w*|cry\w*|cries|sob\w*|weep\w*|sigh\w*|cough\w*|snif\w*|nod\w*|smil\w*|"
    r"shrug\w*|whisper\w*|gestur\w*|clears|yawn\w*|tearful\w*|rings?|ringing|knock\w*|door|noise|"
    r"breath\w*|exhal\w*|inhal\w*|groan\w*|gasp\w*|claps?|clapping"
)
_LISTENER = r"mm+(?:[- ]?hm+)?|hm+|uh[- ]?huh|mhm"
_FOREIGN = r"speaks [A-Z]\w+|in [A-Z]\w+"
_BRACKETED = re.compile(
    r"\[(?P<square>[^\[\]\n]{0,80})\]|\(\((?P<twice>[^()\n]{0,80})\)\)|\((?P<round>[^()\n]{0,80})\)"
    r"|\{(?P<curly>[^{}\n]{0,80})\}|(?P<slashes>//[^/\n]{1,200}//)|(?P<plus>\+{3})"
    r"|(?P<cut>(?:--|\u2014|\u2013)(?=\s*$))"
)
_KINDS = (
    ("unclear", re.compile(rf"(?:{_UNCLEAR})\b|\?+$|$", re.IGNORECASE)),
    ("overlap", re.compile(_OVERLAP, re.IGNORECASE)),
    ("pause", re.compile(rf"(?:.*\b)?(?:pause|silence)|{_PAUSE}|\d+ ?s", re.IGNORECASE)),
    ("backchannel", re.compile(rf"(?:{_LISTENER})\W*$", re.IGNORECASE)),
    ("act", re.compile(rf"(?:.*\b)?(?:{_ACT})\b", re.IGNORECASE)),
    ("foreign", re.compile(_FOREIGN)),
)
_PLACEHOLDER = re.compile(r"[A-Z][A-Z0-9'\u2019 ]*(?:-\d+)?\+?")
_CUT_OFF = ("--", "\u2014", "\u2013")


def notations_in(text: str) -> tuple[Notation, ...]:
    """Find the signs in the words of a turn.

    Parameters
    ----------
    text : str
        Words on one line.

    Returns
    -------
    tuple of Notation
        In order; none overlaps another. A placeholder such as ``[SISTER-1]`` is no sign, nor are
        words in round brackets that name no sound, pause or act.
    """
    plain = not ("[" in text or "(" in text or "{" in text or "+" in text or "/" in text)
    if plain and not text.endswith(_CUT_OFF):
        return ()
    return tuple(
        Notation(kind=kind, start=match.start(), end=match.end())
        for match in _BRACKETED.finditer(text)
        if (kind := _kind(match)) is not None
    )


def is_sign_only(line: str) -> bool:
    """Say whether a line holds a bracketed sign and no words.

    Parameters
    ----------
    line : str
        One line of the source.

    Returns
    -------
    bool
        True for ``[phone rings]``, ``(laughs)`` and ``((long pause))`` alone on a line.
    """
    match = _BRACKETED.fullmatch(line.strip())
    return match is not None and match["cut"] is None and _kind(match) is not None


def _kind(match: re.Match[str]) -> str | None:
    if match["cut"]:
        return "cut_off"
    if match["slashes"]:
        return "overlap"
    if match["plus"]:
        return "unclear"
    inside = next(
        match[name] for name in ("square", "twice", "round", "curly") if match[name] is not None
    )
    if match["square"] and _PLACEHOLDER.fullmatch(inside):
        return None
    stripped = inside.strip()
    for kind, pattern in _KINDS:
        if pattern.match(stripped):
            return kind
    return "inserted" if match["square"] is not None or match["curly"] is not None else None
