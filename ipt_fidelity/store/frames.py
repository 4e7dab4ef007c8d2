"""The frames that a study yields, from what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from sqlalchemy import func, select

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.frames import CODINGS, RATINGS, SEGMENTS, TURNS, Shape, empty
from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.mark import Perspective
from ipt_fidelity.sheet.sheet import Sheet
from ipt_fidelity.sheet.tables import codings_frame, omissions_frame, ratings_frame
from ipt_fidelity.store.kept import Kept
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.sheets import circumstances_of
from ipt_fidelity.store.tables import SEGMENT, SESSION, TURN
from ipt_fidelity.transcript.segmenting import segments_frame


def sessions_frame(ledger: Ledger) -> pd.DataFrame:
    """Return all sessions as a SESSIONS frame.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.

    Returns
    -------
    pandas.DataFrame
        One row a session, by id; case, therapist and phase are empty where the record does not
        say.
    """
    with ledger.reading() as connection:
        rows = connection.execute(select(SESSION).order_by(SESSION.c.session_id)).all()
        turns, segments = (
            {
                row[0]: row[1]
                for row in connection.execute(
                    select(table.c.session_id, func.count()).group_by(table.c.session_id)
                )
            }
            for table in (TURN, SEGMENT)
        )
    words = ("phase_position", "variants", "problem_area", "site", "client_group")
    ids = [row.session_id for row in rows]
    return pd.DataFrame(
        {
            "session_id": _words(ids),
            "case_id": _words([row.case_id or "" for row in rows]),
            "therapist_id": _words([row.therapist_id or "" for row in rows]),
            "number": pd.Series([row.number for row in rows], dtype="Int64"),
            "phase": _words([row.phase or "" for row in rows]),
            **{name: _words([getattr(row, name) for row in rows]) for name in words},
            "turns": pd.Series([turns[one] for one in ids], dtype="int64"),
            "segments": pd.Series([segments[one] for one in ids], dtype="int64"),
        }
    )


def turns_frame(kept: Kept, session_id: str | None) -> pd.DataFrame:
    """Return the turns of sessions, with their words, as a TURNS frame.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    session_id : str or None
        One session; None for all.

    Returns
    -------
    pandas.DataFrame
        One row a turn, in order.
    """
    frames = [kept.transcript(one)[0].frame() for one in _ids(kept, session_id)]
    return _joined(frames, TURNS)


def segments_of(kept: Kept, session_id: str | None) -> pd.DataFrame:
    """Return the segments of sessions, with their words, as a SEGMENTS frame.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    session_id : str or None
        One session; None for all.

    Returns
    -------
    pandas.DataFrame
        One row a segment, in order.
    """
    frames = [segments_frame(*kept.transcript(one)) for one in _ids(kept, session_id)]
    return _joined(frames, SEGMENTS)


def codings_of(kept: Kept, ledger: Ledger, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Return the codings of sheets as a CODINGS frame.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    ledger : Ledger
        The files of the study.
    sheets : sequence of Sheet
        Under one rubric.

    Returns
    -------
    pandas.DataFrame
        A row for every segment of every sheet.
    """
    segments = _therapist_words(ledger)

    def make(
        rubric: Rubric, some: Sequence[Sheet], about: dict[str, Circumstances]
    ) -> pd.DataFrame:
        return codings_frame(rubric, some, circumstances=about, segments=segments)

    return _per_perspective(kept, sheets, make, CODINGS)


def ratings_of(kept: Kept, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Return the ratings of sheets as a RATINGS frame.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    sheets : sequence of Sheet
        Under one rubric.

    Returns
    -------
    pandas.DataFrame
        A row for every item of the form of every sheet.
    """

    def make(
        rubric: Rubric, some: Sequence[Sheet], about: dict[str, Circumstances]
    ) -> pd.DataFrame:
        return ratings_frame(rubric, some, circumstances=about)

    return _per_perspective(kept, sheets, make, RATINGS)


def omissions_of(kept: Kept, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Return the omissions of sheets as an OMISSIONS frame.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    sheets : sequence of Sheet
        Any.

    Returns
    -------
    pandas.DataFrame
        One row an omission.
    """
    about = {
        session_id: circumstances_of(kept.session(session_id), Perspective.OBSERVER)
        for session_id in {sheet.head.session_id for sheet in sheets}
    }
    return omissions_frame(sheets, circumstances=about)


def one_rubric(sheets: Sequence[Sheet], rubric: Rubric | None) -> tuple[Sheet, ...]:
    """Return the sheets under one rubric.

    Parameters
    ----------
    sheets : sequence of Sheet
        Any.
    rubric : Rubric or None
        None where there is only one.

    Returns
    -------
    tuple of Sheet
        Those under the rubric.

    Raises
    ------
    FidelityError
        There are several, and none was named; nothing is pooled silently.
    """
    if rubric is not None:
        return tuple(s for s in sheets if s.head.rubric_sha256 == rubric.sha256)
    versions = sorted({f"{s.head.rubric_id} {s.head.rubric_version}" for s in sheets})
    if len(versions) > 1:
        raise FidelityError(
            f"the sheets were filled in under {len(versions)} rubrics: {', '.join(versions)}.",
            where="study",
            mend="Name one of them: rubric=study.kept.rubric(id, version).",
        )
    return tuple(sheets)


def _per_perspective(
    kept: Kept,
    sheets: Sequence[Sheet],
    make: Callable[[Rubric, Sequence[Sheet], dict[str, Circumstances]], pd.DataFrame],
    shape: Shape,
) -> pd.DataFrame:
    """Make a frame for each perspective: the form of a session depends on it."""
    frames: list[pd.DataFrame] = []
    for perspective in Perspective:
        some = [sheet for sheet in sheets if sheet.head.perspective is perspective]
        if not some:
            continue
        rubric = kept.rubric(some[0].head.rubric_id, some[0].head.rubric_version)
        ids = {sheet.head.session_id for sheet in some}
        about = {one: circumstances_of(kept.session(one), perspective) for one in ids}
        frames.append(make(rubric, some, about))
    return _joined(frames, shape)


def _ids(kept: Kept, session_id: str | None) -> tuple[str, ...]:
    return kept.session_ids() if session_id is None else (session_id,)


def _therapist_words(ledger: Ledger) -> dict[str, dict[str, int]]:
    with ledger.reading() as connection:
        rows = connection.execute(
            select(SEGMENT).order_by(SEGMENT.c.session_id, SEGMENT.c.position)
        ).all()
    words: dict[str, dict[str, int]] = {}
    for row in rows:
        words.setdefault(row.session_id, {})[row.segment] = row.therapist_words
    return words


def _joined(frames: Sequence[pd.DataFrame], shape: Shape) -> pd.DataFrame:
    if not frames:
        frame = empty(shape)
        timed = "at" in shape.names
        return frame.assign(at=pd.to_datetime(frame["at"], utc=True)) if timed else frame
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _words(values: list[str] | list[str | None]) -> pd.Series:
    return pd.Series(values, dtype="object")
