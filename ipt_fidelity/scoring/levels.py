"""From sessions to cases and therapists: means, or the reason why there is none.

One session says little about a case, and a few sessions little about a person. So a mean is given
only over enough sessions, and its interval always with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from types import MappingProxyType

import pandas as pd
from scipy import special

from ipt_fidelity.errors import FidelityError, FrameError, UnknownNameError
from ipt_fidelity.frames import SCORES, SESSIONS, check
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.rubric.scoring_form import CaseLevel, TherapistLevel

LEAST_SESSIONS = 3
LEAST_CASES = 2
LEAST_SESSIONS_OF_THERAPIST = 6
PHASES_WANTED: Mapping[str, int] = MappingProxyType({"initial": 1, "middle": 1})

_CASE_COLUMNS = (
    "case_id", "therapist_id", "score_id", "value", "n_sessions", "n_sheets", "stage", "undefined",
)  # fmt: skip
_THERAPIST_COLUMNS = (
    "therapist_id", "score_id", "value", "low", "high", "confidence", "method", "n_cases",
    "n_sessions", "undefined",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    case_id: str
    therapist_id: str
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionScore:
    session: _Session
    value: float
    n_sheets: int


def case_means(
    scores: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    rubric: Rubric | None = None,
    least_sessions: int | None = None,
    phases_wanted: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Return the mean of each score over the sessions of each case.

    Parameters
    ----------
    scores : pandas.DataFrame
        SCORES of one stage. Where several raters scored a session, their mean stands for it.
    sessions : pandas.DataFrame
        SESSIONS that hold every session of ``scores``.
    rubric : Rubric, optional
        Its ``scoring: levels: case:`` states the least, where it states it.
    least_sessions : int, optional
        Scorable sessions that a case needs; goes before the rubric. Where neither says so, 3.
    phases_wanted : mapping of str to int, optional
        How many scorable sessions of a phase a case needs; goes before the rubric. Where neither
        says so, one initial and one middle.

    Returns
    -------
    pandas.DataFrame
        One row a case and score: ``case_id``, ``therapist_id``, ``score_id``, ``value`` (on the
        ruler of the score; absent where ``undefined`` says why), ``n_sessions`` (scorable
        sessions), ``n_sheets`` (sheets behind them), ``stage``, ``undefined`` (empty where there
        is a value).

    Raises
    ------
    FrameError
        A frame has the wrong shape, several stages are mixed, or a case has two therapists.
    UnknownNameError
        A session of ``scores`` is not in ``sessions``.
    """
    stage, by_case = _by_case(scores, sessions)
    level = None if rubric is None else rubric.scoring.levels.case
    if least_sessions is None:
        least_sessions = _stated(level, "least_sessions", LEAST_SESSIONS)
    if phases_wanted is None:
        named = level is not None and "least_in_phase" in level.model_fields_set
        phases_wanted = level.least_in_phase if level is not None and named else PHASES_WANTED
    rows: list[dict[str, object]] = []
    for (case_id, score_id), found in by_case.items():
        why = _too_little(found, least_sessions, phases_wanted)
        rows.append(
            {
                "case_id": case_id,
                "therapist_id": found.therapist_id,
                "score_id": score_id,
                "value": math.nan if why else fmean(s.value for s in found.scored),
                "n_sessions": len(found.scored),
                "n_sheets": sum(s.n_sheets for s in found.scored),
                "stage": stage,
                "undefined": why,
            }
        )
    return pd.DataFrame(rows, columns=list(_CASE_COLUMNS))


