"""The door through which a blinded rater reads: nothing else comes through it.

A session has a handle and a phase here; its id, number, case, therapist and site do not pass, nor
do others' sheets or flags before the rater's own sheet is handed in. Each exposure is a row. On
SQLite this is a convention of the program: a person with the file can read everything in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, cast

import pandas as pd
from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ipt_fidelity.errors import FidelityError, NotAllowedError, UnknownNameError
from ipt_fidelity.frames import FLAGS, check
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.mark import Mark, Perspective, Stage
from ipt_fidelity.sheet.sheet import Sheet
from ipt_fidelity.store.blinding import blinded, handle_of, under, under_handle
from ipt_fidelity.store.kept import Kept, Which
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.sheets import SheetKey
from ipt_fidelity.store.tables import ABOUT, EXPOSURE, RATER
from ipt_fidelity.store.times import to_us
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.transcript.segmenting import Segmentation
from ipt_fidelity.transcript.transcript import Transcript

Recorder = Callable[[SheetKey, Iterable[Mark]], int]


class Opening(Protocol):
    """How a study opens a sheet; independent unless told otherwise."""

    def __call__(
        self, session_id: str, rater_id: str, rubric: Rubric, *, perspective: Perspective | str
    ) -> SheetKey:
        """Open the sheet and return its key."""
        ...


class Door:
    """What one rater may see and do.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.
    rater_id : str
        The rater.
    opening, recording : callable
        How the study opens a sheet and records marks.
    """

    def __init__(
        self, ledger: Ledger, rater_id: str, *, opening: Opening, recording: Recorder
    ) -> None:
        self._ledger = ledger
        self._kept = Kept(ledger)
        self._rater_id = rater_id
        self._opening = opening
        self._recording = recording

    def __repr__(self) -> str:
        return f"Door(rater_id={self._rater_id!r})"

    def sessions(self) -> pd.DataFrame:
        """Return the sessions that there are, without what could bias.

        Returns
        -------
        pandas.DataFrame
            Columns handle, phase (empty where not recorded), sheet (none, open or handed_in: the
            rater's own independent one), by handle.
        """
        rows = [
            {
                "handle": handle,
                "phase": self._kept.session(session_id).phase or "",
                "sheet": self._state(session_id),
            }
            for handle, session_id in sorted(self._handles().items())
        ]
        return pd.DataFrame(rows, columns=["handle", "phase", "sheet"], dtype="object")

    def session(self, handle: str) -> tuple[Transcript, Segmentation]:
        """Return the words of a session and its cut, without what could bias.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Returns
        -------
        tuple of Transcript and Segmentation
            The session is named by its handle and has phase, variants and language; speakers are
            named by their roles; notes, faults and the name of the source are left out.

        Raises
        ------
        UnknownNameError
            There is no such handle.
        """
        transcript, segmentation = self._kept.transcript(self._find(handle))
        return blinded(transcript, handle), replace(segmentation, session_id=handle)

    def open_sheet(
        self,
        handle: str,
        rubric: Rubric,
        *,
        perspective: Perspective | str = Perspective.OBSERVER,
    ) -> None:
        """Open the rater's own independent sheet of a session.

        Parameters
        ----------
        handle : str
            From ``sessions``.
        rubric : Rubric
            What the sheet is filled in under.
        perspective : Perspective or str
            From where the rater looks.

        Raises
        ------
        UnknownNameError
            There is no such handle.
        StoreError
            The sheet was opened otherwise before.
        """
        session_id = self._find(handle)
        try:
            self._opening(session_id, self._rater_id, rubric, perspective=Perspective(perspective))
        except FidelityError as error:
            raise under_handle(error, session_id, handle) from None

    def record(self, handle: str, marks: Iterable[Mark]) -> int:
        """Record marks on the rater's own independent sheet.

        Parameters
        ----------
        handle : str
            From ``sessions``.
        marks : iterable of Mark
            Of one client.

        Returns
        -------
        int
            Highest number of the client that is kept.

        Raises
        ------
        MarkError, NotAllowedError, UnknownNameError, StoreError
            As ``Study.record``; then none of the marks is kept.
        """
        session_id = self._find(handle)
        self._check_opened(session_id, handle)
        try:
            return self._recording(self._own(session_id), marks)
        except FidelityError as error:
            raise under_handle(error, session_id, handle) from None

    def sheet(self, handle: str) -> Sheet:
        """Return the rater's own independent sheet.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Returns
        -------
        Sheet
            Its session is named by the handle.

        Raises
        ------
        UnknownNameError
            There is no such handle, or no sheet yet.
        """
        session_id = self._find(handle)
        self._check_opened(session_id, handle)
        return under(self._kept.sheet(self._own(session_id)), handle)

    def marks(self, handle: str) -> Sequence[Mark]:
        """Return every mark of the rater's own independent sheet.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Returns
        -------
        sequence of Mark
            In the order in which they were recorded.

        Raises
        ------
        UnknownNameError
            There is no such handle, or no sheet yet.
        """
        session_id = self._find(handle)
        self._check_opened(session_id, handle)
        return self._kept.marks(self._own(session_id))

    def recording(self, handle: str) -> Recording | None:
        """Return the recording of a session; whether a blinded rater may hear it is for the study.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Returns
        -------
        Recording or None
            None where none is linked; the name of its file may tell who is heard.

        Raises
        ------
        UnknownNameError
            There is no such handle.
        """
        return self._kept.session(self._find(handle)).recording

    def listened(self, handle: str) -> None:
        """Keep that the rater hears the recording of a session.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Raises
        ------
        UnknownNameError, StoreError
            There is no such handle; nothing can be written.
        """
        self._expose([self._find(handle)], "recording")

    def others(self, handle: str) -> tuple[Sheet, ...]:
        """Return the handed-in independent sheets of other raters; that they were seen is kept.

        Parameters
        ----------
        handle : str
            From ``sessions``.

        Returns
        -------
        tuple of Sheet
            Their session is named by the handle.

        Raises
        ------
        UnknownNameError
            There is no such handle.
        NotAllowedError
            The rater's own sheet is not handed in.
        """
        session_id = self._find(handle)
        self._check_handed_in(session_id, handle)
        self._expose([session_id], "others' sheets")
        return tuple(
            under(sheet, handle)
            for sheet in self._kept.sheets(stage=Stage.INDEPENDENT, which=Which.HANDED_IN)
            if sheet.head.session_id == session_id and sheet.head.rater_id != self._rater_id
        )

    def flags(self, flags: pd.DataFrame) -> pd.DataFrame:
        """Let flags through to the rater; that they were seen is kept.

        Parameters
        ----------
        flags : pandas.DataFrame
            FLAGS of one or more sessions, by session id.

        Returns
        -------
        pandas.DataFrame
            The same rows, each session named by its handle.

        Raises
        ------
        UnknownNameError
            A flag is of no session of the study.
        NotAllowedError
            The rater's own sheet of one of the sessions is not handed in; then no flag passes.
        """
        check(flags, FLAGS)
        handles = {session_id: handle for handle, session_id in self._handles().items()}
        named = [str(one) for one in cast("list[object]", flags["session_id"].unique().tolist())]
        for session_id in named:
            if session_id not in handles:
                raise UnknownNameError(
                    "a flag is of no session of this study.",
                    where="flags",
                    mend="Flag segments of this study.",
                )
            self._check_handed_in(session_id, handles[session_id])
        self._expose(named, "flags")
        return flags.assign(session_id=flags["session_id"].map(handles))

    def _handles(self) -> dict[str, str]:
        with self._ledger.reading() as connection:
            secret = connection.execute(select(ABOUT.c.handle_key)).scalar_one()
        return {
            handle_of(secret, self._rater_id, session_id): session_id
            for session_id in self._kept.session_ids()
        }

    def _find(self, handle: str) -> str:
        handles = self._handles()
        if handle not in handles:
            raise UnknownNameError.of("handle", handle, handles, where="study")
        return handles[handle]

    def _own(self, session_id: str) -> SheetKey:
        return SheetKey(session_id=session_id, rater_id=self._rater_id, stage=Stage.INDEPENDENT)

    def _state(self, session_id: str) -> str:
        own = self._own(session_id)
        heads = self._kept.heads(stage=own.stage)
        if not any((h.session_id, h.rater_id) == (session_id, self._rater_id) for h in heads):
            return "none"
        return "handed_in" if self._kept.sheet(own).is_handed_in else "open"

    def _check_opened(self, session_id: str, handle: str) -> None:
        """Refuse without the list of the sheets that there are."""
        if self._state(session_id) == "none":
            raise UnknownNameError(
                "the rater has no sheet of this session yet.",
                where=f"{handle}, rater {self._rater_id}",
                mend="Open it first: door.open_sheet(handle, rubric).",
            )

    def _check_handed_in(self, session_id: str, handle: str) -> None:
        if self._state(session_id) != "handed_in":
            raise NotAllowedError(
                "the rater's own sheet is not handed in.",
                where=f"{handle}, rater {self._rater_id}",
                mend="Hand the sheet in first; then others' sheets and flags may be seen.",
            )

    def _expose(self, session_ids: Iterable[str], what: str) -> None:
        at_us = to_us(self._ledger.clock())
        with self._ledger.writing() as connection:
            connection.execute(
                upsert(RATER)
                .values(rater_id=self._rater_id, first_us=at_us)
                .on_conflict_do_nothing()
            )
            for session_id in session_ids:
                connection.execute(
                    insert(EXPOSURE).values(
                        rater_id=self._rater_id, session_id=session_id, what=what, at_us=at_us
                    )
                )
