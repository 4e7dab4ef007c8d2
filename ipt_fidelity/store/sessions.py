"""Sessions as the store keeps them, given back as they were admitted."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ipt_fidelity.errors import StoreError, UnknownNameError
from ipt_fidelity.store.linking import load_recording
from ipt_fidelity.store.tables import CONSENT, SEGMENT, SEGMENTATION, SESSION
from ipt_fidelity.store.words import body_of, transcript_of
from ipt_fidelity.transcript.segmenting import Segment, Segmentation
from ipt_fidelity.transcript.session import MaskingState, Purpose, Session
from ipt_fidelity.transcript.transcript import Transcript


def load_session(connection: Connection, session_id: str) -> Session:
    """Return the facts of a session; its free text lies with the words.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    session_id : str
        The session.

    Returns
    -------
    Session
        Without ``source``; its recording has no path where the words are not here.

    Raises
    ------
    UnknownNameError
        There is no such session.
    """
    row = connection.execute(
        select(SESSION).where(SESSION.c.session_id == session_id)
    ).one_or_none()
    if row is None:
        known = connection.execute(select(SESSION.c.session_id)).scalars()
        raise UnknownNameError.of("session", session_id, known, where="study")
    agreed = connection.execute(
        select(CONSENT.c.purpose).where(CONSENT.c.session_id == session_id)
    ).scalars()
    purposes = set(agreed)
    return Session(
        id=row.session_id,
        case=row.case_id,
        therapist=row.therapist_id,
        number=row.number,
        phase=row.phase,
        phase_position=row.phase_position,
        variants=tuple(row.variants.split()),
        problem_area=row.problem_area,
        site=row.site,
        client_group=row.client_group,
        language=row.language,
        consent=tuple(purpose for purpose in Purpose if purpose in purposes),
        masking=MaskingState(row.masking),
        masked_by=row.masked_by,
        checked_by=row.checked_by,
        recording=load_recording(connection, session_id),
    )


def load_transcript(connection: Connection, session_id: str) -> Transcript:
    """Return a transcript as it was admitted.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        With the words attached.
    session_id : str
        The session.

    Returns
    -------
    Transcript
        With its words.

    Raises
    ------
    UnknownNameError
        There is no such session.
    StoreError
        The words file does not have it.
    """
    session = load_session(connection, session_id)
    body = body_of(connection, session_id)
    if body is None:
        raise StoreError(
            "the words file does not have this session.",
            where=session_id,
            mend="Put the words file back that belongs to this store.",
        )
    return transcript_of(session, body)


def load_segmentation(connection: Connection, session_id: str) -> Segmentation:
    """Return the cut of a session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    session_id : str
        A session that is there.

    Returns
    -------
    Segmentation
        As admitted.
    """
    head = connection.execute(
        select(SEGMENTATION.c.method, SESSION.c.transcript_sha256)
        .join(SESSION, SESSION.c.session_id == SEGMENTATION.c.session_id)
        .where(SEGMENTATION.c.session_id == session_id)
    ).one()
    rows = connection.execute(
        select(SEGMENT).where(SEGMENT.c.session_id == session_id).order_by(SEGMENT.c.position)
    )
    return Segmentation(
        session_id=session_id,
        transcript_sha256=head.transcript_sha256,
        method=head.method,
        segments=tuple(
            Segment(id=row.segment, first_turn=row.first_turn, last_turn=row.last_turn)
            for row in rows
        ),
    )