def therapist_means(
    cases: pd.DataFrame,
    *,
    rubric: Rubric | None = None,
    least_cases: int | None = None,
    least_sessions: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the mean of each score over the cases of each therapist, with its interval.

    Parameters
    ----------
    cases : pandas.DataFrame
        What ``case_means`` returns. Cases without a value do not enter.
    rubric : Rubric, optional
        Its ``scoring: levels: therapist:`` states the least, where it states it. One case has no
        interval, so that two are wanted even where it says one.
    least_cases, least_sessions : int, optional
        Cases with a value, and scorable sessions in them, that a therapist needs before anything
        is said about a person; they go before the rubric. Where neither says so, 2 and 6.
    confidence : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        One row a therapist and score: ``therapist_id``, ``score_id``, ``value``, ``low``,
        ``high``, ``confidence``, ``method``, ``n_cases``, ``n_sessions``, ``undefined``. The
        interval is that of Student's t over case means; with two cases it is very wide, and it may
        leave the ruler of the score. Cases weigh alike, however many sessions they have.

    Raises
    ------
    FidelityError
        ``least_cases`` is below 2 (there is no interval of one case), or ``confidence`` does not
        lie between 0 and 1.
    FrameError
        The frame does not come from ``case_means``.

    References
    ----------
    .. [1] Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.
    """
    level = None if rubric is None else rubric.scoring.levels.therapist
    if least_cases is None:
        least_cases = max(LEAST_CASES, _stated(level, "least_cases", LEAST_CASES))
    if least_sessions is None:
        least_sessions = _stated(level, "least_sessions", LEAST_SESSIONS_OF_THERAPIST)
    if least_cases < LEAST_CASES or not 0 < confidence < 1:
        raise FidelityError(
            f"least_cases={least_cases}, confidence={confidence} give no interval.",
            where="therapist_means",
            mend="Write least_cases=2 or more, and a confidence between 0 and 1.",
        )
    missing = [name for name in _CASE_COLUMNS if name not in cases.columns]
    if missing:
        raise FrameError(
            f"column '{missing[0]}' is missing.",
            where="frame of case means",
            mend="Take the frame from case_means(scores, sessions).",
        )
    rows: list[dict[str, object]] = []
    for (therapist_id, score_id), values, n_sessions in _by_therapist(cases):
        why = _too_few(len(values), n_sessions, least_cases, least_sessions)
        value, low, high = (math.nan, math.nan, math.nan) if why else _interval(values, confidence)
        rows.append(
            {
                "therapist_id": therapist_id,
                "score_id": score_id,
                "value": value,
                "low": low,
                "high": high,
                "confidence": confidence,
                "method": "Student's t over case means",
                "n_cases": len(values),
                "n_sessions": n_sessions,
                "undefined": why,
            }
        )
    return pd.DataFrame(rows, columns=list(_THERAPIST_COLUMNS))


def _stated(level: CaseLevel | TherapistLevel | None, name: str, otherwise: int) -> int:
    """Return what a rubric says; what its file leaves out is left to the house."""
    if level is None or name not in level.model_fields_set:
        return otherwise
    stated: int = getattr(level, name)
    return stated


@dataclass(frozen=True, slots=True, kw_only=True)
class _CaseScores:
    therapist_id: str
    scored: list[_SessionScore]
    unscorable: int


def _by_case(
    scores: pd.DataFrame, sessions: pd.DataFrame
) -> tuple[str, dict[tuple[str, str], _CaseScores]]:
    check(scores, SCORES)
    known = _sessions(sessions)
    stages = sorted(set(_words(scores, "stage")))
    if len(stages) > 1:
        raise FrameError(
            f"the scores mix the stages {' and '.join(stages)}.",
            where="frame SCORES",
            mend="Keep the rows of one stage: scores[scores['stage'] == 'independent'].",
        )
    sheets: dict[tuple[str, str], list[float]] = {}
    rows = zip(
        _words(scores, "session_id"),
        _words(scores, "score_id"),
        _floats(scores, "value"),
        strict=True,
    )
    verdicts_only = _verdicts_only(scores)
    for session_id, score_id, value in rows:
        if score_id in verdicts_only:
            continue
        if session_id not in known:
            raise UnknownNameError.of("session", session_id, known, where="case_means")
        values = sheets.setdefault((session_id, score_id), [])
        if not math.isnan(value):
            values.append(value)
    found: dict[tuple[str, str], _CaseScores] = {}
    for (session_id, score_id), values in sheets.items():
        session = known[session_id]
        key = (session.case_id, score_id)
        case = found.setdefault(
            key, _CaseScores(therapist_id=session.therapist_id, scored=[], unscorable=0)
        )
        if case.therapist_id != session.therapist_id:
            raise FrameError(
                f"case {session.case_id} has two therapists.",
                where="frame SESSIONS",
                mend="Give each case one therapist, or score the cases of each apart.",
            )
        if values:
            case.scored.append(
                _SessionScore(session=session, value=fmean(values), n_sheets=len(values))
            )
    return (stages[0] if stages else ""), found


def _verdicts_only(scores: pd.DataFrame) -> frozenset[str]:
    """Return the groups of verdicts that do not share the name of a score."""
    bare = scores["verdict"].notna() & scores["value"].isna() & scores["answered_share"].isna()
    return frozenset(_words(scores[bare], "score_id")) - set(_words(scores[~bare], "score_id"))


def _sessions(sessions: pd.DataFrame) -> dict[str, _Session]:
    check(sessions, SESSIONS)
    columns = [_words(sessions, n) for n in ("session_id", "case_id", "therapist_id", "phase")]
    return {
        session_id: _Session(case_id=case_id, therapist_id=therapist_id, phase=phase)
        for session_id, case_id, therapist_id, phase in zip(*columns, strict=True)
    }


def _too_little(found: _CaseScores, least: int, phases_wanted: Mapping[str, int]) -> str:
    reasons: list[str] = []
    if len(found.scored) < least:
        reasons.append(f"{_counted(len(found.scored), 'scorable session')}, {least} wanted")
    for phase, wanted in phases_wanted.items():
        have = sum(s.session.phase == phase for s in found.scored)
        if have < wanted:
            reasons.append(f"{have} of the {phase} phase, {wanted} wanted")
    return "; ".join(reasons)


def _too_few(n_cases: int, n_sessions: int, least_cases: int, least_sessions: int) -> str:
    reasons: list[str] = []
    if n_cases < least_cases:
        reasons.append(f"{_counted(n_cases, 'case')} with a value, {least_cases} wanted")
    if n_sessions < least_sessions:
        reasons.append(f"{_counted(n_sessions, 'session')} in them, {least_sessions} wanted")
    return "; ".join(reasons)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _by_therapist(cases: pd.DataFrame) -> list[tuple[tuple[str, str], list[float], int]]:
    values: dict[tuple[str, str], list[float]] = {}
    counts: dict[tuple[str, str], int] = {}
    columns = (
        _words(cases, "therapist_id"),
        _words(cases, "score_id"),
        _floats(cases, "value"),
        _floats(cases, "n_sessions"),
    )
    for therapist_id, score_id, value, n_sessions in zip(*columns, strict=True):
        key = (therapist_id, score_id)
        found = values.setdefault(key, [])
        counts.setdefault(key, 0)
        if not math.isnan(value):
            found.append(value)
            counts[key] += int(n_sessions)
    return [(key, found, counts[key]) for key, found in values.items()]


def _interval(values: Sequence[float], confidence: float) -> tuple[float, float, float]:
    mean = fmean(values)
    reach = float(special.stdtrit(len(values) - 1, (1 + confidence) / 2))
    half = reach * stdev(values) / math.sqrt(len(values))
    return mean, mean - half, mean + half


def _words(frame: pd.DataFrame, name: str) -> list[str]:
    return [str(value) for value in frame[name]]


def _floats(frame: pd.DataFrame, name: str) -> list[float]:
    return [float(value) for value in frame[name]]
