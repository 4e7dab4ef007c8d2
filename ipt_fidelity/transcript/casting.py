"""Casting: a person's statement which speaker has which role; suggested, never decided silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ipt_fidelity.errors import FidelityError, UnknownNameError
from ipt_fidelity.transcript.labels import ROLE_WORDS
from ipt_fidelity.transcript.session import THERAPIST_ROLES, Role
from ipt_fidelity.transcript.transcript import Speaker, Transcript

_PAIR = 2
_CLEARLY_MORE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedRole:
    """What a speaker might be; nothing follows from it until a person has cast.

    Parameters
    ----------
    label : str
        Speaker as the source spells it.
    role : Role
        The suggestion; ``unknown`` where nothing speaks for a role.
    reason : str
        What speaks for it.
    turns, words : int
        How much the speaker says.
    """

    label: str
    role: Role
    reason: str
    turns: int
    words: int


def cast(transcript: Transcript, roles: Mapping[str, str], *, by: str) -> Transcript:
    """State the roles of speakers.

    Parameters
    ----------
    transcript : Transcript
        As read.
    roles : mapping of str to str
        Role by label, or by the id of the speaker; speakers that are left out stay as they are.
    by : str
        The person who states it.

    Returns
    -------
    Transcript
        With the roles, and who decided them.

    Raises
    ------
    UnknownNameError
        A label that no speaker has, or a role that does not exist.
    FidelityError
        Nobody states it, or one speaker is given two roles.
    """
    if not by.strip():
        raise FidelityError(
            "nobody states the roles.", where="cast", mend='Write who does, for example by="KM".'
        )
    decided: dict[str, Role] = {}
    for name, role in roles.items():
        speaker = _speaker(transcript, name)
        found = _role(role, name)
        if decided.setdefault(speaker.id, found) is not found:
            raise FidelityError(
                f"speaker '{name}' is given two roles.",
                where=transcript.session.id,
                mend="Name each speaker once.",
            )
    speakers = tuple(
        replace(speaker, role=decided[speaker.id], decided_by=by)
        if speaker.id in decided
        else speaker
        for speaker in transcript.speakers
    )
    return replace(transcript, speakers=speakers)


def uncast(transcript: Transcript) -> tuple[str, ...]:
    """Return the labels of speakers whose role nobody has stated.

    Parameters
    ----------
    transcript : Transcript
        As read or cast.

    Returns
    -------
    tuple of str
        In order of first appearance; empty where every speaker has a role.
    """
    return tuple(s.labels[0] for s in transcript.speakers if s.role is Role.UNKNOWN)


def suggest_casting(transcript: Transcript) -> tuple[SuggestedRole, ...]:
    """Suggest roles, for a person to confirm or change.

    Parameters
    ----------
    transcript : Transcript
        As read.

    Returns
    -------
    tuple of SuggestedRole
        One for each speaker, in order. Usual words for a role come first; of two speakers without
        such a word, the one who asks at least twice as often is suggested as therapist.
    """
    turns = {
        s.id: [t for t in transcript.turns if t.speaker_id == s.id] for s in transcript.speakers
    }
    by_word = {s.id: found for s in transcript.speakers if (found := _by_word(s)) is not None}
    asked = {
        key: sum("?" in turn.text for turn in spoken) / max(1, len(spoken))
        for key, spoken in turns.items()
    }
    by_asking = _by_asking(transcript, by_word, asked)
    suggestions: list[SuggestedRole] = []
    for speaker in transcript.speakers:
        role, reason = (
            by_word.get(speaker.id)
            or by_asking.get(speaker.id)
            or (
                Role.UNKNOWN,
                "nothing speaks for a role",
            )
        )
        if speaker.decided_by is not None:
            role, reason = speaker.role, f"stated by {speaker.decided_by}"
        suggestions.append(
            SuggestedRole(
                label=speaker.labels[0],
                role=role,
                reason=reason,
                turns=len(turns[speaker.id]),
                words=sum(turn.words for turn in turns[speaker.id]),
            )
        )
    return tuple(suggestions)


def _speaker(transcript: Transcript, name: str) -> Speaker:
    folded = name.casefold()
    for speaker in transcript.speakers:
        if name == speaker.id or folded in {label.casefold() for label in speaker.labels}:
            return speaker
    known = [label for speaker in transcript.speakers for label in speaker.labels]
    raise UnknownNameError.of("speaker", name, known, where=transcript.session.id)


def _role(written: str, name: str) -> Role:
    try:
        return Role(written)
    except ValueError:
        known = [str(role) for role in Role]
        raise UnknownNameError.of("role", written, known, where=f"speaker '{name}'") from None


def _by_word(speaker: Speaker) -> tuple[Role, str] | None:
    for label in speaker.labels:
        plain = label.casefold().strip(" .").split(" (")[0].rstrip("0123456789 _-")
        role = ROLE_WORDS.get(label.casefold().strip(" .")) or ROLE_WORDS.get(plain)
        if role is not None:
            return role, f"'{label}' is a usual label for this role"
    return None


def _by_asking(
    transcript: Transcript, by_word: Mapping[str, tuple[Role, str]], asked: Mapping[str, float]
) -> dict[str, tuple[Role, str]]:
    """Of two speakers, take the one who asks clearly more often for the therapist."""
    ids = [speaker.id for speaker in transcript.speakers]
    if len(ids) != _PAIR:
        return {}
    named = [key for key in ids if key in by_word]
    if named:
        other = next((key for key in ids if key not in by_word), None)
        if other is None:
            return {}
        role = by_word[named[0]][0]
        rest = Role.CLIENT if role in THERAPIST_ROLES else Role.THERAPIST
        return {other: (rest, "the other speaker has the other role")}
    more, less = sorted(ids, key=lambda key: asked[key], reverse=True)
    if asked[more] < _CLEARLY_MORE * asked[less] or asked[more] == 0:
        return {}
    reason = f"asks in {asked[more]:.0%} of the turns, the other speaker in {asked[less]:.0%}"
    return {more: (Role.THERAPIST, reason), less: (Role.CLIENT, reason)}
