"""What a study keeps, as the nouns of other rooms: transcripts, rubrics, sheets, marks.

Nothing is hidden here; a blinded rater reads through ``study.seen_by``.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import pandas as pd
from sqlalchemy import Select, func, select

from ipt_fidelity.errors import Fault, StoreError, UnknownNameError
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.mark import Mark, Perspective, Stage
from ipt_fidelity.sheet.sheet import Sheet, SheetHead, fold
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.marks import load_marks, mark_of
from ipt_fidelity.store.remembering import StatedRoles
from ipt_fidelity.store.rubrics import load_rubric
from ipt_fidelity.store.sessions import load_segmentation, load_session, load_transcript
from ipt_fidelity.store.sheets import (
    SheetKey,
    choice,
    find_sheet,
    head_of,
    head_to_be,
    sheet_rows,
)
from ipt_fidelity.store.tables import EXPOSURE, MARK, SEGMENTATION, SESSION, SHEET
from ipt_fidelity.store.verifying import verify
from ipt_fidelity.store.words import every_text, texts_of
from ipt_fidelity.transcript.segmenting import Segmentation
from ipt_fidelity.transcript.session import Session
from ipt_fidelity.transcript.transcript import Transcript

# One long read stalls the writers for seconds; ranges of this size for a quarter at most.
RANGE = 20_000
ANALYSIS = "analysis"


class Which(StrEnum):
    """Which sheets: those handed in, or every one."""

    HANDED_IN = "handed_in"
    EVERY = "every"


class Kept:
    """What a study keeps, unblinded.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.roles = StatedRoles(ledger)

    def session(self, session_id: str) -> Session:
        """Return the facts of a session.

        Parameters
        ----------
        session_id : str
            The session.

        Returns
        -------
        Session
            Without ``source``, which lies with the words.

        Raises
        ------
        UnknownNameError
            There is no such session.
        """
        with self._ledger.reading() as connection:
            return load_session(connection, session_id)

    def session_ids(self) -> tuple[str, ...]:
        """List the sessions.

        Returns
        -------
        tuple of str
            Ids, sorted.
        """
        with self._ledger.reading() as connection:
            ids = connection.execute(select(SESSION.c.session_id).order_by(SESSION.c.session_id))
            return tuple(ids.scalars())

    def transcript(self, session_id: str) -> tuple[Transcript, Segmentation]:
        """Return a session with its words, and its cut.

        Parameters
        ----------
        session_id : str
            The session.

        Returns
        -------
        tuple of Transcript and Segmentation
            Equal to what was admitted.

        Raises
        ------
        UnknownNameError
            There is no such session.
        StoreError
            The words are not here.
        """
        with self._ledger.reading() as connection:
            load_session(connection, session_id)
            self._ledger.check_words()
            return load_transcript(connection, session_id), load_segmentation(
                connection, session_id
            )

    def segmentation(self, session_id: str) -> Segmentation:
        """Return the cut of a session, for which no words are needed.

        Parameters
        ----------
        session_id : str
            The session.

        Returns
        -------
        Segmentation
            As admitted.

        Raises
        ------
        UnknownNameError
            There is no such session.
        """
        with self._ledger.reading() as connection:
            load_session(connection, session_id)
            return load_segmentation(connection, session_id)

    def is_locked(self, session_id: str) -> bool:
        """Say whether the cut of a session is locked, since a sheet of it was opened.

        Parameters
        ----------
        session_id : str
            The session.

        Returns
        -------
        bool
            False as long as another cut may be admitted.

        Raises
        ------
        UnknownNameError
            There is no such session.
        """
        with self._ledger.reading() as connection:
            load_session(connection, session_id)
            locked = connection.execute(
                select(SEGMENTATION.c.locked_us).where(SEGMENTATION.c.session_id == session_id)
            )
            return locked.scalar_one() is not None

    def head_to_be(
        self,
        session_id: str,
        rater_id: str,
        rubric: Rubric,
        *,
        stage: Stage | str = Stage.INDEPENDENT,
        perspective: Perspective | str = Perspective.OBSERVER,
    ) -> SheetHead:
        """Return what a sheet would be about if it were opened now; ``open_sheet`` opens it.

        Parameters
        ----------
        session_id, rater_id : str
            Session and rater.
        rubric : Rubric
            What it would be filled in under.
        stage : Stage or str
            How the sheet would come about.
        perspective : Perspective or str
            From where the rater looks.

        Returns
        -------
        SheetHead
            With the cut as it is now; nothing is opened or locked.

        Raises
        ------
        UnknownNameError, StoreError
            As ``Study.open_sheet``.
        """
        own = choice("stage", Stage, stage)
        key = SheetKey(session_id=session_id, rater_id=rater_id, stage=own)
        seen_from = choice("perspective", Perspective, perspective)
        with self._ledger.reading() as connection:
            return head_to_be(connection, key, rubric, seen_from)

    def rubric(self, rubric_id: str, version: str) -> Rubric:
        """Return a rubric, read from the exact text under which sheets were opened.

        Parameters
        ----------
        rubric_id, version : str
            Which one.

        Returns
        -------
        Rubric
            Parsed once.

        Raises
        ------
        UnknownNameError
            No sheet was opened under it.
        """
        with self._ledger.reading() as connection:
            return load_rubric(connection, rubric_id, version)

    def heads(self, *, stage: Stage | str | None = None) -> tuple[SheetHead, ...]:
        """Return what each sheet is about, without folding any.

        Parameters
        ----------
        stage : Stage or str, optional
            Only sheets of this stage.

        Returns
        -------
        tuple of SheetHead
            By session, rater and stage; ``simulated`` says how, where a script filled it in.
        """
        with self._ledger.reading() as connection:
            rows = connection.execute(_of_stage(stage))
            return tuple(head_of(row) for row in rows)

    def sheet(self, key: SheetKey) -> Sheet:
        """Return a sheet, folded from its marks.

        Parameters
        ----------
        key : SheetKey
            Session, rater, stage.

        Returns
        -------
        Sheet
            As it is now.

        Raises
        ------
        UnknownNameError
            There is no such sheet.
        """
        head, marks = self._sheet(key)
        return fold(head, marks)

    def marks(self, key: SheetKey) -> Sequence[Mark]:
        """Return every mark of a sheet, undone ones included.

        Parameters
        ----------
        key : SheetKey
            Session, rater, stage.

        Returns
        -------
        sequence of Mark
            In the order in which they were recorded.

        Raises
        ------
        UnknownNameError
            There is no such sheet.
        """
        return self._sheet(key)[1]

    def sheets(
        self, *, stage: Stage | str | None = None, which: Which | str = Which.EVERY
    ) -> tuple[Sheet, ...]:
        """Return sheets, each folded from its marks.

        Parameters
        ----------
        stage : Stage or str, optional
            Only sheets of this stage. ``"analysis"`` takes for each session the adjudicated
            sheet, else that of the consensus, else the single independent one; a session with
            several independent sheets and no decision between them is left out, since which of
            them counts is for people to decide.
        which : Which or str
            ``"handed_in"`` leaves out what is still being filled in.

        Returns
        -------
        tuple of Sheet
            By session, rater and stage; as they were at one moment.

        Raises
        ------
        UnknownNameError
            There is no such stage.
        StoreError
            For ``"analysis"``: two adjudicated or two consensus sheets of one session.
        """
        if stage != ANALYSIS:
            return self._folded(stage, which)
        by_session: dict[str, list[Sheet]] = {}
        for sheet in self._folded(None, which):
            by_session.setdefault(sheet.head.session_id, []).append(sheet)
        chosen = (_for_analysis(sheets) for sheets in by_session.values())
        return tuple(sheet for sheet in chosen if sheet is not None)

    def exposures(self) -> pd.DataFrame:
        """Return who saw a hidden fact or a flag, and when.

        Returns
        -------
        pandas.DataFrame
            Columns rater_id, session_id, what, at (UTC), in order of time.
        """
        with self._ledger.reading() as connection:
            rows = connection.execute(select(EXPOSURE).order_by(EXPOSURE.c.exposure_id)).all()
        return pd.DataFrame(
            {
                "rater_id": pd.Series([row.rater_id for row in rows], dtype="object"),
                "session_id": pd.Series([row.session_id for row in rows], dtype="object"),
                "what": pd.Series([row.what for row in rows], dtype="object"),
                "at": pd.to_datetime([row.at_us for row in rows], unit="us", utc=True),
            }
        )

    def verify(self) -> tuple[Fault, ...]:
        """Walk the chain of every sheet, and check both files.

        Returns
        -------
        tuple of Fault
            Empty where all is sound. Every partial change of a mark is noticed; a chain that was
            rewritten as a whole, or whose end was cut off, is not.
        """
        return verify(self._ledger)

    def _folded(self, stage: Stage | str | None, which: Which | str) -> tuple[Sheet, ...]:
        with self._ledger.reading() as connection:
            heads = {row.sheet_id: head_of(row) for row in connection.execute(_of_stage(stage))}
            last = connection.execute(select(func.max(MARK.c.mark_id))).scalar_one() or 0
            texts = every_text(connection) if self._ledger.has_words else None
        marks: dict[int, list[Mark]] = {sheet_id: [] for sheet_id in heads}
        for low in range(0, last, RANGE):
            with self._ledger.reading() as connection:
                rows = connection.execute(
                    select(MARK)
                    .where(MARK.c.mark_id > low, MARK.c.mark_id <= min(low + RANGE, last))
                    .order_by(MARK.c.mark_id)
                ).all()
            for row in rows:
                if row.sheet_id in marks:
                    marks[row.sheet_id].append(mark_of(row, texts))
        folded = (fold(head, marks[sheet_id]) for sheet_id, head in heads.items())
        handed_in = choice("choice of sheets", Which, which) is Which.HANDED_IN
        return tuple(sheet for sheet in folded if sheet.is_handed_in or not handed_in)

    def _sheet(self, key: SheetKey) -> tuple[SheetHead, Sequence[Mark]]:
        with self._ledger.reading() as connection:
            sheet_id, head = find_sheet(connection, key)
            texts = texts_of(connection, key.session_id) if self._ledger.has_words else None
            return head, load_marks(connection, sheet_id, texts)


def _of_stage(stage: Stage | str | None) -> Select[tuple[int]]:
    if stage is None:
        return sheet_rows()
    if stage not in set(Stage):
        raise UnknownNameError.of("stage", stage, [*map(str, Stage), ANALYSIS], where="study")
    return sheet_rows().where(SHEET.c.stage == str(stage))


def _for_analysis(sheets: Sequence[Sheet]) -> Sheet | None:
    for stage in (Stage.ADJUDICATED, Stage.CONSENSUS, Stage.INDEPENDENT):
        found = [sheet for sheet in sheets if sheet.head.stage is stage]
        if len(found) == 1:
            return found[0]
        if found and stage is not Stage.INDEPENDENT:
            raters = ", ".join(sheet.head.rater_id for sheet in found)
            raise StoreError(
                f"there are {len(found)} {stage} sheets, by {raters}.",
                where=found[0].head.session_id,
                mend="Open all but one of them again, so that one is handed in.",
            )
    return None
