"""What a sheet answers, what its branches resolve, and what it lacks before hand-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ipt_fidelity.errors import MarkError
from ipt_fidelity.rubric.expressions import Answer, evaluate, parse
from ipt_fidelity.rubric.instrument import Item, ItemType, Scale
from ipt_fidelity.rubric.rubric import Circumstances, Rubric, items_for, scale_of
from ipt_fidelity.sheet.mark import Value
from ipt_fidelity.sheet.sheet import Absence, Coding, Rating, Reading, Sheet
from ipt_fidelity.sheet.status import asked

LONGEST_SHOWN = 40
EMPTY = Rating(item_id="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedRating:
    """A rating after the branches of the rubric were followed.

    Parameters
    ----------
    item : Item
        With what the session's variants change.
    rating : Rating
        As entered; without value where nothing was.
    value : value or None
        None where ``absence`` says why.
    absence : Absence or None
        not_applicable and no_opportunity are set by the rubric; not_codable by the rater;
        missing where the item belongs here and has no answer.
    """

    item: Item
    rating: Rating
    value: Value
    absence: Absence | None


class GapKind(StrEnum):
    """What is still to do before a sheet can be handed in."""

    UNREAD = "unread"
    NOT_CODED = "not_coded"
    TOO_MANY = "too_many"
    ATTRIBUTE = "attribute"
    UNANSWERED = "unanswered"
    NO_EVIDENCE = "no_evidence"
    UNCERTAIN = "uncertain"


BLOCKING = frozenset(GapKind) - {GapKind.UNCERTAIN, GapKind.ATTRIBUTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing to look at before hand-in.

    Parameters
    ----------
    kind : GapKind
        What it is; ``uncertain`` and ``attribute`` are shown and do not block.
    target : str
        ``segment:g004`` or ``item:A1``.
    detail : str
        Attribute that was not answered; empty otherwise.
    """

    kind: GapKind
    target: str
    detail: str = ""

    @property
    def blocks(self) -> bool:
        """True where the sheet cannot be handed in with it."""
        return self.kind in BLOCKING


def resolve_ratings(
    rubric: Rubric, sheet: Sheet, circumstances: Circumstances
) -> tuple[ResolvedRating, ...]:
    """Follow the branches of the rubric through the answers of a sheet.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    sheet : Sheet
        Answers so far.
    circumstances : Circumstances
        Phase, position, variants, perspective.

    Returns
    -------
    tuple of ResolvedRating
        One for each item of the form. A branch that cannot be decided yet leaves the item asked:
        it is ``missing``, not absent.
    """
    names = _answers(sheet, circumstances)
    return tuple(
        _resolve(item, sheet.ratings.get(item.id, EMPTY), names)
        for item in items_for(rubric, circumstances)
    )


def what_is_missing(
    rubric: Rubric, sheet: Sheet, circumstances: Circumstances, segments: Sequence[str]
) -> tuple[Gap, ...]:
    """List what a rater should look at before hand-in.

    Parameters
    ----------
    rubric : Rubric
        The instrument; its own rule says what complete means.
    sheet : Sheet
        The sheet.
    circumstances : Circumstances
        Phase, position, variants, perspective.
    segments : sequence of str
        Ids of all segments of the session, in order.

    Returns
    -------
    tuple of Gap
        Segments first, then items. Empty when nothing is left.
    """
    gaps: list[Gap] = []
    if rubric.codes:
        for segment in segments:
            coding = sheet.codings.get(segment, Coding(segment=segment))
            gaps += _segment_gaps(rubric, coding, circumstances)
    for resolved in resolve_ratings(rubric, sheet, circumstances):
        target = f"item:{resolved.item.id}"
        if resolved.absence is Absence.MISSING and resolved.item.type is not ItemType.TEXT:
            gaps.append(Gap(kind=GapKind.UNANSWERED, target=target))
        if needs_evidence(resolved):
            gaps.append(Gap(kind=GapKind.NO_EVIDENCE, target=target))
        if resolved.rating.uncertain:
            gaps.append(Gap(kind=GapKind.UNCERTAIN, target=target))
    return tuple(gaps)


def needs_evidence(resolved: ResolvedRating) -> bool:
    """Say whether a value demands evidence that is not there.

    Parameters
    ----------
    resolved : ResolvedRating
        A rating after branching.

    Returns
    -------
    bool
        True where the rubric names the value and no segment or turn is tied to it.
    """
    return (
        resolved.value is not None
        and resolved.value in resolved.item.evidence_for
        and not resolved.rating.evidence_for
    )


