"""Sessions of a folder or a study one by one, and a folder of results, taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import quote

import pandas as pd

from ipt_fidelity import files
from ipt_fidelity.desk.flags import allowed_sessions
from ipt_fidelity.errors import FidelityError, NotEnoughDataError
from ipt_fidelity.flagging import SessionFlags
from ipt_fidelity.frames import FLAGS
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.transcript import Purpose, by_turns, segments_frame

ENDINGS = (".vtt", ".srt", ".txt", ".csv", ".docx", ".cha", ".eaf", ".json", ".html", ".md", ".rtf")
BESIDE = (".segments.csv",)
STORE = ".sqlite"
MEANS = ("session_id", "mean_logit", "expected_off_model", "n_segments", "unsure", "unlike")


class Corpus(Protocol):
    """Where sessions come from: names first, words only when one is asked for."""

    def names(self) -> tuple[str, ...]:
        """Return what there is, sorted."""
        ...

    def digest(self, name: str) -> str:
        """Return a hash of one session's words and cut."""
        ...

    def segments(self, name: str) -> pd.DataFrame:
        """Return the SEGMENTS frame of one session."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderCorpus:
    """Transcripts of a folder, each with its record and its cut beside it.

    Parameters
    ----------
    folder : Path
        Where they lie; folders inside it are not followed.
    turns : int
        Where no ``.segments.csv`` lies beside a transcript: turns in a segment at most.
    """

    folder: Path
    turns: int

    def names(self) -> tuple[str, ...]:
        """Return the names of the transcripts.

        Returns
        -------
        tuple of str
            Sorted.

        Raises
        ------
        NotEnoughDataError
            There is none.
        FidelityError
            Two files are of one session.
        """
        found = sorted(
            path.name
            for path in self.folder.iterdir()
            if path.suffix.lower() in ENDINGS
            and not path.name.endswith(BESIDE)
            and not path.name.startswith((".", "README"))
        )
        if not found:
            raise NotEnoughDataError(
                "there is no transcript.", where=str(self.folder), mend="Name another folder."
            )
        for one, other in pairwise(found):
            if Path(one).stem == Path(other).stem:
                raise FidelityError(
                    f"'{one}' and '{other}' are of one session.",
                    where=str(self.folder),
                    mend="Leave one of them in the folder.",
                )
        return tuple(found)

    def digest(self, name: str) -> str:
        """Return a hash of transcript, record and cut.

        Parameters
        ----------
        name : str
            Of the transcript.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        path = self.folder / name
        made = hashlib.sha256(str(self.turns).encode())
        for part in (path, files.record_beside(path), self._cut(path)):
            made.update(b"\x1e" if part is None else hashlib.sha256(part.read_bytes()).digest())
        return made.hexdigest()

    def segments(self, name: str) -> pd.DataFrame:
        """Return the segments of one transcript.

        Parameters
        ----------
        name : str
            Of the transcript.

        Returns
        -------
        pandas.DataFrame
            SEGMENTS.

        Raises
        ------
        FidelityError
            It cannot be read, or nobody in it is a therapist.
        """
        path = self.folder / name
        transcript = files.read_transcript(path)
        cut = self._cut(path)
        segmentation = (
            files.read_segments(cut, transcript)
            if cut is not None
            else by_turns(transcript, at_most=self.turns)
        )
        frame = segments_frame(transcript, segmentation)
        if not int(frame["therapist_words"].sum()):
            raise FidelityError(
                "nobody is known to be the therapist.",
                where=name,
                mend=f"Say who is who in {path.stem}.session.yaml beside it.",
            )
        return frame

    def _cut(self, path: Path) -> Path | None:
        cut = path.with_name(f"{path.stem}.segments.csv")
        return cut if cut.is_file() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCorpus:
    """Sessions of a study whose clients agreed to a purpose.

    Parameters
    ----------
    study : Study
        Open.
    purpose : Purpose or str
        What the flags are for.
    """

    study: Study
    purpose: Purpose | str

    def names(self) -> tuple[str, ...]:
        """Return the ids of the sessions.

        Returns
        -------
        tuple of str
            Sorted.

        Raises
        ------
        NotAllowedError, UnknownNameError
            None has consent; there is no such purpose.
        """
        return allowed_sessions(self.study, purpose=self.purpose)

    def digest(self, name: str) -> str:
        """Return the hash of words and boundaries that the study keeps.

        Parameters
        ----------
        name : str
            Session.

        Returns
        -------
        str
            Hexadecimal digits.
        """
        return self.study.kept.segmentation(name).id

    def segments(self, name: str) -> pd.DataFrame:
        """Return the segments of one session.

        Parameters
        ----------
        name : str
            Session.

        Returns
        -------
        pandas.DataFrame
            SEGMENTS.
        """
        return self.study.segments(name)


