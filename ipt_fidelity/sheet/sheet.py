"""A sheet: the fold of its marks.

A sheet is never stored. It is folded from its marks whenever it is asked for (2,000 marks take a
fraction of a millisecond), so draft, undo, audit and blinding need no second truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from ipt_fidelity.sheet.mark import (
    ATTRIBUTE_PREFIX,
    Layer,
    Mark,
    Perspective,
    Stage,
    Value,
    check_mark,
)
from ipt_fidelity.sheet.span import Span, check_span


class Reading(StrEnum):
    """How far a rater is with a unit; *read* is: looked at, nothing to code."""

    UNREAD = "unread"
    READ = "read"
    CODED = "coded"


class Absence(StrEnum):
    """Why an item has no value: four different things."""

    NOT_APPLICABLE = "not_applicable"
    NO_OPPORTUNITY = "no_opportunity"
    NOT_CODABLE = "not_codable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """What a sheet is about, before any mark.

    Parameters
    ----------
    session_id, rater_id : str
        Session and rater.
    stage : Stage
        How the sheet came about.
    perspective : Perspective
        From where the rater looks.
    rubric_id, rubric_version, rubric_sha256 : str
        The rubric it is filled in under.
    segmentation_id : str
        The cut that its segments belong to.
    simulated : str
        How it was simulated; empty for a person's sheet.
    """

    session_id: str
    rater_id: str
    stage: Stage = Stage.INDEPENDENT
    perspective: Perspective = Perspective.OBSERVER
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    segmentation_id: str
    simulated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One rater's codes and attributes for one segment.

    Parameters
    ----------
    segment : str
        Segment, by its id.
    reading : Reading
        unread, read or coded.
    primary : str or None
        Primary code.
    secondary : tuple of str
        Secondary codes, in the order they were given.
    span : Span or None
        Words that the primary code is about; None where none were marked.
    attributes : mapping of str to value
        By attribute id; an attribute that was not asked or not answered is left out.
    uncertain : bool
        The rater's own sign of doubt.
    memo : str
        The rater's words; empty for none. Not part of ``repr``.
    flag_decision : str or None
        What the rater decided on a flag; None where none was shown or decided.
    """

    segment: str
    reading: Reading = Reading.UNREAD
    primary: str | None = None
    secondary: tuple[str, ...] = ()
    span: Span | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict[str, Value])
    uncertain: bool = False
    memo: str = field(default="", repr=False)
    flag_decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One rater's value, or absence, for one item, as entered.

    Parameters
    ----------
    item_id : str
        Item of the rubric.
    value : scalar, tuple of str or None
        As entered; None where nothing was.
    absence : Absence or None
        Entered by the rater; what the rubric resolves stands in the RATINGS frame.
    evidence_for, evidence_against : tuple of str
        Segments and turns.
    uncertain : bool
        The rater's own sign of doubt.
    memo : str
        The rater's words. Not part of ``repr``.
    at : datetime or None
        When the value or absence was entered (UTC).
    """

    item_id: str
    value: Value = None
    absence: Absence | None = None
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    uncertain: bool = False
    memo: str = field(default="", repr=False)
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """An expected act that did not come.

    Parameters
    ----------
    what : str
        Code or item.
    place : str or None
        Turn where it could have come.
    at : datetime or None
        When it was marked (UTC).
    """

    what: str
    place: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All codings and ratings of one rater for one session.

    Parameters
    ----------
    head : SheetHead
        Session, rater, rubric, cut.
    codings : mapping of str to Coding
        By segment; segments without a mark are left out.
    ratings : mapping of str to Rating
        By item; items without a mark are left out.
    omissions : mapping of str to Omission
        By code or item.
    turns_read : frozenset of str
        Turns marked as read.
    place : str or None
        Where the rater was; a target.
    handed_in : datetime or None
        When it was handed in (UTC); None while open.
    reopened : int
        How often it was opened again after hand-in.
    marks : int
        Number of marks folded, undone ones included.
    """

    head: SheetHead
    codings: Mapping[str, Coding]
    ratings: Mapping[str, Rating]
    omissions: Mapping[str, Omission]
    turns_read: frozenset[str] = frozenset()
    place: str | None = None
    handed_in: datetime | None = None
    reopened: int = 0
    marks: int = 0

    @property
    def is_handed_in(self) -> bool:
        """True from hand-in until it is opened again."""
        return self.handed_in is not None


