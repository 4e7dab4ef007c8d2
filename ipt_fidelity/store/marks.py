"""Marks as the store keeps them: a row each, free text by its token."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, select

from ipt_fidelity.sheet.mark import Mark, Value
from ipt_fidelity.store.tables import MARK
from ipt_fidelity.store.times import from_us
from ipt_fidelity.store.words import ELSEWHERE


def mark_of(row: Row[tuple[int]], texts: Mapping[str, str] | None) -> Mark:
    """Return a mark from its row.

    Parameters
    ----------
    row : row
        Of the table of marks.
    texts : mapping of str to str or None
        Text by token; None where the words are not here or not wanted.

    Returns
    -------
    Mark
        With the text of its token, or a note that it lies elsewhere.
    """
    value = value_of(row.value)
    if row.worded:
        value = ELSEWHERE if texts is None else texts.get(str(value), ELSEWHERE)
    return Mark(
        client=row.client,
        seq=row.seq,
        target=row.target,
        field=row.field,
        value=value,
        at=from_us(row.at_us),
    )


def load_marks(
    connection: Connection, sheet_id: int, texts: Mapping[str, str] | None
) -> Sequence[Mark]:
    """Return the marks of one sheet in the order in which they were recorded.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    sheet_id : int
        Row of the sheet.
    texts : mapping of str to str or None
        Text by token.

    Returns
    -------
    sequence of Mark
        All, undone ones included.
    """
    rows = connection.execute(
        select(MARK).where(MARK.c.sheet_id == sheet_id).order_by(MARK.c.place)
    )
    return [mark_of(row, texts) for row in rows]


def value_of(text: str) -> Value:
    """Return the value of its canonical JSON.

    Parameters
    ----------
    text : str
        As ``json_of`` writes it.

    Returns
    -------
    value
        A list becomes a tuple.
    """
    value: str | float | list[str] | None = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def json_of(value: Value) -> str:
    """Return the canonical JSON of a value.

    Parameters
    ----------
    value : value
        Neither nan nor infinity; both are refused before.

    Returns
    -------
    str
        The same for the same value and kind of value.
    """
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
