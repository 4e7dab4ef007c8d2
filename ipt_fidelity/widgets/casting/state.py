"""Casting under way: what a person has confirmed so far, over one or several transcripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ipt_fidelity.errors import FidelityError, Level, MarkError
from ipt_fidelity.transcript import (
    Role,
    Session,
    Speaker,
    SuggestedRole,
    Transcript,
    cast,
    explain,
    suggest_casting,
)
from ipt_fidelity.widgets.acting import Content, Said, text_of

Roles = Mapping[tuple[str, str], Role]
Keep = Callable[[Session, Mapping[str, Role | None]], None]
SAMPLE = 8
_LONGEST = 400
_REASONS = (
    (re.compile(r"'(?P<label>.*)' is a usual label for this role"), "why_label"),
    (re.compile(r"the other speaker has the other role"), "why_other"),
    (
        re.compile(r"asks in (?P<more>\S+) of the turns, the other speaker in (?P<less>\S+)"),
        "why_asks",
    ),
    (re.compile(r"nothing speaks for a role"), "why_none"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What was stated before about the speakers of a session, by label.

    Parameters
    ----------
    here : mapping of str to tuple of Role and str
        Role and person, stated on this session: they hold.
    elsewhere : mapping of str to tuple of Role and str
        Role and session, stated on another session of the case or site: they are suggested.
    """

    here: Mapping[str, tuple[Role, str]]
    elsewhere: Mapping[str, tuple[Role, str]]


