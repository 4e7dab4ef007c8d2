"""Sheets as the store keeps them: a row each, and what its marks are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, Row, Select, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ipt_fidelity.errors import StoreError, UnknownNameError
from ipt_fidelity.rubric.instrument import Item
from ipt_fidelity.rubric.rubric import Circumstances, Rubric, codes_for, items_for
from ipt_fidelity.sheet.mark import Perspective, Stage
from ipt_fidelity.sheet.sheet import SheetHead
from ipt_fidelity.store.admitting import lock
from ipt_fidelity.store.rubrics import keep_rubric, load_rubric
from ipt_fidelity.store.sessions import load_session
from ipt_fidelity.store.tables import RATER, RUBRIC, SEGMENT, SEGMENTATION, SHEET, TURN
from ipt_fidelity.store.times import to_us
from ipt_fidelity.transcript.session import Session

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKey:
    """Names a sheet: there is one for each session, rater and stage.

    Parameters
    ----------
    session_id, rater_id : str
        Session and rater.
    stage : Stage
        How the sheet came about.
    """

    session_id: str
    rater_id: str
    stage: Stage = Stage.INDEPENDENT

    def __str__(self) -> str:
        return f"{self.session_id}, rater {self.rater_id}, {self.stage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sheet with everything that its marks may name; it does not change once it is open.

    Parameters
    ----------
    sheet_id : int
        Row of the sheet.
    head : SheetHead
        What the sheet is about.
    rubric : Rubric
        As kept.
    circumstances : Circumstances
        Of the session, with the sheet's perspective.
    items : mapping of str to Item
        Items of the form.
    codes, segments, turns : frozenset of str
        Ids that there are.
    """

    sheet_id: int
    head: SheetHead
    rubric: Rubric
    circumstances: Circumstances
    items: Mapping[str, Item]
    codes: frozenset[str]
    segments: frozenset[str]
    turns: frozenset[str]


def choice(kind: str, choices: type[Choice], given: str) -> Choice:
    """Return the member of an enumeration that a word names.

    Parameters
    ----------
    kind : str
        What the word should name.
    choices : type
        The enumeration.
    given : str
        The word, or a member.

    Returns
    -------
    member
        Of the enumeration.

    Raises
    ------
    UnknownNameError
        The word names none.
    """
    if given not in set(choices):
        raise UnknownNameError.of(kind, str(given), [str(one) for one in choices], where="study")
    return choices(given)


def circumstances_of(session: Session, perspective: str) -> Circumstances:
    """Return what the form of a session depends on.

    Parameters
    ----------
    session : Session
        Facts of the session.
    perspective : str
        From where the rater looks.

    Returns
    -------
    Circumstances
        For the rubric.
    """
    return Circumstances(
        phase=session.phase,
        phase_position=session.phase_position,
        variants=session.variants,
        session_index=session.number,
        perspective=perspective,
    )


def open_sheet(
    connection: Connection,
    key: SheetKey,
    rubric: Rubric,
    *,
    perspective: Perspective,
    simulated: str,
    at: datetime,
) -> None:
    """Open a sheet, or find it open; the first of a session locks its cut.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    key : SheetKey
        Session, rater, stage.
    rubric : Rubric
        What the sheet is filled in under.
    perspective : Perspective
        From where the rater looks.
    simulated : str
        How it was simulated; empty for a person's sheet.
    at : datetime
        The present (UTC).

    Raises
    ------
    UnknownNameError
        There is no such session, or its phase or variant is none of the rubric's.
    StoreError
        The sheet was opened otherwise before.
    """
    _check_openable(connection, key, rubric)
    row = connection.execute(_one_sheet(key)).one_or_none()
    wanted = (rubric.id, rubric.version, perspective, simulated)
    if row is not None:
        keep_rubric(connection, rubric)
        if (row.rubric_id, row.rubric_version, row.perspective, row.simulated) != wanted:
            raise StoreError(
                f"the sheet was opened under {row.rubric_id} {row.rubric_version}, perspective "
                f"{row.perspective}, {'simulated' if row.simulated else 'by a person'}.",
                where=str(key),
                mend="Open it so again, or take another rater id or stage.",
            )
        return
    keep_rubric(connection, rubric)
    lock(connection, key.session_id, at=at)
    connection.execute(
        upsert(RATER).values(rater_id=key.rater_id, first_us=to_us(at)).on_conflict_do_nothing()
    )
    connection.execute(
        insert(SHEET).values(
            session_id=key.session_id,
            rater_id=key.rater_id,
            stage=str(key.stage),
            perspective=str(perspective),
            rubric_id=rubric.id,
            rubric_version=rubric.version,
            segmentation_id=select(SEGMENTATION.c.segmentation_id)
            .where(SEGMENTATION.c.session_id == key.session_id)
            .scalar_subquery(),
            simulated=simulated,
            opened_us=to_us(at),
        )
    )


