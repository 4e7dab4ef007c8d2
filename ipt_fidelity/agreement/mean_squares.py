"""Mean squares of complete tables, and the intraclass correlations that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import nan

import numpy as np

from ipt_fidelity.agreement.distributions import Floats, f_quantile, f_tail
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.resampling import Sums
from ipt_fidelity.agreement.result import FTest, Undefined
from ipt_fidelity.errors import FrameError

FEWEST_UNITS = 20
FEWEST_RATERS = 3
LEAST_SHARE = 1e-12


class Form(StrEnum):
    """A form of the intraclass correlation, as McGraw and Wong write it.

    1 is one-way (raters differ from unit to unit), A absolute agreement, C consistency; the second
    place is a single rating or the mean of k. The ten forms of McGraw and Wong are these six: with
    random and with fixed raters A and C have the same estimates and intervals, and differ in what
    they generalise to. Shrout and Fleiss write (1,1) (2,1) (3,1) (1,k) (2,k) (3,k).
    """

    ONE_WAY = "1,1"
    AGREEMENT = "A,1"
    CONSISTENCY = "C,1"
    ONE_WAY_MEAN = "1,k"
    AGREEMENT_MEAN = "A,k"
    CONSISTENCY_MEAN = "C,k"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSquares:
    """The two-way analysis of variance of a complete table.

    Parameters
    ----------
    n, k : int
        Units and raters.
    units, raters, residual, within : float
        Mean squares between units (n - 1 degrees of freedom), between raters (k - 1), residual
        ((n - 1)(k - 1)) and within units (n (k - 1)).
    """

    n: int
    k: int
    units: float
    raters: float
    residual: float
    within: float


def mean_squares(ratings: Ratings) -> MeanSquares:
    """Return the two-way analysis of variance of a complete table.

    Parameters
    ----------
    ratings : array_like or pandas.DataFrame, (n, k)
        Units by raters, nothing missing.

    Returns
    -------
    MeanSquares
        NaN where there is one unit or one rater.

    Raises
    ------
    FrameError
        A rating is missing or is no number.

    References
    ----------
    .. [1] Shrout, P. E., & Fleiss, J. L. (1979). Psychological Bulletin 86, 420-428, table 3.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> round(mean_squares(ratings).units, 2)
    11.24
    """
    values, _ = numbers(ratings)
    return squares_of(complete(values))


def form_named(form: str) -> Form:
    """Return the form of that name.

    Parameters
    ----------
    form : str
        1,1  A,1  C,1  1,k  A,k  C,k.

    Returns
    -------
    Form
        The form.

    Raises
    ------
    FrameError
        There is no such form.
    """
    if form not in set(Form):
        raise FrameError(
            f"there is no form '{form}'.", where="form", mend=f"Write one of: {' '.join(Form)}."
        )
    return Form(form)


def complete(values: Floats) -> Floats:
    """Give ratings back if none is missing.

    Parameters
    ----------
    values : array of float, (n, k)
        Ratings.

    Returns
    -------
    array of float, (n, k)
        The same.

    Raises
    ------
    FrameError
        A rating is missing.
    """
    missing = np.isnan(values)
    if missing.any():
        row, column = (int(place[0]) for place in np.nonzero(missing))
        raise FrameError(
            "a rating is missing.",
            where=f"ratings, row {row}, column {column}",
            mend="Take icc_incomplete, which needs no complete table.",
        )
    return values


def why_undefined(values: Floats) -> Undefined | None:
    """Return why a complete table has no intraclass correlation, if so.

    Parameters
    ----------
    values : array of float, (n, k)
        Ratings.

    Returns
    -------
    Undefined or None
        None where it exists.
    """
    n, k = values.shape if values.ndim > 1 else (0, 0)
    if values.size == 0:
        return Undefined.NO_DATA
    if k == 1:
        return Undefined.SINGLE_RATER
    if n == 1:
        return Undefined.SINGLE_UNIT
    if np.ptp(values) == 0:
        return Undefined.NO_VARIATION
    return None


def squares_of(values: Floats) -> MeanSquares:
    """Return the mean squares of a complete table.

    Parameters
    ----------
    values : array of float, (n, k)
        Ratings.

    Returns
    -------
    MeanSquares
        NaN where there is one unit or one rater.
    """
    n, k = values.shape
    if n < 2 or k < 2:  # noqa: PLR2004 - one has no variance
        return MeanSquares(n=n, k=k, units=nan, raters=nan, residual=nan, within=nan)
    shifted = values - values[0, 0]
    # einsum, since threads of a matrix product cost more here than they bring.
    of_unit: Floats = np.einsum("ur->u", shifted) / k
    of_rater: Floats = np.einsum("ur->r", shifted) / n
    grand = float(of_rater.sum()) / k
    total = float(np.einsum("ur,ur->", shifted, shifted)) - n * k * grand**2
    of_unit, of_rater = of_unit - grand, of_rater - grand
    between = k * float(np.einsum("u,u->", of_unit, of_unit))
    raters = n * float(of_rater @ of_rater)
    residual = total - between - raters
    floor = LEAST_SHARE * total
    return MeanSquares(
        n=n,
        k=k,
        units=_kept(between, floor) / (n - 1),
        raters=_kept(raters, floor) / (k - 1),
        residual=_kept(residual, floor) / ((n - 1) * (k - 1)),
        within=_kept(total - between, floor) / (n * (k - 1)),
    )


def _kept(square: float, floor: float) -> float:
    """Take a sum of squares that is nothing but rounding for 0."""
    return square if square > floor else 0.0


def value_of(form: Form, s: MeanSquares) -> Floats:
    """Return the intraclass correlation of mean squares.

    Parameters
    ----------
    form : Form
        Which.
    s : MeanSquares
        Of a complete table.

    Returns
    -------
    array of float, ()
        NaN where it does not exist.
    """
    return _of_squares(
        form,
        np.asarray(s.units),
        np.asarray(s.raters),
        np.asarray(s.residual),
        np.asarray(s.within),
        s.k,
        np.asarray(float(s.n)),
    )


def _of_squares(
    form: Form, r: Floats, c: Floats, e: Floats, w: Floats, k: int, n: Floats
) -> Floats:
    top, base = {
        Form.ONE_WAY: (r - w, r + (k - 1) * w),
        Form.AGREEMENT: (r - e, r + (k - 1) * e + k * (c - e) / n),
        Form.CONSISTENCY: (r - e, r + (k - 1) * e),
        Form.ONE_WAY_MEAN: (r - w, r),
        Form.AGREEMENT_MEAN: (r - e, r + (c - e) / n),
        Form.CONSISTENCY_MEAN: (r - e, r),
    }[form]
    with np.errstate(divide="ignore", invalid="ignore"):
        # A base that is nothing but rounding is 0: units hold no variance of their own.
        return np.where(np.abs(base) <= LEAST_SHARE * (r + c + e + w), nan, top / base)


def test_of(form: Form, s: MeanSquares) -> FTest | None:
    """Return the F test that the correlation is 0.

    Parameters
    ----------
    form : Form
        Which.
    s : MeanSquares
        Of a complete table.

    Returns
    -------
    FTest or None
        None without residual variance.
    """
    one_way = form in {Form.ONE_WAY, Form.ONE_WAY_MEAN}
    below = s.within if one_way else s.residual
    df2 = s.n * (s.k - 1.0) if one_way else (s.n - 1.0) * (s.k - 1)
    if below == 0:
        return None
    f = s.units / below
    return FTest(name="F", value=f, df1=s.n - 1.0, df2=df2, p=f_tail(f, s.n - 1.0, df2))


def ends_of(form: Form, s: MeanSquares, confidence: float) -> tuple[float, float]:
    """Return the ends of the F interval.

    Parameters
    ----------
    form : Form
        Which.
    s : MeanSquares
        Of a complete table.
    confidence : float
        Of the interval.

    Returns
    -------
    low, high : float
        NaN where they do not exist.
    """
    upper, k, n = 0.5 + confidence / 2, s.k, s.n
    if form in {Form.AGREEMENT, Form.AGREEMENT_MEAN}:
        low, high = _agreement_ends(s, upper)
        if form is Form.AGREEMENT:
            return low, high
        return k * low / (1 + (k - 1) * low), k * high / (1 + (k - 1) * high)
    one_way = form in {Form.ONE_WAY, Form.ONE_WAY_MEAN}
    below = s.within if one_way else s.residual
    df2 = n * (k - 1.0) if one_way else (n - 1.0) * (k - 1)
    if below == 0:
        return 1.0, 1.0
    f = s.units / below
    if f == 0:
        return nan, nan
    low_f, high_f = f / f_quantile(upper, n - 1.0, df2), f * f_quantile(upper, df2, n - 1.0)
    if form in {Form.ONE_WAY_MEAN, Form.CONSISTENCY_MEAN}:
        return 1 - 1 / low_f, 1 - 1 / high_f
    return (low_f - 1) / (low_f + k - 1), (high_f - 1) / (high_f + k - 1)


def _agreement_ends(s: MeanSquares, upper: float) -> tuple[float, float]:
    """McGraw and Wong (1996), table 7, with Satterthwaite's degrees of freedom."""
    n, k = s.n, s.k
    rho = float(value_of(Form.AGREEMENT, s))
    if s.residual == 0 and s.raters == 0:
        return 1.0, 1.0
    if rho == 1:
        return nan, nan
    a = k * rho / (n * (1 - rho))
    b = 1 + k * rho * (n - 1) / (n * (1 - rho))
    spread = (a * s.raters) ** 2 / (k - 1) + (b * s.residual) ** 2 / ((n - 1) * (k - 1))
    if spread == 0:
        return nan, nan
    df = (a * s.raters + b * s.residual) ** 2 / spread
    if df <= 0:
        return nan, nan
    f_low = f_quantile(upper, n - 1.0, df)
    f_high = f_quantile(upper, df, n - 1.0)
    mixed = k * s.raters + (k * n - k - n) * s.residual
    low = n * (s.units - f_low * s.residual) / (f_low * mixed + n * s.units)
    high = n * (f_high * s.units - s.residual) / (mixed + n * f_high * s.units)
    return low, high


