"""From finished frames to facts: what the pages of a study and of a session share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import pandas as pd

from ipt_fidelity.frames import SCORES, check
from ipt_fidelity.report.facts import (
    DASH,
    Rater,
    RubricFacts,
    Score,
    ScoredSheet,
    Table,
    Threshold,
)
from ipt_fidelity.report.study_facts import Design
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.rubric.expressions import Both, Comparison, Name, Not, Tree, parse
from ipt_fidelity.scoring import deciding, explaining
from ipt_fidelity.scoring.rows import Row, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """The finished frames of a study; a page takes those that it needs.

    Parameters
    ----------
    sessions, codings, ratings, scores : pandas.DataFrame
        SESSIONS, CODINGS, RATINGS, SCORES.
    agreement : pandas.DataFrame or None
        AGREEMENT.
    segments : pandas.DataFrame or None
        SEGMENTS; only turns and times are taken, never words.
    omissions, flags : pandas.DataFrame or None
        OMISSIONS and FLAGS.
    cases, therapists : pandas.DataFrame or None
        Of ``scoring.case_means`` and ``scoring.therapist_means``.
    evaluation : pandas.DataFrame or None
        Evaluation of the classifier with its baselines, as flagging gives it; shown as it is.
    """

    sessions: pd.DataFrame
    codings: pd.DataFrame
    ratings: pd.DataFrame
    scores: pd.DataFrame
    agreement: pd.DataFrame | None = None
    segments: pd.DataFrame | None = None
    omissions: pd.DataFrame | None = None
    flags: pd.DataFrame | None = None
    cases: pd.DataFrame | None = None
    therapists: pd.DataFrame | None = None
    evaluation: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a page came about.

    Parameters
    ----------
    software : str
        Name and version; empty for not recorded.
    made_at : datetime or None
        When the page was asked for.
    simulated : mapping of str to str
        How a rater was simulated, by rater id; raters left out are persons.
    design : Design
        What was decided and done beside the marks.
    """

    software: str = ""
    made_at: datetime | None = None
    simulated: Mapping[str, str] = field(default_factory=dict[str, str])
    design: Design = field(default_factory=Design)

    def rater(self, rater_id: str) -> Rater:
        """Return a rater, and whether it is a person.

        Parameters
        ----------
        rater_id : str
            By id.

        Returns
        -------
        Rater
            Simulated where ``simulated`` says how.
        """
        return Rater(id=rater_id, simulated=self.simulated.get(rater_id, ""))


def word(row: Row, name: str) -> str:
    """Return a cell in words.

    Parameters
    ----------
    row : mapping of str to object
        A row of a frame.
    name : str
        Column.

    Returns
    -------
    str
        Empty where absent.
    """
    value = row.get(name)
    return "" if value is None else str(value)


def number(row: Row, name: str) -> float | None:
    """Return a cell as a number.

    Parameters
    ----------
    row : mapping of str to object
        A row of a frame.
    name : str
        Column.

    Returns
    -------
    float or None
        None where absent or no number.
    """
    value = row.get(name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, (int, float)) else None


def count(row: Row, name: str) -> int | None:
    """Return a cell as a whole number.

    Parameters
    ----------
    row : mapping of str to object
        A row of a frame.
    name : str
        Column.

    Returns
    -------
    int or None
        None where absent or no number.
    """
    value = number(row, name)
    return None if value is None else int(value)


def gather_rubric(rubric: Rubric) -> RubricFacts:
    """Return what a page says of its rubric.

    Parameters
    ----------
    rubric : Rubric
        The instrument.

    Returns
    -------
    RubricFacts
        With every threshold, and the scores that are compared with it.
    """
    identity = rubric.file.rubric
    pairs = _compared(rubric)
    return RubricFacts(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        status=identity.status,
        licence=identity.licence,
        sha256=rubric.sha256,
        thresholds=tuple(
            Threshold(
                name=name,
                value=threshold.value,
                provisional=threshold.provisional,
                source=threshold.source or "",
                on=tuple(dict.fromkeys(score for score, t in pairs if t == name)),
            )
            for name, threshold in rubric.scoring.thresholds.items()
        ),
    )


def gather_sheets(
    rubric: Rubric, scores: pd.DataFrame, sessions: pd.DataFrame, making: Making
) -> tuple[ScoredSheet, ...]:
    """Return the scores of every sheet.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    scores, sessions : pandas.DataFrame
        SCORES and SESSIONS.
    making : Making
        Says which raters are simulated.

    Returns
    -------
    tuple of ScoredSheet
        In the order of the frame.
    """
    phases = {word(row, "session_id"): word(row, "phase") for row in rows_of(sessions)}
    found = groupby(
        rows_of(check(scores, SCORES)),
        key=lambda row: (word(row, "session_id"), word(row, "rater_id"), word(row, "stage")),
    )
    return tuple(
        ScoredSheet(
            session_id=session_id,
            phase=phases.get(session_id, ""),
            stage=stage,
            rater=making.rater(rater_id),
            scores=tuple(_score(rubric, row) for row in rows),
        )
        for (session_id, rater_id, stage), rows in found
    )


def table_of(frame: pd.DataFrame, caption: str, *, note: str = "") -> Table:
    """Return a finished frame as a table, numbers with two decimals, counts whole.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any; its columns are shown in order.
    caption : str
        What it shows.
    note : str
        What a reader must know.

    Returns
    -------
    Table
        Absent values as a dash.
    """
    return Table(
        caption=caption,
        columns=tuple(spoken(str(name)) for name in frame.columns),
        rows=tuple(tuple(_cell(value) for value in row.values()) for row in rows_of(frame)),
        note=note,
    )


def spoken(name: str) -> str:
    """Return an id as words.

    Parameters
    ----------
    name : str
        An id.

    Returns
    -------
    str
        Underscores as blanks.
    """
    return name.replace("_", " ")


def _cell(value: object) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) > 1 else f"{value:.2f}"
    return str(value)


def _score(rubric: Rubric, row: Row) -> Score:
    score_id = word(row, "score_id")
    made = rubric.scoring.scores.get(score_id)
    verdict_id = word(row, "verdict")
    named = {v.id: v.label or v.id for v in rubric.scoring.verdicts.get(score_id, ())}
    return Score(
        id=score_id,
        label=(made.label if made else None) or spoken(score_id).capitalize(),
        value=number(row, "value"),
        is_share=made is not None and made.segments is not None,
        is_score=made is not None,
        answered_share=number(row, "answered_share"),
        verdict=named.get(verdict_id, verdict_id.capitalize()),
        trail=tuple(word(row, "trail").splitlines()),
        deciding=deciding(word(row, "trail")),
        explained=explaining(word(row, "trail")),
    )


def _compared(rubric: Rubric) -> Sequence[tuple[str, str]]:
    """Return pairs of a score and a threshold that it is compared with."""
    pairs = [
        (gate.score, gate.at_least)
        for gate in rubric.scoring.gates
        if gate.score is not None and isinstance(gate.at_least, str)
    ]
    for verdicts in rubric.scoring.verdicts.values():
        for verdict in verdicts:
            pairs += _pairs(parse(verdict.when))
    return pairs


def _pairs(tree: Tree) -> Iterator[tuple[str, str]]:
    match tree:
        case Both(_, parts):
            for part in parts:
                yield from _pairs(part)
        case Not(part):
            yield from _pairs(part)
        case Comparison(_, Name(left), Name(right)):
            yield left, right
        case _:
            return
