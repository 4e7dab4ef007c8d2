"""The sheets of one session that may be looked at together, and the one that decides."""

from __future__ import annotations

from collections.abc import Sequence

from ipt_fidelity.errors import NotAllowedError, NotEnoughDataError, UnknownNameError
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.sheet import Sheet, SheetHead, Stage
from ipt_fidelity.store import SheetKey, Study
from ipt_fidelity.transcript import Session
from ipt_fidelity.widgets import take_snapshot
from ipt_fidelity.widgets.comparison import Compared


class Side:
    """Brings the sheets of one session together, anew for each opening.

    Parameters
    ----------
    study : Study
        Holds the session and its sheets.
    rubric : Rubric
        Only sheets under it count.
    session_id : str
        Session, by its id.
    raters : sequence of str or None
        Whose sheets; None takes those that are handed in.
    stages : sequence of Stage or str
        Which sheets.

    Raises
    ------
    UnknownNameError
        There is no such session or stage.
    """

    def __init__(
        self,
        study: Study,
        rubric: Rubric,
        session_id: str,
        *,
        raters: Sequence[str] | None,
        stages: Sequence[Stage | str],
    ) -> None:
        strange = [str(stage) for stage in stages if stage not in set(Stage)]
        if strange:
            raise UnknownNameError.of("stage", strange[0], map(str, Stage), where="study")
        self._study = study
        self._rubric = rubric
        self._raters = raters
        self._stages = frozenset(Stage(stage) for stage in stages)
        self._session = study.kept.session(session_id)

    def _heads(self) -> list[SheetHead]:
        """Return the heads of the sheets that are asked for, handed in or not."""
        found = [
            head
            for head in self._study.kept.heads()
            if head.session_id == self._session.id
            and head.stage in self._stages
            and head.rubric_sha256 == self._rubric.sha256
        ]
        if self._raters is None:
            return found
        known = [head.rater_id for head in found]
        for rater in self._raters:
            if rater not in known:
                raise UnknownNameError.of("sheet of", rater, known, where=self._session.id)
        return [head for rater in self._raters for head in found if head.rater_id == rater]

    def _every(self) -> list[Sheet]:
        return [self._study.kept.sheet(_key(head)) for head in self._heads()]

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets that are handed in.

        Returns
        -------
        tuple of Sheet
            Two or more.

        Raises
        ------
        UnknownNameError
            A named rater has no such sheet.
        NotAllowedError
            A named rater's sheet is not handed in.
        NotEnoughDataError
            Fewer than two are handed in.
        """
        every = self._every()
        waiting = [sheet.head.rater_id for sheet in every if not sheet.is_handed_in]
        if self._raters is not None and waiting:
            raise NotAllowedError(
                f"the sheet of {waiting[0]} is not handed in.",
                where=self._session.id,
                mend="Have it handed in first; a sheet is compared only when it is done.",
            )
        done = tuple(sheet for sheet in every if sheet.is_handed_in)
        if len(done) < 2:  # noqa: PLR2004 - a pair
            named = f"; still open: {', '.join(waiting)}" if waiting else ""
            raise NotEnoughDataError(
                f"{len(done)} sheets of the session are handed in under this rubric{named}.",
                where=self._session.id,
                mend="Have two raters hand in, or name other stages.",
            )
        return done

    def first_key(self) -> SheetKey:
        """Return the key of the first sheet, of which a page that is only read knows the head.

        Returns
        -------
        SheetKey
            Of a sheet that is handed in.

        Raises
        ------
        UnknownNameError, NotAllowedError, NotEnoughDataError
            As ``sheets``.
        """
        return _key(self.sheets()[0].head)

    def check_blind(self, rater: str) -> None:
        """Refuse one whose own sheet of the session is still open.

        Parameters
        ----------
        rater : str
            Who is to see the sheets of others.

        Raises
        ------
        NotAllowedError
            The own sheet would no longer be blind.
        """
        heads = self._study.kept.heads(stage=Stage.INDEPENDENT)
        own = [h for h in heads if (h.session_id, h.rater_id) == (self._session.id, rater)]
        if any(not self._study.kept.sheet(_key(head)).is_handed_in for head in own):
            raise NotAllowedError(
                "the own sheet of the one who decides is not handed in.",
                where=f"{self._session.id}, rater {rater}",
                mend="Hand it in first, or have somebody else decide.",
            )

    def compared(self, key: SheetKey) -> Compared:
        """Return everything as it is now.

        Parameters
        ----------
        key : SheetKey
            The page's own sheet; one that decides brings its marks.

        Returns
        -------
        Compared
            Words, sheets, and who has not handed in.

        Raises
        ------
        UnknownNameError, NotAllowedError, NotEnoughDataError, StoreError
            As ``sheets``; or the words are not here.
        """
        kept = self._study.kept
        sheets = self.sheets()
        own = kept.sheet(key)
        deciding = key.stage is Stage.ADJUDICATED
        return Compared(
            snapshot=take_snapshot(
                self._study.turns(self._session.id),
                self._study.segments(self._session.id),
                self._rubric,
                head=own.head,
                marks=kept.marks(key) if deciding else (),
                circumstances=circumstances_under(self._session, own),
                handle=self._session.id,
            ),
            sheets=sheets,
            waiting=tuple(sheet.head.rater_id for sheet in self._every() if not sheet.is_handed_in),
        )


def _key(head: SheetHead) -> SheetKey:
    return SheetKey(session_id=head.session_id, rater_id=head.rater_id, stage=head.stage)


def circumstances_under(session: Session, sheet: Sheet) -> Circumstances:
    """Return what the form of a sheet depends on.

    Parameters
    ----------
    session : Session
        Facts of the session.
    sheet : Sheet
        Of which the perspective counts.

    Returns
    -------
    Circumstances
        For the rubric.
    """
    return Circumstances(
        phase=session.phase,
        phase_position=session.phase_position,
        variants=session.variants,
        session_index=session.number,
        perspective=str(sheet.head.perspective),
    )
