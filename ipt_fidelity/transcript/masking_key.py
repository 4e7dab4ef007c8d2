"""The key of a case: what stood where, so that masking can be undone and stays the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from ipt_fidelity.errors import FidelityError, TranscriptError
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.transcript import Notation

FORMAT = "ipt-key/1"
LEAST_WEEKS, MOST_WEEKS = 26, 104
Decided = Literal["open", "kept_masked", "restored", "edited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One replaced place.

    Parameters
    ----------
    id : str
        ``r0001``, ...; unique in its session.
    place : str
        ``turn:t0007``, ``note:0``, ``label:s1:0``, ``display:s1``, ``where:t0007``, ``source``,
        ``origin``, ``recording`` or ``fault:0:where``.
    start, end : int
        Place in the masked text.
    kind : str
        person, place, organisation, date, age, phone, email, id, account, plate, url, ip or other.
    placeholder : str
        What stands there now.
    original : str
        What stood there. Not part of ``repr``.
    found_by : str
        person, cast, rule, list, net or model.
    doubt : float
        From 0 (sure) to 1.
    decided : str
        open, kept_masked or edited.
    """

    id: str
    place: str
    start: int
    end: int
    kind: str
    placeholder: str
    original: str = field(repr=False)
    found_by: str
    doubt: float
    decided: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something of a case, with one placeholder in all its sessions.

    Parameters
    ----------
    placeholder : str
        For example ``"[SISTER-1]"``.
    kind : str
        As of a redaction.
    stated : bool
        Whether a person stated it in the cast.
    originals : tuple of str
        Spellings. Not part of ``repr``.
    """

    placeholder: str
    kind: str
    stated: bool
    originals: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedSession:
    """What was replaced in one session.

    Parameters
    ----------
    session_id : str
        Session, by id.
    redactions : tuple of Redaction
        In the order of the places.
    notations : tuple of tuple of str and tuple of Notation
        Transcriber's signs as they stood, by turn, where a redaction moved them.
    faults : int
        How many faults masking has added to the transcript.
    """

    session_id: str
    redactions: tuple[Redaction, ...]
    notations: tuple[tuple[str, tuple[Notation, ...]], ...] = ()
    faults: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The key of a case; whoever has it can undo the masking. Keep it apart from the study.

    Parameters
    ----------
    case : str
        Course of treatment of one client.
    key_id : str
        Tells keys apart; says nothing of the shift.
    shift_weeks : int
        By how many weeks dates are set back. Not part of ``repr``.
    entities : tuple of Entity
        In order of first mention. Not part of ``repr``.
    sessions : tuple of MaskedSession
        Sessions that were masked. Not part of ``repr``.
    """

    case: str
    key_id: str
    shift_weeks: int = field(repr=False)
    entities: tuple[Entity, ...] = field(default=(), repr=False)
    sessions: tuple[MaskedSession, ...] = field(default=(), repr=False)

    def session(self, session_id: str) -> MaskedSession:
        """Return what was replaced in a session.

        Parameters
        ----------
        session_id : str
            Session, by id.

        Returns
        -------
        MaskedSession
            Its redactions.

        Raises
        ------
        FidelityError
            The key holds nothing of this session.
        """
        for session in self.sessions:
            if session.session_id == session_id:
                return session
        raise FidelityError(
            f"the key of case {self.case} does not hold this session.",
            where=session_id,
            mend="Use the key that this session was masked with.",
        )

    def with_session(self, session: MaskedSession, entities: Iterable[Entity]) -> Key:
        """Return the key with a session put in or replaced.

        Parameters
        ----------
        session : MaskedSession
            What was replaced.
        entities : iterable of Entity
            All entities of the case.

        Returns
        -------
        Key
            A new one.
        """
        others = tuple(s for s in self.sessions if s.session_id != session.session_id)
        return replace(self, sessions=(*others, session), entities=tuple(entities))