def in_force(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks that hold, in order: repeats once, undone ones left out.

    Parameters
    ----------
    marks : iterable of Mark
        In any order, repeats allowed. Order is by time, then client, then number; marks without a
        time come last.

    Returns
    -------
    list of Mark
        Without undo marks. An undo that is itself undone has no effect, which is a redo.
    """
    late = datetime.max.replace(tzinfo=UTC)
    unique = {mark.key: mark for mark in marks}
    ordered = sorted(unique.values(), key=lambda m: (m.at or late, m.client, m.seq))
    taken_back: set[str] = set()
    kept: list[Mark] = []
    for mark in reversed(ordered):
        if mark.key in taken_back:
            continue
        if mark.field == "undo":
            taken_back.add(str(mark.value))
        else:
            kept.append(mark)
    kept.reverse()
    return kept


def fold(head: SheetHead, marks: Iterable[Mark]) -> Sheet:
    """Fold marks into the sheet that they make.

    Parameters
    ----------
    head : SheetHead
        What the sheet is about.
    marks : iterable of Mark
        In any order, repeats allowed.

    Returns
    -------
    Sheet
        The same for every order of arrival and for repeats.

    Raises
    ------
    MarkError
        A mark is not well formed.
    """
    every = [check_mark(mark) for mark in marks]
    codings: dict[str, dict[str, Value]] = {}
    ratings: dict[str, dict[str, Value]] = {}
    rated_at: dict[str, datetime | None] = {}
    omissions: dict[str, Omission] = {}
    turns_read: set[str] = set()
    place: str | None = None
    handed_in: datetime | None = None
    reopened = 0
    for mark in in_force(every):
        match mark.layer, mark.field:
            case Layer.SHEET, "place":
                place = None if mark.value is None else str(mark.value)
            case Layer.SHEET, "hand_in":
                handed_in = mark.at or datetime.max.replace(tzinfo=UTC)
            case Layer.SHEET, "reopen":
                handed_in = None
                reopened += 1
            case Layer.TURN, "reading":
                (turns_read.add if mark.value == Reading.READ else turns_read.discard)(
                    mark.target_id
                )
            case ((Layer.CODE | Layer.ITEM), "omission"):
                _omit(omissions, mark)
            case Layer.SEGMENT, name:
                codings.setdefault(mark.target_id, {})[name] = mark.value
            case Layer.ITEM, name:
                ratings.setdefault(mark.target_id, {})[name] = mark.value
                if name in {"value", "absence"}:
                    rated_at[mark.target_id] = mark.at
                    ratings[mark.target_id]["absence" if name == "value" else "value"] = None
            case _:
                pass
    return Sheet(
        head=head,
        codings=MappingProxyType({s: _coding(s, fields) for s, fields in codings.items()}),
        ratings=MappingProxyType(
            {i: _rating(i, fields, rated_at.get(i)) for i, fields in ratings.items()}
        ),
        omissions=MappingProxyType(omissions),
        turns_read=frozenset(turns_read),
        place=place,
        handed_in=handed_in,
        reopened=reopened,
        marks=len({mark.key for mark in every}),
    )


def _omit(omissions: dict[str, Omission], mark: Mark) -> None:
    if mark.value is None or mark.value is False:
        omissions.pop(mark.target_id, None)
        return
    place = mark.value if isinstance(mark.value, str) else None
    omissions[mark.target_id] = Omission(what=mark.target_id, place=place, at=mark.at)


def _coding(segment: str, fields: Mapping[str, Value]) -> Coding:
    primary = fields.get("primary")
    secondary = _ids(fields.get("secondary"))
    reading = fields.get("reading")
    if primary is not None or secondary:
        state = Reading.CODED
    elif reading == Reading.READ:
        state = Reading.READ
    else:
        state = Reading.UNREAD
    return Coding(
        segment=segment,
        reading=state,
        primary=None if primary is None else str(primary),
        secondary=secondary,
        span=check_span(fields.get("span"), where=segment),
        attributes=MappingProxyType(
            {
                name.removeprefix(ATTRIBUTE_PREFIX): value
                for name, value in fields.items()
                if name.startswith(ATTRIBUTE_PREFIX) and value is not None
            }
        ),
        uncertain=fields.get("uncertain") is True,
        memo=str(fields.get("memo") or ""),
        flag_decision=_word(fields.get("flag_decision")),
    )


def _rating(item_id: str, fields: Mapping[str, Value], at: datetime | None) -> Rating:
    absence = fields.get("absence")
    return Rating(
        item_id=item_id,
        value=fields.get("value"),
        absence=None if absence is None else Absence(str(absence)),
        evidence_for=_ids(fields.get("evidence_for")),
        evidence_against=_ids(fields.get("evidence_against")),
        uncertain=fields.get("uncertain") is True,
        memo=str(fields.get("memo") or ""),
        at=at,
    )


def _ids(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _word(value: Value) -> str | None:
    return None if value is None else str(value)
