"""Marks held against the sheet that they are for: what the rubric and the session know."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from ipt_fidelity.errors import MarkError, UnknownNameError
from ipt_fidelity.rubric.instrument import Attribute, ItemType
from ipt_fidelity.rubric.rubric import scale_of
from ipt_fidelity.sheet.completeness import check_value
from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Layer, Mark, Scalar, check_mark
from ipt_fidelity.sheet.sheet import Absence, Reading
from ipt_fidelity.sheet.span import check_span
from ipt_fidelity.store.sheets import Form, key_of

FREE_FIELDS = frozenset({"memo", "guess"})
FREE_ITEMS = frozenset({ItemType.TEXT, ItemType.TIME_SPAN})
LARGEST_SEQ = 2**53  # the largest whole number that a page counts without loss
FASTEST_CLOCK = timedelta(hours=24)
_WORDS = {
    "absence": [str(absence) for absence in Absence],
    "reading": [str(Reading.READ), str(Reading.UNREAD)],
}
_ID = re.compile(r"[\w.:#-]{1,64}")
_DECISION = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_free_text(form: Form, mark: Mark) -> bool:
    """Say whether the value of a mark is in a rater's own words, and belongs to the words file.

    Parameters
    ----------
    form : Form
        The sheet.
    mark : Mark
        Well formed, and known to the form.

    Returns
    -------
    bool
        True for memos, guesses, reasons and answers in text.
    """
    if not isinstance(mark.value, str):
        return False
    if mark.field in FREE_FIELDS or mark.field == "reopen":
        return True
    if mark.field.startswith(ATTRIBUTE_PREFIX):
        return not form.rubric.attribute(mark.field.removeprefix(ATTRIBUTE_PREFIX)).values
    if mark.layer is Layer.ITEM and mark.field == "value":
        return scale_of(form.rubric, form.items[mark.target_id]).type in FREE_ITEMS
    return False


def check_against(form: Form, mark: Mark, *, now: datetime) -> Mark:
    """Give a mark back if its sheet can take it, whatever its state.

    Parameters
    ----------
    form : Form
        The sheet.
    mark : Mark
        Any mark.
    now : datetime
        The present (UTC); a mark that brings its time may not lie a day ahead.

    Returns
    -------
    Mark
        The same, its time in UTC.

    Raises
    ------
    MarkError
        Not well formed, off the scale, or of the wrong kind.
    UnknownNameError
        A code, item, attribute, segment or turn that is not of this sheet.
    """
    check_mark(mark)
    where = f"{mark.target}, {mark.field}, {key_of(form.head)}"
    if mark.seq > LARGEST_SEQ or not _is_text(mark):
        raise MarkError(
            "the number is too large, or a text holds half a character.",
            where=f"a mark on {key_of(form.head)}",
            mend="Number marks from 1, and give texts that can be written as UTF-8.",
        )
    if isinstance(mark.value, float) and not math.isfinite(mark.value):
        raise MarkError(
            "the value is no number.", where=where, mend="Give a number, or None for no answer."
        )
    _check_target(form, mark, where)
    _check_field(form, mark, where)
    return _in_utc(mark, now=now, where=where)


def _is_text(mark: Mark) -> bool:
    """Say whether everything can be written; an encoder's own error would repeat the text."""
    value = mark.value if isinstance(mark.value, tuple) else (mark.value,)
    texts = [mark.client, mark.target, mark.field, *(str(one) for one in value)]
    return not any("\ud800" <= sign <= "\udfff" for text in texts for sign in text)


def _in_utc(mark: Mark, *, now: datetime, where: str) -> Mark:
    if mark.at is None:
        return mark
    if mark.at.tzinfo is None or mark.at > now + FASTEST_CLOCK:
        raise MarkError(
            "the time of the mark has no time zone, or lies ahead.",
            where=where,
            mend="Give a time in UTC, or none: the store then stamps the mark.",
        )
    return Mark(
        client=mark.client,
        seq=mark.seq,
        target=mark.target,
        field=mark.field,
        value=mark.value,
        at=mark.at.astimezone(UTC),
    )


def _check_target(form: Form, mark: Mark, where: str) -> None:
    known: dict[Layer, Collection[str]] = {
        Layer.SEGMENT: form.segments,
        Layer.TURN: form.turns,
        Layer.ITEM: form.items,
        Layer.CODE: form.codes,
    }
    if mark.layer is Layer.ITEM and mark.target_id not in form.items:
        _check_phase(form, mark.target_id, where)
    if mark.layer in known:
        _known(mark.layer, mark.target_id, known[mark.layer], where)


