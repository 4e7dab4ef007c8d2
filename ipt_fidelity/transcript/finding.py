"""Faults of a transcript: how they are told, and how many of one kind are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipt_fidelity.errors import Fault, Level

MOST_OF_A_KIND = 50
MOST_LINES_NAMED = 5


def error(code: str, problem: str, *, where: str, mend: str) -> Fault:
    """Return a fault that stops the reading.

    Parameters
    ----------
    code : str
        Short name of the kind of fault.
    problem : str
        What is wrong, without words of the session.
    where : str
        File and place.
    mend : str
        What to do, as an imperative.

    Returns
    -------
    Fault
        Of level error.
    """
    return Fault(level=Level.ERROR, code=code, problem=problem, where=where, mend=mend)


def warning(code: str, problem: str, *, where: str, mend: str) -> Fault:
    """Return a fault that is told and does not stop the reading.

    Parameters
    ----------
    code : str
        Short name of the kind of fault.
    problem : str
        What was repaired, left out or left open, without words of the session.
    where : str
        File and place.
    mend : str
        What to do, as an imperative.

    Returns
    -------
    Fault
        Of level warning.
    """
    return Fault(level=Level.WARNING, code=code, problem=problem, where=where, mend=mend)


def errors_in(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that stop the reading.

    Parameters
    ----------
    faults : iterable of Fault
        Of one file.

    Returns
    -------
    list of Fault
        In the order given; at most 50 of one kind, the last of which then tells how many more
        there are.
    """
    kinds: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.level is Level.ERROR:
            kinds.setdefault(fault.code, []).append(fault)
    return [fault for of_kind in kinds.values() for fault in _capped(of_kind)]


def lines_named(lines: Sequence[int], *, unit: str = "line") -> str:
    """Name the places of many findings of one kind.

    Parameters
    ----------
    lines : sequence of int
        Numbers of the places, at least one.
    unit : str
        What is numbered.

    Returns
    -------
    str
        For example ``"lines 4, 9, 12 and 30 more"``.
    """
    if len(lines) == 1:
        return f"{unit} {lines[0]}"
    shown = ", ".join(str(line) for line in lines[:MOST_LINES_NAMED])
    more = len(lines) - MOST_LINES_NAMED
    return f"{unit}s {shown}" + (f" and {more} more" if more > 0 else "")


def _capped(faults: Sequence[Fault]) -> list[Fault]:
    more = len(faults) - MOST_OF_A_KIND
    if more <= 0:
        return list(faults)
    last = faults[MOST_OF_A_KIND]
    told = error(last.code, f"{more} more faults of this kind.", where=last.where, mend=last.mend)
    return [*faults[:MOST_OF_A_KIND], told]
