"""What became of the ids of an older version."""

from __future__ import annotations

from typing import Literal

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric.history import Change
from ipt_fidelity.rubric.rubric import Rubric

Layer = Literal["code", "item"]


def change_of(rubric: Rubric, layer: Layer, old_id: str, *, since: str) -> Change | None:
    """Return what a rubric says became of an id.

    Parameters
    ----------
    rubric : Rubric
        The newer version.
    layer : str
        code or item.
    old_id : str
        Id in the older version.
    since : str
        The older version.

    Returns
    -------
    Change or None
        None where the rubric says nothing about it.
    """
    for migration in rubric.file.migration:
        if migration.since != since:
            continue
        for change in migration.changes:
            if (change.layer, change.was) == (layer, old_id):
                return change
    return None


def carried(rubric: Rubric, layer: Layer, old_id: str, *, since: str) -> tuple[str, ...]:
    """Return the ids under which old ratings or codings are read in a newer version.

    Parameters
    ----------
    rubric : Rubric
        The newer version.
    layer : str
        code or item.
    old_id : str
        Id in the older version.
    since : str
        The older version.

    Returns
    -------
    tuple of str
        One id where it stayed, was renamed or merged; several where it was split, so that a
        person must choose; none where it was retired without a successor.

    Raises
    ------
    UnknownNameError
        The newer version neither holds the id nor says what became of it.
    """
    change = change_of(rubric, layer, old_id, since=since)
    known = [part.id for part in (rubric.codes if layer == "code" else rubric.items)]
    if change is None:
        if old_id in known:
            return (old_id,)
        raise UnknownNameError.of(
            layer, old_id, known, where=f"rubric {rubric.id} {rubric.version}, migration"
        )
    if change.kind in {"reworded", "unchanged"}:
        return (old_id,)
    return change.became
