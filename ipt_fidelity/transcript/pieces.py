"""What a reader takes out of a file, before turns and speakers are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.session import Role


class Piece(NamedTuple):
    """A stretch of speech as the source holds it: a cue, a line, a row.

    Parameters
    ----------
    label : str or None
        Speaker as written; None where the source names none.
    text : str
        Words, still with the line ends of the source.
    start, end : float or None
        Seconds; None where unknown.
    first, last : int
        Numbers of its first and last place in the source, from 1.
    """

    label: str | None
    text: str
    start: float | None
    end: float | None
    first: int
    last: int


class Aside(NamedTuple):
    """Something in the source that is not speech.

    Parameters
    ----------
    kind : str
        Head, tail, heading, stage, editor or codebook.
    text : str
        As written.
    first, last : int
        Numbers of its first and last place in the source, from 1.
    after : int
        Number of pieces before it.
    """

    kind: str
    text: str
    first: int
    last: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is taken on before the work begins.

    Parameters
    ----------
    text_bytes : int
        Largest text file, in bytes.
    container_bytes : int
        Largest zipped file, in bytes.
    unpacked_bytes : int
        Largest sum of unpacked members of a zip, in bytes.
    members : int
        Most members of a zip.
    levels : int
        Deepest nesting of JSON or XML.
    pieces : int
        Most cues, rows or lines of speech.
    turn_characters : int
        Longest turn.
    """

    text_bytes: int = 20_000_000
    container_bytes: int = 100_000_000
    unpacked_bytes: int = 200_000_000
    members: int = 200
    levels: int = 100
    pieces: int = 250_000
    turn_characters: int = 100_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file in the hands of a reader.

    Parameters
    ----------
    name : str
        File name, for faults.
    content : bytes
        The file.
    text : str
        Its text with one line feed as the only line end; empty for containers.
    known : frozenset of str
        Labels that the session record names as speakers.
    part : str or None
        Which session or sheet is wanted, where a file holds several.
    limits : Limits
        How much is taken on.
    """

    name: str
    content: bytes = field(repr=False)
    text: str = field(repr=False)
    known: frozenset[str] = frozenset()
    part: str | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a reader found in a file.

    Parameters
    ----------
    format : str
        Format and dialect, for example ``"vtt/zoom"``.
    pieces : list of Piece
        Speech in the order of the source.
    asides : list of Aside
        Everything else in the order of the source.
    faults : list of Fault
        What was wrong, repaired, left out or left open.
    unit : str
        What the numbers of pieces count.
    joins : bool
        Whether successive pieces of one speaker are one turn; False where the source itself
        numbers or parts its turns.
    roles : mapping of str to Role
        Roles that the file itself states, by label.
    """

    format: str
    pieces: list[Piece] = field(repr=False)
    asides: list[Aside] = field(default_factory=list[Aside], repr=False)
    faults: list[Fault] = field(default_factory=list[Fault])
    unit: str = "line"
    joins: bool = True
    roles: Mapping[str, Role] = field(default_factory=dict[str, Role])
