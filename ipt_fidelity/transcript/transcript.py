"""What was said: speakers, turns, notes, and the faults that were met while reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.session import THERAPIST_ROLES, Role, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice of a session.

    Parameters
    ----------
    id : str
        ``s1``, ``s2``, ... in order of first appearance.
    labels : tuple of str
        Spellings in the source.
    role : Role
        Part in the session; ``unknown`` until a person has cast it.
    display : str
        What screens show.
    decided_by : str or None
        ``"file"`` or a person; None while nobody has decided.
    """

    id: str
    labels: tuple[str, ...]
    role: Role = Role.UNKNOWN
    display: str
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """A transcriber's sign inside the words of a turn.

    Parameters
    ----------
    kind : str
        unclear, overlap, pause, act, backchannel, inserted, cut_off or foreign.
    start, end : int
        Place in the text of the turn, in Unicode code points.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until another speaks.

    Parameters
    ----------
    id : str
        ``t0001``, ...; given at reading, never reused.
    speaker_id : str
        Speaker, by id.
    text : str
        Words in NFC on one line, notations kept. Not part of ``repr``.
    start_s, end_s : float or None
        Seconds; None where the source gives no time.
    where : str
        Place in the source, for example ``"lines 12-14"``.
    notations : tuple of Notation
        Signs of the transcriber in the text.
    """

    id: str
    speaker_id: str
    text: str = field(repr=False)
    start_s: float | None = None
    end_s: float | None = None
    where: str
    notations: tuple[Notation, ...] = ()

    @property
    def words(self) -> int:
        """Number of words, parted by white space."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something in the source that is not speech: head lines, stage directions, comments.

    Parameters
    ----------
    kind : str
        head, tail, heading, stage, editor or codebook.
    text : str
        As written. Not part of ``repr``.
    where : str
        Place in the source.
    after_turn : str or None
        Turn that it follows; None before the first.
    """

    kind: str
    text: str = field(repr=False)
    where: str
    after_turn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which file was read, as what, and how.

    Parameters
    ----------
    name : str
        File name.
    format : str
        For example ``"vtt"`` or ``"dialogue"``.
    reader : str
        Module that read it.
    encoding : str
        Encoding that was used.
    """

    name: str
    format: str
    reader: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The ordered turns of a session.

    Parameters
    ----------
    session : Session
        Facts about the session.
    speakers : tuple of Speaker
        Voices, in order of first appearance.
    turns : tuple of Turn
        In the order of the source.
    notes : tuple of Note
        Everything in the source that is not a turn.
    faults : tuple of Fault
        What was repaired, left out or left open; never words of the session.
    source : Source
        The file it came from.
    """

    session: Session
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...] = field(repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    faults: tuple[Fault, ...] = ()
    source: Source

    @property
    def sha256(self) -> str:
        """Hash of who said what, in order; changes when one word changes."""
        said = [[turn.id, turn.speaker_id, turn.text] for turn in self.turns]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def role_of(self, turn: Turn) -> Role:
        """Return the role of the speaker of a turn.

        Parameters
        ----------
        turn : Turn
            A turn of this transcript.

        Returns
        -------
        Role
            ``unknown`` where nobody has cast the speaker.
        """
        return next(s.role for s in self.speakers if s.id == turn.speaker_id)

    def frame(self) -> pd.DataFrame:
        """Return the turns as a TURNS frame.

        Returns
        -------
        pandas.DataFrame
            One row a turn, in order; times are NaN where the source has none.
        """
        by_id = {speaker.id: speaker for speaker in self.speakers}
        return pd.DataFrame(
            {
                "session_id": [self.session.id] * len(self.turns),
                "turn": [turn.id for turn in self.turns],
                "speaker": [by_id[turn.speaker_id].display for turn in self.turns],
                "role": [str(by_id[turn.speaker_id].role) for turn in self.turns],
                "text": [turn.text for turn in self.turns],
                "start_s": pd.Series([turn.start_s for turn in self.turns], dtype="float64"),
                "end_s": pd.Series([turn.end_s for turn in self.turns], dtype="float64"),
                "words": pd.Series([turn.words for turn in self.turns], dtype="int64"),
            }
        )

    def _repr_html_(self) -> str:
        faults = f", {len(self.faults)} to look at" if self.faults else ""
        return (
            f"<p>Transcript of {self.session.id}: {len(self.turns)} turns, "
            f"{len(self.speakers)} speakers{faults}. The words are not shown here.</p>"
        )


def therapist_words(turns: Sequence[Turn], roles: dict[str, Role]) -> int:
    """Count the words of therapist and co-therapist.

    Parameters
    ----------
    turns : sequence of Turn
        Turns of one transcript.
    roles : dict of str to Role
        Role by speaker id.

    Returns
    -------
    int
        0 or more.
    """
    return sum(turn.words for turn in turns if roles[turn.speaker_id] in THERAPIST_ROLES)
