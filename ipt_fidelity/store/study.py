"""A study: what is kept of one project's sessions, raters, sheets and marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import pandas as pd

from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.mark import Mark, Perspective, Stage
from ipt_fidelity.sheet.sheet_file import WrittenSheet
from ipt_fidelity.store import frames
from ipt_fidelity.store.admitting import admit, check_admissible
from ipt_fidelity.store.doors import Door
from ipt_fidelity.store.forgetting import forget
from ipt_fidelity.store.kept import Kept, Which
from ipt_fidelity.store.labelling import labelled_segments
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.recording import record
from ipt_fidelity.store.settings import Settings
from ipt_fidelity.store.sheets import Form, SheetKey, choice, load_form, open_sheet
from ipt_fidelity.store.summary import summary
from ipt_fidelity.store.taking_in import take_in
from ipt_fidelity.transcript.segmenting import Segmentation
from ipt_fidelity.transcript.session import Purpose
from ipt_fidelity.transcript.transcript import Transcript


class Study:
    """Sessions, raters, sheets and marks of one project; marks are only ever added.

    Made by ``open_study``; for several threads and processes at once. What was recorded is on the
    disk when the call returns. ``kept`` gives nouns, ``settings`` what is asked of sessions.

    Parameters
    ----------
    ledger : Ledger
        The files of the study, open.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._forms: dict[SheetKey, Form] = {}
        self.kept = Kept(ledger)
        self.settings = Settings(ledger)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Study({self._ledger.place.name!r})"

    def _repr_html_(self) -> str:
        return summary(self._ledger)

    def admit(self, transcript: Transcript, segmentation: Segmentation) -> None:
        """Take a session in.

        Admitting the same again changes nothing. Until the first sheet of the session is opened,
        another cut or a corrected record replaces the one before; afterwards only consent and the
        recording may change.

        Parameters
        ----------
        transcript : Transcript
            Every speaker cast, one of them as therapist.
        segmentation : Segmentation
            Its cut.

        Raises
        ------
        TranscriptError, NotAllowedError, StoreError
            A speaker without a role, no therapist, a cut of another transcript; masked less than
            ``settings`` ask; other words under the id, locked, or the words are not here.
        """
        check_admissible(transcript, segmentation)
        self._ledger.check_words()
        with self._ledger.writing() as connection:
            admit(connection, transcript, segmentation, at=self._ledger.clock())

    def open_sheet(
        self,
        session_id: str,
        rater_id: str,
        rubric: Rubric,
        *,
        stage: Stage | str = Stage.INDEPENDENT,
        perspective: Perspective | str = Perspective.OBSERVER,
        simulated: str = "",
    ) -> SheetKey:
        """Open a sheet, or find it open; the first one of a session locks its cut.

        Parameters
        ----------
        session_id, rater_id : str
            Session and rater.
        rubric : Rubric
            What it is filled in under; its exact text is kept.
        stage : Stage or str
            How the sheet comes about.
        perspective : Perspective or str
            From where the rater looks.
        simulated : str
            How the ratings are simulated; empty for a person's.

        Returns
        -------
        SheetKey
            Names the sheet for ``record``.

        Raises
        ------
        UnknownNameError
            There is no such session, or the rubric does not know its phase.
        StoreError
            The sheet was opened otherwise, or the rubric's version has other content here.
        """
        own = choice("stage", Stage, stage)
        key = SheetKey(session_id=session_id, rater_id=rater_id, stage=own)
        self._forms.pop(key, None)
        with self._ledger.writing() as connection:
            open_sheet(
                connection,
                key,
                rubric,
                perspective=choice("perspective", Perspective, perspective),
                simulated=simulated,
                at=self._ledger.clock(),
            )
        return key

    def record(self, key: SheetKey, marks: Iterable[Mark]) -> int:
        """Record marks on a sheet; when the call returns they are on the disk.

        A client sends everything that is not acknowledged yet, in its order; a repeat is kept
        once. A mark without a time gets the present, later than all before it on the sheet.

        Parameters
        ----------
        key : SheetKey
            An open sheet.
        marks : iterable of Mark
            Of one client.

        Returns
        -------
        int
            Highest number of the client that is kept.

        Raises
        ------
        MarkError, UnknownNameError
            Off the scale, a number with other content, or a name that is not of this sheet.
        NotAllowedError
            The sheet is handed in, or a flag is decided before hand-in.
        StoreError
            The store cannot be written. After any error none of the marks is kept.
        """
        form = self._form(key)
        with self._ledger.writing() as connection:
            return record(self._ledger, connection, form, marks, at=self._ledger.clock())

    def take_in(self, written: WrittenSheet, rubric: Rubric) -> SheetKey:
        """Take in a sheet that was filled in elsewhere, whole or not at all.

        Parameters
        ----------
        written : WrittenSheet
            From a sheet file; taking the same in again changes nothing.
        rubric : Rubric
            The rubric that it names.

        Returns
        -------
        SheetKey
            The sheet.

        Raises
        ------
        SheetError
            Carries every mark that the sheet cannot take, with its line.
        NotAllowedError, StoreError
            The sheet is handed in with other marks, or was opened otherwise.
        """
        with self._ledger.writing() as connection:
            return take_in(self._ledger, connection, written, rubric, at=self._ledger.clock())

    def sessions(self) -> pd.DataFrame:
        """Return all sessions.

        Returns
        -------
        pandas.DataFrame
            SESSIONS; case, therapist and phase are empty where the record does not say.
        """
        return frames.sessions_frame(self._ledger)

    def turns(self, session_id: str | None = None) -> pd.DataFrame:
        """Return turns with their words.

        Parameters
        ----------
        session_id : str, optional
            One session; all by default.

        Returns
        -------
        pandas.DataFrame
            TURNS.

        Raises
        ------
        UnknownNameError, StoreError
            There is no such session, or its words are not here.
        """
        return frames.turns_frame(self.kept, session_id)

    def segments(self, session_id: str | None = None) -> pd.DataFrame:
        """Return segments with their words.

        Parameters
        ----------
        session_id : str, optional
            One session; all by default.

        Returns
        -------
        pandas.DataFrame
            SEGMENTS.

        Raises
        ------
        UnknownNameError, StoreError
            As for ``turns``.
        """
        return frames.segments_of(self.kept, session_id)

    def codings(
        self,
        *,
        stage: Stage | str,
        rubric: Rubric | None = None,
        which: Which | str = Which.HANDED_IN,
    ) -> pd.DataFrame:
        """Return the codings of the sheets of a stage.

        Parameters
        ----------
        stage : Stage or str
            Which sheets; ``"analysis"`` takes for each session the adjudicated one, else that of
            the consensus, else the single independent one. Rows keep their true stage.
        rubric : Rubric, optional
            Only sheets under it; needed where there are several.
        which : Which or str
            ``"every"`` includes sheets that are still being filled in.

        Returns
        -------
        pandas.DataFrame
            CODINGS, a row for every segment of every sheet.

        Raises
        ------
        UnknownNameError, FidelityError
            There is no such stage; or several rubrics, and none was named.
        """
        chosen = self.kept.sheets(stage=stage, which=which)
        return frames.codings_of(self.kept, self._ledger, frames.one_rubric(chosen, rubric))

    def ratings(
        self,
        *,
        stage: Stage | str,
        rubric: Rubric | None = None,
        which: Which | str = Which.HANDED_IN,
    ) -> pd.DataFrame:
        """Return the ratings of the sheets of a stage.

        Parameters
        ----------
        stage, rubric, which : as for ``codings``
            Which sheets.

        Returns
        -------
        pandas.DataFrame
            RATINGS, a row for every item of the form of every sheet.

        Raises
        ------
        UnknownNameError, FidelityError
            As for ``codings``.
        """
        chosen = self.kept.sheets(stage=stage, which=which)
        return frames.ratings_of(self.kept, frames.one_rubric(chosen, rubric))

    def omissions(
        self,
        *,
        stage: Stage | str,
        rubric: Rubric | None = None,
        which: Which | str = Which.HANDED_IN,
    ) -> pd.DataFrame:
        """Return the omissions that the sheets of a stage mark.

        Parameters
        ----------
        stage, rubric, which : as for ``codings``
            Which sheets.

        Returns
        -------
        pandas.DataFrame
            OMISSIONS.

        Raises
        ------
        UnknownNameError, FidelityError
            As for ``codings``.
        """
        chosen = self.kept.sheets(stage=stage, which=which)
        return frames.omissions_of(self.kept, frames.one_rubric(chosen, rubric))

    def labelled_segments(self, rubric: Rubric, *, purpose: Purpose | str) -> pd.DataFrame:
        """Return segments with what raters made of them, for a classifier.

        Parameters
        ----------
        rubric : Rubric
            Only handed-in sheets under it count: gold ones where there are, else adjudicated,
            else consensus, else independent.
        purpose : Purpose or str
            What the segments are used for. Sessions without consent for it are left out and
            named in ``frame.attrs["without_consent"]``.

        Returns
        -------
        pandas.DataFrame
            SEGMENTS columns and therapist_id, case_id, phase, variants, off_model (share of the
            raters who read the segment, 0 to 1), n_raters, primary (of most raters; absent where
            none or tied), site, client_group. Segments that nobody read are left out.

        Raises
        ------
        UnknownNameError, NotEnoughDataError, NotAllowedError
            There is no such purpose; no sheet is handed in; no session has consent.
        """
        return labelled_segments(self.kept, rubric, purpose=purpose)

    def seen_by(self, rater_id: str) -> Door:
        """Return the door through which a blinded rater reads and records.

        Parameters
        ----------
        rater_id : str
            The rater; on SQLite a declaration, not proven.

        Returns
        -------
        Door
            Yields only what this rater may see.
        """
        return Door(self._ledger, rater_id, opening=self.open_sheet, recording=self.record)

    def forget(self, session_id: str) -> None:
        """Remove a session with its words, sheets, marks and exposures: the one deletion.

        A line stays that says when, and how many marks. Copies and backups are not reached.

        Parameters
        ----------
        session_id : str
            The session.

        Raises
        ------
        UnknownNameError, StoreError
            There is no such session; the words are not here, or nothing can be written.
        """
        self._ledger.check_words()
        with self._ledger.writing() as connection:
            forget(connection, session_id, at=self._ledger.clock())
        self._forms = {
            key: form for key, form in self._forms.items() if key.session_id != session_id
        }
        self._ledger.give_back_room()

    def close(self) -> None:
        """Close the files; a second time does nothing."""
        self._ledger.close()

    def _form(self, key: SheetKey) -> Form:
        if key not in self._forms:
            with self._ledger.reading() as connection:
                self._forms[key] = load_form(connection, key)
        return self._forms[key]