@contextmanager
def open_corpus(path: Path, *, purpose: Purpose | str, turns: int) -> Generator[Corpus]:
    """Open a folder of transcripts or a study.

    Parameters
    ----------
    path : Path
        A folder, or ``NAME.store.sqlite``.
    purpose : Purpose or str
        For a study: what the flags are for.
    turns : int
        For a folder: turns in a segment at most, where no cut lies beside a transcript.

    Yields
    ------
    Corpus
        Closed afterwards.

    Raises
    ------
    FidelityError
        There is neither.
    """
    if path.is_dir():
        yield FolderCorpus(folder=path, turns=turns)
        return
    if not path.is_file() or path.suffix != STORE:
        raise FidelityError(
            "there is no such folder or study.",
            where=str(path),
            mend="Name a folder of transcripts, or a study's *.store.sqlite.",
        )
    with open_study(path) as study:
        yield StudyCorpus(study=study, purpose=purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A folder of results, a file a session, each written whole or not at all.

    Parameters
    ----------
    folder : Path
        Is made where it is not there.
    """

    folder: Path

    def prepare(self) -> None:
        """Make the folder.

        Raises
        ------
        FidelityError
            It cannot be made.
        """
        try:
            self._sessions.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FidelityError(
                f"the folder cannot be written ({error.strerror}).",
                where=str(self.folder),
                mend="Name another folder with --into.",
            ) from None

    def keep(self, name: str, found: SessionFlags, *, made_of: str) -> None:
        """Write what was found in a session.

        Parameters
        ----------
        name : str
            As the corpus names it.
        found : SessionFlags
            No words are in it.
        made_of : str
            Hash of all that it rests on.
        """
        fault = found.refusal
        told = {
            "made_of": made_of,
            "flags": found.flags.to_dict(orient="records"),
            "means": found.means.to_dict(orient="records"),
            "refusal": [fault.problem, fault.where, fault.mend] if fault else [],
        }
        files.write_text(self._path(name), json.dumps(told, ensure_ascii=False))

    def is_done(self, name: str, *, made_of: str) -> bool:
        """Tell whether a session needs no further work.

        Parameters
        ----------
        name : str
            As the corpus names it.
        made_of : str
            Hash of all that a result would rest on now.

        Returns
        -------
        bool
            False where words, cut, classifier or budget have changed since.
        """
        return self._read(name).get("made_of") == made_of

    def flags(self, name: str) -> pd.DataFrame:
        """Return the flags of a session.

        Parameters
        ----------
        name : str
            As the corpus names it.

        Returns
        -------
        pandas.DataFrame
            FLAGS; no rows where the session was refused.
        """
        return pd.DataFrame(self._rows(name, "flags"), columns=list(FLAGS.names))

    def means(self, name: str) -> pd.DataFrame:
        """Return the means of a session.

        Parameters
        ----------
        name : str
            As the corpus names it.

        Returns
        -------
        pandas.DataFrame
            As ``session_means``; no rows where the session was refused.
        """
        return pd.DataFrame(self._rows(name, "means"), columns=list(MEANS))

    def refusal(self, name: str) -> str:
        """Return why a session was refused.

        Parameters
        ----------
        name : str
            As the corpus names it.

        Returns
        -------
        str
            Place, problem and mend; empty where it was not.
        """
        told = cast("list[str]", self._read(name)["refusal"])
        return f"{told[1]}: {told[0]} {told[2]}" if told else ""

    @property
    def _sessions(self) -> Path:
        return self.folder / "sessions"

    def _path(self, name: str) -> Path:
        return self._sessions / f"{quote(name, safe='')}.json"

    def _rows(self, name: str, part: str) -> list[dict[str, object]]:
        return cast("list[dict[str, object]]", self._read(name)[part])

    def _read(self, name: str) -> dict[str, object]:
        try:
            return cast("dict[str, object]", json.loads(self._path(name).read_bytes()))
        except (OSError, ValueError):
            return {}
