"""Frames row by row, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from numbers import Integral, Real

import pandas as pd

Row = Mapping[str, object]


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield rows as plain mappings, absent values as None, numbers as Python's own.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any.

    Yields
    ------
    mapping of str to object
        In order, by the names of the columns.
    """
    names = [str(name) for name in frame.columns]
    columns = [frame[name].astype(object).tolist() for name in names]
    for values in zip(*columns, strict=True):
        yield {name: _plain(value) for name, value in zip(names, values, strict=True)}


def _plain(value: object) -> object:
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return None
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value
