"""Agreement on codes: on units, and on what a session's codes add up to. Always both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.agreement.by_name import Wanted, any_icc, compute
from ipt_fidelity.agreement.distributions import Floats
from ipt_fidelity.agreement.doors import (
    TECHNICAL,
    Grid,
    Resampling,
    Words,
    frame_of,
    grid,
    independent,
)
from ipt_fidelity.agreement.intervals import Interval
from ipt_fidelity.agreement.judging import against_target
from ipt_fidelity.agreement.remarks import told_prevalence
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.agreement.specific import FEW_POSITIVES, too_few
from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.frames import CODINGS, check
from ipt_fidelity.rubric.instrument import Statistic
from ipt_fidelity.rubric.rubric import Rubric

LEVELS = ("code", "family", "status", "primary")
NO_CODE = "none"
UNREAD = "unread"
BINARY = (0, 1)
DECLARED = Statistic(
    statistic="krippendorff_alpha", metric="nominal", beside=("gwet_ac1", "positive_agreement")
)
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Codings of one level, ready to be compared.

    Parameters
    ----------
    grid : Grid
        Where each row stands among units and raters.
    given : dict of str to array of float, (rows,)
        For each code, family or status 1 where the rater gave it, 0 where the rater read the unit
        and did not; NaN where the rater's coding does not count.
    single : array of str or None, (rows,)
        The one value of the unit (primary code, its family or status), ``none`` where the unit was
        read and got no code.
    technical : float
        Share of readings that were technical and left out.
    """

    grid: Grid
    given: Mapping[str, Floats]
    single: Words
    technical: float


