"""The error tree. Every error says the problem, the place and the mend.

FidelityError
├── FileFormatError      (also ValueError)       carries every fault of the file
│   ├── TranscriptError
│   ├── RubricError
│   ├── PlanError
│   └── SheetError
├── UnknownNameError     (also LookupError)      offers the nearest known name
├── MarkError            (also ValueError)       a mark the rubric or the sheet cannot take
├── FrameError           (also ValueError)       a frame of the wrong shape
├── NotEnoughDataError   (also ValueError)       nothing can be computed from so little
├── NotAllowedError      (also PermissionError)  blinded, not certified, no consent, too early
└── StoreError           (also RuntimeError)     the file of the study cannot be used

Words that were spoken in a session never stand in an error; turns, segments and items are named
by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Level(StrEnum):
    """How much a fault matters: an error stops the reading, a warning is told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing in a file that is wrong, was repaired, left out or left open.

    Parameters
    ----------
    level : Level
        Whether the fault stops the reading.
    code : str
        Stable short name of the kind of fault, for example ``"no_speaker"``.
    problem : str
        What is wrong, without any word spoken in a session.
    where : str
        File and place in it, for example ``"case-07_session-03.vtt, line 88"``.
    mend : str
        What the person can do about it, as an imperative.
    """

    level: Level
    code: str
    problem: str
    where: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.mend}"


class FidelityError(Exception):
    """Any refusal of this package.

    Parameters
    ----------
    problem : str
        What is wrong, the offending value first.
    where : str
        The place: file and line, or item, rater and session.
    mend : str
        What to do next, as an imperative sentence.
    """

    def __init__(self, problem: str, *, where: str, mend: str) -> None:
        self.problem = problem
        self.where = where
        self.mend = mend
        super().__init__(f"{where}: {problem} {mend}")

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.problem, self.where, self.mend, self.__dict__))


class FileFormatError(FidelityError, ValueError):
    """A file that cannot be read as what it is meant to be; ``faults`` holds all that is wrong.

    Parameters
    ----------
    faults : sequence of Fault
        At least one fault; the message shows each on a line of its own.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.problem, where=first.where, mend=first.mend)
        self.args = ("\n".join(str(fault) for fault in self.faults),)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.faults,))


class TranscriptError(FileFormatError):
    """A transcript, or the facts beside it, cannot be read."""


class RubricError(FileFormatError):
    """A rubric file does not describe a usable instrument."""


class PlanError(FileFormatError):
    """A study file does not describe a usable plan."""


class SheetError(FileFormatError):
    """A sheet file cannot be taken in."""


class UnknownNameError(FidelityError, LookupError):
    """A name that is not known here; the message offers the nearest one."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str], *, where: str) -> UnknownNameError:
        """Build the error from the name and the names that exist.

        Parameters
        ----------
        kind : str
            What the name should name, for example ``"session"``.
        name : str
            The name that was given.
        known : iterable of str
            The names that exist; at most twelve are listed.
        where : str
            The place of the call or of the file.

        Returns
        -------
        UnknownNameError
            Ready to be raised.
        """
        names = sorted(known)
        return cls(f"there is no {kind} '{name}'.", where=where, mend=choose_from(name, names))


class MarkError(FidelityError, ValueError):
    """A mark that cannot be taken: outside the scale, wrong phase, sheet handed in."""


class FrameError(FidelityError, ValueError):
    """A frame with missing, surplus or mistyped columns, or with a key twice."""


class NotEnoughDataError(FidelityError, ValueError):
    """Too few therapists, sessions or sheets for what was asked."""


class NotAllowedError(FidelityError, PermissionError):
    """Not permitted to this person, at this time, or for this purpose."""


class StoreError(FidelityError, RuntimeError):
    """The store cannot be opened, written or joined."""


def choose_from(name: str, names: Sequence[str], *, at_most: int = 12) -> str:
    """Return the mend for an unknown name: the choices, and the nearest of them.

    Parameters
    ----------
    name : str
        What was written.
    names : sequence of str
        What could have been written; may be empty.
    at_most : int
        How many choices are listed.

    Returns
    -------
    str
        One or two sentences.
    """
    if not names:
        return "There is none yet."
    listed = ", ".join(names[:at_most]) + (", …" if len(names) > at_most else "")
    near = get_close_matches(name, names, n=1)
    hint = f" (Did you mean '{near[0]}'?)" if near else ""
    return f"Write one of: {listed}.{hint}"


def _rebuild(
    kind: type[FidelityError], problem: str, where: str, mend: str, state: dict[str, object]
) -> FidelityError:
    error = kind(problem, where=where, mend=mend)
    error.__dict__.update(state)
    return error
