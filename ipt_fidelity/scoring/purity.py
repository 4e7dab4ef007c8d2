"""Scores of segments: the share of the therapist's words, or of segments, with a status."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ipt_fidelity.rubric import Status
from ipt_fidelity.rubric.scoring_form import Rounding, Score
from ipt_fidelity.scoring.filled import Filled, SegmentSeen
from ipt_fidelity.scoring.rounding import settle
from ipt_fidelity.scoring.scores import Scored
from ipt_fidelity.scoring.wording import shown
from ipt_fidelity.sheet import Reading

GRAVE = 2
SHARE_DECIMALS = 3


def score_segments(
    score_id: str, score: Score, filled: Filled, *, least_codes: int, rule: Rounding | None = None
) -> Scored:
    """Compute a score of segments.

    Parameters
    ----------
    score_id : str
        Its name in the rubric.
    score : Score
        Statuses that count, statuses they are counted among, least share coded.
    filled : Filled
        One sheet.
    least_codes : int
        How many primary codes the rubric demands of a segment. With 0, a segment that was read
        and needs no code has been judged, and counts as coded.
    rule : Rounding or None
        How the share is rounded.

    Returns
    -------
    Scored
        From 0 to 1. Segments of status ``technical`` (damaged data) are in no denominator; their
        share is told in the trail, with the number of off-model segments and the grave ones.
    """
    looked_at = [s for s in filled.segments if s.reading is not Reading.UNREAD]
    if not looked_at:
        said = f"{score_id} is not scorable: no segment was coded in this sheet."
        return Scored(score_id=score_id, value=None, trail=(said,), no_segments=True)
    by_words = score.segments == "share_of_words"
    sound = [s for s in filled.segments if s.status is not Status.TECHNICAL]
    judged = [s for s in sound if _judged(s, least_codes)]
    total = _size(sound, by_words=by_words)
    coded_share = None if total == 0 else Fraction(_size(judged, by_words=by_words), total)
    among = [s for s in sound if s.status in score.of]
    counted = [s for s in among if s.status in score.count]
    whole, part = _size(among, by_words=by_words), _size(counted, by_words=by_words)
    problem = None
    if whole == 0:
        problem = "no coded segment has a status that is counted"
    elif coded_share is None or float(coded_share) < score.min_coded_share:
        problem = "too little of the session was coded"
    unit = "therapist's words" if by_words else "segments"
    exact, settled = None, None
    trail = [f"{score_id} is not scorable: {problem}."]
    if problem is None:
        exact = Fraction(whole - part if score.complement else part, whole)
        settled = settle(exact, rule, decimals=SHARE_DECIMALS)
        said = (
            f"{score_id} is {settled.text}: {part} of {whole} {unit} lie in segments "
            f"that are {_statuses(score.count)}."
        )
        trail = [said, *settled.lines]
    if coded_share is not None:
        trail.append(
            f"{shown(coded_share, decimals=2, against=score.min_coded_share)} of the {unit} were "
            f"coded; {score.min_coded_share:.2f} is wanted."
        )
    return Scored(
        score_id=score_id,
        value=None if settled is None else settled.value,
        exact=exact,
        answered_share=coded_share,
        trail=(*trail, *_also(filled, unit, by_words=by_words)),
        decimals=SHARE_DECIMALS if settled is None else settled.decimals,
    )


def _judged(segment: SegmentSeen, least_codes: int) -> bool:
    return segment.status is not None or (
        least_codes == 0 and segment.reading is not Reading.UNREAD
    )


def _size(segments: Iterable[SegmentSeen], *, by_words: bool) -> int:
    return sum(segment.words if by_words else 1 for segment in segments)


def _statuses(statuses: Iterable[Status]) -> str:
    return " or ".join(str(status) for status in statuses)


def _also(filled: Filled, unit: str, *, by_words: bool) -> list[str]:
    off = [s for s in filled.segments if s.status is Status.OFF_MODEL]
    grave = [s for s in off if s.severity is not None and s.severity >= GRAVE]
    damaged = [s for s in filled.segments if s.status is Status.TECHNICAL]
    total = _size(filled.segments, by_words=by_words)
    counts = f"{len(off)} of {len(filled.segments)} segments are off_model"
    lines = [f"{counts}, {len(grave)} of them of severity {GRAVE} or more."]
    if total:
        share = Fraction(_size(damaged, by_words=by_words), total)
        lines.append(f"{shown(share, decimals=2)} of the {unit} could not be coded (technical).")
    return lines