def code_agreement(
    codings: pd.DataFrame,
    rubric: Rubric,
    *,
    level: str = "code",
    resample: str | Mapping[str, str] = "session",
    resamples: int = 1000,
    seed: int,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Agreement on each code, family or status: on units and on sessions, always together.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets, one perspective. A unit that a rater did not read, or found
        technical, is missing for that rater; a unit read and given no code counts.
    rubric : Rubric
        Names the codes, and the statistics declared for them before data.
    level : str
        code, family, status, or primary for the primary code alone.
    resample : str or mapping of str to str
        What intervals of units draw: session (default), unit, or whole therapists, by a mapping
        from session to therapist.
    resamples : int
        Bootstrap resamples.
    seed : int
        Starts the draws; the same seed gives the same intervals for every order of the rows.
    confidence : float
        Of every interval.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT. ``what`` is ``all`` (the one value of a unit, nominal) or a code, family or
        status. At level unit: the declared statistics and the percentage of agreement on whether
        the unit was given it (primary or secondary). At level session: ICC of the number and of
        the share of a session's units. ``n_positive`` and ``prevalence`` stand on every row; with
        fewer than 20 positive ratings the note says ``too_few``.

    Raises
    ------
    FrameError
        The frame has another shape, stages or perspectives are mixed, or sheets are not
        independent.
    UnknownNameError
        The level, a statistic or a session of ``resample`` is unknown.

    Examples
    --------
    >>> agreement = code_agreement(codings, rubric, level="family", seed=11)  # doctest: +SKIP
    """
    resampling = Resampling(by=resample, resamples=resamples, seed=seed, confidence=confidence)
    return compare_codes(compared(codings, rubric, level=level), rubric, resampling)


def compared(codings: pd.DataFrame, rubric: Rubric, *, level: str) -> Comparison:
    """Make codings ready to be compared.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets.
    rubric : Rubric
        Names the codes.
    level : str
        code, family, status or primary.

    Returns
    -------
    Comparison
        Rows that were read; technical ones count as missing.
    """
    if level not in LEVELS:
        raise UnknownNameError.of("level", level, LEVELS, where="code_agreement")
    frame = independent(check(codings, CODINGS), name="CODINGS")
    read = frame[frame["reading"].astype(str) != UNREAD]
    status = read["status"].fillna("").astype(str).to_numpy(dtype=object)
    primary = read["primary"].fillna(NO_CODE).astype(str).to_numpy(dtype=object)
    technical = status == TECHNICAL
    known = {code.id: code for code in rubric.codes}
    unknown = sorted(set(primary) - set(known) - {NO_CODE})
    if unknown:
        raise UnknownNameError.of("code", unknown[0], known, where="frame CODINGS, 'primary'")
    secondary = [
        read[name].fillna("").astype(str).to_numpy(dtype=object)
        for name in map(str, read.columns)
        if name.startswith("secondary_")
    ]
    columns = [primary] if level in {"primary", "status"} else [primary, *secondary]
    family_of = {code.id: code.family for code in rubric.codes}
    if level == "status":
        single = np.array([one or NO_CODE for one in status], dtype=object)
        columns, names = [single], ("on_model", "neutral", "off_model")
    elif level == "family":
        columns = [_renamed(column, family_of) for column in columns]
        single, names = columns[0], tuple(family.id for family in rubric.families)
    else:
        single = primary
        names = tuple(c.id for c in rubric.codes if not c.retired and c.status != TECHNICAL)
    given = {
        name: np.where(technical, np.nan, np.any([column == name for column in columns], axis=0))
        for name in names
    }
    single = single.copy()
    single[technical] = None
    return Comparison(
        grid=grid(read, ("session_id", "segment")),
        given=given if level != "primary" else {},
        single=single,
        technical=float(technical.mean()) if technical.size else 0.0,
    )


def compare_codes(comparison: Comparison, rubric: Rubric, resampling: Resampling) -> pd.DataFrame:
    """Compute the rows of ``code_agreement``.

    Parameters
    ----------
    comparison : Comparison
        Codings of one level.
    rubric : Rubric
        Declares the statistics.
    resampling : Resampling
        How intervals are made.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT.
    """
    declared = rubric.agreement.get("codes", DECLARED)
    results: dict[tuple[str, str], list[Coefficient]] = {}
    if len(comparison.grid.raters):
        results[ALL, "unit"] = _overall(comparison, declared, resampling)
    for what, values in comparison.given.items():
        table = comparison.grid.table(values)
        results[what, "unit"] = unit_rows(
            table, declared, resampling.interval(comparison.grid.sessions)
        )
        results[what, "session"] = session_rows(table, comparison.grid, resampling)
    return frame_of(results)


def unit_rows(table: Floats, declared: Statistic, interval: Interval) -> list[Coefficient]:
    """Return the declared statistics of one yes-or-no table of units.

    Parameters
    ----------
    table : array of float, (n, r)
        1 given, 0 not given, NaN not judged.
    declared : Statistic
        Statistic, those beside it, and the target.
    interval : Interval
        Over clusters or units.

    Returns
    -------
    list of Coefficient
        With positives, prevalence and notes.
    """
    names = dict.fromkeys((declared.statistic, *declared.beside, "percent_agreement"))
    found = {
        name: compute(
            table,
            Wanted(
                statistic=name,
                metric=declared.metric or "nominal",
                form=declared.form or "A,1",
                weights=declared.weights or "identity",
                categories=BINARY,
            ),
            interval,
        )
        for name in names
    }
    positives, prevalence = counted_positives(table)
    main = told_prevalence(
        against_target(found[declared.statistic], declared.target),
        shares=np.array([1 - prevalence, prevalence]),
        raw=found["percent_agreement"].value,
        beside={
            name: one.value
            for name, one in found.items()
            if name not in {declared.statistic, "percent_agreement"}
        },
    )
    return [
        with_positives(one, positives, prevalence)
        for one in ({**found, declared.statistic: main}).values()
    ]


def session_rows(table: Floats, places: Grid, resampling: Resampling) -> list[Coefficient]:
    """Return how far raters agree on how often a session holds it.

    Parameters
    ----------
    table : array of float, (n, r)
        1 given, 0 not given, NaN not judged, by unit and rater.
    places : Grid
        Names the session of each unit.
    resampling : Resampling
        For confidence and clusters.

    Returns
    -------
    list of Coefficient
        ICC(A,1) of numbers and of shares per session.
    """
    sessions, of_session = np.unique(places.sessions.astype(str), return_inverse=True)
    judged = ~np.isnan(table)
    n = np.zeros((sessions.size, table.shape[1]))
    hits = np.zeros_like(n)
    np.add.at(n, of_session, judged.astype(np.float64))
    np.add.at(hits, of_session, np.where(judged, table, 0.0))
    counts = np.where(n > 0, hits, np.nan)
    shares = np.divide(hits, n, out=np.full(n.shape, np.nan), where=n > 0)
    positives, prevalence = counted_positives(table)
    interval = resampling.of_sessions([str(one) for one in sessions])
    kept = judged_twice(counts)
    rows: list[Coefficient] = []
    for name, summary in (("number of units", counts), ("share of units", shares)):
        clusters = interval.clusters
        if clusters is not None:
            clusters = np.asarray(clusters)[kept]
        found = any_icc(summary[kept], form="A,1", interval=replace(interval, clusters=clusters))
        found = replace(found, form=f"A,1 of {name}")
        rows.append(with_positives(found, positives, prevalence))
    return rows


def judged_twice(table: Floats) -> NDArray[np.bool_]:
    """Return which rows two raters judged.

    Parameters
    ----------
    table : array of float, (n, r)
        NaN where a rater did not judge.

    Returns
    -------
    array of bool, (n,)
        True with two values or more.
    """
    return (~np.isnan(table)).sum(axis=1) > 1


def counted_positives(table: Floats) -> tuple[int, float]:
    """Count the ratings that gave it, among units with two raters.

    Parameters
    ----------
    table : array of float, (n, r)
        1 given, 0 not given, NaN not judged.

    Returns
    -------
    positives : int
        Ratings of 1.
    prevalence : float
        Their share; NaN without pairs.
    """
    paired = table[judged_twice(table)]
    judged = int((~np.isnan(paired)).sum())
    positives = int(np.nansum(paired))
    return positives, positives / judged if judged else np.nan


def with_positives(result: Coefficient, positives: int, prevalence: float) -> Coefficient:
    """Put positives and prevalence on a result, and say where they are too few.

    Parameters
    ----------
    result : Coefficient
        Any coefficient of a yes-or-no table.
    positives : int
        Ratings of 1.
    prevalence : float
        Their share.

    Returns
    -------
    Coefficient
        With both, and the note ``too_few`` below 20.
    """
    told = any(note.code == "too_few" for note in result.notes)
    notes: tuple[Note, ...] = () if positives >= FEW_POSITIVES or told else (too_few(positives),)
    return replace(
        result,
        n_positive=positives,
        prevalence=prevalence,
        notes=(*result.notes, *notes),
    )


def _renamed(column: Words, family_of: Mapping[str, str]) -> Words:
    return np.array([family_of.get(one, one) for one in column], dtype=object)


def _overall(
    comparison: Comparison, declared: Statistic, resampling: Resampling
) -> list[Coefficient]:
    met = sorted({one for one in comparison.single if one is not None})
    place = {one: float(number) for number, one in enumerate(met)}
    values = np.array([np.nan if one is None else place[one] for one in comparison.single])
    table = comparison.grid.table(values)
    interval = resampling.interval(comparison.grid.sessions)
    found: list[Coefficient] = []
    for name in dict.fromkeys((declared.statistic, "gwet_ac1", "percent_agreement")):
        wanted = Wanted(
            statistic=name,
            metric=declared.metric or "nominal",
            weights=declared.weights or "identity",
        )
        found.append(compute(table, wanted, interval))
    found[0] = against_target(found[0], declared.target)
    if comparison.technical:
        note = Note("technical", f"{comparison.technical:.1%} of readings were technical.")
        found = [replace(one, notes=(*one.notes, note)) for one in found]
    return found
