"""Recording marks: once each, in a chain, never on a sheet that was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from ipt_fidelity.errors import MarkError, NotAllowedError, UnknownNameError
from ipt_fidelity.sheet.mark import Mark, mark_hash
from ipt_fidelity.sheet.sheet import in_force
from ipt_fidelity.store.checking import check_against, is_free_text
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.marks import json_of, mark_of, value_of
from ipt_fidelity.store.sheets import Form, key_of
from ipt_fidelity.store.tables import MARK, SHEET, WRITTEN
from ipt_fidelity.store.times import TICK, from_us, to_us
from ipt_fidelity.store.words import put_text, token_of

CLOSING = ("hand_in", "reopen", "undo")
# Built once: building a statement costs more than running it.
_OF_SHEET = MARK.c.sheet_id == bindparam("sheet")
_CLOSING = select(MARK).where(_OF_SHEET, MARK.c.field.in_(CLOSING))
_LAST = select(MARK.c.hash).where(_OF_SHEET).order_by(MARK.c.place.desc()).limit(1)
_END = select(
    SHEET.c.sheet_id,
    _LAST.scalar_subquery().label("before"),
    select(func.max(MARK.c.place)).where(_OF_SHEET).scalar_subquery().label("place"),
    select(func.max(MARK.c.at_us)).where(_OF_SHEET).scalar_subquery().label("latest_us"),
    select(func.max(MARK.c.seq))
    .where(_OF_SHEET, MARK.c.client == bindparam("client"))
    .scalar_subquery()
    .label("highest"),
).where(SHEET.c.sheet_id == bindparam("sheet"))
_INSERT = insert(MARK)


def record(
    ledger: Ledger, connection: Connection, form: Form, marks: Iterable[Mark], *, at: datetime
) -> int:
    """Record the marks of one client on one sheet.

    Parameters
    ----------
    ledger : Ledger
        Says whether the words are here.
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    form : Form
        The sheet.
    marks : iterable of Mark
        Of one client, repeats allowed; they are taken in the order of their numbers.
    at : datetime
        The present (UTC).

    Returns
    -------
    int
        Highest number of the client that is kept.

    Raises
    ------
    MarkError
        A mark cannot be taken; then none of them is.
    UnknownNameError
        A mark names what is not of this sheet.
    NotAllowedError
        The sheet is handed in, or a flag is decided before hand-in.
    """
    batch = _in_order(form, [check_against(form, mark, now=at) for mark in marks])
    if not batch:
        raise MarkError(
            "there is no mark.", where=str(key_of(form.head)), mend="Give one mark or more."
        )
    end = _end(connection, form, batch[0].client)
    known: dict[int, Row[tuple[int]]] = {}
    if batch[0].seq <= end.highest:
        known = _known(connection, form, batch)
    for mark in batch:
        if mark.seq in known:
            _check_same(ledger, connection, form, mark, known[mark.seq])
    new = [mark for mark in batch if mark.seq not in known]
    if new:
        _add(ledger, connection, form, new, end, at=at)
    return end.highest


def closing_marks(connection: Connection, sheet_id: int) -> list[Mark]:
    """Return the marks that hand a sheet in or open it again.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    sheet_id : int
        Row of the sheet.

    Returns
    -------
    list of Mark
        Every undo included, since it may take one of them back.
    """
    rows = connection.execute(_CLOSING, {"sheet": sheet_id})
    return [mark_of(row, None) for row in rows]


def hand_in_of(closing: Iterable[Mark]) -> Mark | None:
    """Return the hand-in that holds.

    Parameters
    ----------
    closing : iterable of Mark
        From ``closing_marks``.

    Returns
    -------
    Mark or None
        None while the sheet is open.
    """
    last: Mark | None = None
    for mark in in_force(closing):
        last = mark if mark.field == "hand_in" else None
    return last


def _in_order(form: Form, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks once each, by number."""
    first: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.seq):
        if mark.client != marks[0].client:
            raise MarkError(
                "the marks come from two clients.",
                where=str(key_of(form.head)),
                mend="Record the marks of each client by themselves.",
            )
        if first.setdefault(mark.seq, mark) != mark:
            raise _clash(form, mark)
    return list(first.values())


def _known(connection: Connection, form: Form, batch: Sequence[Mark]) -> dict[int, Row[tuple[int]]]:
    rows = connection.execute(
        select(MARK).where(
            MARK.c.sheet_id == form.sheet_id,
            MARK.c.client == batch[0].client,
            MARK.c.seq.between(batch[0].seq, batch[-1].seq),
        )
    )
    return {row.seq: row for row in rows}


def _check_same(
    ledger: Ledger, connection: Connection, form: Form, mark: Mark, row: Row[tuple[int]]
) -> None:
    kept = mark_of(row, None)
    same = (mark.target, mark.field) == (kept.target, kept.field) and mark.at in {None, kept.at}
    if same and row.worded:
        ledger.check_words()
        token = str(value_of(row.value))
        salt = connection.execute(
            select(WRITTEN.c.salt).where(WRITTEN.c.token == token)
        ).scalar_one_or_none()
        same = isinstance(mark.value, str) and token == token_of(str(salt), mark.value)
    elif same:
        same = json_of(mark.value) == row.value
    if not same:
        raise _clash(form, mark)


