"""From the frames of a study to what the page of one session states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.frames import CODINGS, FLAGS, OMISSIONS, RATINGS, SEGMENTS, check
from ipt_fidelity.report.facts import ScoredSheet
from ipt_fidelity.report.gathering import (
    Frames,
    Making,
    count,
    gather_rubric,
    gather_sheets,
    number,
    spoken,
    word,
)
from ipt_fidelity.report.session_facts import Flag, Passage, Point, Quote, SessionFacts
from ipt_fidelity.rubric import Construct, Item, Rubric, scale_of
from ipt_fidelity.rubric.instrument import Scalar
from ipt_fidelity.scoring import rescale
from ipt_fidelity.scoring.rows import Row, rows_of

GOOD = Fraction(75)
WEAK = Fraction(50)
MOST_POINTS = 4
_DIGITS = re.compile(r"\d+")
_RATED = frozenset({Construct.ADHERENCE, Construct.COMPETENCE, Construct.PROSCRIBED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    item: Item
    place: Fraction
    point: Point


def gather_session(
    rubric: Rubric,
    session_id: str,
    frames: Frames,
    *,
    rater_id: str,
    stage: str,
    making: Making,
) -> SessionFacts:
    """Gather what the page of a session states, from one sheet.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    session_id : str
        Session.
    frames : Frames
        Finished frames; ``segments`` gives turns and times, of ``flags`` only those of the session
        are taken.
    rater_id, stage : str
        The sheet.
    making : Making
        Software, time, simulated raters.

    Returns
    -------
    SessionFacts
        Went well: items of adherence and competence in the upper quarter of their scale, the best
        first. To work on: items in the lower half (proscribed ones: where they were done), those
        that are essential and the lowest first, and marked omissions. At most four of each.

    Raises
    ------
    FrameError
        A frame has the wrong shape.
    UnknownNameError
        There is no such session, or no scores of this sheet.
    """
    session = _session(frames.sessions, session_id)
    sheet = _sheet(rubric, session_id, frames, (rater_id, stage), making)
    ratings = _mine(check(frames.ratings, RATINGS), session_id, rater_id, stage)
    codings = _mine(check(frames.codings, CODINGS), session_id, rater_id, stage)
    passages = _passages(rubric, frames.segments, session_id, codings)
    judged = [j for row in ratings if (j := _judged(rubric, row)) is not None]
    omissions = (
        ()
        if frames.omissions is None
        else _mine(check(frames.omissions, OMISSIONS), session_id, rater_id, stage)
    )
    flags = _flag_rows(frames.flags, session_id)
    return SessionFacts(
        sheet=sheet,
        case_id=word(session, "case_id"),
        therapist_id=word(session, "therapist_id"),
        number=count(session, "number"),
        rubric=gather_rubric(rubric),
        went_well=_went_well(judged),
        to_work_on=_to_work_on(rubric, judged, omissions),
        passages=passages,
        flags=_flags(flags, passages),
        classifier_id=word(flags[0], "classifier_id") if flags else "",
        ratings=tuple(_answer(rubric, row) for row in ratings),
        software=making.software,
        made_at=making.made_at,
    )


def gather_quotes(
    segments: pd.DataFrame, facts: SessionFacts, chosen: Sequence[str]
) -> tuple[Quote, ...]:
    """Gather the words of chosen segments, for the one page that is asked to hold them.

    Parameters
    ----------
    segments : pandas.DataFrame
        SEGMENTS of the session.
    facts : SessionFacts
        Of the same session.
    chosen : sequence of str
        Ids of segments.

    Returns
    -------
    tuple of Quote
        In the order of the session.

    Raises
    ------
    UnknownNameError
        A segment that the session does not have.
    """
    session_id = facts.sheet.session_id
    texts = {
        word(row, "segment"): word(row, "text")
        for row in rows_of(check(segments, SEGMENTS))
        if word(row, "session_id") == session_id
    }
    for name in chosen:
        if name not in texts:
            raise UnknownNameError.of("segment", name, texts, where=session_id)
    known = {passage.id: passage for passage in facts.passages}
    return tuple(
        Quote(passage=known.get(name, _bare(name)), lines=tuple(_lines(text)))
        for name, text in texts.items()
        if name in chosen
    )


def _session(sessions: pd.DataFrame, session_id: str) -> Row:
    known = {word(row, "session_id"): row for row in rows_of(sessions)}
    if session_id not in known:
        raise UnknownNameError.of("session", session_id, known, where="report of a session")
    return known[session_id]


def _sheet(
    rubric: Rubric, session_id: str, frames: Frames, who: tuple[str, str], making: Making
) -> ScoredSheet:
    scores = frames.scores[frames.scores["session_id"] == session_id]
    sheets = gather_sheets(rubric, scores, frames.sessions, making)
    known = {f"{sheet.rater.id}, {sheet.stage}": sheet for sheet in sheets}
    wanted = f"{who[0]}, {who[1]}"
    if wanted not in known:
        raise UnknownNameError.of("scored sheet", wanted, known, where=session_id)
    return known[wanted]


def _mine(frame: pd.DataFrame, session_id: str, rater_id: str, stage: str) -> tuple[Row, ...]:
    wanted = (session_id, rater_id, stage)
    return tuple(
        row
        for row in rows_of(frame)
        if (word(row, "session_id"), word(row, "rater_id"), word(row, "stage")) == wanted
    )


def _passages(
    rubric: Rubric, segments: pd.DataFrame | None, session_id: str, codings: Sequence[Row]
) -> tuple[Passage, ...]:
    if segments is None:
        return ()
    coded = {word(row, "segment"): row for row in codings}
    wanted = check(segments, SEGMENTS).drop(columns="text")
    return tuple(
        _passage(rubric, row, coded.get(word(row, "segment"), {}))
        for row in rows_of(wanted)
        if word(row, "session_id") == session_id
    )


def _passage(rubric: Rubric, row: Row, coding: Row) -> Passage:
    start, code = number(row, "start_s"), word(coding, "primary")
    return Passage(
        id=word(row, "segment"),
        first_turn=turn_number(word(row, "first_turn")),
        last_turn=turn_number(word(row, "last_turn")),
        time="" if start is None else f"{int(start) // 60}:{int(start) % 60:02d}",
        status=word(coding, "status"),
        code=_code_label(rubric, code),
        uncertain=coding.get("uncertain") is True,
    )


def turn_number(turn_id: str) -> int:
    """Return the number in the id of a turn.

    Parameters
    ----------
    turn_id : str
        For example ``"t0012"``.

    Returns
    -------
    int
        Its last digits; 0 where it has none.
    """
    digits = _DIGITS.findall(turn_id)
    return int(digits[-1]) if digits else 0


def _code_label(rubric: Rubric, code: str) -> str:
    known = {c.id: c.label for c in rubric.codes}
    if not rubric.file.rubric.redistribute or code not in known:
        return code
    return f"{code} {known[code]}"


def _judged(rubric: Rubric, row: Row) -> _Judged | None:
    item, value = rubric.item(word(row, "item_id")), row.get("value")
    if item.construct_ not in _RATED or not isinstance(value, (str, int, float)):
        return None
    where = f"item {item.id}, {word(row, 'session_id')}"
    scale = scale_of(rubric, item)
    place = rescale(scale, value, where=where, reverse=item.reverse)
    if place is None:
        return None
    open_wording = rubric.file.rubric.redistribute
    better = _better(scale.values, value, reverse=item.reverse)
    point = Point(
        id=item.id,
        label=(item.label or item.id) if open_wording else item.id,
        rated=_in_words(row, scale.values),
        now=item.anchors.get(str(value), "") if open_wording else "",
        next_step="" if better is None or not open_wording else item.anchors.get(str(better), ""),
        places=tuple(_places(word(row, "evidence_for").split())),
        essential=item.essential,
    )
    return _Judged(item=item, place=place, point=point)


def _better(values: Sequence[Scalar], value: Scalar, *, reverse: bool) -> Scalar | None:
    if value not in values:
        return None
    place = list(values).index(value) + (-1 if reverse else 1)
    return values[place] if 0 <= place < len(values) else None


def _in_words(row: Row, values: Sequence[Scalar]) -> str:
    value, label = word(row, "value"), word(row, "label")
    if label and label != value:
        return f"{label} ({value} of {values[-1]})" if values else f"{label} ({value})"
    return f"{value} of {values[-1]}" if values else value


def _places(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        kind = {"g": "segment", "t": "turn"}.get(name[:1])
        yield f"{kind} {turn_number(name)}" if kind else name


def _went_well(judged: Sequence[_Judged]) -> tuple[Point, ...]:
    good = [j for j in judged if j.place >= GOOD and j.item.construct_ != Construct.PROSCRIBED]
    good.sort(key=lambda j: (-j.place, not j.item.essential))
    return tuple(j.point for j in good[:MOST_POINTS])


def _to_work_on(
    rubric: Rubric, judged: Sequence[_Judged], omissions: Sequence[Row]
) -> tuple[Point, ...]:
    weak = [j for j in judged if j.place <= WEAK]
    weak.sort(key=lambda j: (not j.item.essential, j.place))
    missed = {word(row, "what"): _omission(rubric, row) for row in omissions}
    rated = {j.item.id for j in judged}
    alone = [point for what, point in missed.items() if what not in rated][: MOST_POINTS - 1]
    shown = [_with_omission(j.point, missed.get(j.item.id)) for j in weak]
    return (*shown[: MOST_POINTS - len(alone)], *alone)


def _with_omission(point: Point, missed: Point | None) -> Point:
    if missed is None:
        return point
    rated = f"{point.rated}, marked as an omission"
    return replace(point, rated=rated, places=(*point.places, *missed.places))


def _omission(rubric: Rubric, row: Row) -> Point:
    what = word(row, "what")
    labels: Mapping[str, str] = {
        **{code.id: code.label for code in rubric.codes},
        **{item.id: item.label or item.id for item in rubric.items},
    }
    open_wording = rubric.file.rubric.redistribute
    return Point(
        id=what,
        label=labels.get(what, what) if open_wording else what,
        rated="expected in this phase, did not come",
        places=tuple(_places([word(row, "place")] if word(row, "place") else [])),
    )


def _answer(rubric: Rubric, row: Row) -> tuple[str, str, str]:
    item = rubric.item(word(row, "item_id"))
    label = (item.label or item.id) if rubric.file.rubric.redistribute else item.id
    absence = word(row, "absence")
    said = spoken(absence) if absence else word(row, "label") or word(row, "value")
    value = word(row, "value")
    if not absence and word(row, "label") and word(row, "label") != value:
        said = f"{value} {word(row, 'label')}"
    return item.id, label, said


def _flag_rows(flags: pd.DataFrame | None, session_id: str) -> list[Row]:
    if flags is None:
        return []
    mine = [r for r in rows_of(check(flags, FLAGS)) if word(r, "session_id") == session_id]
    return sorted(mine, key=lambda row: number(row, "rank") or 0)


def _flags(rows: Sequence[Row], passages: Sequence[Passage]) -> tuple[Flag, ...]:
    known = {passage.id: passage for passage in passages}
    return tuple(
        Flag(
            passage=known.get(word(row, "segment"), _bare(word(row, "segment"))),
            rank=count(row, "rank") or 0,
            probability=number(row, "probability") or 0.0,
            reasons=word(row, "reasons"),
        )
        for row in rows
    )


def _bare(segment: str) -> Passage:
    return Passage(id=segment, first_turn=0, last_turn=0)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        role, colon, words = line.partition(": ")
        yield (spoken(role), words) if colon else ("", line)
