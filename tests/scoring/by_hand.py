"""Frames written by hand: one session, one sheet, in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ipt_fidelity.frames import CODINGS, RATINGS, SESSIONS, check, empty
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.sheet import Absence

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
ABSENCES = frozenset(str(kind) for kind in Absence)

WORKED: Mapping[str, str | int] = {
    "A1": 2, "A2": 3, "A3": 3, "A4": 2, "A5": 1, "C0": "dispute", "C1d": 3, "C2g": 1, "C2": 2,
    "C3": 3, "C4g": 0, "C4": "no_opportunity", "C5": 1, "C6": 2,
    "X1": 1, "X2": 0, "X3": 0, "X4": 1, "X5": 2,
    "Q1": 3, "Q2": 3, "Q3": 2, "Q4": 2, "Q5": 3, "Q6g": 0, "Q6": "no_opportunity",
}  # fmt: skip
"""The worked example of the rubric's draft: a middle session, agreed focus a dispute."""

SEGMENTS = (("on_model", 2500), ("neutral", 358), ("off_model", 262), ("technical", 40))
"""Its segments: 3,120 codable words of the therapist, 262 of them off-model."""


@lru_cache
def oif() -> Rubric:
    """Return the open rubric as shipped."""
    path = RUBRICS / "oif-0.1.0.yaml"
    return read(path.read_text(encoding="utf-8"), where=path.name)


def small(
    scoring: str, *, items: str = "", segments: str = "", least: int = 0, variants: str = "[]"
) -> Rubric:
    """Return a rubric of a few lines with the scoring that is given."""
    layers = ""
    if segments:
        layers += f"""
segment_layer:
  unit: {{type: fixed_turns}}
  assign: {{primary: {{least: {least}, most: 1}}, secondary: {{least: 0, most: 0}}}}
  families: [{{id: f, label: F}}]
  codes: {segments}
"""
    if items:
        layers += f"\nsession_layer:\n  items: {items}\n"
    text = f"""
format: ipt-rubric/1
rubric: {{id: small, version: 0.0.1, title: Small, licence: none, status: test}}
vocabulary: {{phases: [middle], variants: {variants}}}
{layers}
scoring: {scoring}
"""
    return read(text, where="small.yaml")


def ratings(
    values: Mapping[str, str | float | None],
    *,
    session: str = "s1",
    rater: str = "KM",
    stage: str = "independent",
    perspective: str = "observer",
) -> pd.DataFrame:
    """Return the RATINGS of one sheet; a kind of absence is written in place of the value."""
    if not values:
        return empty(RATINGS)
    rows = [
        {
            "session_id": session,
            "item_id": item,
            "rater_id": rater,
            "stage": stage,
            "perspective": perspective,
            "value": None if value in ABSENCES else value,
            "label": None,
            "absence": value if value in ABSENCES else None,
            "evidence_for": None,
            "evidence_against": None,
            "uncertain": False,
            "at": None,
        }
        for item, value in values.items()
    ]
    frame = pd.DataFrame(rows, columns=list(RATINGS.names), dtype=object)
    frame = frame.astype({"uncertain": "bool"})
    return check(frame.assign(at=pd.to_datetime(frame["at"], utc=True)), RATINGS)


def codings(
    segments: Sequence[tuple[str | None, int]],
    *,
    severity: Mapping[int, int] | None = None,
    reading: str | None = None,
    session: str = "s1",
    rater: str = "KM",
    stage: str = "independent",
    perspective: str = "observer",
) -> pd.DataFrame:
    """Return the CODINGS of one sheet from status and therapist's words of each segment."""
    if not segments:
        return empty(CODINGS)
    rows = [
        {
            "session_id": session,
            "segment": f"g{number:03d}",
            "rater_id": rater,
            "stage": stage,
            "perspective": perspective,
            "reading": reading or ("unread" if status is None else "coded"),
            "primary": None if status is None else "ANY",
            "status": status,
            "uncertain": False,
            "therapist_words": words,
            "attr_severity": (severity or {}).get(number),
        }
        for number, (status, words) in enumerate(segments, 1)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    return check(frame.astype({"uncertain": "bool", "therapist_words": "int64"}), CODINGS)


def sessions(rows: Sequence[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Return SESSIONS from session, case, therapist and phase."""
    made = [
        {
            "session_id": session,
            "case_id": case,
            "therapist_id": therapist,
            "number": number,
            "phase": phase,
            "phase_position": None,
            "variants": None,
            "problem_area": None,
            "site": None,
            "client_group": None,
            "turns": 10,
            "segments": 2,
        }
        for number, (session, case, therapist, phase) in enumerate(rows, 1)
    ]
    return check(pd.DataFrame(made, columns=list(SESSIONS.names)), SESSIONS)


def only(scores: pd.DataFrame, score_id: str) -> pd.Series:
    """Return the single row of a score."""
    found = scores[scores["score_id"] == score_id]
    assert len(found) == 1
    return found.iloc[0]