def _check_phase(form: Form, item_id: str, where: str) -> None:
    """Tell an item of another form from one that there is not."""
    if any(item.id == item_id for item in form.rubric.items):
        raise MarkError(
            f"item {item_id} is not asked in this session (phase {form.circumstances.phase}, "
            f"perspective {form.circumstances.perspective}).",
            where=where,
            mend="Leave it out, or correct the record of the session before its first sheet.",
        )


def _check_field(form: Form, mark: Mark, where: str) -> None:
    value = mark.value
    if mark.field.startswith(ATTRIBUTE_PREFIX):
        name = mark.field.removeprefix(ATTRIBUTE_PREFIX)
        _known("attribute", name, [part.id for part in form.rubric.attributes], where)
        _check_attribute(form.rubric.attribute(name), mark, where)
        return
    if mark.field == "span":
        _check_span(form, mark, where)
        return
    known = _named_by(form, mark.field)
    if known is not None:
        kind, ids = known
        _ids(kind, value if isinstance(value, tuple) else (value,), ids, where)
    elif mark.field in _WORDS:
        _one_of(mark, _WORDS[mark.field], where)
    elif mark.field == "value":
        check_value(form.rubric, form.items[mark.target_id], value, where=where)
    elif mark.field == "place":
        if value is not None:
            place = Mark(client="place", seq=1, target=str(value), field="memo")
            _check_target(form, check_mark(place), where)
    else:
        _check_kind(mark, where)


def _check_span(form: Form, mark: Mark, where: str) -> None:
    span = check_span(mark.value, where=where)
    if span is None:
        return
    if form.rubric.assign.span == "none":
        raise MarkError(
            "the rubric marks no words.", where=where, mend="Leave the span out of the sheet."
        )
    _known("turn", span.turn, form.turns, where)


def _named_by(form: Form, field: str) -> tuple[str, Collection[str]] | None:
    """Return what the ids in a field name; None where it holds no ids."""
    return {
        "primary": ("code", form.codes),
        "secondary": ("code", form.codes),
        "evidence_for": ("segment or turn", form.segments | form.turns),
        "evidence_against": ("segment or turn", form.segments | form.turns),
        "omission": ("turn", form.turns),
    }.get(field)


def _check_kind(mark: Mark, where: str) -> None:
    """Check the fields that hold a sign, a text or a decision."""
    value = mark.value
    right = {
        "uncertain": value is None or isinstance(value, bool),
        "memo": value is None or isinstance(value, str),
        "guess": value is None or isinstance(value, str),
        "hand_in": value is True,
        "reopen": value is True or isinstance(value, str),
        "undo": isinstance(value, str),
        "flag_decision": value is None
        or (isinstance(value, str) and _DECISION.fullmatch(value) is not None),
    }
    if not right[mark.field]:
        raise MarkError(
            f"field '{mark.field}' cannot hold a {type(value).__name__} like this.",
            where=where,
            mend="Give True for a sign, a text for a memo, one word for a decision, None for none.",
        )


def _check_attribute(attribute: Attribute, mark: Mark, where: str) -> None:
    value = mark.value
    if value is None or (isinstance(value, tuple) and not attribute.multiple):
        if value is None:
            return
        raise MarkError(
            f"attribute '{attribute.id}' takes one value.", where=where, mend="Give one value."
        )
    given = value if isinstance(value, tuple) else (value,)
    allowed = attribute.values
    for one in given if allowed else ():
        # Several values of an attribute are kept as texts.
        same = [
            str(one) == str(a) and (attribute.multiple or type(one) is type(a)) for a in allowed
        ]
        if not any(same):
            raise MarkError(
                f"attribute '{attribute.id}' has no such value.",
                where=where,
                mend=f"Choose one of: {', '.join(map(str, allowed))}.",
            )


def _one_of(mark: Mark, allowed: list[str], where: str) -> None:
    if mark.value is not None and mark.value not in allowed:
        raise MarkError(
            f"field '{mark.field}' has no such value.",
            where=where,
            mend=f"Choose one of: {', '.join(allowed)}.",
        )


def _ids(kind: str, names: Sequence[Scalar], known: Collection[str], where: str) -> None:
    for name in names:
        # An omission without a place is a plain sign.
        if name is not None and not (kind == "turn" and isinstance(name, bool)):
            _known(kind, str(name), known, where)


def _known(kind: str, name: str, known: Collection[str], where: str) -> None:
    if name not in known:
        shown = name if _ID.fullmatch(name) else "(a text)"
        raise UnknownNameError.of(kind, shown, known, where=where)
