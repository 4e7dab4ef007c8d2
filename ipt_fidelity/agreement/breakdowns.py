"""Where disagreement comes from: pairs of raters, single raters, stretches of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from ipt_fidelity.agreement.by_name import Wanted, compute
from ipt_fidelity.agreement.code_tables import DECLARED, compared, session_rows, unit_rows
from ipt_fidelity.agreement.distributions import Floats, Ints
from ipt_fidelity.agreement.doors import Grid, Resampling, Words, frame_of
from ipt_fidelity.agreement.intervals import PLAIN
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import FrameError
from ipt_fidelity.rubric.rubric import Rubric

BOUNDARY = "boundary"


def pairs_of_raters(
    codings: pd.DataFrame, rubric: Rubric, *, level: str = "family", seed: int
) -> pd.DataFrame:
    """Agreement of each pair of raters on each code.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets.
    rubric : Rubric
        Declares the statistics.
    level : str
        code, family or status.
    seed : int
        Starts the draws of sessions.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level unit; ``form`` names the pair. Pairs without a common unit are undefined.
    """
    comparison = compared(codings, rubric, level=level)
    resampling = Resampling(by="session", resamples=1000, seed=seed, confidence=0.95)
    declared = rubric.agreement.get("codes", DECLARED)
    results: dict[tuple[str, str], list[Coefficient]] = {}
    places = comparison.grid
    for what, given in comparison.given.items():
        table = places.table(given)
        results[what, "unit"] = [
            replace(one, form=f"{one.form} {places.raters[a]}-{places.raters[b]}".strip())
            for a, b in combinations(range(len(places.raters)), 2)
            for one in unit_rows(table[:, [a, b]], declared, resampling.interval(places.sessions))
        ]
    return frame_of({key: rows for key, rows in results.items() if rows})


def leave_one_rater_out(
    codings: pd.DataFrame, rubric: Rubric, *, level: str = "family"
) -> pd.DataFrame:
    """Agreement without each rater, and what that rater changes.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets of three raters or more.
    rubric : Rubric
        Declares the statistic.
    level : str
        code, family or status.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level unit; ``form`` names who was left out, the note says by how much the
        value is higher or lower than with everyone.
    """
    comparison = compared(codings, rubric, level=level)
    declared = rubric.agreement.get("codes", DECLARED)
    wanted = Wanted(
        statistic=declared.statistic, metric=declared.metric or "nominal", categories=(0, 1)
    )
    results: dict[tuple[str, str], list[Coefficient]] = {}
    for what, given in comparison.given.items():
        table = comparison.grid.table(given)
        everyone = compute(table, wanted, PLAIN)
        rows: list[Coefficient] = []
        for column, rater in enumerate(comparison.grid.raters):
            found = compute(np.delete(table, column, axis=1), wanted, PLAIN)
            change = found.value - everyone.value
            notes = found.notes
            if not np.isnan(change):
                notes = (*notes, Note("influence", f"{change:+.3f} without {rater}."))
            rows.append(replace(found, form=f"without {rater}", notes=notes))
        results[what, "unit"] = rows
    return frame_of({key: rows for key, rows in results.items() if rows})


def over_time(
    codings: pd.DataFrame,
    rubric: Rubric,
    *,
    when: Mapping[str, str],
    level: str = "family",
    seed: int,
) -> pd.DataFrame:
    """Agreement in each stretch of time.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets.
    rubric : Rubric
        Declares the statistics.
    when : mapping of str to str
        For each session the stretch it was coded in, for example ``"2025-03"``; sorted as words.
    level : str
        code, family or status.
    seed : int
        Starts the draws of sessions.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level unit; ``form`` ends with the stretch.

    Raises
    ------
    FrameError
        A session has no stretch.
    """
    comparison = compared(codings, rubric, level=level)
    places = comparison.grid
    unknown = sorted(set(map(str, places.sessions)) - set(when))
    if unknown:
        raise FrameError(
            f"session {unknown[0]} has no time.", where="when", mend="Name one for each session."
        )
    stretch = np.array([when[str(one)] for one in places.sessions], dtype=object)
    resampling = Resampling(by="session", resamples=1000, seed=seed, confidence=0.95)
    declared = rubric.agreement.get("codes", DECLARED)
    results: dict[tuple[str, str], list[Coefficient]] = {}
    for what, given in comparison.given.items():
        table = places.table(given)
        results[what, "unit"] = [
            replace(one, form=f"{one.form} {name}".strip())
            for name in sorted(set(map(str, stretch)))
            for one in unit_rows(
                table[stretch == name],
                declared,
                resampling.interval(places.sessions[stretch == name]),
            )
        ]
    return frame_of({key: rows for key, rows in results.items() if rows})


def boundary_agreement(
    boundaries: Mapping[str, Mapping[str, Sequence[int]]],
    *,
    lengths: Mapping[str, int],
    seed: int,
) -> pd.DataFrame:
    """Agreement on where segments begin, between raters who cut sessions themselves.

    Parameters
    ----------
    boundaries : mapping of session to mapping of rater to sequence of int
        Turns, counted from 1, after which the rater cut; the last turn is no boundary.
    lengths : mapping of str to int
        Number of turns of each session.
    seed : int
        Starts the draws of sessions.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT, what ``boundary``: at level unit alpha, AC1 and positive agreement over the
        places between turns, at level session the ICC of the number and share of boundaries.

    Raises
    ------
    FrameError
        A boundary lies outside its session.
    """
    raters = tuple(sorted({rater for cuts in boundaries.values() for rater in cuts}))
    units: list[Ints] = []
    columns: list[Ints] = []
    values: list[Floats] = []
    sessions: list[Words] = []
    first = 0
    for session in sorted(boundaries):
        between = lengths[session] - 1
        for rater, cuts in boundaries[session].items():
            if any(not 1 <= cut <= between for cut in cuts):
                raise FrameError(
                    "a boundary lies outside its session.",
                    where=f"session {session}, rater {rater}",
                    mend=f"Cut after turns 1 to {between}.",
                )
            given: Floats = np.zeros(between)
            given[np.array(cuts, dtype=int) - 1] = 1.0
            units.append(first + np.arange(between))
            columns.append(np.full(between, raters.index(rater)))
            values.append(given)
        sessions.append(np.repeat(np.array([session], dtype=object), between))
        first += between
    places = Grid(
        unit_of=np.concatenate(units),
        rater_of=np.concatenate(columns),
        sessions=np.concatenate(sessions),
        raters=raters,
    )
    from_sessions = Resampling(by="session", resamples=1000, seed=seed, confidence=0.95)
    table = places.table(np.concatenate(values))
    return frame_of(
        {
            (BOUNDARY, "unit"): unit_rows(table, DECLARED, from_sessions.interval(places.sessions)),
            (BOUNDARY, "session"): session_rows(table, places, from_sessions),
        }
    )
