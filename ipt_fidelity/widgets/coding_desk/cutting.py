"""The cut of a session as a page of the desk sends it, while no sheet has locked it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, cast

from ipt_fidelity.errors import FidelityError, MarkError
from ipt_fidelity.sheet.mark import Mark
from ipt_fidelity.widgets.coding_desk.snapshot import SeenTurn
from ipt_fidelity.widgets.talking import PROTOCOL, Answer, Json

LOCK = "lock"
"""Field of the entry with which a page locks its cut; it holds the turns that begin a segment."""

TakeCut = Callable[[Sequence[str]], None]


class CutMessage(TypedDict):
    """Page: this is the whole cut now, first and last turn of each segment, by place from 0."""

    v: int
    kind: Literal["cut"]
    page: str
    seq: int
    cut: list[list[Json]]


class CutReply(TypedDict):
    """Kernel: that cut is durable, or why not; ``keep`` where the page should try again."""

    v: int
    kind: Literal["cut"]
    to: str
    seq: int
    problem: str
    mend: str
    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """What keeps and locks the cut of a session of which no sheet is open yet.

    Parameters
    ----------
    keep : callable
        Takes the ids of the turns that begin a segment and makes that cut durable. Raises
        MarkError where it can never be taken, any other FidelityError where not now.
    lock : callable
        The same, and opens the sheet: from then on the cut stays. May be called again.
    """

    keep: TakeCut
    lock: TakeCut


def take_cut(
    cutting: Cutting | None, turns: Sequence[SeenTurn], message: Mapping[str, object]
) -> Answer:
    """Answer a CutMessage.

    Parameters
    ----------
    cutting : Cutting or None
        None where the cut is locked from the start.
    turns : sequence of SeenTurn
        Of the session.
    message : mapping
        As it came.

    Returns
    -------
    Answer
        A CutReply; the cut is durable where it names no problem.
    """
    page, seq = str(message.get("page", "")), message.get("seq")
    number = seq if isinstance(seq, int) else 0
    try:
        if cutting is None:
            raise locked_already()
        cutting.keep(first_turns(turns, message.get("cut")))
    except FidelityError as error:
        keep = not isinstance(error, MarkError)
        return _answer(page, number, error.problem, mend=error.mend, keep=keep)
    return _answer(page, number, "", mend="", keep=False)


def first_turns(turns: Sequence[SeenTurn], cut: object) -> list[str]:
    """Read a cut that a page has sent.

    Parameters
    ----------
    turns : sequence of SeenTurn
        Of the session.
    cut : object
        First and last turn of each segment, by place from 0.

    Returns
    -------
    list of str
        Ids of the turns that begin a segment.

    Raises
    ------
    MarkError
        The segments do not hold every turn once, in order.
    """
    following = 0
    found: list[str] = []
    for pair in cast("list[object]", cut) if isinstance(cut, list) else []:
        match pair:
            case [int() as first, int() as last] if first == following <= last < len(turns):
                found.append(turns[first].id)
                following = last + 1
            case _:
                following = -1
    if following != len(turns) or not found:
        raise MarkError(
            "the segments do not hold every turn once, in order.",
            where="cut",
            mend="Run the cell again, so that page and study show the same.",
        )
    return found


def lock_with(cutting: Cutting | None, mark: Mark) -> None:
    """Lock the cut that the entry of a page holds.

    Parameters
    ----------
    cutting : Cutting or None
        None where the cut is locked from the start; then nothing is left to do.
    mark : Mark
        With the field ``LOCK``.

    Raises
    ------
    MarkError
        It holds no turns, or another cut is locked.
    FidelityError
        The store cannot be written now.
    """
    if not isinstance(mark.value, tuple):
        raise MarkError(
            "a lock names the turns that begin a segment.",
            where=f"mark {mark.key}",
            mend="Run the cell again, so that page and study show the same.",
        )
    if cutting is not None:
        cutting.lock(mark.value)


def locked_already() -> MarkError:
    """Return the refusal of a change after the lock.

    Returns
    -------
    MarkError
        To be raised.
    """
    return MarkError(
        "the cut is locked, since a sheet of the session was opened.",
        where="cut",
        mend="Run the cell again to see the segments that are kept.",
    )


def _answer(page: str, seq: int, problem: str, *, mend: str, keep: bool) -> Answer:
    reply: CutReply = {
        "v": PROTOCOL,
        "kind": "cut",
        "to": page,
        "seq": seq,
        "problem": problem,
        "mend": mend,
        "keep": keep,
    }
    return Answer(reply)
