"""Which items a score or a gate looks at."""

from __future__ import annotations

from ipt_fidelity.rubric.instrument import Item, RubricFile
from ipt_fidelity.rubric.scoring_form import Select


def selects(select: Select, construct: str, subscale: str | None, item_id: str) -> bool:
    """Say whether an item is among those selected.

    Parameters
    ----------
    select : Select
        Of a score or gate.
    construct, subscale, item_id : str
        Of the item, after what its variants change.

    Returns
    -------
    bool
        True where every condition that the selection states holds.
    """
    return (
        (select.construct_ is None or select.construct_ == construct)
        and (select.subscale is None or select.subscale == subscale)
        and (not select.ids or item_id in select.ids)
    )


def selected(file: RubricFile, select: Select) -> tuple[Item, ...]:
    """Return the items that a selection names, as they are without variants.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    select : Select
        Of a score or gate.

    Returns
    -------
    tuple of Item
        Retired ones are left out.
    """
    items = file.session_layer.items if file.session_layer else ()
    return tuple(
        item
        for item in items
        if not item.retired and selects(select, item.construct_, item.subscale, item.id)
    )
