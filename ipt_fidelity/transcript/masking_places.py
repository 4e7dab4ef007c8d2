"""Where a transcript holds words, and how they are replaced and put back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ipt_fidelity.errors import Fault, FidelityError
from ipt_fidelity.transcript.masking_key import MaskedSession, Redaction
from ipt_fidelity.transcript.session import Session
from ipt_fidelity.transcript.transcript import Notation, Note, Speaker, Transcript, Turn

_PLAIN_WHERE = re.compile(r"[a-z]+ [\d, -]+")


class Edit(NamedTuple):
    """A replacement, by its place in the original text.

    Parameters
    ----------
    start, end : int
        Place in the original text.
    kind, placeholder, found_by : str
        As of a redaction.
    doubt : float
        As of a redaction.
    decided : str
        As of a redaction.
    id : str
        As of a redaction; empty for a new one.
    """

    start: int
    end: int
    kind: str
    placeholder: str
    found_by: str
    doubt: float
    decided: str = "open"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A transcript with its words replaced, and what was replaced.

    Parameters
    ----------
    transcript : Transcript
        With placeholders.
    redactions : tuple of Redaction
        In the order of the places.
    notations : tuple
        Signs as they stood, by turn, where they moved.
    """

    transcript: Transcript
    redactions: tuple[Redaction, ...]
    notations: tuple[tuple[str, tuple[Notation, ...]], ...]


def places_of(transcript: Transcript) -> dict[str, str]:
    """Return every text of a transcript that may hold a name.

    Parameters
    ----------
    transcript : Transcript
        As read.

    Returns
    -------
    dict of str to str
        Text by place.
    """
    found = {f"turn:{turn.id}": turn.text for turn in transcript.turns}
    found |= {f"note:{n}": note.text for n, note in enumerate(transcript.notes)}
    for speaker in transcript.speakers:
        found |= {f"label:{speaker.id}:{n}": label for n, label in enumerate(speaker.labels)}
        found[f"display:{speaker.id}"] = speaker.display
    found |= {
        f"where:{turn.id}": turn.where
        for turn in transcript.turns
        if not _PLAIN_WHERE.fullmatch(turn.where)
    }
    found["source"] = transcript.source.name
    if transcript.session.source:
        found["origin"] = transcript.session.source
    recording = transcript.session.recording
    if recording is not None and recording.path:
        found["recording"] = recording.path
    for n, fault in enumerate(transcript.faults):
        found |= {
            f"fault:{n}:problem": fault.problem,
            f"fault:{n}:where": fault.where,
            f"fault:{n}:mend": fault.mend,
        }
    return found


def with_edits(transcript: Transcript, edits: Mapping[str, Sequence[Edit]]) -> Replaced:
    """Replace words.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.
    edits : mapping of str to sequence of Edit
        By place; none overlaps another.

    Returns
    -------
    Replaced
        Notations moved along with the words.
    """
    texts = places_of(transcript)
    taken = {edit.id for some in edits.values() for edit in some if edit.id}
    fresh = _fresh_ids(taken)
    new: dict[str, str] = {}
    redactions: list[Redaction] = []
    for place, text in texts.items():
        some = sorted(edits.get(place, ()))
        if some:
            new[place], made = _replaced(place, text, some, fresh)
            redactions += made
    notations = tuple(
        (turn.id, turn.notations)
        for turn in transcript.turns
        if turn.notations and f"turn:{turn.id}" in new
    )
    moved = {
        turn_id: _moved(signs, sorted(edits[f"turn:{turn_id}"])) for turn_id, signs in notations
    }
    return Replaced(_rebuilt(transcript, new, moved), tuple(redactions), notations)


def without_edits(transcript: Transcript, session: MaskedSession) -> Transcript:
    """Put the original words back.

    Parameters
    ----------
    transcript : Transcript
        As masked.
    session : MaskedSession
        From the key.

    Returns
    -------
    Transcript
        With the words, places and signs as they stood.

    Raises
    ------
    FidelityError
        The words were changed since they were masked.
    """
    texts = places_of(transcript)
    by_place: dict[str, list[Redaction]] = {}
    for redaction in session.redactions:
        by_place.setdefault(redaction.place, []).append(redaction)
    new: dict[str, str] = {}
    for place, some in by_place.items():
        text = texts.get(place, "")
        for redaction in sorted(some, key=lambda one: one.start, reverse=True):
            if text[redaction.start : redaction.end] != redaction.placeholder:
                raise FidelityError(
                    f"{place} was changed since it was masked.",
                    where=transcript.session.id,
                    mend="Undo the masking on the transcript as it was masked.",
                )
            text = text[: redaction.start] + redaction.original + text[redaction.end :]
        new[place] = text
    return _rebuilt(transcript, new, dict(session.notations))


