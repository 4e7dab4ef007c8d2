"""Everything that a page of the coding desk needs, as one value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from ipt_fidelity.errors import FrameError
from ipt_fidelity.frames import SEGMENTS, TURNS, check
from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.mark import Mark
from ipt_fidelity.sheet.sheet import Sheet, SheetHead, fold
from ipt_fidelity.widgets.coding_desk.sound import Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTurn:
    """A turn as a rater sees it.

    Parameters
    ----------
    id : str
        ``t0001``, ...
    role : str
        Part of the speaker: therapist, client, ...
    speaker : str
        Label of the speaker as cast.
    text : str
        Words. Not part of ``repr``.
    start_s : float or None
        Start in seconds; None where unknown.
    """

    id: str
    role: str
    speaker: str
    text: str = field(repr=False)
    start_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSegment:
    """A segment as a rater sees it.

    Parameters
    ----------
    id : str
        ``g001``, ...
    first, last : int
        Places of its first and last turn, from 0, both included.
    """

    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything for one page: the words, the instrument, and the sheet as far as it is filled.

    Parameters
    ----------
    handle : str
        Name under which the rater sees the session; opaque where blinded.
    head : SheetHead
        Whose sheet it is, of which session, under which rubric and cut.
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Phase, variants, perspective.
    turns : tuple of SeenTurn
        In order. Not part of ``repr``.
    segments : tuple of SeenSegment
        In order; together every turn once.
    marks : tuple of Mark
        Every mark of the sheet, undo marks included. Not part of ``repr``.
    is_locked : bool
        False where the page may still move, make and join segments; it then has no mark.
    sound : Sound or None
        The recording; None where the session has none that may be heard.
    """

    handle: str
    head: SheetHead
    rubric: Rubric = field(repr=False)
    circumstances: Circumstances
    turns: tuple[SeenTurn, ...] = field(repr=False)
    segments: tuple[SeenSegment, ...] = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    is_locked: bool = True
    sound: Sound | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet that the marks fold to."""
        return fold(self.head, self.marks)

    @property
    def sheet_id(self) -> str:
        """Opaque name of the sheet: the same for each opening, and it tells nothing."""
        head = self.head
        parts = [
            head.session_id,
            head.rater_id,
            str(head.stage),
            str(head.perspective),
            head.rubric_sha256,
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def take_snapshot(
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    rubric: Rubric,
    *,
    head: SheetHead,
    marks: Iterable[Mark],
    circumstances: Circumstances,
    handle: str,
) -> Snapshot:
    """Bring together what a page of the desk needs.

    Parameters
    ----------
    turns : pandas.DataFrame
        TURNS of one session, in order.
    segments : pandas.DataFrame
        SEGMENTS of the same session and of the cut that ``head`` names, in order.
    rubric : Rubric
        The instrument.
    head : SheetHead
        Whose sheet it is.
    marks : iterable of Mark
        Every mark of the sheet; none for a new one.
    circumstances : Circumstances
        Phase and variants of the session; the sheet's perspective.
    handle : str
        Name under which the rater sees the session.

    Returns
    -------
    Snapshot
        A value; nothing is read again later.

    Raises
    ------
    FrameError
        A frame of the wrong shape, or segments that name turns which are not there.
    """
    check(turns, TURNS)
    check(segments, SEGMENTS)
    places = {str(turn): place for place, turn in enumerate(turns["turn"])}
    named = [*segments["first_turn"], *segments["last_turn"]]
    strange = [turn for turn in named if turn not in places]
    if strange:
        raise FrameError(
            f"the segments name turn '{strange[0]}', which is not there.",
            where=f"session {head.session_id}",
            mend="Give turns and segments of one session and one cut.",
        )
    seen_turns = tuple(
        SeenTurn(
            id=str(turn),
            role=str(role),
            speaker=str(speaker),
            text=str(text),
            start_s=None if pd.isna(start) else float(start),
        )
        for turn, role, speaker, text, start in zip(
            turns["turn"],
            turns["role"],
            turns["speaker"],
            turns["text"],
            turns["start_s"],
            strict=True,
        )
    )
    seen_segments = tuple(
        SeenSegment(id=str(segment), first=places[str(first)], last=places[str(last)])
        for segment, first, last in zip(
            segments["segment"], segments["first_turn"], segments["last_turn"], strict=True
        )
    )
    return Snapshot(
        handle=handle,
        head=head,
        rubric=rubric,
        circumstances=circumstances,
        turns=seen_turns,
        segments=seen_segments,
        marks=tuple(marks),
    )
