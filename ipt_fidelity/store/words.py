"""What is said and written, kept apart from the marks.

The words of a session are one document in the words file. Free text that a rater writes (a memo,
an answer in text) lies there, too, under a token: the SHA-256 of a random salt and the text. The
mark holds the token, so that the chain of a sheet can be walked without the words, and a hash in
a mailed store cannot confirm a guessed text.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, insert, select

from ipt_fidelity.errors import Fault
from ipt_fidelity.store.tables import SPOKEN, WRITTEN
from ipt_fidelity.transcript.session import Session
from ipt_fidelity.transcript.transcript import Note, Source, Speaker, Transcript, Turn

ELSEWHERE = "(in the words file, which is not here)"


class Spoken(BaseModel):
    """Everything of a transcript but the facts of its session.

    Parameters
    ----------
    speakers, turns, notes, faults, source : as in Transcript
        Unchanged.
    told_source : str or None
        Where the record says that the words come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]
    source: Source
    told_source: str | None


def spoken_of(transcript: Transcript) -> str:
    """Return the document of a transcript.

    Parameters
    ----------
    transcript : Transcript
        Any transcript.

    Returns
    -------
    str
        JSON.
    """
    return Spoken(
        speakers=transcript.speakers,
        turns=transcript.turns,
        notes=transcript.notes,
        faults=transcript.faults,
        source=transcript.source,
        told_source=transcript.session.source,
    ).model_dump_json()


def transcript_of(session: Session, body: str) -> Transcript:
    """Return the transcript of a document.

    Parameters
    ----------
    session : Session
        Facts of the session, as the store has them.
    body : str
        JSON, from ``spoken_of``.

    Returns
    -------
    Transcript
        Equal to the one that was admitted.
    """
    spoken = Spoken.model_validate_json(body)
    return Transcript(
        session=replace(session, source=spoken.told_source),
        speakers=spoken.speakers,
        turns=spoken.turns,
        notes=spoken.notes,
        faults=spoken.faults,
        source=spoken.source,
    )


def token_of(salt: str, text: str) -> str:
    """Return the token of a text.

    Parameters
    ----------
    salt : str
        Random, kept beside the text.
    text : str
        What was written.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def put_text(connection: Connection, session_id: str, text: str) -> str:
    """Keep a text and return its token.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside the transaction that records the mark.
    session_id : str
        Session that the text is about; it is forgotten with it.
    text : str
        What a rater wrote.

    Returns
    -------
    str
        New for each call.
    """
    salt = secrets.token_hex(16)
    token = token_of(salt, text)
    connection.execute(
        insert(WRITTEN).values(token=token, session_id=session_id, salt=salt, text=text)
    )
    return token


def texts_of(connection: Connection, session_id: str) -> Mapping[str, str]:
    """Return what raters wrote about a session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        With the words attached.
    session_id : str
        The session.

    Returns
    -------
    mapping of str to str
        Text by token.
    """
    rows = connection.execute(
        select(WRITTEN.c.token, WRITTEN.c.text).where(WRITTEN.c.session_id == session_id)
    )
    return {row.token: row.text for row in rows}


def every_text(connection: Connection) -> Mapping[str, str]:
    """Return what raters wrote about any session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        With the words attached.

    Returns
    -------
    mapping of str to str
        Text by token.
    """
    rows = connection.execute(select(WRITTEN.c.token, WRITTEN.c.text))
    return {row.token: row.text for row in rows}


def body_of(connection: Connection, session_id: str) -> str | None:
    """Return the document of a session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        With the words attached.
    session_id : str
        The session.

    Returns
    -------
    str or None
        None where the words file does not have it.
    """
    return connection.execute(
        select(SPOKEN.c.body).where(SPOKEN.c.session_id == session_id)
    ).scalar_one_or_none()
