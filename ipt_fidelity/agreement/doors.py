"""What enters an agreement table: independent sheets of one perspective, units that were read."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.intervals import Interval
from ipt_fidelity.agreement.result import Coefficient
from ipt_fidelity.errors import FrameError, UnknownNameError
from ipt_fidelity.frames import AGREEMENT, check, empty

INDEPENDENT = "independent"
TECHNICAL = "technical"
Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How the tables of a study get their intervals.

    Parameters
    ----------
    by : str or mapping of str to str
        ``"session"`` or ``"unit"``; a mapping from session to therapist (or site) draws those.
    resamples : int
        Bootstrap resamples.
    seed : int
        Starts the draws.
    confidence : float
        Of every interval.
    """

    by: str | Mapping[str, str]
    resamples: int
    seed: int
    confidence: float

    def interval(self, sessions: Words) -> Interval:
        """Return the interval for units of these sessions.

        Parameters
        ----------
        sessions : array of str, (n,)
            Session of each unit.

        Returns
        -------
        Interval
            Over clusters, or over units.

        Raises
        ------
        UnknownNameError
            ``by`` is neither a known word nor names every session.
        """
        return Interval(
            confidence=self.confidence,
            resamples=self.resamples,
            seed=self.seed,
            clusters=self._clusters(sessions),
        )

    def of_sessions(self, sessions: Sequence[str]) -> Interval:
        """Return the interval where sessions are the units.

        Parameters
        ----------
        sessions : sequence of str
            The units.

        Returns
        -------
        Interval
            Clusters only where therapists are drawn.
        """
        grouped = not isinstance(self.by, str)
        return Interval(
            confidence=self.confidence,
            resamples=self.resamples,
            seed=self.seed,
            clusters=self._clusters(np.array(sessions, dtype=object)) if grouped else None,
        )

    def _clusters(self, sessions: Words) -> Words | None:
        if isinstance(self.by, str):
            if self.by not in {"session", "unit"}:
                raise UnknownNameError.of(
                    "resampling", self.by, ["session", "unit"], where="resample"
                )
            return None if self.by == "unit" else sessions
        unknown = sorted(set(map(str, sessions)) - set(self.by))
        if unknown:
            raise UnknownNameError.of("session", unknown[0], self.by, where="resample")
        return np.array([self.by[str(one)] for one in sessions], dtype=object)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Places of long rows in a table of units by raters.

    Parameters
    ----------
    unit_of, rater_of : array of int, (rows,)
        Row and column of each entry.
    sessions : array of str, (n,)
        Session of each unit.
    raters : tuple of str
        Columns.
    """

    unit_of: Ints
    rater_of: Ints
    sessions: Words
    raters: tuple[str, ...]

    def table(self, values: Floats) -> Floats:
        """Lay entries out as units by raters.

        Parameters
        ----------
        values : array of float, (rows,)
            NaN where nothing was rated.

        Returns
        -------
        array of float, (n, r)
            NaN where a rater did not rate.
        """
        laid = np.full((self.sessions.size, len(self.raters)), np.nan)
        laid[self.unit_of, self.rater_of] = values
        return laid

    def words(self, values: Iterable[object]) -> pd.DataFrame:
        """Lay entries out as units by raters, of any kind.

        Parameters
        ----------
        values : iterable of object, (rows,)
            None where nothing was rated.

        Returns
        -------
        pandas.DataFrame, (n, r)
            None where a rater did not rate.
        """
        laid = np.full((self.sessions.size, len(self.raters)), None, dtype=object)
        for unit, rater, value in zip(self.unit_of, self.rater_of, values, strict=True):
            laid[unit, rater] = value
        return pd.DataFrame(laid, columns=list(self.raters), dtype=object)


def independent(frame: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Give the frame back if it holds independent sheets of one perspective.

    Parameters
    ----------
    frame : pandas.DataFrame
        CODINGS or RATINGS.
    name : str
        For the error.

    Returns
    -------
    pandas.DataFrame
        The same frame.

    Raises
    ------
    FrameError
        A sheet of another stage, or two perspectives.
    """
    stages = frame["stage"].astype(str).to_numpy()
    odd = np.flatnonzero(stages != INDEPENDENT)
    if odd.size:
        raise FrameError(
            f"row {int(odd[0])} is of stage '{stages[odd[0]]}'.",
            where=f"frame {name}, column 'stage'",
            mend="Compare independent sheets only: take stage='independent'.",
        )
    perspectives = sorted(set(frame["perspective"].astype(str)))
    if len(perspectives) > 1:
        raise FrameError(
            f"perspectives are mixed ({', '.join(perspectives)}).",
            where=f"frame {name}, column 'perspective'",
            mend="Keep one perspective; observers and self-reports are compared by themselves.",
        )
    return frame


def grid(frame: pd.DataFrame, unit: Sequence[str]) -> Grid:
    """Find the place of each row in a table of units by raters.

    Parameters
    ----------
    frame : pandas.DataFrame
        With the columns of ``unit`` and ``rater_id``.
    unit : sequence of str
        Columns that name a unit; the first is the session.

    Returns
    -------
    Grid
        Units and raters in sorted order, so that the order of the rows plays no part.
    """
    keys = pd.MultiIndex.from_frame(frame[list(unit)].astype(str))
    units, unit_of = np.unique(keys.to_numpy(), return_inverse=True)
    raters, rater_of = np.unique(frame["rater_id"].astype(str).to_numpy(), return_inverse=True)
    sessions = np.array([key[0] if isinstance(key, tuple) else key for key in units], dtype=object)
    return Grid(
        unit_of=unit_of, rater_of=rater_of, sessions=sessions, raters=tuple(map(str, raters))
    )


def framed(rows: Sequence[Mapping[Hashable, object]]) -> pd.DataFrame:
    """Return rows as a checked AGREEMENT frame.

    Parameters
    ----------
    rows : sequence of mapping
        As ``Coefficient.row`` gives them.

    Returns
    -------
    pandas.DataFrame
        Columns in the order of the shape.
    """
    if not rows:
        return empty(AGREEMENT)
    return check(pd.DataFrame(list(rows))[list(AGREEMENT.names)], AGREEMENT)


def frame_of(results: Mapping[tuple[str, str], Sequence[Coefficient]]) -> pd.DataFrame:
    """Return coefficients as an AGREEMENT frame.

    Parameters
    ----------
    results : mapping of (what, level) to sequence of Coefficient
        What was compared, and whether units or sessions.

    Returns
    -------
    pandas.DataFrame
        One row a coefficient.
    """
    return framed(
        [
            {**one.row(what=what, level=level)}
            for (what, level), coefficients in results.items()
            for one in coefficients
        ]
    )
