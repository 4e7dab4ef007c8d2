"""A span: the words of one turn that the primary code of a segment is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipt_fidelity.errors import MarkError

_SPAN = re.compile(r"(?P<turn>[\w.-]{1,64}):(?P<first>\d{1,7})-(?P<end>\d{1,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of characters within the text of a turn, as admitted.

    Parameters
    ----------
    turn : str
        Turn, by its id.
    first, end : int
        Place of the first character, from 0, and of the one after the last.
    """

    turn: str
    first: int
    end: int

    def __str__(self) -> str:
        return f"{self.turn}:{self.first}-{self.end}"


def check_span(value: object, *, where: str) -> Span | None:
    """Read what the field ``span`` of a mark holds.

    Parameters
    ----------
    value : str or None
        For example ``"t0012:14-52"``; None takes the span away.
    where : str
        Named in the error.

    Returns
    -------
    Span or None
        Whether the turn and its text have it is not looked at.

    Raises
    ------
    MarkError
        Anything else, or a span without a character.
    """
    if value is None:
        return None
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found["first"]) >= int(found["end"]):
        raise MarkError(
            "a span names a turn and characters of it.",
            where=where,
            mend="Write, for example, t0012:14-52: from character 14 up to, not with, 52.",
        )
    return Span(turn=found["turn"], first=int(found["first"]), end=int(found["end"]))
