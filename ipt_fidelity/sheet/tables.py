"""Sheets as frames: CODINGS, RATINGS, OMISSIONS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ipt_fidelity.frames import CODINGS, OMISSIONS, RATINGS, empty
from ipt_fidelity.rubric.rubric import Circumstances, Rubric, scale_of
from ipt_fidelity.sheet.completeness import ResolvedRating, resolve_ratings
from ipt_fidelity.sheet.mark import Value
from ipt_fidelity.sheet.sheet import Coding, Sheet
from ipt_fidelity.sheet.status import resolve_status

SegmentWords = Mapping[str, int]


def codings_frame(
    rubric: Rubric,
    sheets: Iterable[Sheet],
    *,
    circumstances: Mapping[str, Circumstances],
    segments: Mapping[str, SegmentWords],
) -> pd.DataFrame:
    """Return the codings of sheets as a CODINGS frame.

    Parameters
    ----------
    rubric : Rubric
        The instrument that all sheets follow.
    sheets : iterable of Sheet
        One per session, rater and stage.
    circumstances : mapping of str to Circumstances
        By session id.
    segments : mapping of str to mapping of str to int
        For each session the therapist's words of each segment, in order.

    Returns
    -------
    pandas.DataFrame
        A row for every segment of every sheet, unread ones included, so that denominators are
        true. ``status`` is resolved; attributes stand in columns ``attr_<id>``, several values
        of one joined by blanks.
    """
    rows: list[dict[str, object]] = []
    for sheet in sheets:
        session = sheet.head.session_id
        for segment, words in segments[session].items():
            coding = sheet.codings.get(segment, Coding(segment=segment))
            status = resolve_status(rubric, coding, circumstances[session])
            rows.append(
                {
                    **_who(sheet),
                    "segment": segment,
                    "reading": str(coding.reading),
                    "primary": coding.primary,
                    "status": None if status is None else str(status),
                    "uncertain": coding.uncertain,
                    "therapist_words": words,
                    **_secondary(coding, rubric.assign.secondary.most),
                    **{
                        f"attr_{a.id}": _one(coding.attributes.get(a.id)) for a in rubric.attributes
                    },
                }
            )
    return _framed(rows, CODINGS.names) if rows else empty(CODINGS)


def ratings_frame(
    rubric: Rubric, sheets: Iterable[Sheet], *, circumstances: Mapping[str, Circumstances]
) -> pd.DataFrame:
    """Return the ratings of sheets as a RATINGS frame.

    Parameters
    ----------
    rubric : Rubric
        The instrument that all sheets follow.
    sheets : iterable of Sheet
        One per session, rater and stage.
    circumstances : mapping of str to Circumstances
        By session id; the sheet's perspective is filled in.

    Returns
    -------
    pandas.DataFrame
        A row for every item of the form, with its value or the kind of its absence.
    """
    rows: list[dict[str, object]] = []
    for sheet in sheets:
        about = replace(
            circumstances[sheet.head.session_id], perspective=str(sheet.head.perspective)
        )
        for resolved in resolve_ratings(rubric, sheet, about):
            rating = resolved.rating
            rows.append(
                {
                    **_who(sheet),
                    "item_id": resolved.item.id,
                    "value": _one(resolved.value),
                    "label": _label(rubric, resolved),
                    "absence": None if resolved.absence is None else str(resolved.absence),
                    "evidence_for": " ".join(rating.evidence_for) or None,
                    "evidence_against": " ".join(rating.evidence_against) or None,
                    "uncertain": rating.uncertain,
                    "at": rating.at,
                }
            )
    return _timed(_framed(rows, RATINGS.names)) if rows else _timed(empty(RATINGS))


def omissions_frame(
    sheets: Iterable[Sheet], *, circumstances: Mapping[str, Circumstances]
) -> pd.DataFrame:
    """Return the marked omissions of sheets as an OMISSIONS frame.

    Parameters
    ----------
    sheets : iterable of Sheet
        One per session, rater and stage.
    circumstances : mapping of str to Circumstances
        By session id.

    Returns
    -------
    pandas.DataFrame
        One row an omission; none where nothing was marked.
    """
    rows: list[dict[str, object]] = [
        {
            **_who(sheet),
            "what": omission.what,
            "phase": circumstances[sheet.head.session_id].phase,
            "place": omission.place,
            "at": omission.at,
        }
        for sheet in sheets
        for omission in sheet.omissions.values()
    ]
    return _timed(_framed(rows, OMISSIONS.names)) if rows else _timed(empty(OMISSIONS))


def _who(sheet: Sheet) -> dict[str, object]:
    return {
        "session_id": sheet.head.session_id,
        "rater_id": sheet.head.rater_id,
        "stage": str(sheet.head.stage),
        "perspective": str(sheet.head.perspective),
    }


def _secondary(coding: Coding, most: int) -> dict[str, object]:
    given = [*coding.secondary, *[None] * most][:most]
    return {f"secondary_{place}": code for place, code in enumerate(given, 1)}


def _one(value: Value) -> object:
    return " ".join(value) if isinstance(value, tuple) else value


def _label(rubric: Rubric, resolved: ResolvedRating) -> str | None:
    scale = scale_of(rubric, resolved.item)
    for value, label in zip(scale.values, scale.labels, strict=False):
        if value == resolved.value:
            return label
    return None


def _framed(rows: Sequence[Mapping[str, object]], names: Sequence[str]) -> pd.DataFrame:
    """Return the rows with the shape's columns first, others after, in order of appearance."""
    frame = pd.DataFrame(list(rows), dtype=object)
    others = [name for name in frame.columns if name not in names]
    frame = frame[[*names, *others]]
    kinds = {"uncertain": "bool", "therapist_words": "int64"}
    return frame.astype({name: kind for name, kind in kinds.items() if name in frame.columns})


def _timed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True))
