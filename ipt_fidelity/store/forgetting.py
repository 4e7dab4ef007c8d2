"""The one deletion: a session, with its words and everything that was marked on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from ipt_fidelity.store.guards import lift, put_up
from ipt_fidelity.store.remembering import STATED_ROLE
from ipt_fidelity.store.sessions import load_session
from ipt_fidelity.store.tables import (
    CONSENT,
    EXPOSURE,
    FORGOTTEN,
    MARK,
    RECORDED,
    RECORDING,
    SEGMENT,
    SEGMENTATION,
    SESSION,
    SHEET,
    SPOKEN,
    TURN,
    WRITTEN,
)
from ipt_fidelity.store.times import to_us


def forget(connection: Connection, session_id: str, *, at: datetime) -> None:
    """Remove a session; the guards are lifted and put up again in the same transaction.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction, with the words attached.
    session_id : str
        The session.
    at : datetime
        The present (UTC); stands in the line that says that something was forgotten.

    Raises
    ------
    UnknownNameError
        There is no such session.
    """
    load_session(connection, session_id)
    of_session = select(SHEET.c.sheet_id).where(SHEET.c.session_id == session_id)
    sheets = connection.execute(
        select(func.count()).select_from(of_session.subquery())
    ).scalar_one()
    lift(connection)
    marks = connection.execute(delete(MARK).where(MARK.c.sheet_id.in_(of_session))).rowcount
    for table in (
        EXPOSURE,
        SHEET,
        CONSENT,
        SEGMENT,
        SEGMENTATION,
        TURN,
        RECORDING,
        RECORDED,
        SESSION,
        SPOKEN,
        STATED_ROLE,
        WRITTEN,
    ):
        connection.execute(delete(table).where(table.c.session_id == session_id))
    put_up(connection)
    connection.execute(insert(FORGOTTEN).values(at_us=to_us(at), sheets=sheets, marks=marks))
