"""Plain JSON from strangers: read within limits, and walked by key without surprises."""

from __future__ import annotations

import json
import math
from typing import cast

Tree = dict[str, object]


def load_json(text: str) -> object | None:
    """Read JSON.

    Parameters
    ----------
    text : str
        The document.

    Returns
    -------
    object or None
        None where it is no JSON, or nested deeper than can be read.
    """
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return None


def tree(value: object, *keys: str) -> Tree:
    """Go down by keys.

    Parameters
    ----------
    value : object
        Any JSON value.
    *keys : str
        Keys, from the top.

    Returns
    -------
    dict of str to object
        Empty where there is none.
    """
    for key in keys:
        value = cast("Tree", value).get(key) if isinstance(value, dict) else None
    return cast("Tree", value) if isinstance(value, dict) else {}


def trees(value: object, *keys: str) -> list[Tree]:
    """Go down by keys to a list of mappings.

    Parameters
    ----------
    value : object
        Any JSON value.
    *keys : str
        Keys, from the top.

    Returns
    -------
    list of dict of str to object
        What in the list is a mapping; empty where there is none.
    """
    for key in keys:
        value = cast("Tree", value).get(key) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return []
    return [cast("Tree", part) for part in cast("list[object]", value) if isinstance(part, dict)]


def word(value: object) -> str:
    """Return a value as words.

    Parameters
    ----------
    value : object
        Any JSON value.

    Returns
    -------
    str
        Empty where it is absent, a list or a mapping; numbers as they are written.
    """
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def number(value: object, *, per_second: float = 1.0) -> float | None:
    """Return a time in seconds.

    Parameters
    ----------
    value : object
        A number, or a number as text, with or without ``s`` behind it.
    per_second : float
        How many of its units make a second.

    Returns
    -------
    float or None
        None where it is absent, negative, not finite or no number.
    """
    try:
        found = float(word(value).strip().removeprefix("PT").rstrip("sS"))
    except ValueError:
        return None
    return found / per_second if math.isfinite(found) and found >= 0 else None
