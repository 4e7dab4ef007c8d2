"""Labels of speakers that are names: they are masked by the speaker's role, and feed the cast."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipt_fidelity.transcript import masking_words
from ipt_fidelity.transcript.labels import ROLE_WORDS
from ipt_fidelity.transcript.masking_cast import Cast, folded_words
from ipt_fidelity.transcript.masking_finding import Finding, without_overlap
from ipt_fidelity.transcript.session import Role
from ipt_fidelity.transcript.transcript import Transcript

_NUMBERED = re.compile(
    r"(?:speaker|spk|spkr|s|p|t|c|i|r|id|ch|channel|participant|unknown|person|voice|agent|"
    r"clinician|patient|client|therapist)?[ _-]?\d*",
    re.IGNORECASE,
)
_SHORTEST = 2
_ALONE = r"(?<![^\W_]){}(?![^\W_])"


def label_findings(text: str, cast: list[Finding], role: str) -> list[Finding]:
    """Find what a speaker's label tells.

    Parameters
    ----------
    text : str
        The label.
    cast : list of Finding
        What the cast has found in it.
    role : str
        Role of the speaker.

    Returns
    -------
    list of Finding
        Nothing for usual labels; else the cast's findings, or the whole label.
    """
    if is_usual(text):
        return []
    whole = Finding(0, len(text), "person", "rule", 0.1, _placeholder(role))
    if not cast:
        return [whole]
    return [whole._replace(entity=cast[0].entity, found_by="cast", doubt=0.0)]


def label_cast(transcript: Transcript, cast: Cast) -> Cast:
    """Return the cast with the names in the labels of speakers.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.
    cast : Cast
        As a person states it; it goes before the labels.

    Returns
    -------
    Cast
        A name in a label stands for its speaker where only one speaker has that label and no
        other has the same role.
    """
    roles = [speaker.role for speaker in transcript.speakers]
    placeholders: dict[tuple[str, ...], str] = {}
    for speaker in transcript.speakers:
        if roles.count(speaker.role) > 1 or speaker.role in {Role.UNKNOWN, Role.SEVERAL}:
            continue
        for label in speaker.labels:
            if is_usual(label):
                continue
            words = folded_words(label)
            known = next((cast.placeholders[(w,)] for w in words if (w,) in cast.placeholders), "")
            placeholder = cast.placeholders.get(words) or known or _placeholder(str(speaker.role))
            for part in (words, *((w,) for w in words if len(w) > _SHORTEST and not _is_word(w))):
                if part:
                    placeholders.setdefault(part, placeholder)
    return replace(cast, placeholders={**placeholders, **cast.placeholders})


def told_again(
    texts: Mapping[str, str], found: Mapping[str, Sequence[Finding]]
) -> dict[str, list[Finding]]:
    """Find in names of files and in the faults of the reading what labels have told.

    Parameters
    ----------
    texts : mapping of str to str
        Every text of a transcript, by place.
    found : mapping of str to sequence of Finding
        What was found in the others, by place.

    Returns
    -------
    dict of str to list of Finding
        By place; whole labels before their parts.
    """
    said: dict[str, Finding] = {}
    for place, some in found.items():
        if place.startswith(("label:", "display:", "source")):
            said |= {texts[place][f.start : f.end]: f for f in some}
    for words, finding in list(said.items()):
        for part in re.findall(r"[^\W\d_]+", words):
            if len(part) > _SHORTEST and not _is_word(masking_words.plain(part)):
                said.setdefault(part, finding)
    again: dict[str, list[Finding]] = {}
    for place, text in texts.items():
        if place.startswith(("fault:", "source", "recording", "origin")):
            again[place] = without_overlap(
                finding._replace(start=match.start(), end=match.end())
                for words, finding in said.items()
                for match in re.finditer(_ALONE.format(re.escape(words)), text, re.IGNORECASE)
            )
    return again


def is_usual(label: str) -> bool:
    """Say whether a label names a role or a number and no person.

    Parameters
    ----------
    label : str
        As in the source.

    Returns
    -------
    bool
        True for ``T``, ``Therapist``, ``SPEAKER_00``, ``[HUSBAND]`` and ``Interviewer (I)``.
    """
    bare = label.strip(" .:")
    if bare.casefold() in ROLE_WORDS or _NUMBERED.fullmatch(bare) or bare.startswith("["):
        return True
    words = [masking_words.plain(w) for w in re.findall(r"[^\W\d_]+", bare)]
    return all(
        w in ROLE_WORDS or (_is_word(w) and not masking_words.is_given_name(w)) for w in words
    )


def _is_word(word: str) -> bool:
    return (
        word in ROLE_WORDS
        or word in masking_words.word_list("kin")
        or masking_words.is_common(word)
        or word
        in {"interviewer", "interviewee", "respondent", "doctor", "nurse", "dr", "mr", "mrs"}
    )


def _placeholder(role: str) -> str:
    part = "SPEAKER" if role in {"unknown", "several"} else role.upper().replace("_", " ")
    return f"[{part}]"
