"""The shape of every frame that crosses a room, and the check at the door.

A shape says which columns a frame has, what each means, in which unit, which of them are the
key, and whether a value may be absent. ``check`` gives the frame back unchanged or raises a
``FrameError`` that lists every fault at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ipt_fidelity.errors import FrameError


class Kind(StrEnum):
    """What a column holds."""

    WORD = "word"
    NUMBER = "number"
    COUNT = "count"
    TRUTH = "truth"
    TIME = "time"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a shape.

    Parameters
    ----------
    name : str
        Name of the column.
    kind : Kind
        What it holds; ``VALUE`` is any scalar.
    meaning : str
        One sentence in the field's words, the unit included.
    optional : bool
        True where a value may be absent.
    """

    name: str
    kind: Kind
    meaning: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The columns of a frame that crosses a room.

    Parameters
    ----------
    name : str
        Name in capitals, as the documents write it.
    key : tuple of str
        Columns that together name a row once.
    columns : tuple of Column
        All columns, the key included, in order.
    prefixes : tuple of str
        Beginnings of further columns that a rubric may add, for example ``"attr_"``.
    source : str
        The call that yields such a frame; the mend of every fault.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    source: str
    prefixes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _word(name: str, meaning: str) -> Column:
    return Column(name=name, kind=Kind.WORD, meaning=meaning)


def _maybe(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name=name, kind=kind, meaning=meaning, optional=True)


def _number(name: str, meaning: str) -> Column:
    return Column(name=name, kind=Kind.NUMBER, meaning=meaning)


def _count(name: str, meaning: str) -> Column:
    return Column(name=name, kind=Kind.COUNT, meaning=meaning)


_SESSION = _word("session_id", "Session, by its id.")
_RATER = _word("rater_id", "Rater, by id.")
_STAGE = _word("stage", "independent, consensus, adjudicated, gold, practice or calibration.")
_PERSPECTIVE = _word("perspective", "observer, supervisor or self.")

SESSIONS = Shape(
    name="SESSIONS",
    key=("session_id",),
    source="study.sessions()",
    columns=(
        _SESSION,
        _word("case_id", "Course of treatment of one client."),
        _word("therapist_id", "Therapist, by id."),
        _maybe("number", Kind.COUNT, "Number of the session in its case, from 1."),
        _word("phase", "initial, middle, ending or maintenance."),
        _maybe("phase_position", Kind.WORD, "early, late or only, within the phase."),
        _maybe(
            "variants", Kind.WORD, "Declared dialects of IPT, joined by blanks; empty for core."
        ),
        _maybe("problem_area", Kind.WORD, "Agreed focus as the session record states it."),
        _maybe("site", Kind.WORD, "Site or clinic, where recorded."),
        _maybe("client_group", Kind.WORD, "Group of clients for subgroup results, where recorded."),
        _count("turns", "Number of turns."),
        _count("segments", "Number of segments."),
    ),
)

TURNS = Shape(
    name="TURNS",
    key=("session_id", "turn"),
    source="study.turns()",
    columns=(
        _SESSION,
        _word("turn", "Turn, by its id (t0001)."),
        _word("speaker", "Label of the speaker as cast."),
        _word("role", "Part of the speaker: therapist, client, ..."),
        _word("text", "Words of the turn."),
        _maybe("start_s", Kind.NUMBER, "Start in seconds; absent where the source has no time."),
        _maybe("end_s", Kind.NUMBER, "End in seconds; absent where the source has no time."),
        _count("words", "Number of words."),
    ),
)

SEGMENTS = Shape(
    name="SEGMENTS",
    key=("session_id", "segment"),
    source="study.segments()",
    columns=(
        _SESSION,
        _word("segment", "Segment, by its id (g001)."),
        _word("segmentation_id", "Cut to which the segment belongs."),
        _word("first_turn", "First turn of the segment."),
        _word("last_turn", "Last turn of the segment."),
        _maybe("start_s", Kind.NUMBER, "Start in seconds; absent where unknown."),
        _maybe("end_s", Kind.NUMBER, "End in seconds; absent where unknown."),
        _count("therapist_words", "Words of therapist and co-therapist in the segment."),
        _word("text", "Words of the segment, one turn a line, each led by its role."),
    ),
)

