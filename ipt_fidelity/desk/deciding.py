"""Screens on which a person decides after hand-in: flags to settle, sheets to decide between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from ipt_fidelity.desk.comparing import Side
from ipt_fidelity.desk.flagged import Flagged, check_places
from ipt_fidelity.errors import MarkError, NotAllowedError, UnknownNameError
from ipt_fidelity.frames import FLAGS, check
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark, Stage
from ipt_fidelity.store import SheetKey, Study
from ipt_fidelity.widgets import Adjudication, FlagReview, SideBySide


def review_flags(
    study: Study,
    rubric: Rubric,
    flags: pd.DataFrame,
    *,
    rater: str,
    highlights: pd.DataFrame | None = None,
    language: str = "en",
) -> FlagReview:
    """Open flags for a person to settle: confirm, dismiss, recode, or leave for later.

    A flag is shown only where the rater's own independent sheet of its session is handed in; the
    other sessions are named with the reason. That flags were shown is kept. Each decision is a
    mark ``flag_decision`` on that sheet; the codes that were given blind stay as they are.

    Parameters
    ----------
    study : Study
        Holds the sessions and the sheets.
    rubric : Rubric
        The instrument of the sheets.
    flags : pandas.DataFrame
        FLAGS of one or more sessions, in the order in which they are to be looked at.
    rater : str
        Who decides.
    highlights : pandas.DataFrame or None
        From ``flagging.highlights``, so that the words a flag rests on are marked; None marks
        none.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    FlagReview
        Shows itself in a notebook.

    Raises
    ------
    FrameError
        The frames are not of these shapes, or a flag names a segment that is not there.
    UnknownNameError
        A flag is of no session of the study.
    StoreError
        The words are not here.
    """
    check(flags, FLAGS)
    check_places(highlights)
    gathering = Flagged(study, rubric, flags, rater=rater, highlights=highlights)
    exposed: set[str] = set()

    def expose(session_ids: Sequence[str]) -> None:
        new = [one for one in session_ids if one not in exposed]
        if new:
            study.seen_by(rater).flags(flags[flags["session_id"].isin(new)])
            exposed.update(new)

    def record(session_id: str, marks: Sequence[Mark]) -> int:
        key = SheetKey(session_id=session_id, rater_id=rater)
        return taken(lambda: study.record(key, marks))

    return FlagReview(review=gathering.review, record=record, expose=expose, language=language)


def taken(record: Callable[[], int]) -> int:
    """Record, and refuse for good what can never be taken, so that a page does not try again.

    Parameters
    ----------
    record : callable
        Records, and returns a number.

    Returns
    -------
    int
        That number.

    Raises
    ------
    MarkError
        The sheet is closed, gone, or does not know what a mark names.
    StoreError
        The store cannot be written now; the page keeps its marks.
    """
    try:
        return record()
    except (NotAllowedError, UnknownNameError) as error:
        raise MarkError(error.problem, where=error.where, mend=error.mend) from None


def compare_sheets(
    study: Study,
    rubric: Rubric,
    session_id: str,
    *,
    raters: Sequence[str] | None = None,
    stages: Sequence[Stage | str] = (Stage.INDEPENDENT,),
    language: str = "en",
) -> SideBySide:
    """Open the sheets of a session side by side, disagreements first; nothing can be changed.

    For a person who is not blinded: names of raters and their memos are shown.

    Parameters
    ----------
    study : Study
        Holds the session and its sheets.
    rubric : Rubric
        Only sheets under it are compared.
    session_id : str
        Session, by its id.
    raters : sequence of str or None
        Whose sheets; None takes those of every rater that are handed in.
    stages : sequence of Stage or str
        Which sheets, for example also ``"gold"``.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    SideBySide
        Shows itself in a notebook.

    Raises
    ------
    UnknownNameError
        There is no such session, stage, or sheet of a named rater.
    NotAllowedError
        The sheet of a named rater is not handed in.
    NotEnoughDataError
        Fewer than two sheets are handed in.
    StoreError
        The words are not here.
    """
    side = Side(study, rubric, session_id, raters=raters, stages=stages)
    side.compared(side.first_key())
    return SideBySide(compared=lambda: side.compared(side.first_key()), language=language)


def adjudicate(
    study: Study,
    rubric: Rubric,
    session_id: str,
    *,
    rater: str,
    raters: Sequence[str] | None = None,
    stages: Sequence[Stage | str] = (Stage.INDEPENDENT,),
    language: str = "en",
) -> Adjudication:
    """Open the sheets of a session side by side, and decide what shall count.

    Decisions are marks on a sheet of stage ``adjudicated``; the raters' own sheets are only read.

    Parameters
    ----------
    study : Study
        Holds the session and its sheets.
    rubric : Rubric
        Only sheets under it are compared; the decisions are made under it.
    session_id : str
        Session, by its id.
    rater : str
        Who decides; finds the decisions as they were left.
    raters : sequence of str or None
        Whose sheets; None takes those of every rater that are handed in.
    stages : sequence of Stage or str
        Which sheets are decided between.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    Adjudication
        Shows itself in a notebook.

    Raises
    ------
    UnknownNameError
        There is no such session, stage, or sheet of a named rater.
    NotAllowedError
        The sheet of a named rater is not handed in, or the one who decides has a sheet of the
        session that is still open and would no longer be blind.
    NotEnoughDataError
        Fewer than two sheets are handed in.
    StoreError
        The study cannot be written, or the words are not here.
    """
    side = Side(study, rubric, session_id, raters=raters, stages=stages)
    side.check_blind(rater)
    side.sheets()
    key = study.open_sheet(session_id, rater, rubric, stage=Stage.ADJUDICATED)

    def record(marks: Sequence[Mark]) -> int:
        return taken(lambda: study.record(key, marks))

    return Adjudication(compared=lambda: side.compared(key), record=record, language=language)
