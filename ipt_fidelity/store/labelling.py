"""Segments with what raters made of them, for a classifier to learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from ipt_fidelity.errors import NotAllowedError, NotEnoughDataError, UnknownNameError
from ipt_fidelity.rubric.instrument import Status
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.mark import Stage
from ipt_fidelity.sheet.sheet import Coding, Reading, Sheet
from ipt_fidelity.sheet.status import resolve_status
from ipt_fidelity.store.frames import segments_of
from ipt_fidelity.store.kept import Kept, Which
from ipt_fidelity.store.sheets import circumstances_of
from ipt_fidelity.transcript.session import Purpose, Session

# What experts or a decision settled outweighs single opinions.
BEST_FIRST = (Stage.GOLD, Stage.ADJUDICATED, Stage.CONSENSUS, Stage.INDEPENDENT)


def labelled_segments(kept: Kept, rubric: Rubric, *, purpose: Purpose | str) -> pd.DataFrame:
    """Return segments with their labels.

    Parameters
    ----------
    kept : Kept
        What the study keeps.
    rubric : Rubric
        Only sheets under it count.
    purpose : Purpose or str
        What the segments are used for; sessions without consent for it are left out.

    Returns
    -------
    pandas.DataFrame
        As ``Study.labelled_segments``.

    Raises
    ------
    UnknownNameError
        There is no such purpose.
    NotEnoughDataError
        No handed-in sheet under the rubric.
    NotAllowedError
        No session has consent for the purpose.
    """
    if purpose not in set(Purpose):
        raise UnknownNameError.of("purpose", purpose, map(str, Purpose), where="study")
    by_session = _best_sheets(kept, rubric)
    if not by_session:
        raise NotEnoughDataError(
            f"no sheet under {rubric.id} {rubric.version} is handed in.",
            where="study",
            mend="Hand in sheets first; gold, adjudicated, consensus and independent ones count.",
        )
    sessions = {session_id: kept.session(session_id) for session_id in by_session}
    refused = sorted(one for one, facts in sessions.items() if purpose not in facts.consent)
    allowed = sorted(sessions.keys() - set(refused))
    if not allowed:
        raise NotAllowedError(
            f"no rated session has consent for the purpose '{purpose}'.",
            where="study",
            mend="Choose a purpose that clients agreed to, or record their consent.",
        )
    labels = pd.DataFrame(
        [
            row
            for session_id in allowed
            for row in _labels(kept, rubric, sessions[session_id], by_session[session_id])
        ],
        columns=["session_id", "segment", *_LABELS],
    ).astype(_LABELS)
    segments = pd.concat([segments_of(kept, one) for one in allowed], ignore_index=True)
    frame = segments.merge(labels, on=["session_id", "segment"], how="inner")
    frame.attrs["without_consent"] = tuple(refused)
    return frame


_LABELS = {
    "therapist_id": "object",
    "case_id": "object",
    "phase": "object",
    "variants": "object",
    "off_model": "float64",
    "n_raters": "int64",
    "primary": "object",
    "site": "object",
    "client_group": "object",
}


def _best_sheets(kept: Kept, rubric: Rubric) -> dict[str, list[Sheet]]:
    """Return for each session its sheets of the best stage that there is."""
    found: dict[str, dict[Stage, list[Sheet]]] = {}
    for sheet in kept.sheets(which=Which.HANDED_IN):
        if sheet.head.rubric_sha256 == rubric.sha256 and sheet.head.stage in BEST_FIRST:
            stages = found.setdefault(sheet.head.session_id, {})
            stages.setdefault(sheet.head.stage, []).append(sheet)
    return {
        session_id: next(stages[stage] for stage in BEST_FIRST if stage in stages)
        for session_id, stages in found.items()
    }


def _labels(
    kept: Kept, rubric: Rubric, session: Session, sheets: Sequence[Sheet]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for segment in kept.segmentation(session.id).segments:
        read = [
            (sheet, sheet.codings[segment.id])
            for sheet in sheets
            if sheet.codings.get(segment.id, Coding(segment=segment.id)).reading
            is not Reading.UNREAD
        ]
        if not read:
            continue
        statuses = [
            resolve_status(rubric, coding, circumstances_of(session, sheet.head.perspective))
            for sheet, coding in read
        ]
        rows.append(
            {
                "session_id": session.id,
                "segment": segment.id,
                "therapist_id": session.therapist or "",
                "case_id": session.case or "",
                "phase": session.phase or "",
                "variants": " ".join(session.variants),
                "off_model": statuses.count(Status.OFF_MODEL) / len(statuses),
                "n_raters": len(read),
                "primary": _majority([coding.primary for _, coding in read]),
                "site": session.site,
                "client_group": session.client_group,
            }
        )
    return rows


def _majority(codes: Sequence[str | None]) -> str | None:
    """Return the code that most raters gave; None where there is no such code."""
    counted = Counter(codes).most_common(2)
    tied = len(counted) > 1 and counted[0][1] == counted[1][1]
    return None if tied else counted[0][0]
