"""Agreement on session items, each by the statistic that its kind declares."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

import pandas as pd

from ipt_fidelity.agreement.by_name import Wanted, compute, named_categories
from ipt_fidelity.agreement.code_tables import counted_positives, with_positives
from ipt_fidelity.agreement.doors import Resampling, frame_of, grid, independent
from ipt_fidelity.agreement.intervals import Interval
from ipt_fidelity.agreement.judging import against_target
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.errors import FrameError
from ipt_fidelity.frames import RATINGS, check
from ipt_fidelity.rubric.instrument import Item, ItemType, Scale, Statistic
from ipt_fidelity.rubric.rubric import Rubric, scale_of

RATED = "rated"
MISSING = "missing"
ABSENCES = (RATED, "not_applicable", "no_opportunity", "not_codable")
KIND_OF: Mapping[ItemType, str] = {
    ItemType.BINARY: "binary",
    ItemType.NOMINAL: "nominal",
    ItemType.ORDINAL: "ordinal",
    ItemType.INTERVAL: "interval",
    ItemType.COUNT: "interval",
    ItemType.MULTI_LABEL: "multi_label",
}
DEFAULTS: Mapping[str, Statistic] = {
    "binary": Statistic(statistic="krippendorff_alpha", metric="nominal", beside=("gwet_ac1",)),
    "nominal": Statistic(statistic="krippendorff_alpha", metric="nominal", beside=("gwet_ac1",)),
    "ordinal": Statistic(statistic="icc", form="A,1", beside=("krippendorff_alpha",)),
    "interval": Statistic(statistic="icc", form="A,1"),
    "multi_label": Statistic(statistic="krippendorff_alpha", metric="masi"),
}
LEVEL_OF = {
    "binary": "nominal",
    "nominal": "nominal",
    "ordinal": "ordinal",
    "interval": "interval",
    "multi_label": "masi",
}
NARROW = 0.5

WITH_A_MIDDLE = 3


def item_agreement(
    ratings: pd.DataFrame,
    rubric: Rubric,
    *,
    resample: str | Mapping[str, str] = "session",
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Agreement on each item, by the statistic that the rubric declares for its kind.

    Parameters
    ----------
    ratings : pandas.DataFrame
        RATINGS of independent sheets, one perspective.
    rubric : Rubric
        Holds the items, their scales, and the statistics declared before data.
    resample : str or mapping of str to str
        Sessions are drawn; a mapping from session to therapist draws whole therapists.
    resamples : int
        Bootstrap resamples.
    seed : int
        Starts the draws.
    confidence : float
        Of every interval.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT at level session. An absent rating (not applicable, no opportunity, not codable)
        is no value of the scale: it is missing for the declared statistic, and raters' agreement
        on whether the item could be rated has a row of its own (form ``absences``). Text and time
        spans have no rows.

    Raises
    ------
    FrameError
        The frame has another shape, stages or perspectives are mixed, or a value lies outside the
        item's scale.
    UnknownNameError
        An item or a statistic is unknown.

    Examples
    --------
    >>> agreement = item_agreement(ratings, rubric, seed=11)  # doctest: +SKIP
    """
    frame = independent(check(ratings, RATINGS), name="RATINGS")
    resampling = Resampling(by=resample, resamples=resamples, seed=seed, confidence=confidence)
    results: dict[tuple[str, str], list[Coefficient]] = {}
    met = set(frame["item_id"].astype(str))
    for item_id in sorted(met - {item.id for item in rubric.items}):
        rubric.item(item_id)
    for item in rubric.items:
        kind = KIND_OF.get(scale_of(rubric, item).type)
        if item.id in met and kind is not None:
            rows = frame[frame["item_id"].astype(str) == item.id]
            results[item.id, "session"] = _item_rows(rows, rubric, item, kind, resampling)
    return frame_of(results)