def _clash(form: Form, mark: Mark) -> MarkError:
    return MarkError(
        f"mark {mark.key} is kept already, with other content.",
        where=str(key_of(form.head)),
        mend="Give each new mark a new number; correct an earlier one by a new mark.",
    )


@dataclass(slots=True, kw_only=True)
class _End:
    """Where the chain of a sheet ends; moves with each mark that is added."""

    place: int
    before: str
    latest_us: int | None
    highest: int
    closing: list[Mark]


def _add(
    ledger: Ledger,
    connection: Connection,
    form: Form,
    marks: Sequence[Mark],
    end: _End,
    *,
    at: datetime,
) -> None:
    rows: list[dict[str, str | int]] = []
    for plain in marks:
        _check_open(connection, form, plain, end)
        stamp = plain.at or _stamp(connection, form, plain, end, at=at)
        mark = kept = replace(plain, at=stamp)
        worded = is_free_text(form, mark)
        if worded:
            ledger.check_words()
            kept = replace(mark, value=put_text(connection, form.head.session_id, str(mark.value)))
        link = mark_hash(kept, end.before)
        rows.append(
            {
                "sheet_id": form.sheet_id,
                "place": end.place + 1,
                "client": mark.client,
                "seq": mark.seq,
                "at_us": to_us(stamp),
                "target": mark.target,
                "field": mark.field,
                "value": json_of(kept.value),
                "worded": int(worded),
                "before": end.before,
                "hash": link,
            }
        )
        end.place, end.before = end.place + 1, link
        end.latest_us = max(to_us(stamp), end.latest_us or to_us(stamp))
        end.highest = max(end.highest, mark.seq)
        if mark.field in CLOSING:
            end.closing.append(mark)
    connection.execute(_INSERT, rows)


def _end(connection: Connection, form: Form, client: str) -> _End:
    row = connection.execute(_END, {"sheet": form.sheet_id, "client": client}).one_or_none()
    if row is None:
        raise UnknownNameError(
            "the sheet is no longer there: its session was forgotten.",
            where=str(key_of(form.head)),
            mend="Admit the session and open a sheet anew, if it is to be rated.",
        )
    return _End(
        place=row.place or 0,
        before=row.before or "",
        latest_us=row.latest_us,
        highest=row.highest or 0,
        closing=closing_marks(connection, form.sheet_id),
    )


def _stamp(connection: Connection, form: Form, mark: Mark, end: _End, *, at: datetime) -> datetime:
    """Return the time of a mark: later than all of the sheet, but in the order of its client.

    Where a number of a client is passed over, a microsecond is left for it, so that a mark which
    comes late finds its place before the ones that it came after.
    """
    if mark.seq > end.highest:
        missing = mark.seq - end.highest
        return at if end.latest_us is None else max(at, from_us(end.latest_us) + missing * TICK)
    later = connection.execute(
        select(MARK.c.seq, MARK.c.at_us)
        .where(
            MARK.c.sheet_id == form.sheet_id,
            MARK.c.client == mark.client,
            MARK.c.seq > mark.seq,
        )
        .order_by(MARK.c.seq)
        .limit(1)
    ).one()
    return from_us(later.at_us) - (later.seq - mark.seq) * TICK


def _check_open(connection: Connection, form: Form, mark: Mark, end: _End) -> None:
    """Refuse what a sheet cannot take in the state that it is in."""
    where = f"{mark.target}, {mark.field}, {key_of(form.head)}"
    if mark.field == "undo":
        _check_undone(connection, form, mark, where)
    handed_in = hand_in_of(end.closing)
    if mark.field == "flag_decision":
        if not any(past.field == "hand_in" for past in end.closing):
            raise NotAllowedError(
                "a flag is decided on after the sheet is handed in.",
                where=where,
                mend="Hand the sheet in first.",
            )
        return
    if handed_in is None or mark.field == "reopen":
        return
    if not (mark.field == "undo" and mark.value == handed_in.key):
        raise NotAllowedError(
            "the sheet is handed in.",
            where=where,
            mend="Open it again first, by a mark 'reopen'; that leaves a trace.",
        )


def _check_undone(connection: Connection, form: Form, mark: Mark, where: str) -> None:
    """Refuse to take back what is not there; an earlier mark of the same client may come late."""
    client, _, number = str(mark.value).rpartition("#")
    own = client == mark.client and number.isdecimal() and 1 <= int(number) < mark.seq
    if own:
        return
    there = (
        number.isdecimal()
        and connection.execute(
            select(MARK.c.mark_id).where(
                MARK.c.sheet_id == form.sheet_id,
                MARK.c.client == client,
                MARK.c.seq == int(number[:15]),
            )
        ).one_or_none()
    )
    if not there:
        raise MarkError(
            "the mark that is to be taken back is not on this sheet.",
            where=where,
            mend="Name a mark of this sheet by its client, '#' and its number.",
        )