CODINGS = Shape(
    name="CODINGS",
    key=("session_id", "segment", "rater_id", "stage"),
    source="study.codings(stage=...)",
    prefixes=("attr_", "secondary_"),
    columns=(
        _SESSION,
        _word("segment", "Segment, by its id."),
        _RATER,
        _STAGE,
        _PERSPECTIVE,
        _word("reading", "unread, read or coded; a row for every unit, so denominators are true."),
        _maybe("primary", Kind.WORD, "Primary code; absent where none was given."),
        _maybe("status", Kind.WORD, "on_model, neutral, off_model or technical, as resolved."),
        Column(name="uncertain", kind=Kind.TRUTH, meaning="The rater's own sign of doubt."),
        _count("therapist_words", "Words of therapist and co-therapist in the segment."),
    ),
)

RATINGS = Shape(
    name="RATINGS",
    key=("session_id", "item_id", "rater_id", "stage"),
    source="study.ratings(stage=...)",
    columns=(
        _SESSION,
        _word("item_id", "Item, by its id."),
        _RATER,
        _STAGE,
        _PERSPECTIVE,
        _maybe(
            "value", Kind.VALUE, "Value on the item's scale; absent where ``absence`` says why."
        ),
        _maybe("label", Kind.WORD, "Printed name of the value."),
        _maybe(
            "absence", Kind.WORD, "not_applicable, no_opportunity, not_codable, missing, or empty."
        ),
        _maybe("evidence_for", Kind.WORD, "Segments and turns for the value, joined by blanks."),
        _maybe("evidence_against", Kind.WORD, "Segments and turns against it, joined by blanks."),
        Column(name="uncertain", kind=Kind.TRUTH, meaning="The rater's own sign of doubt."),
        _maybe("at", Kind.TIME, "When the value was entered (UTC)."),
    ),
)

OMISSIONS = Shape(
    name="OMISSIONS",
    key=("session_id", "what", "rater_id", "stage"),
    source="study.omissions(stage=...)",
    columns=(
        _SESSION,
        _word("what", "Code or item that the phase expects and that did not come."),
        _RATER,
        _STAGE,
        _PERSPECTIVE,
        _maybe("phase", Kind.WORD, "Phase of the session."),
        _maybe("place", Kind.WORD, "Turn where it could have come; absent where none was named."),
        _maybe("at", Kind.TIME, "When it was marked (UTC)."),
    ),
)

AGREEMENT = Shape(
    name="AGREEMENT",
    key=("what", "level", "statistic", "form"),
    source="code_agreement(codings, rubric) or item_agreement(ratings, rubric)",
    columns=(
        _word("what", "Code, family, item or boundary that was compared."),
        _word("level", "unit (segments) or session (counts and proportions of a session)."),
        _word("statistic", "Name of the coefficient."),
        _word("form", "Metric, weights or model and form of the coefficient."),
        _maybe("value", Kind.NUMBER, "The coefficient; absent where ``undefined`` says why."),
        _maybe("low", Kind.NUMBER, "Lower end of the interval."),
        _maybe("high", Kind.NUMBER, "Upper end of the interval."),
        _maybe("confidence", Kind.NUMBER, "Confidence of the interval, for example 0.95."),
        _maybe("method", Kind.WORD, "How the interval was made."),
        _count("n_units", "Units with at least two raters."),
        _maybe("n_positive", Kind.COUNT, "Ratings that gave this code; absent for scales."),
        _count("n_raters", "Raters who rated a compared unit."),
        _maybe("n_clusters", Kind.COUNT, "Clusters (sessions or therapists) that were resampled."),
        _maybe("prevalence", Kind.NUMBER, "Share of ratings that gave this code."),
        _maybe("undefined", Kind.WORD, "Why there is no value; empty where there is one."),
        _maybe("note", Kind.WORD, "What a reader must know: too few, prevalence, range."),
        _maybe("source", Kind.WORD, "Author, year and equation."),
    ),
)

SCORES = Shape(
    name="SCORES",
    key=("session_id", "rater_id", "stage", "score_id"),
    source="score_sessions(ratings, codings, rubric)",
    columns=(
        _SESSION,
        _RATER,
        _STAGE,
        _word("score_id", "Score of the rubric, or the group of verdicts."),
        _maybe("value", Kind.NUMBER, "0 to 100 (purity: 0 to 1); absent where not scorable."),
        _maybe("answered_share", Kind.NUMBER, "Share of the items that apply and were answered."),
        _maybe("verdict", Kind.WORD, "Conclusion of the group; empty for a plain score."),
        _word("trail", "Reasons, one a line: which items entered, which did not and why."),
    ),
)

