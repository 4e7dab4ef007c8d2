"""What one sheet says, taken from the frames: its items as they count here, and its segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter

import pandas as pd

from ipt_fidelity.errors import FrameError, UnknownNameError
from ipt_fidelity.frames import CODINGS, RATINGS, Shape, check
from ipt_fidelity.rubric import Circumstances, Item, Rubric, Status, items_for, scale_of
from ipt_fidelity.rubric.expressions import Answer, evaluate, parse
from ipt_fidelity.rubric.instrument import Scalar, Scale
from ipt_fidelity.scoring.rows import Row, rows_of
from ipt_fidelity.sheet import Absence, Reading

CORE = Circumstances()
SEVERITY = "attr_severity"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKey:
    """Names one sheet in the frames.

    Parameters
    ----------
    session_id, rater_id, stage : str
        As in the frames.
    """

    session_id: str
    rater_id: str
    stage: str

    def __str__(self) -> str:
        return f"rater {self.rater_id}, {self.session_id}, {self.stage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedItem:
    """One item of the form, as it counts in this session.

    Parameters
    ----------
    item : Item
        With what the session's variants change.
    scale : Scale
        Its scale.
    value : str, int, float or None
        None where ``absence`` says why.
    absence : Absence or None
        Kind of absence; None where there is a value.
    changed_by : tuple of str
        Variants that change the item's construct or direction.
    """

    item: Item
    scale: Scale
    value: Scalar | None
    absence: Absence | None
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSeen:
    """One segment as coded.

    Parameters
    ----------
    reading : Reading
        unread, read or coded.
    status : Status or None
        As resolved; None without a code.
    words : int
        Therapist's words.
    severity : float or None
        Of an off-model segment, where the rubric asks for it.
    """

    reading: Reading
    status: Status | None
    words: int
    severity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One sheet, ready to be scored.

    Parameters
    ----------
    key : SheetKey
        Session, rater, stage.
    items : tuple of RatedItem
        In the order of the rubric.
    left_out : tuple of str
        Rated items that do not belong to the form of this session.
    segments : tuple of SegmentSeen
        Empty where the sheet has none.
    names : mapping of str to value
        Facts of the session that conditions may use.
    """

    key: SheetKey
    items: tuple[RatedItem, ...]
    left_out: tuple[str, ...]
    segments: tuple[SegmentSeen, ...]
    names: Mapping[str, Answer]


def filled_sheets(
    ratings: pd.DataFrame,
    codings: pd.DataFrame,
    rubric: Rubric,
    circumstances: Mapping[str, Circumstances] | None,
) -> Iterator[Filled]:
    """Yield every sheet that the frames hold.

    Parameters
    ----------
    ratings, codings : pandas.DataFrame
        RATINGS and CODINGS; a sheet may be in one of them only.
    rubric : Rubric
        The instrument.
    circumstances : mapping of str to Circumstances, or None
        By session id; None takes every session as core.

    Yields
    ------
    Filled
        In the order of session, rater and stage.

    Raises
    ------
    FrameError
        A frame has the wrong shape, or mixes perspectives within a sheet.
    UnknownNameError
        An item the rubric does not have, or a session without circumstances.
    """
    rated, coded = _by_sheet(ratings, RATINGS), _by_sheet(codings, CODINGS)
    for key in sorted({*rated, *coded}, key=lambda k: (k.session_id, k.rater_id, k.stage)):
        rows, segments = rated.get(key, []), coded.get(key, [])
        about = _about(key, [*rows, *segments], circumstances)
        yield _filled(key, rows, segments, rubric, about)


def _by_sheet(frame: pd.DataFrame, shape: Shape) -> dict[SheetKey, list[Row]]:
    found: dict[SheetKey, list[Row]] = {}
    for row in rows_of(check(frame, shape)):
        key = SheetKey(
            session_id=str(row["session_id"]),
            rater_id=str(row["rater_id"]),
            stage=str(row["stage"]),
        )
        found.setdefault(key, []).append(row)
    return found


def _about(
    key: SheetKey, rows: Iterable[Row], circumstances: Mapping[str, Circumstances] | None
) -> Circumstances | None:
    perspectives = sorted({str(row["perspective"]) for row in rows})
    if len(perspectives) > 1:
        raise FrameError(
            f"one sheet is told from {' and '.join(perspectives)}.",
            where=str(key),
            mend="Score one perspective at a time: keep the rows of one, then call again.",
        )
    if circumstances is None:
        return None
    if key.session_id not in circumstances:
        raise UnknownNameError.of(
            "session", key.session_id, circumstances, where="score_sessions(circumstances=...)"
        )
    return replace(circumstances[key.session_id], perspective=perspectives[0])


def _filled(
    key: SheetKey,
    rows: list[Row],
    segments: list[Row],
    rubric: Rubric,
    about: Circumstances | None,
) -> Filled:
    given = {str(row["item_id"]): row for row in rows}
    for name in given:
        rubric.item(name)
    form = _form(rubric, given, about)
    on_form = {item.id for item in form}
    return Filled(
        key=key,
        items=tuple(_rated(rubric, item, given.get(item.id), about or CORE) for item in form),
        left_out=tuple(name for name in given if name not in on_form),
        segments=tuple(_seen(row) for row in segments),
        names={} if about is None else about.names(),
    )


def _form(
    rubric: Rubric, given: Mapping[str, Row], about: Circumstances | None
) -> tuple[Item, ...]:
    """Return the items that count; without circumstances, those that have a row."""
    if about is None:
        return tuple(item for item in rubric.items if item.id in given)
    if not given:
        return ()
    names: dict[str, Answer] = {
        **about.names(),
        **{name: _scalar(row["value"]) for name, row in given.items()},
    }
    return tuple(
        item
        for item in items_for(rubric, about)
        if item.id in given
        or item.applies_if is None
        or evaluate(parse(item.applies_if), names) is not False
    )


def _rated(rubric: Rubric, item: Item, row: Row | None, about: Circumstances) -> RatedItem:
    core = rubric.item(item.id)
    changed_by = tuple(v for v in about.variants if v in item.variant_overrides)
    changed = (core.construct_, core.reverse) != (item.construct_, item.reverse)
    value = None if row is None else _scalar(row["value"])
    absence = None if row is None else row["absence"]
    if value is None and not absence:
        absence = Absence.MISSING
    return RatedItem(
        item=item,
        scale=scale_of(rubric, item),
        value=None if absence else value,
        absence=Absence(str(absence)) if absence else None,
        changed_by=changed_by if changed else (),
    )


def _scalar(value: object) -> Scalar | None:
    return value if isinstance(value, (str, int, float)) else None


def _seen(row: Row) -> SegmentSeen:
    reading, status, words = itemgetter("reading", "status", "therapist_words")(row)
    severity = row.get(SEVERITY)
    return SegmentSeen(
        reading=Reading(str(reading)),
        status=None if not status else Status(str(status)),
        words=int(words) if isinstance(words, (int, float)) else 0,
        severity=float(severity) if isinstance(severity, (int, float)) else None,
    )