def icc_sums(values: Floats, form: Form) -> Sums:
    """Return an intraclass correlation as a function of sums over units.

    Parameters
    ----------
    values : array of float, (n, k)
        Complete.
    form : Form
        Which form.

    Returns
    -------
    Sums
        One row a unit, in sorted order.
    """
    x = values - values.mean()
    x = x[np.lexsort(x.T)]
    s = x.sum(axis=1)
    rows = np.column_stack([np.ones(len(x)), s**2, np.einsum("ur,ur->u", x, x), x])
    return Sums(rows=rows, frequency=np.ones(len(x), dtype=np.int64), of=_from_sums(form))


def _from_sums(form: Form) -> Callable[[Floats], Floats]:
    def of(totals: Floats) -> Floats:
        n, of_raters = totals[..., 0], totals[..., 3:]
        k = of_raters.shape[-1]
        correction = of_raters.sum(axis=-1) ** 2 / (n * k)
        between = totals[..., 1] / k - correction
        raters = np.einsum("...r,...r->...", of_raters, of_raters) / n - correction
        total = totals[..., 2] - correction
        residual = np.maximum(total - between - raters, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = _of_squares(
                form,
                between / (n - 1),
                raters / (k - 1),
                residual / ((n - 1) * (k - 1)),
                (total - between) / (n * (k - 1)),
                k,
                n,
            )
        return np.where(total > LEAST_SHARE * totals[..., 2], value, nan)

    return of