def edits_of(session: MaskedSession) -> dict[str, list[Edit]]:
    """Return the redactions of a session by their place in the original text.

    Parameters
    ----------
    session : MaskedSession
        From the key.

    Returns
    -------
    dict of str to list of Edit
        By place, in order.
    """
    found: dict[str, list[Edit]] = {}
    grown: dict[str, int] = {}
    for r in sorted(session.redactions, key=lambda one: (one.place, one.start)):
        start = r.start - grown.get(r.place, 0)
        end = start + len(r.original)
        grown[r.place] = grown.get(r.place, 0) + len(r.placeholder) - len(r.original)
        edit = Edit(start, end, r.kind, r.placeholder, r.found_by, r.doubt, r.decided, r.id)
        found.setdefault(r.place, []).append(edit)
    return found


def _fresh_ids(taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"r{number:04d}" not in taken:
            yield f"r{number:04d}"


def _replaced(
    place: str, text: str, edits: Sequence[Edit], fresh: Iterator[str]
) -> tuple[str, list[Redaction]]:
    pieces: list[str] = []
    made: list[Redaction] = []
    done = length = 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.placeholder]
        start = length + edit.start - done
        length = start + len(edit.placeholder)
        done = edit.end
        made.append(
            Redaction(
                id=edit.id or next(fresh),
                place=place,
                start=start,
                end=length,
                kind=edit.kind,
                placeholder=edit.placeholder,
                original=text[edit.start : edit.end],
                found_by=edit.found_by,
                doubt=edit.doubt,
                decided=edit.decided,
            )
        )
    return "".join([*pieces, text[done:]]), made


def _moved(signs: Sequence[Notation], edits: Sequence[Edit]) -> tuple[Notation, ...]:
    return tuple(
        replace(sign, start=_shifted(sign.start, edits), end=_shifted(sign.end, edits, at_end=1))
        for sign in signs
    )


def _shifted(offset: int, edits: Sequence[Edit], *, at_end: int = 0) -> int:
    """Return where a place of the original lies in the masked text; a cut word is taken whole."""
    grown = 0
    for edit in edits:
        if edit.end <= offset:
            grown += len(edit.placeholder) - (edit.end - edit.start)
        elif edit.start < offset:
            return edit.start + grown + at_end * len(edit.placeholder)
        else:
            break
    return offset + grown


def _rebuilt(
    transcript: Transcript, new: Mapping[str, str], moved: Mapping[str, tuple[Notation, ...]]
) -> Transcript:
    if not new:
        return transcript
    return replace(
        transcript,
        turns=tuple(_turn(turn, new, moved) for turn in transcript.turns),
        notes=tuple(_note(note, n, new) for n, note in enumerate(transcript.notes)),
        speakers=tuple(_speaker(speaker, new) for speaker in transcript.speakers),
        faults=tuple(_fault(fault, n, new) for n, fault in enumerate(transcript.faults)),
        source=replace(transcript.source, name=new.get("source", transcript.source.name)),
        session=_session(transcript.session, new),
    )


def _session(session: Session, new: Mapping[str, str]) -> Session:
    recording = session.recording
    if recording is not None and "recording" in new:
        recording = replace(recording, path=new["recording"])
    return replace(session, source=new.get("origin", session.source), recording=recording)


def _fault(fault: Fault, number: int, new: Mapping[str, str]) -> Fault:
    return replace(
        fault,
        problem=new.get(f"fault:{number}:problem", fault.problem),
        where=new.get(f"fault:{number}:where", fault.where),
        mend=new.get(f"fault:{number}:mend", fault.mend),
    )


def _turn(turn: Turn, new: Mapping[str, str], moved: Mapping[str, tuple[Notation, ...]]) -> Turn:
    text, where = new.get(f"turn:{turn.id}"), new.get(f"where:{turn.id}")
    if text is None and where is None:
        return turn
    return replace(
        turn,
        text=turn.text if text is None else text,
        where=turn.where if where is None else where,
        notations=moved.get(turn.id, turn.notations),
    )


def _note(note: Note, number: int, new: Mapping[str, str]) -> Note:
    text = new.get(f"note:{number}")
    return note if text is None else replace(note, text=text)


def _speaker(speaker: Speaker, new: Mapping[str, str]) -> Speaker:
    return replace(
        speaker,
        labels=tuple(
            new.get(f"label:{speaker.id}:{n}", label) for n, label in enumerate(speaker.labels)
        ),
        display=new.get(f"display:{speaker.id}", speaker.display),
    )
