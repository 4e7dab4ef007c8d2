"""Where sheets of one session differ, and in what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.completeness import ResolvedRating
from ipt_fidelity.sheet.sheet import Coding, Reading
from ipt_fidelity.sheet.status import asked, resolve_status


class Difference(StrEnum):
    """In what raters differ; the graver first."""

    STATUS = "status"
    UNREAD = "unread"
    CODE = "code"
    SECONDARY = "secondary"
    DETAIL = "detail"
    VALUE = "value"
    OMISSION = "omission"


def segment_differences(
    rubric: Rubric, circumstances: Circumstances, codings: Sequence[Coding]
) -> tuple[Difference, ...]:
    """Say in what several codings of one segment differ.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Of the session.
    codings : sequence of Coding
        Of the same segment, one of each rater.

    Returns
    -------
    tuple of Difference
        Graver first; empty where all agree. The order of secondary codes, doubt and memos are no
        difference; an attribute is compared where it is asked of at least one coding.
    """
    found: list[Difference] = []

    def differ(of: Callable[[Coding], object]) -> bool:
        return any(of(one) != of(codings[0]) for one in codings)

    if differ(lambda one: resolve_status(rubric, one, circumstances)):
        found.append(Difference.STATUS)
    if any(one.reading is Reading.UNREAD for one in codings):
        found.append(Difference.UNREAD)
    if differ(lambda one: one.primary):
        found.append(Difference.CODE)
    if differ(lambda one: frozenset(one.secondary)):
        found.append(Difference.SECONDARY)
    names = {part.id for one in codings for part in asked(rubric, one, circumstances)}
    if any(differ(lambda one, name=name: _value(one, name)) for name in names):
        found.append(Difference.DETAIL)
    return tuple(found)


def item_differences(ratings: Sequence[ResolvedRating]) -> tuple[Difference, ...]:
    """Say in what several ratings of one item differ.

    Parameters
    ----------
    ratings : sequence of ResolvedRating
        Of the same item, one of each rater.

    Returns
    -------
    tuple of Difference
        ``VALUE`` where value or absence differs; empty where all agree.
    """
    first = (ratings[0].value, ratings[0].absence)
    same = all((one.value, one.absence) == first for one in ratings)
    return () if same else (Difference.VALUE,)


def _value(coding: Coding, name: str) -> object:
    value = coding.attributes.get(name)
    return frozenset(value) if isinstance(value, tuple) else value