def _item_rows(
    rows: pd.DataFrame, rubric: Rubric, item: Item, kind: str, resampling: Resampling
) -> list[Coefficient]:
    scale = scale_of(rubric, item)
    declared = rubric.agreement.get(kind, DEFAULTS[kind])
    places = grid(rows, ("session_id",))
    absent = [None if pd.isna(one) or not one else str(one) for one in rows["absence"]]
    values = [
        None if gone or pd.isna(value) else _checked(value, item, scale, kind)
        for value, gone in zip(rows["value"], absent, strict=True)
    ]
    interval = resampling.of_sessions([str(one) for one in places.sessions])
    categories = _categories(kind, scale)
    table = places.words(values)
    if kind != "multi_label" and categories is None:
        table = table.astype(float)
    results = [
        _one(table, name, declared, kind, categories, interval)
        for name in dict.fromkeys((declared.statistic, *declared.beside))
    ]
    results[0] = _with_range(against_target(results[0], declared.target), table, scale, kind)
    if kind == "binary" and categories == (0, 1):
        positives, prevalence = counted_positives(table.astype(float).to_numpy())
        results = [with_positives(one, positives, prevalence) for one in results]
    return [*results, *_absences(places.words(_states(values, absent)), interval)]


def _one(
    table: pd.DataFrame,
    name: str,
    declared: Statistic,
    kind: str,
    categories: tuple[Hashable, ...] | None,
    interval: Interval,
) -> Coefficient:
    main = name == declared.statistic
    level = declared.metric if main and declared.metric else LEVEL_OF[kind]
    wanted = Wanted(
        statistic=name,
        metric=level,
        form=declared.form or "A,1",
        weights=declared.weights or "quadratic",
        categories=categories,
    )
    if name == "icc" and categories is not None:
        place = {value: _number(value, number) for number, value in enumerate(categories)}
        table = table.replace(place).astype(float)
    return compute(table, wanted, interval)


def _number(value: Hashable, number: int) -> float:
    return float(value) if isinstance(value, (int, float)) else float(number)


def _checked(value: object, item: Item, scale: Scale, kind: str) -> Hashable:
    if kind == "multi_label":
        return frozenset(str(value).split())
    where = f"item {item.id}"
    choices = scale.values  # noqa: PD011 - a scale, not a frame
    if choices:
        for known in choices:
            if value == known or str(value) == str(known):
                return known
        listed = ", ".join(str(one) for one in choices)
        raise FrameError(
            f"{value!r} lies outside the scale.", where=where, mend=f"Choose one of: {listed}."
        )
    if kind == "binary" and value in {0, 1}:
        return 1 if value == 1 else 0
    try:
        return float(str(value))
    except ValueError:
        raise FrameError(
            f"{value!r} is not a number.", where=where, mend="Enter a number, or an absence."
        ) from None


def _categories(kind: str, scale: Scale) -> tuple[Hashable, ...] | None:
    if kind in {"interval", "multi_label"}:
        return None
    choices = scale.values  # noqa: PD011 - a scale, not a frame
    return (0, 1) if kind == "binary" and not choices else named_categories(choices)


def _with_range(result: Coefficient, table: pd.DataFrame, scale: Scale, kind: str) -> Coefficient:
    """Say where ratings use a narrow part of the scale: agreement is then bound to be low."""
    if kind != "ordinal" or len(scale.values) < WITH_A_MIDDLE or result.undefined is not None:
        return result
    used = {value for value in table.to_numpy().ravel() if not pd.isna(value)}
    if len(used) > NARROW * len(scale.values):
        return result
    text = (
        f"Ratings use {len(used)} of {len(scale.values)} values: sessions hardly differ, so the "
        "coefficient is low or unstable even where raters agree closely."
    )
    return replace(result, notes=(*result.notes, Note("restricted_range", text)))


def _states(values: list[Hashable | None], absent: list[str | None]) -> list[str | None]:
    return [
        (gone if gone != MISSING else None) if gone else (None if value is None else RATED)
        for value, gone in zip(values, absent, strict=True)
    ]


def _absences(states: pd.DataFrame, interval: Interval) -> list[Coefficient]:
    met = {value for value in states.to_numpy().ravel() if value is not None}
    if met <= {RATED}:
        return []
    found = [
        compute(states, Wanted(statistic=name, categories=ABSENCES), interval)
        for name in ("krippendorff_alpha", "percent_agreement")
    ]
    return [replace(one, form="absences") for one in found]
