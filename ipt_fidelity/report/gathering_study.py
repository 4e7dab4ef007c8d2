"""From the frames of a study to what its page states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ipt_fidelity.frames import AGREEMENT, CODINGS, RATINGS, SESSIONS, check
from ipt_fidelity.report.facts import DASH, Rater, ScoredSheet, Table
from ipt_fidelity.report.gathering import (
    Frames,
    Making,
    count,
    gather_rubric,
    gather_sheets,
    number,
    spoken,
    table_of,
    word,
)
from ipt_fidelity.report.study_facts import Agreement, Counts, StudyFacts
from ipt_fidelity.rubric import Rubric, scale_of
from ipt_fidelity.scoring.rows import Row, rows_of

INDEPENDENT = "independent"
DOUBLE = 2

Sheet = tuple[str, str, str]

STATISTICS = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2",
    "icc": "ICC",
    "cohen_kappa": "Cohen's kappa",
    "fleiss_kappa": "Fleiss' kappa",
}


def gather_study(rubric: Rubric, frames: Frames, *, title: str, making: Making) -> StudyFacts:
    """Gather what the page of a study states.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    frames : Frames
        Finished frames; what is None is left out of the page.
    title : str
        Name of the study.
    making : Making
        Software, time, simulated raters, design.

    Returns
    -------
    StudyFacts
        Nothing in it is computed beyond counting rows.

    Raises
    ------
    FrameError
        A frame has the wrong shape.
    """
    sheets = _sheets(frames)
    scored = gather_sheets(rubric, frames.scores, frames.sessions, making)
    return StudyFacts(
        title=title,
        rubric=gather_rubric(rubric),
        raters=_raters(sheets, scored, making),
        counts=_counts(frames, sheets),
        agreement=() if frames.agreement is None else _agreement(rubric, frames.agreement),
        sheets=scored,
        levels=_levels(frames, rubric),
        flagging=_flagging(frames),
        design=making.design,
        software=making.software,
        made_at=making.made_at,
    )


def _sheets(frames: Frames) -> list[Sheet]:
    check(frames.codings, CODINGS)
    check(frames.ratings, RATINGS)
    names = ["session_id", "rater_id", "stage"]
    both = pd.concat([frames.codings[names], frames.ratings[names]]).drop_duplicates()
    return sorted(
        (word(row, "session_id"), word(row, "rater_id"), word(row, "stage"))
        for row in rows_of(both)
    )


def _raters(
    sheets: Iterable[Sheet], scored: Iterable[ScoredSheet], making: Making
) -> tuple[Rater, ...]:
    ids = {rater for _, rater, _ in sheets} | {sheet.rater.id for sheet in scored}
    return tuple(making.rater(rater_id) for rater_id in sorted(ids))


def _counts(frames: Frames, sheets: Sequence[Sheet]) -> Counts:
    sessions = list(rows_of(check(frames.sessions, SESSIONS)))
    independent = Counter(session for session, _, stage in sheets if stage == INDEPENDENT)
    return Counts(
        sessions=len(sessions),
        cases=len({word(row, "case_id") for row in sessions}),
        therapists=len({word(row, "therapist_id") for row in sessions}),
        segments=sum(count(row, "segments") or 0 for row in sessions),
        rated=len({session for session, _, _ in sheets}),
        double_coded=sum(number >= DOUBLE for number in independent.values()),
        by_phase=_tally(word(row, "phase") for row in sessions),
        sheets_by_stage=_tally(stage for _, _, stage in sheets),
    )


def _tally(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(words).items())


def _agreement(rubric: Rubric, frame: pd.DataFrame) -> tuple[Agreement, ...]:
    rows = list(rows_of(check(frame, AGREEMENT)))
    found: list[Agreement] = []
    led: set[tuple[str, str]] = set()
    for row in rows:
        what, level = word(row, "what"), word(row, "level")
        kind, label, rated_as = _what(rubric, what)
        declared = rubric.agreement.get(rated_as)
        wanted = "" if declared is None else declared.statistic
        same = [r for r in rows if word(r, "what") == what and word(r, "level") == level]
        has_wanted = any(word(r, "statistic") == wanted for r in same)
        leads = (what, level) not in led and (not has_wanted or word(row, "statistic") == wanted)
        if leads:
            led.add((what, level))
        is_declared = declared is not None and word(row, "statistic") == wanted
        target = declared.target if declared is not None and is_declared else None
        coefficient = _coefficient(row, kind, label)
        found.append(replace(coefficient, leads=leads, target=target))
    return tuple(found)


def _coefficient(row: Row, kind: str, label: str) -> Agreement:
    return Agreement(
        what=word(row, "what"),
        label=label,
        kind=kind,
        level=word(row, "level"),
        statistic=_statistic(word(row, "statistic")),
        form=word(row, "form"),
        value=number(row, "value"),
        low=number(row, "low"),
        high=number(row, "high"),
        confidence=number(row, "confidence"),
        n_units=count(row, "n_units") or 0,
        n_raters=count(row, "n_raters") or 0,
        n_positive=count(row, "n_positive"),
        n_clusters=count(row, "n_clusters"),
        prevalence=number(row, "prevalence"),
        method=word(row, "method"),
        undefined=spoken(word(row, "undefined")),
        note=word(row, "note"),
        source=word(row, "source"),
    )


def _statistic(name: str) -> str:
    return STATISTICS.get(name, spoken(name))


def _what(rubric: Rubric, what: str) -> tuple[str, str, str]:
    """Return kind, printed name, and under which kind its statistic is declared."""
    open_wording = rubric.file.rubric.redistribute
    for family in rubric.families:
        if family.id == what:
            return "family", family.label if open_wording else what, "codes"
    for code in rubric.codes:
        if code.id == what:
            return "code", code.label if open_wording else what, "codes"
    for item in rubric.items:
        if item.id == what:
            label = (item.label or what) if open_wording else what
            return "item", label, str(scale_of(rubric, item).type)
    return "other", "all codes" if what == "all" else spoken(what), "codes"


def _levels(frames: Frames, rubric: Rubric) -> tuple[Table, ...]:
    tables: list[Table] = []
    if frames.cases is not None:
        names = {"case_id": "case", "therapist_id": "therapist"}
        counts = {"n_sessions": "sessions", "n_sheets": "sheets"}
        note = "A mean is given over enough sessions only; where there is none, the reason stands."
        table = _level_table(rubric, frames.cases, names, counts)
        tables.append(replace(table, caption="Means of cases", note=note))
    if frames.therapists is not None:
        names = {"therapist_id": "therapist"}
        counts = {"n_cases": "cases", "n_sessions": "sessions"}
        levels = {number(row, "confidence") for row in rows_of(frames.therapists)} - {None}
        at = " and ".join(f"{level:.0%}" for level in levels if level)
        note = f"Intervals at {at} over cases. Nothing is said about a person from few cases."
        table = _level_table(rubric, frames.therapists, names, counts)
        tables.append(replace(table, caption="Means of therapists", note=note))
    return tuple(tables)


def _level_table(
    rubric: Rubric, frame: pd.DataFrame, names: Mapping[str, str], counts: Mapping[str, str]
) -> Table:
    """Return means as a table: a row for each case or person, a column for each score."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows_of(frame):
        found.setdefault(tuple(word(row, name) for name in names), []).append(row)
    scores = list(dict.fromkeys(word(row, "score_id") for row in rows_of(frame)))
    labels = [_score_label(rubric, score_id) for score_id in scores]
    return Table(
        caption="",
        columns=(*names.values(), *counts.values(), *labels, "to know"),
        rows=tuple(_level_row(rubric, key, rows, scores, counts) for key, rows in found.items()),
    )