def draw_key(case: str, *, seed: int) -> Key:
    """Make the empty key of a case, with a secret shift of dates.

    Parameters
    ----------
    case : str
        Course of treatment of one client.
    seed : int
        0 or more. Draw it from a source of secrets and forget it: who knows it knows the shift.

    Returns
    -------
    Key
        With a shift of 26 to 104 whole weeks, so that weekdays and distances stay.
    """
    random = np.random.default_rng(seed)
    weeks = int(random.integers(LEAST_WEEKS, MOST_WEEKS, endpoint=True))
    return Key(case=case, key_id=random.bytes(8).hex(), shift_weeks=weeks)


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class _Redaction(_Model):
    id: str
    place: str
    start: int
    end: int
    kind: str
    placeholder: str
    original: str
    found_by: str
    doubt: float
    decided: Decided


class _Entity(_Model):
    placeholder: str
    kind: str
    stated: bool
    originals: list[str]


class _Notation(_Model):
    kind: str
    start: int
    end: int


class _Session(_Model):
    session_id: str
    redactions: list[_Redaction]
    notations: dict[str, list[_Notation]]
    faults: int


class _File(_Model):
    format: Literal["ipt-key/1"]
    case: str
    key_id: str
    date_shift_days: int
    entities: list[_Entity]
    sessions: list[_Session]
    sha256: str


def write_key(key: Key) -> str:
    """Write a key as JSON.

    Parameters
    ----------
    key : Key
        Of a case.

    Returns
    -------
    str
        Text that holds every name of the case: for a file that only its owner may read.
    """
    held: dict[str, object] = {
        "format": FORMAT,
        "case": key.case,
        "key_id": key.key_id,
        "date_shift_days": 7 * key.shift_weeks,
        "entities": [
            {"placeholder": e.placeholder, "kind": e.kind, "stated": e.stated,
             "originals": list(e.originals)}
            for e in key.entities
        ],
        "sessions": [
            {
                "session_id": session.session_id,
                "redactions": [
                    {name: getattr(r, name) for name in _Redaction.model_fields}
                    for r in session.redactions
                ],
                "notations": {
                    turn: [{"kind": n.kind, "start": n.start, "end": n.end} for n in signs]
                    for turn, signs in session.notations
                },
                "faults": session.faults,
            }
            for session in key.sessions
        ],
    }  # fmt: skip
    held["sha256"] = _hash(held)
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def parse_key(text: str, *, where: str) -> Key:
    """Read a key.

    Parameters
    ----------
    text : str
        As ``write_key`` has written it.
    where : str
        Name of the file, for faults.

    Returns
    -------
    Key
        Of a case.

    Raises
    ------
    TranscriptError
        It is no key, or was changed since it was written.
    """
    try:
        file = _File.model_validate_json(text)
    except ValidationError as invalid:
        places = [".".join(map(str, one["loc"])) or "file" for one in invalid.errors()]
        raise _refusal(f"it is no key: {', '.join(places[:5])}.", where) from None
    held = file.model_dump(mode="json", exclude={"sha256"})
    if _hash(held) != file.sha256 or file.date_shift_days % 7:
        raise _refusal("the key was changed since it was written.", where)
    return Key(
        case=file.case,
        key_id=file.key_id,
        shift_weeks=file.date_shift_days // 7,
        entities=tuple(
            Entity(
                placeholder=e.placeholder,
                kind=e.kind,
                stated=e.stated,
                originals=tuple(e.originals),
            )
            for e in file.entities
        ),
        sessions=tuple(
            MaskedSession(
                session_id=s.session_id,
                redactions=tuple(Redaction(**r.model_dump()) for r in s.redactions),
                notations=tuple(
                    (turn, tuple(Notation(kind=n.kind, start=n.start, end=n.end) for n in signs))
                    for turn, signs in s.notations.items()
                ),
                faults=s.faults,
            )
            for s in file.sessions
        ),
    )


def _hash(held: dict[str, object]) -> str:
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refusal(problem: str, where: str) -> TranscriptError:
    mend = "Take the key as it was written, or a copy of it."
    return TranscriptError([error("bad_key", problem, where=where, mend=mend)])
