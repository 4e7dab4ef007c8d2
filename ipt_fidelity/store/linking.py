"""The recording of a session: hash, length and offset in the store, its path with the words.

The name of a sound file often tells who is heard, so a store without its words does not have it.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, text

from ipt_fidelity.store.tables import RECORDED, RECORDING
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.transcript.session import Session

_WORDS_HERE = text("SELECT 1 FROM pragma_database_list WHERE name = 'words'")


def put_recording(connection: Connection, session: Session) -> None:
    """Bring the link to the recording of a session up to date.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction, with the words attached.
    session : Session
        Kept already.
    """
    for table in (RECORDED, RECORDING):
        connection.execute(delete(table).where(table.c.session_id == session.id))
    recording = session.recording
    if recording is None:
        return
    connection.execute(
        insert(RECORDING).values(
            session_id=session.id,
            sha256=recording.sha256,
            seconds=recording.seconds,
            offset_s=recording.offset_seconds,
        )
    )
    connection.execute(insert(RECORDED).values(session_id=session.id, path=recording.path))


def load_recording(connection: Connection, session_id: str) -> Recording | None:
    """Return the recording of a session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    session_id : str
        The session.

    Returns
    -------
    Recording or None
        Without its path where the words are not here; None where none is linked.
    """
    row = connection.execute(
        select(RECORDING).where(RECORDING.c.session_id == session_id)
    ).one_or_none()
    if row is None:
        return None
    path = None
    if connection.execute(_WORDS_HERE).first():
        path = connection.execute(
            select(RECORDED.c.path).where(RECORDED.c.session_id == session_id)
        ).scalar_one_or_none()
    return Recording(
        path=path or "", sha256=row.sha256, seconds=row.seconds, offset_seconds=row.offset_s
    )