def _level_row(
    rubric: Rubric,
    key: tuple[str, ...],
    rows: Sequence[Row],
    scores: Sequence[str],
    counts: Mapping[str, str],
) -> tuple[str, ...]:
    by_score = {word(row, "score_id"): row for row in rows}
    most = [str(max(count(row, name) or 0 for row in rows)) for name in counts]
    reasons = dict.fromkeys(word(row, "undefined") for row in rows if word(row, "undefined"))
    means = [_mean(rubric, score_id, by_score.get(score_id, {})) for score_id in scores]
    return (*key, *most, *means, "; ".join(reasons))


def _mean(rubric: Rubric, score_id: str, row: Row) -> str:
    value, low, high = number(row, "value"), number(row, "low"), number(row, "high")
    made = rubric.scoring.scores.get(score_id)
    decimals = 3 if made is not None and made.segments is not None else 1
    if value is None:
        return DASH
    shown = f"{value:.{decimals}f}"
    if low is None or high is None:
        return shown
    return f"{shown} [{low:.{decimals}f}, {high:.{decimals}f}]"


def _score_label(rubric: Rubric, score_id: str) -> str:
    made = rubric.scoring.scores.get(score_id)
    return (made.label if made else None) or spoken(score_id)


def _flagging(frames: Frames) -> tuple[Table, ...]:
    if frames.evaluation is None:
        return ()
    note = "Beside each figure stand those of the baselines on the same sessions."
    return (table_of(frames.evaluation, "Evaluation of the classifier", note=note),)