def check_value(rubric: Rubric, item: Item, value: Value, *, where: str) -> Value:
    """Give a value back if it lies on the item's scale.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    item : Item
        The item that is rated.
    value : value
        None takes an answer away and is always allowed.
    where : str
        Item, rater and session, for the message.

    Returns
    -------
    value
        The same value.

    Raises
    ------
    MarkError
        The value lies outside the scale; the message lists what may be entered.
    """
    if value is None or _on_scale(scale_of(rubric, item), value, item.max):
        return value
    raise MarkError(
        f"{_shown(value)} lies outside the scale of item {item.id}.",
        where=where,
        mend=f"Choose {_choices(scale_of(rubric, item), item.max)}, or enter not_codable.",
    )


def _on_scale(scale: Scale, value: Value, most: int | None) -> bool:
    if isinstance(value, tuple):
        inside = scale.type is ItemType.MULTI_LABEL and set(value) <= set(scale.values)
        return inside and (most is None or len(value) <= most)
    if isinstance(value, bool) or scale.type is ItemType.MULTI_LABEL:
        return False
    if scale.type in {ItemType.TEXT, ItemType.TIME_SPAN}:
        return isinstance(value, str)
    if scale.values:
        return any(value == known and type(value) is type(known) for known in scale.values)
    if isinstance(value, str) or value is None:
        return False
    low, high = scale.range or (0.0, float("inf"))
    whole = scale.type is not ItemType.COUNT or value == int(value)
    return low <= value <= high and whole


def _choices(scale: Scale, most: int | None) -> str:
    if scale.type is ItemType.MULTI_LABEL:
        return f"up to {most or len(scale.values)} of: {', '.join(map(str, scale.values))}"
    if scale.values and all(isinstance(value, int) for value in scale.values):
        return f"{scale.values[0]} to {scale.values[-1]}"
    if scale.values:
        return f"one of: {', '.join(map(str, scale.values))}"
    low, high = scale.range or (0, None)
    return f"{low:g} to {high:g}" if high is not None else f"a number from {low:g}"


def _shown(value: Value) -> str:
    return "a text" if isinstance(value, str) and len(value) > LONGEST_SHOWN else repr(value)


def _segment_gaps(rubric: Rubric, coding: Coding, circumstances: Circumstances) -> list[Gap]:
    target = f"segment:{coding.segment}"
    gaps: list[Gap] = []
    limits = rubric.assign
    if coding.reading is Reading.UNREAD:
        gaps.append(Gap(kind=GapKind.UNREAD, target=target))
    elif coding.primary is None and limits.primary.least > 0:
        gaps.append(Gap(kind=GapKind.NOT_CODED, target=target))
    if len(coding.secondary) > limits.secondary.most:
        gaps.append(Gap(kind=GapKind.TOO_MANY, target=target))
    gaps += [
        Gap(kind=GapKind.ATTRIBUTE, target=target, detail=part.id)
        for part in asked(rubric, coding, circumstances)
        if part.id not in coding.attributes and not part.optional
    ]
    if coding.uncertain:
        gaps.append(Gap(kind=GapKind.UNCERTAIN, target=target))
    return gaps


def _answers(sheet: Sheet, circumstances: Circumstances) -> dict[str, Answer]:
    names: dict[str, Answer] = {**circumstances.names()}
    for rating in sheet.ratings.values():
        names[rating.item_id] = rating.value
    return names


def _resolve(item: Item, rating: Rating, names: dict[str, Answer]) -> ResolvedRating:
    absence: Absence | None = None
    applies = _holds(item.applies_if, names)
    if applies is False or _holds(item.na_if, names) is True:
        absence = Absence.NOT_APPLICABLE
    elif _holds(item.no_opportunity_if, names) is True:
        absence = Absence.NO_OPPORTUNITY
    elif rating.absence is not None:
        absence = rating.absence
    elif rating.value is None:
        absence = Absence.MISSING
    return ResolvedRating(
        item=item, rating=rating, value=None if absence else rating.value, absence=absence
    )


def _holds(condition: str | None, names: dict[str, Answer]) -> bool | None:
    return None if condition is None else evaluate(parse(condition), names)