class Casting:
    """The roles of the speakers of transcripts, each confirmed by a person or still open.

    Parameters
    ----------
    transcripts : sequence of Transcript
        As read; each of another session.
    by : str
        The person who states the roles.
    recall : callable or None
        What was stated before about a session; None where nothing is remembered.
    keep : callable or None
        Makes roles by label durable; a role of None takes the statement back.

    Raises
    ------
    FidelityError
        There is no transcript, nobody states the roles, or a session comes twice.
    """

    def __init__(
        self,
        transcripts: Sequence[Transcript],
        *,
        by: str,
        recall: Callable[[Session], Recalled] | None = None,
        keep: Keep | None = None,
    ) -> None:
        _check(transcripts, by)
        self._read = tuple(transcripts)
        self._by = by
        self._keep = keep
        nothing = Recalled(here={}, elsewhere={})
        self._recalled = {
            t.session.id: nothing if recall is None else recall(t.session) for t in transcripts
        }
        self._suggested = {t.session.id: suggest_casting(t) for t in transcripts}
        self._roles: dict[tuple[str, str], Role] = {}
        self._stated_by: dict[tuple[str, str], str] = {}
        for one in self._read:
            for speaker in one.speakers:
                found = _first(speaker, self._recalled[one.session.id].here)
                if found is not None:
                    self._roles[one.session.id, speaker.id] = found[0]
                    self._stated_by[one.session.id, speaker.id] = found[1]
        self._past: list[Roles] = []
        self._undone: list[Roles] = []

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """The transcripts with the roles that are confirmed; the other speakers stay open."""
        return tuple(self._cast(transcript) for transcript in self._read)

    def act(self, what: Mapping[str, object]) -> Said:
        """Confirm a role, take it back, undo or redo.

        Parameters
        ----------
        what : mapping
            ``{"do": "cast", "session", "speaker", "role"}`` (an empty role takes it back),
            ``{"do": "undo"}`` or ``{"do": "redo"}``.

        Returns
        -------
        Said
            What was done.

        Raises
        ------
        FidelityError
            It is not done; nothing has changed then.
        """
        match text_of(what, "do"):
            case "cast":
                return self._confirm(what)
            case "undo":
                return self._go(self._past, self._undone, "undone")
            case "redo":
                return self._go(self._undone, self._past, "redone")
            case other:
                raise MarkError(f"there is no act '{other[:20]}'.", where="casting", mend="")

    def content(self) -> Content:
        """Return what a page shows.

        Returns
        -------
        mapping
            Sessions with their speakers, suggestions, first lines and the report of the reader.
        """
        return {
            "by": self._by,
            "remembers": self._keep is not None,
            "undo": bool(self._past),
            "redo": bool(self._undone),
            "roles": [str(role) for role in Role if role is not Role.UNKNOWN],
            "sessions": [self._session(transcript) for transcript in self._read],
        }

    def counts(self) -> tuple[int, int]:
        """Return how many speakers have a role, and how many there are.

        Returns
        -------
        tuple of int
            Those confirmed or stated by the file, and all.
        """
        speakers = [speaker for one in self.transcripts for speaker in one.speakers]
        return sum(s.role is not Role.UNKNOWN for s in speakers), len(speakers)

    def _cast(self, transcript: Transcript) -> Transcript:
        done = transcript
        for speaker in transcript.speakers:
            key = (transcript.session.id, speaker.id)
            if key in self._roles:
                by = self._stated_by.get(key, self._by)
                done = cast(done, {speaker.id: str(self._roles[key])}, by=by)
        return done

    def _confirm(self, what: Mapping[str, object]) -> Said:
        key = text_of(what, "session"), text_of(what, "speaker")
        speaker = self._speaker(key)
        written = text_of(what, "role")
        if written not in {"", *map(str, Role)} or written == Role.UNKNOWN:
            raise MarkError(f"there is no role '{written[:20]}'.", where="casting", mend="")
        after = {k: role for k, role in self._roles.items() if k != key}
        if written:
            after[key] = Role(written)
        before = dict(self._roles)
        self._put(after)
        self._past.append(before)
        self._undone.clear()
        facts = {"label": speaker.labels[0], "role": written}
        return Said("cast" if written else "taken_back", facts)

    def _go(self, source: list[Roles], target: list[Roles], sentence: str) -> Said:
        if not source:
            return Said(f"nothing_{sentence}")
        before = dict(self._roles)
        self._put(source[-1])
        source.pop()
        target.append(before)
        return Said(sentence)

    def _put(self, after: Roles) -> None:
        """Keep what changes, then let it hold."""
        changed = {key for key in {*after, *self._roles} if after.get(key) != self._roles.get(key)}
        if self._keep is not None:
            for transcript in self._read:
                roles: dict[str, Role | None] = {}
                for speaker in transcript.speakers:
                    key = (transcript.session.id, speaker.id)
                    if key in changed:
                        roles |= dict.fromkeys(speaker.labels, after.get(key))
                if roles:
                    self._keep(transcript.session, roles)
        self._roles = dict(after)
        for key in changed:
            self._stated_by[key] = self._by

    def _speaker(self, key: tuple[str, str]) -> Speaker:
        for transcript in self._read:
            for speaker in transcript.speakers:
                if (transcript.session.id, speaker.id) == key:
                    return speaker
        raise MarkError("there is no such speaker.", where="casting", mend="Run the cell again.")

    def _session(self, transcript: Transcript) -> Content:
        done = self._cast(transcript)
        suggested = self._suggested[transcript.session.id]
        about = transcript.session
        words = max(1, sum(one.words for one in suggested))
        return {
            "id": about.id,
            "case": about.case or "",
            "language": about.language,
            "file": transcript.source.name,
            "speakers": [
                {
                    **self._speaker_told(transcript, speaker, one),
                    "share": one.words / words,
                }
                for speaker, one in zip(done.speakers, suggested, strict=True)
            ],
            "report": [[str(cell) for cell in row] for row in explain(done).to_numpy().tolist()],
            "faults": {
                str(level): sum(fault.level is level for fault in transcript.faults)
                for level in Level
            },
        }

    def _speaker_told(
        self, transcript: Transcript, speaker: Speaker, suggested: SuggestedRole
    ) -> Content:
        known = _first(speaker, self._recalled[transcript.session.id].elsewhere)
        role, why = suggested.role, _why(suggested.reason)
        if known is not None:
            role, why = known[0], ["why_remembered", {"session": known[1]}]
        turns = [turn for turn in transcript.turns if turn.speaker_id == speaker.id]
        return {
            "id": speaker.id,
            "labels": list(speaker.labels),
            "turns": suggested.turns,
            "words": suggested.words,
            "role": "" if speaker.role is Role.UNKNOWN else str(speaker.role),
            "by": speaker.decided_by or "",
            "suggested": "" if role is Role.UNKNOWN else str(role),
            "why": why,
            "sample": [
                [turn.id.lstrip("t0") or turn.id, turn.start_s, _short(turn.text)]
                for turn in turns[:SAMPLE]
            ],
        }


def _check(transcripts: Sequence[Transcript], by: str) -> None:
    ids = [transcript.session.id for transcript in transcripts]
    if not ids:
        raise FidelityError("there is no transcript.", where="cast_speakers", mend="Give one.")
    if not by.strip():
        raise FidelityError(
            "nobody states the roles.",
            where="cast_speakers",
            mend='Write who does, for example by="KM".',
        )
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise FidelityError(
            f"session {twice[0]} comes twice.",
            where="cast_speakers",
            mend="Give each session once, under an id of its own.",
        )


def _first(speaker: Speaker, known: Mapping[str, tuple[Role, str]]) -> tuple[Role, str] | None:
    return next((known[label] for label in speaker.labels if label in known), None)


def _why(reason: str) -> list[object]:
    """Return the id of the sentence that gives the reason, and its facts."""
    for pattern, sentence in _REASONS:
        if found := pattern.fullmatch(reason):
            return [sentence, found.groupdict()]
    return ["why_said", {"reason": reason}]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
