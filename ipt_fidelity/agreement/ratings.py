"""The door for ratings: any table of units by raters, checked once.

A missing rating is None, NaN or ``pandas.NA``. Raters who rated nothing are left out and named;
units that nobody rated are left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.errors import FrameError

Codes = NDArray[np.signedinteger]
Ratings = Sequence[Sequence[object]] | NDArray[np.generic] | pd.DataFrame
Table = NDArray[np.float64] | NDArray[np.object_]
MISSING = -1
WIDEST_SPAN = 4096
NARROW = 100
BLOCK = 16_384
LARGEST = 1e100


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingMatrix:
    """Ratings as places in a list of categories.

    Parameters
    ----------
    codes : array of int, (n, r)
        Place of the category; -1 where the rating is missing.
    categories : tuple of hashable
        Categories in order.
    scores : array of float, (q,), or None
        Their values where all are numbers.
    declared : bool
        Whether the categories were declared rather than met.
    kept : array of int, (n,)
        Rows of the table that hold a rating.
    silent : tuple of str
        Raters who rated nothing; they are not counted.
    """

    codes: Codes
    categories: tuple[Hashable, ...]
    scores: Floats | None
    declared: bool
    kept: Ints
    silent: tuple[str, ...]

    @property
    def n_raters(self) -> int:
        """Raters who rated something."""
        return self.codes.shape[1]


def categorical(
    ratings: Ratings, *, categories: Sequence[Hashable] | None = None, ordered: bool = False
) -> RatingMatrix:
    """Read ratings as categories.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.
    categories : sequence of hashable or None
        Categories in order, unused ones included; None takes those that occur, sorted.
    ordered : bool
        Whether an order is needed; words without a declared order are then refused.

    Returns
    -------
    RatingMatrix
        The ratings as places in the list of categories.

    Raises
    ------
    FrameError
        Infinite values, values outside the declared categories, or words without an order.
    """
    table, names = _table(ratings)
    if categories is None:
        categories = _categories_of_dtype(ratings)
    declared = categories is not None
    if table.dtype != object and categories is None:
        codes, met, scores = _from_numbers(table)
    else:
        codes, met, scores = _from_objects(table, categories, ordered=ordered)
    return _without_silent(codes, met, scores, declared=declared, names=names)


def numbers(ratings: Ratings) -> tuple[Floats, tuple[str, ...]]:
    """Read ratings as numbers.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.

    Returns
    -------
    values : array of float, (n, r)
        NaN where a rating is missing; raters who rated nothing and units nobody rated left out.
    silent : tuple of str
        Raters who rated nothing.

    Raises
    ------
    FrameError
        A rating is infinite or is not a number; the message names row and column.
    """
    table, names = _table(ratings)
    values = _as_floats(table)
    _extremes(values)
    rated, speaking = _where_rated(~np.isnan(values))
    silent = _silent(names, speaking)
    if not rated.all():
        values = values[rated]
    return (values[:, speaking] if silent else values), silent


def rated_rows(ratings: Ratings) -> NDArray[np.bool_]:
    """Tell which rows of a table of numbers hold a rating.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, r)
        Units by raters.

    Returns
    -------
    array of bool, (n,)
        False where nobody rated.
    """
    table, _ = _table(ratings)
    return _where_rated(~np.isnan(_as_floats(table)))[0]


def _table(ratings: Ratings) -> tuple[Table, list[str]]:
    if isinstance(ratings, pd.DataFrame):
        names = [str(name) for name in ratings.columns]
        twice = ratings.columns[ratings.columns.duplicated()]
        if len(twice):
            raise FrameError(
                f"two raters are called '{twice[0]}'.",
                where="ratings, columns",
                mend="Give each rater a column and a name of its own.",
            )
        plain = all(isinstance(kind, np.dtype) and kind.kind in "fiub" for kind in ratings.dtypes)
        table = ratings.to_numpy(dtype=float if plain else object)
    else:
        table = np.asarray(ratings) if isinstance(ratings, np.ndarray) else _nested(ratings)
        names = [str(place) for place in range(table.shape[1] if table.ndim > 1 else 0)]
    if table.ndim != 2:  # noqa: PLR2004 - a table has two sides
        raise FrameError(
            f"the ratings have {table.ndim} dimension(s).",
            where="ratings",
            mend="Give a table with a row for each unit and a column for each rater.",
        )
    if table.dtype.kind in "fiub":
        return table.astype(np.float64, copy=False), names
    return table.astype(object, copy=False), names


def _nested(ratings: Sequence[Sequence[object]]) -> Table:
    rows = [list(row) for row in ratings]
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        odd = next(place for place, row in enumerate(rows) if len(row) != len(rows[0]))
        raise FrameError(
            f"row {odd} has {len(rows[odd])} ratings, row 0 has {len(rows[0])}.",
            where=f"ratings, row {odd}",
            mend="Give every row one entry for each rater, None where a rating is missing.",
        )
    table = np.empty((len(rows), widths.pop() if widths else 0), dtype=object)
    for place, row in enumerate(rows):
        for column, rating in enumerate(row):
            table[place, column] = rating
    plain = all(
        rating is None or isinstance(rating, (int, float, np.number)) for rating in table.ravel()
    )
    return table.astype(np.float64) if plain else table


def _categories_of_dtype(ratings: Ratings) -> Sequence[Hashable] | None:
    if not isinstance(ratings, pd.DataFrame):
        return None
    orders: list[list[Hashable]] = []
    for name in ratings.columns:
        kind = ratings[name].dtype
        if not isinstance(kind, pd.CategoricalDtype) or not kind.ordered:
            return None
        orders.append(list(cast("Iterable[Hashable]", kind.categories)))
    return orders[0] if orders and all(one == orders[0] for one in orders) else None


def _as_floats(table: Table) -> Floats:
    if table.dtype == object:
        values = np.empty(table.shape)
        absent = np.asarray(pd.isna(table))
        for row, column in np.ndindex(*table.shape):
            rating: object = table[row, column]
            if absent[row, column]:
                values[row, column] = np.nan
            elif isinstance(rating, (int, float, np.number)):
                values[row, column] = float(rating)
            else:
                raise FrameError(
                    f"{rating!r} is not a number.",
                    where=f"ratings, row {row}, column {column}",
                    mend="Enter a number, or leave the rating out.",
                )
    else:
        values = table.astype(np.float64, copy=False)
    return values


def _extremes(values: Floats) -> tuple[float, float]:
    """Least and largest rating, NaN where there is none; refuses what cannot be squared."""
    low = np.fmin.reduce(values, axis=None) if values.size else np.nan
    high = np.fmax.reduce(values, axis=None) if values.size else np.nan
    if max(-low, high) > LARGEST:
        row, column = (int(place[0]) for place in np.nonzero(np.abs(values) > LARGEST))
        infinite = np.isinf(values[row, column])
        raise FrameError(
            "the rating is infinite." if infinite else f"{values[row, column]:g} is too large.",
            where=f"ratings, row {row}, column {column}",
            mend="Enter a finite number, or leave the rating out.",
        )
    return float(low), float(high)


def _from_numbers(
    table: Table,
) -> tuple[Codes, tuple[Hashable, ...], Floats]:
    values = _as_floats(table)
    low, high = _extremes(values)
    if np.isnan(low):
        return np.full(values.shape, MISSING, dtype=np.intp), (), np.empty(0)
    if high - low <= (WIDEST_SPAN if values.size > WIDEST_SPAN else NARROW):
        span = int(high - low) + 1
        codes = _whole(values, low, span)
        if codes is not None:
            return _squeezed(codes, span, low)
    flat = np.unique(values[~np.isnan(values)])
    codes = np.searchsorted(flat, values)
    codes[np.isnan(values)] = MISSING
    return codes, tuple(flat.tolist()), flat


def _whole(values: Floats, low: float, span: int) -> Codes | None:
    """Codes of whole numbers, NaN one place beyond the last; None where a value is not whole.

    Narrow codes, and blocks that fit the cache, spare memory traffic.
    """
    codes: Codes = np.empty(values.shape, dtype=np.int8 if span <= NARROW else np.intp)
    for start in range(0, len(values), BLOCK):
        places = np.fmin(values[start : start + BLOCK] - low, span)
        block = codes[start : start + BLOCK]
        block[...] = places
        if not np.array_equal(block, places):
            return None
    return codes


def _squeezed(codes: Codes, span: int, low: float) -> tuple[Codes, tuple[Hashable, ...], Floats]:
    """Drop values that do not occur; the place after the last stands for a missing rating."""
    used = np.array([bool((codes == place).any()) for place in range(span)])
    if used.all():
        codes -= (codes == span).astype(codes.dtype) * codes.dtype.type(span + 1)
    else:
        places = np.full(span + 1, MISSING, dtype=codes.dtype)
        places[:span][used] = np.arange(int(used.sum()))
        codes = places.take(codes)
    scores: Floats = np.flatnonzero(used).astype(np.float64) + np.float64(low)
    return codes, tuple(_plain(value) for value in scores), scores


def _from_objects(
    table: Table,
    categories: Sequence[Hashable] | None,
    *,
    ordered: bool,
) -> tuple[Codes, tuple[Hashable, ...], Floats | None]:
    absent = np.asarray(pd.isna(table)).reshape(table.shape)
    met = {_key(rating) for rating in table[~absent].ravel()}
    numeric = all(isinstance(one, (int, float, np.number)) for one in met)
    if categories is None:
        if ordered and not numeric:
            raise FrameError(
                "words have no order of their own.",
                where="ratings",
                mend="Declare the categories in order, for example categories=['none', 'some'].",
            )
        listed = sorted(met, key=_number if numeric else str)
    else:
        listed = [_key(one) for one in categories]
        numeric = all(isinstance(one, (int, float, np.number)) for one in listed)
    place_of = {one: place for place, one in enumerate(listed)}
    if len(place_of) != len(listed):
        raise FrameError(
            "a category is declared twice.", where="categories", mend="Name each category once."
        )
    codes = np.full(table.shape, MISSING, dtype=np.intp)
    for row, column in zip(*np.nonzero(~absent), strict=True):
        key = _key(table[row, column])
        if key not in place_of:
            raise FrameError(
                f"{table[row, column]!r} is not a declared category.",
                where=f"ratings, row {int(row)}, column {int(column)}",
                mend=f"Use one of: {', '.join(str(one) for one in listed[:12])}.",
            )
        codes[row, column] = place_of[key]
    scores = np.array([_number(one) for one in listed]) if numeric else None
    if scores is not None and np.isinf(scores).any():
        raise FrameError(
            "a rating is infinite.", where="ratings", mend="Enter finite numbers only."
        )
    return codes, tuple(listed), scores


def _key(rating: object) -> Hashable:
    if isinstance(rating, (set, frozenset)):
        return frozenset(cast("Iterable[Hashable]", rating))
    if isinstance(rating, (bool, np.bool_)):
        return 1 if rating else 0
    if isinstance(rating, np.generic):
        return cast("Hashable", rating.item())
    if isinstance(rating, Hashable):
        return rating
    raise FrameError(
        f"a rating is a {type(rating).__name__}.",
        where="ratings",
        mend="Give words, numbers, or frozensets of words.",
    )


def _number(rating: Hashable) -> float:
    return float(cast("float", rating))


def _plain(value: np.float64 | float) -> int | float:
    return int(value) if value == int(value) else float(value)


def _without_silent(
    codes: Codes,
    categories: tuple[Hashable, ...],
    scores: Floats | None,
    *,
    declared: bool,
    names: Sequence[str],
) -> RatingMatrix:
    rated, speaking = _where_rated(codes != MISSING)
    rows = np.flatnonzero(rated)
    silent = _silent(names, speaking)
    if rows.size < codes.shape[0]:
        codes = codes.take(rows, axis=0)
    if silent:
        codes = codes[:, speaking]
    return RatingMatrix(
        codes=codes,
        categories=categories,
        scores=scores,
        declared=declared,
        kept=rows,
        silent=silent,
    )


def _silent(names: Sequence[str], speaking: Ints) -> tuple[str, ...]:
    speaks = set(speaking.tolist())
    return tuple(name for place, name in enumerate(names) if place not in speaks)


def _where_rated(present: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Ints]:
    """Rows and columns that hold a rating; by columns, since rows are short and many."""
    rated = np.zeros(present.shape[0], dtype=np.bool_)
    speaking: list[int] = []
    for place, column in enumerate(present.T):
        rated |= column
        if column.any():
            speaking.append(place)
    return rated, np.array(speaking, dtype=np.int64)
