"""The cut of a session on the desk, for as long as no sheet of it is open."""

from __future__ import annotations

from collections.abc import Sequence

from ipt_fidelity.errors import MarkError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import SheetHead
from ipt_fidelity.store import SheetKey, Study
from ipt_fidelity.transcript import Segmentation, by_hand
from ipt_fidelity.widgets import Cutting


def cutting_of(study: Study, rubric: Rubric, head: SheetHead) -> Cutting:
    """Return what keeps and locks the cut of a session.

    Parameters
    ----------
    study : Study
        Holds the session.
    rubric : Rubric
        What the sheet is opened under.
    head : SheetHead
        What the sheet will be about.

    Returns
    -------
    Cutting
        Each change replaces the cut that is kept; the lock opens the sheet. Both refuse, by a
        MarkError, once a sheet of the session stands on another cut.
    """
    session_id = head.session_id
    at_first = study.kept.segmentation(session_id)

    def keep(first_turns: Sequence[str]) -> None:
        _keep(study, session_id, first_turns, at_first)

    def lock(first_turns: Sequence[str]) -> None:
        keep(first_turns)
        study.open_sheet(
            session_id,
            head.rater_id,
            rubric,
            stage=head.stage,
            perspective=head.perspective,
        )

    return Cutting(keep=keep, lock=lock)


def key_of(head: SheetHead) -> SheetKey:
    """Return the key of the sheet that a head describes.

    Parameters
    ----------
    head : SheetHead
        What the sheet is about.

    Returns
    -------
    SheetKey
        Session, rater, stage.
    """
    return SheetKey(session_id=head.session_id, rater_id=head.rater_id, stage=head.stage)


def _keep(
    study: Study, session_id: str, first_turns: Sequence[str], at_first: Segmentation
) -> None:
    transcript, kept = study.kept.transcript(session_id)
    made = by_hand(transcript, first_turns)
    if made.id == kept.id:
        return
    if study.kept.is_locked(session_id):
        raise MarkError(
            "the cut is locked, since a sheet of the session was opened.",
            where=session_id,
            mend="Run the cell again to see the segments that are kept.",
        )
    study.admit(transcript, at_first if made.id == at_first.id else made)
