"""Everything that a page of the flag review needs, as one value, and what of it travels."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.mark import Mark
from ipt_fidelity.sheet.sheet import Coding
from ipt_fidelity.sheet.status import resolve_status
from ipt_fidelity.widgets.coding_desk.codebook import codebook_of
from ipt_fidelity.widgets.talking import Json

CONFIRMED = "confirmed"
DISMISSED = "dismissed"
LATER = "later"
RECODED = "recoded-"
"""A decision for another code: this, and the code."""
DECISIONS = frozenset({CONFIRMED, DISMISSED, LATER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters within a turn.

    Parameters
    ----------
    text : str
        The characters. Not part of ``repr``.
    why : str
        ``"phrase"`` or ``"cue"`` where it is a reason of the flag; empty otherwise.
    """

    text: str = field(repr=False)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTurn:
    """A turn, in pieces.

    Parameters
    ----------
    number : int
        From 1, within the session.
    role : str
        Part of the speaker.
    pieces : tuple of Piece
        Together the words of the turn.
    """

    number: int
    role: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The nearest coded example of a flag.

    Parameters
    ----------
    session_id, segment : str
        Where it stands.
    coding : Coding or None
        The reviewer's own; None where the reviewer's sheet of that session is not handed in.
    turns : tuple of SpokenTurn
        Its words; empty where it may not be shown.
    """

    session_id: str
    segment: str
    coding: Coding | None = None
    turns: tuple[SpokenTurn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFlag:
    """One flag with everything it is judged by.

    Parameters
    ----------
    session_id, segment : str
        Where it stands.
    probability : float
        That the segment is off-model, 0 to 1.
    rank : int
        Within its session, from 1.
    reasons : tuple of str
        What it rests on, without words of the session.
    resembles : str or None
        Code that it looks like; None where the flag does not say.
    before, words, after : tuple of SpokenTurn
        The flagged segment and its neighbours.
    coding : Coding
        What the reviewer gave it blind.
    example : Example or None
        The nearest coded one.
    """

    session_id: str
    segment: str
    probability: float
    rank: int
    reasons: tuple[str, ...]
    resembles: str | None
    before: tuple[SpokenTurn, ...]
    words: tuple[SpokenTurn, ...]
    after: tuple[SpokenTurn, ...]
    coding: Coding
    example: Example | None = None

    @property
    def target(self) -> str:
        """What a decision on it names: the session, and the segment of its sheet."""
        return f"{self.session_id}/segment:{self.segment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSession:
    """A flagged session of which nothing may be shown yet.

    Parameters
    ----------
    session_id : str
        The session.
    why : str
        ``"none"`` (the reviewer has no sheet of it), ``"open"`` (it is not handed in) or
        ``"rubric"`` (it is filled in under another rubric).
    """

    session_id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Flags of one or more sessions before one reviewer.

    Parameters
    ----------
    rater_id : str
        The reviewer.
    rubric : Rubric
        The instrument.
    circumstances : mapping of str to Circumstances
        By session, of those that are open.
    flags : tuple of SeenFlag
        In the order in which they are to be looked at; only of open sessions.
    closed : tuple of ClosedSession
        The others.
    marks : mapping of str to tuple of Mark
        By session: the decisions so far.
    classifier_id : str
        Where the flags come from; empty where there are none.
    """

    rater_id: str
    rubric: Rubric = field(repr=False)
    circumstances: Mapping[str, Circumstances]
    flags: tuple[SeenFlag, ...]
    closed: tuple[ClosedSession, ...] = ()
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict[str, tuple[Mark, ...]])
    classifier_id: str = ""

    @property
    def shared(self) -> Circumstances:
        """What holds in all open sessions; the codebook of the page follows it."""
        declared = [around.variants for around in self.circumstances.values()] or [()]
        return Circumstances(
            variants=tuple(v for v in declared[0] if all(v in others for others in declared))
        )

    @property
    def sheet_id(self) -> str:
        """Opaque name of what the decisions belong to: one reviewer's, under one rubric."""
        named = ["flags", self.rater_id, self.rubric.sha256]
        return hashlib.sha256("\n".join(named).encode()).hexdigest()[:20]


def page_of(review: Review) -> dict[str, Json]:
    """Return what travels to the page, as JSON.

    Parameters
    ----------
    review : Review
        What the page shows.

    Returns
    -------
    dict
        Flags with their words in pieces, the codebook, and every decision in order.
    """
    late = datetime.max.replace(tzinfo=UTC)
    marks = sorted(
        (
            (mark, f"{session_id}/{mark.target}")
            for session_id, held in review.marks.items()
            for mark in held
        ),
        key=lambda pair: (pair[0].at or late, pair[0].client, pair[0].seq),
    )
    return {
        "rater": review.rater_id,
        "classifier": review.classifier_id,
        "flags": [_flag(review, flag) for flag in review.flags],
        "closed": [[one.session_id, one.why] for one in review.closed],
        "rubric": codebook_of(review.rubric, review.shared),
        "marks": [
            [mark.client, mark.seq, target, mark.field, _plain(mark)] for mark, target in marks
        ],
    }


def _plain(mark: Mark) -> Json:
    return list(mark.value) if isinstance(mark.value, tuple) else mark.value


def _flag(review: Review, flag: SeenFlag) -> Json:
    example = flag.example
    return {
        "target": flag.target,
        "session": flag.session_id,
        "segment": flag.segment,
        "probability": flag.probability,
        "rank": flag.rank,
        "reasons": list(flag.reasons),
        "resembles": flag.resembles,
        "before": _turns(flag.before),
        "words": _turns(flag.words),
        "after": _turns(flag.after),
        "coding": _coding(review, flag.session_id, flag.coding),
        "example": example
        and {
            "session": example.session_id,
            "segment": example.segment,
            "coding": example.coding and _coding(review, example.session_id, example.coding),
            "words": _turns(example.turns),
        },
    }


def _coding(review: Review, session_id: str, coding: Coding) -> Json:
    around = review.circumstances.get(session_id, Circumstances())
    return {
        "reading": str(coding.reading),
        "primary": coding.primary,
        "secondary": list(coding.secondary),
        "status": resolve_status(review.rubric, coding, around),
        "uncertain": coding.uncertain,
        "memo": coding.memo,
    }


def _turns(turns: tuple[SpokenTurn, ...]) -> list[Json]:
    return [[turn.number, turn.role, [[p.text, p.why] for p in turn.pieces]] for turn in turns]
