"""In which order codes and items are shown; never what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ipt_fidelity.rubric.instrument import Code, Item
from ipt_fidelity.rubric.rubric import Rubric

Shown = TypeVar("Shown", Code, Item)


def in_order(rubric: Rubric, parts: Iterable[Shown]) -> tuple[Shown, ...]:
    """Return codes or items in the order in which they are shown.

    Parameters
    ----------
    rubric : Rubric
        Whose ``display: order:`` counts.
    parts : iterable of Code or of Item
        In the order of the file; any of the rubric's own, for example those of one form.

    Returns
    -------
    tuple of Code or of Item
        The same parts: first those that the order names, then the others as they came.
    """
    order = rubric.file.display.order
    given = tuple(parts)
    named = order.codes if given and isinstance(given[0], Code) else order.items
    places = {name: n for n, name in enumerate(named)}
    return tuple(sorted(given, key=lambda part: places.get(part.id, len(places))))
