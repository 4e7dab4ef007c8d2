"""Screens: a study and a rubric in, the coding desk out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ipt_fidelity.desk.cutting import cutting_of, key_of
from ipt_fidelity.desk.listening import sound_of
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.sheet import Mark, Perspective, Stage
from ipt_fidelity.store import Door, Study
from ipt_fidelity.transcript import segments_frame
from ipt_fidelity.widgets import CodebookView, CodingDesk, Snapshot, take_snapshot


def rate_session(  # noqa: PLR0913 - each says one thing about the sheet or the screen
    study: Study,
    rubric: Rubric,
    session_id: str,
    *,
    rater: str,
    perspective: Perspective | str = Perspective.OBSERVER,
    stage: Stage | str = Stage.INDEPENDENT,
    language: str = "en",
    recordings: str | Path | None = None,
) -> CodingDesk:
    """Open the coding desk on a session; each key press is saved and acknowledged.

    Until a sheet of the session is open, its segments can be changed on the desk; the first mark
    locks them and opens the sheet.

    Parameters
    ----------
    study : Study
        Holds the session.
    rubric : Rubric
        The instrument.
    session_id : str
        Session, by its id.
    rater : str
        Who rates; the same rater finds the sheet as it was left.
    perspective : Perspective or str
        From where the rater looks.
    stage : Stage or str
        How the sheet comes about.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.
    recordings : str, Path or None
        Folder of the transcript, from which the record of the session names its recording; the
        folder of the notebook by default. It has to lie below the root of the Jupyter server.

    Returns
    -------
    CodingDesk
        Shows itself in a notebook.

    Raises
    ------
    UnknownNameError
        There is no such session.
    StoreError
        The study cannot be written.
    """
    head = study.kept.head_to_be(session_id, rater, rubric, stage=stage, perspective=perspective)
    key = key_of(head)
    cutting = None if study.kept.is_locked(session_id) else cutting_of(study, rubric, head)

    sound = sound_of(study.kept.session(session_id).recording, recordings)

    def open_sheet() -> None:
        study.open_sheet(session_id, rater, rubric, stage=stage, perspective=perspective)

    def snapshot() -> Snapshot:
        about = study.kept.session(session_id)
        is_locked = study.kept.is_locked(session_id)
        if is_locked and cutting is not None:
            open_sheet()
        seen = take_snapshot(
            study.turns(session_id),
            study.segments(session_id),
            rubric,
            head=study.kept.sheet(key).head if is_locked else head,
            marks=study.kept.marks(key) if is_locked else (),
            circumstances=Circumstances(
                phase=about.phase,
                phase_position=about.phase_position,
                variants=about.variants,
                session_index=about.number,
                perspective=str(perspective),
            ),
            handle=session_id,
        )
        return replace(seen, is_locked=is_locked, sound=sound)

    def record(marks: Sequence[Mark]) -> int:
        return study.record(key, marks)

    if cutting is None:
        open_sheet()
    return CodingDesk(snapshot=snapshot, record=record, cutting=cutting, language=language)


def show_codebook(
    rubric: Rubric, *, phase: str | None = None, language: str = "en"
) -> CodebookView:
    """Open the codebook for reading, searching and printing.

    Parameters
    ----------
    rubric : Rubric
        Any; one whose wording may not be shared shows ids only, unless its pack is here.
    phase : str or None
        Phase to begin with; all by default.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    CodebookView
        Shows itself in a notebook.
    """
    return CodebookView(rubric, phase=phase, language=language)


def rate_blinded(
    study: Study,
    rubric: Rubric,
    handle: str,
    *,
    rater: str,
    language: str = "en",
    recordings: str | Path | None = None,
) -> CodingDesk:
    """Open the coding desk on a session under its handle, with its phase and nothing else.

    Everything passes through the rater's own door, ``study.seen_by(rater)``: session number,
    case, therapist, site, others' sheets and flags cannot be read there.

    Parameters
    ----------
    study : Study
        Holds the session.
    rubric : Rubric
        The instrument.
    handle : str
        From ``study.seen_by(rater).sessions()``; each rater sees other handles.
    rater : str
        Who rates.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.
    recordings : str, Path or None
        Folder from which session records name their recordings; None for no sound, since a voice
        may be known and the name of a file may tell who is heard. Listening is an exposure, kept
        before anything is heard.

    Returns
    -------
    CodingDesk
        Shows itself in a notebook.

    Raises
    ------
    UnknownNameError
        There is no such handle.
    """
    door = study.seen_by(rater)
    door.open_sheet(handle, rubric)
    linked = None if recordings is None else door.recording(handle)
    sound = sound_of(linked, recordings, is_logged=True)
    return CodingDesk(
        snapshot=lambda: replace(seen_through(door, rubric, handle), sound=sound),
        record=lambda marks: door.record(handle, marks),
        listened=lambda: door.listened(handle),
        language=language,
    )


def seen_through(door: Door, rubric: Rubric, handle: str) -> Snapshot:
    """Return what a page of the desk shows to a blinded rater.

    Parameters
    ----------
    door : Door
        The rater's own.
    rubric : Rubric
        The instrument.
    handle : str
        Session, as this rater sees it; the sheet must be open.

    Returns
    -------
    Snapshot
        Names the session by its handle throughout.

    Raises
    ------
    UnknownNameError
        There is no such handle, or no sheet yet.
    """
    transcript, cut = door.session(handle)
    about = transcript.session
    return take_snapshot(
        transcript.frame(),
        segments_frame(transcript, cut),
        rubric,
        head=door.sheet(handle).head,
        marks=door.marks(handle),
        circumstances=Circumstances(
            phase=about.phase, phase_position=about.phase_position, variants=about.variants
        ),
        handle=handle,
    )
