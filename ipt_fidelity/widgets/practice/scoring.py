"""What a learner answered: attempts read from marks, and the answers that the score counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Layer, Mark, Value

AGAIN = ("reading", "unread")  # the passage is to be answered again


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One answer to a passage.

    Parameters
    ----------
    passage : str
        Which one.
    code : str
        The code that was given.
    uncertain : bool
        Whether the learner was unsure.
    grades : mapping of str to int
        Answers to graded attributes.
    """

    passage: str
    code: str
    uncertain: bool
    grades: Mapping[str, Value]


def attempts_of(marks: Iterable[Mark]) -> list[Attempt]:
    """Read the attempts from marks; the code closes each of them.

    Parameters
    ----------
    marks : iterable of Mark
        In the order in which they were recorded; a repeat counts once.

    Returns
    -------
    list of Attempt
        In order; a passage that was answered again stands again.
    """
    found: list[Attempt] = []
    open_: dict[str, dict[str, Value]] = {}
    known: set[str] = set()
    for mark in marks:
        if mark.key in known or mark.layer is not Layer.SEGMENT:
            continue
        known.add(mark.key)
        passage = mark.target_id
        if mark.field != "primary":
            open_.setdefault(passage, {})[mark.field] = mark.value
        elif isinstance(mark.value, str):
            given = open_.pop(passage, {})
            found.append(
                Attempt(
                    passage=passage,
                    code=mark.value,
                    uncertain=given.get("uncertain") is True,
                    grades={
                        name.removeprefix(ATTRIBUTE_PREFIX): value
                        for name, value in given.items()
                        if name.startswith(ATTRIBUTE_PREFIX)
                    },
                )
            )
    return found


def first_answers(attempts: Sequence[Attempt]) -> dict[str, Attempt]:
    """Return the first attempt at each passage: the one that the score counts.

    Parameters
    ----------
    attempts : sequence of Attempt
        In order.

    Returns
    -------
    dict of str to Attempt
        By passage.
    """
    found: dict[str, Attempt] = {}
    for attempt in attempts:
        found.setdefault(attempt.passage, attempt)
    return found