def head_to_be(
    connection: Connection, key: SheetKey, rubric: Rubric, perspective: Perspective
) -> SheetHead:
    """Return what a sheet would be about if it were opened now; nothing is opened or locked.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    key : SheetKey
        Session, rater, stage.
    rubric : Rubric
        What the sheet would be filled in under.
    perspective : Perspective
        From where the rater looks.

    Returns
    -------
    SheetHead
        With the cut as it is now.

    Raises
    ------
    UnknownNameError
        There is no such session, or its phase or variant is none of the rubric's.
    """
    _check_openable(connection, key, rubric)
    return SheetHead(
        session_id=key.session_id,
        rater_id=key.rater_id,
        stage=key.stage,
        perspective=perspective,
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        segmentation_id=connection.execute(
            select(SEGMENTATION.c.segmentation_id).where(
                SEGMENTATION.c.session_id == key.session_id
            )
        ).scalar_one(),
    )


def sheet_rows() -> Select[tuple[int]]:
    """Return the query of all sheets.

    Returns
    -------
    sqlalchemy.Select
        Each with the hash of its rubric, by session, rater and stage.
    """
    return (
        select(SHEET, RUBRIC.c.sha256)
        .join(
            RUBRIC,
            (RUBRIC.c.rubric_id == SHEET.c.rubric_id)
            & (RUBRIC.c.version == SHEET.c.rubric_version),
        )
        .order_by(SHEET.c.session_id, SHEET.c.rater_id, SHEET.c.stage)
    )


def head_of(row: Row[tuple[int]]) -> SheetHead:
    """Return what a sheet is about, from its row.

    Parameters
    ----------
    row : row
        Of ``sheet_rows``.

    Returns
    -------
    SheetHead
        With the hash of its rubric.
    """
    return SheetHead(
        session_id=row.session_id,
        rater_id=row.rater_id,
        stage=Stage(row.stage),
        perspective=Perspective(row.perspective),
        rubric_id=row.rubric_id,
        rubric_version=row.rubric_version,
        rubric_sha256=row.sha256,
        segmentation_id=row.segmentation_id,
        simulated=row.simulated,
    )


def find_sheet(connection: Connection, key: SheetKey) -> tuple[int, SheetHead]:
    """Return the row number and the head of a sheet.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    key : SheetKey
        Session, rater, stage.

    Returns
    -------
    tuple of int and SheetHead
        As opened.

    Raises
    ------
    UnknownNameError
        There is no such sheet.
    """
    row = connection.execute(_one_sheet(key)).one_or_none()
    if row is None:
        known = connection.execute(sheet_rows()).all()
        raise UnknownNameError.of(
            "sheet", str(key), [str(key_of(head_of(one))) for one in known], where="study"
        )
    return row.sheet_id, head_of(row)


def key_of(head: SheetHead) -> SheetKey:
    """Return the key of a sheet.

    Parameters
    ----------
    head : SheetHead
        What the sheet is about.

    Returns
    -------
    SheetKey
        Session, rater, stage.
    """
    return SheetKey(session_id=head.session_id, rater_id=head.rater_id, stage=head.stage)


def load_form(connection: Connection, key: SheetKey) -> Form:
    """Return a sheet with everything that its marks may name.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    key : SheetKey
        Session, rater, stage.

    Returns
    -------
    Form
        The same for as long as the sheet is there.
    """
    sheet_id, head = find_sheet(connection, key)
    rubric = load_rubric(connection, head.rubric_id, head.rubric_version)
    session = load_session(connection, key.session_id)
    circumstances = circumstances_of(session, head.perspective)
    return Form(
        sheet_id=sheet_id,
        head=head,
        rubric=rubric,
        circumstances=circumstances,
        items={item.id: item for item in items_for(rubric, circumstances)},
        codes=frozenset(code.id for code in codes_for(rubric, circumstances)),
        segments=frozenset(
            connection.execute(
                select(SEGMENT.c.segment).where(SEGMENT.c.session_id == key.session_id)
            ).scalars()
        ),
        turns=frozenset(
            connection.execute(
                select(TURN.c.turn).where(TURN.c.session_id == key.session_id)
            ).scalars()
        ),
    )


def _one_sheet(key: SheetKey) -> Select[tuple[int]]:
    return sheet_rows().where(
        SHEET.c.session_id == key.session_id,
        SHEET.c.rater_id == key.rater_id,
        SHEET.c.stage == str(key.stage),
    )


def _check_openable(connection: Connection, key: SheetKey, rubric: Rubric) -> None:
    if not 1 <= len(key.rater_id) <= LONGEST_ID:
        raise UnknownNameError(
            "a rater needs an id.", where=str(key), mend="Give one of 1 to 200 characters."
        )
    session = load_session(connection, key.session_id)
    if session.phase is not None and session.phase not in rubric.phases:
        raise UnknownNameError.of("phase", session.phase, rubric.phases, where=session.id)
    for variant in session.variants:
        if variant not in rubric.variants:
            raise UnknownNameError.of("variant", variant, rubric.variants, where=session.id)