FLAGS = Shape(
    name="FLAGS",
    key=("session_id", "segment"),
    source="flagging.flag_segments(classifier, segments)",
    columns=(
        _SESSION,
        _word("segment", "Segment, by its id."),
        _number("probability", "Calibrated probability that the segment is off-model, 0 to 1."),
        _count("rank", "1 is looked at first, within the session."),
        _word("reasons", "What the suggestion rests on, without words of the session."),
        _word("classifier_id", "Recipe, rubric and training set by hash."),
    ),
)

_ALL = (SESSIONS, TURNS, SEGMENTS, CODINGS, RATINGS, OMISSIONS, AGREEMENT, SCORES, FLAGS)
SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in _ALL}


def check(frame: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """Give the frame back if it has the shape, else tell everything that is wrong with it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame; never changed.
    shape : Shape
        What it should look like. Columns that begin with one of ``shape.prefixes`` may be added.

    Returns
    -------
    pandas.DataFrame
        The same object.

    Raises
    ------
    FrameError
        Columns missing, surplus or of the wrong kind, absent values where none may be, or a key
        that stands twice.
    """
    problems = _column_problems(frame, shape)
    if not problems:
        problems = _value_problems(frame, shape)
    if problems:
        raise FrameError(
            "; ".join(problems) + ".",
            where=f"frame {shape.name}",
            mend=f"Take the frame from {shape.source}.",
        )
    return frame


def empty(shape: Shape) -> pd.DataFrame:
    """Return a frame of the shape with no rows.

    Parameters
    ----------
    shape : Shape
        The shape to follow.

    Returns
    -------
    pandas.DataFrame
        Columns in order, no rows.
    """
    dtypes = {Kind.NUMBER: "float64", Kind.COUNT: "int64", Kind.TRUTH: "bool"}
    return pd.DataFrame(
        {
            column.name: pd.Series(dtype=dtypes.get(column.kind, "object"))
            for column in shape.columns
        }
    )


def _column_problems(frame: pd.DataFrame, shape: Shape) -> list[str]:
    present = [str(name) for name in frame.columns]
    problems = [f"column '{name}' is missing" for name in shape.names if name not in present]
    problems += [
        f"column '{name}' is not part of {shape.name}"
        for name in present
        if name not in shape.names and not name.startswith(shape.prefixes)
    ]
    doubled = sorted({name for name in present if present.count(name) > 1})
    problems += [f"column '{name}' stands twice" for name in doubled]
    return problems


def _value_problems(frame: pd.DataFrame, shape: Shape) -> list[str]:
    problems: list[str] = []
    for column in shape.columns:
        values = frame[column.name]
        absent = values.isna()
        if not column.optional and bool(absent.any()):
            row = int(absent.to_numpy().argmax())
            problems.append(f"row {row}, column '{column.name}': a value is missing")
        wrong = _mistyped(values[~absent], column.kind)
        if wrong is not None:
            problems.append(f"row {wrong}, column '{column.name}': not a {column.kind}")
    key = list(shape.key)
    twice = frame.duplicated(subset=key)
    if bool(twice.any()):
        row = int(twice.to_numpy().argmax())
        named = ", ".join(f"{name} {frame[name].iloc[row]}" for name in key)
        problems.append(f"row {row} repeats the key ({named})")
    return problems


def _mistyped(values: pd.Series, kind: Kind) -> object | None:
    """Return the label of the first value that is not of the kind, else None."""
    if values.empty or kind is Kind.VALUE:
        return None
    right = {
        Kind.TIME: pd.api.types.is_datetime64_any_dtype,
        Kind.TRUTH: pd.api.types.is_bool_dtype,
        Kind.NUMBER: _is_numeric,
        Kind.COUNT: _is_numeric,
        Kind.WORD: _is_words,
    }[kind]
    if not right(values):
        return values.index[0]
    if kind is Kind.COUNT:
        odd = values[(values < 0) | (values % 1 != 0)]
        return None if odd.empty else odd.index[0]
    return None


def _is_numeric(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _is_words(values: pd.Series) -> bool:
    if isinstance(values.dtype, pd.StringDtype):
        return True
    return all(isinstance(value, str) for value in values)
