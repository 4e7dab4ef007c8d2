"""The schema of a store, as numbered steps forward.

The version stands in the store itself. A step is a list of statements and runs, as all steps do,
inside one immediate transaction over both files: a killed update leaves the version before.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from ipt_fidelity.errors import StoreError
from ipt_fidelity.store.guards import GUARDS
from ipt_fidelity.store.tables import ABOUT, WORDS_ABOUT
from ipt_fidelity.store.times import to_us

APPLICATION_ID = 0x49505446  # "IPTF": tells our files from other SQLite files

VERSION_1 = (
    """CREATE TABLE about (
      one INTEGER PRIMARY KEY CHECK (one = 1), study_uid TEXT NOT NULL, handle_key TEXT NOT NULL,
      at_us INTEGER NOT NULL) STRICT""",
    """CREATE TABLE session (
      session_id TEXT PRIMARY KEY CHECK (length(session_id) BETWEEN 1 AND 200),
      case_id TEXT, therapist_id TEXT, number INTEGER, phase TEXT, phase_position TEXT,
      variants TEXT NOT NULL, problem_area TEXT, site TEXT, client_group TEXT,
      language TEXT NOT NULL,
      masking TEXT NOT NULL CHECK (masking IN ('unmasked', 'masked', 'checked')),
      masked_by TEXT, checked_by TEXT,
      transcript_sha256 TEXT NOT NULL CHECK (length(transcript_sha256) = 64),
      admitted_us INTEGER NOT NULL) STRICT""",
    """CREATE TABLE consent (
      session_id TEXT NOT NULL REFERENCES session, purpose TEXT NOT NULL
        CHECK (purpose IN ('care', 'supervision', 'training', 'research')),
      PRIMARY KEY (session_id, purpose)) STRICT""",
    """CREATE TABLE turn (
      session_id TEXT NOT NULL REFERENCES session, position INTEGER NOT NULL CHECK (position >= 1),
      turn TEXT NOT NULL, role TEXT NOT NULL CHECK (role <> 'unknown'), start_s REAL, end_s REAL,
      words INTEGER NOT NULL CHECK (words >= 0),
      PRIMARY KEY (session_id, position), UNIQUE (session_id, turn)) STRICT""",
    """CREATE TABLE segmentation (
      session_id TEXT PRIMARY KEY REFERENCES session, segmentation_id TEXT NOT NULL,
      method TEXT NOT NULL, locked_us INTEGER) STRICT""",
    """CREATE TABLE segment (
      session_id TEXT NOT NULL REFERENCES segmentation, position INTEGER NOT NULL,
      segment TEXT NOT NULL, first_turn TEXT NOT NULL, last_turn TEXT NOT NULL,
      therapist_words INTEGER NOT NULL CHECK (therapist_words >= 0),
      PRIMARY KEY (session_id, position), UNIQUE (session_id, segment),
      FOREIGN KEY (session_id, first_turn) REFERENCES turn (session_id, turn),
      FOREIGN KEY (session_id, last_turn) REFERENCES turn (session_id, turn)) STRICT""",
    """CREATE TABLE rubric (
      rubric_id TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL
        CHECK (length(sha256) = 64),
      text TEXT NOT NULL, PRIMARY KEY (rubric_id, version)) STRICT""",
    """CREATE TABLE rater (
      rater_id TEXT PRIMARY KEY CHECK (length(rater_id) BETWEEN 1 AND 200),
      first_us INTEGER NOT NULL) STRICT""",
    """CREATE TABLE sheet (
      sheet_id INTEGER PRIMARY KEY AUTOINCREMENT,
      session_id TEXT NOT NULL REFERENCES segmentation, rater_id TEXT NOT NULL REFERENCES rater,
      stage TEXT NOT NULL CHECK (stage IN
        ('independent', 'consensus', 'adjudicated', 'gold', 'practice', 'calibration')),
      perspective TEXT NOT NULL CHECK (perspective IN ('observer', 'supervisor', 'self')),
      rubric_id TEXT NOT NULL, rubric_version TEXT NOT NULL, segmentation_id TEXT NOT NULL,
      simulated TEXT NOT NULL, opened_us INTEGER NOT NULL,
      UNIQUE (session_id, rater_id, stage),
      FOREIGN KEY (rubric_id, rubric_version) REFERENCES rubric (rubric_id, version)) STRICT""",
    """CREATE TABLE mark (
      mark_id INTEGER PRIMARY KEY AUTOINCREMENT, sheet_id INTEGER NOT NULL REFERENCES sheet,
      place INTEGER NOT NULL CHECK (place >= 1),
      client TEXT NOT NULL CHECK (length(client) BETWEEN 1 AND 64),
      seq INTEGER NOT NULL CHECK (seq >= 1), at_us INTEGER NOT NULL, target TEXT NOT NULL,
      field TEXT NOT NULL, value TEXT NOT NULL CHECK (length(value) >= 1),
      worded INTEGER NOT NULL CHECK (worded IN (0, 1)),
      before TEXT NOT NULL CHECK (length(before) IN (0, 64)),
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      UNIQUE (sheet_id, place), UNIQUE (sheet_id, client, seq)) STRICT""",
    "CREATE INDEX mark_by_time ON mark (sheet_id, at_us)",
    "CREATE INDEX mark_by_field ON mark (sheet_id, field)",
    """CREATE TABLE exposure (
      exposure_id INTEGER PRIMARY KEY AUTOINCREMENT, rater_id TEXT NOT NULL REFERENCES rater,
      session_id TEXT NOT NULL REFERENCES session, what TEXT NOT NULL,
      at_us INTEGER NOT NULL) STRICT""",
    """CREATE TABLE forgotten (
      forgotten_id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL,
      sheets INTEGER NOT NULL, marks INTEGER NOT NULL) STRICT""",
    *(guard.put_up for guard in GUARDS),
    """CREATE TABLE words.words_about (
      one INTEGER PRIMARY KEY CHECK (one = 1), study_uid TEXT NOT NULL) STRICT""",
    """CREATE TABLE words.spoken (session_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT""",
    """CREATE TABLE words.written (
      token TEXT PRIMARY KEY CHECK (length(token) = 64), session_id TEXT NOT NULL,
      salt TEXT NOT NULL, text TEXT NOT NULL) STRICT""",
    "CREATE INDEX words.written_by_session ON written (session_id)",
    f"PRAGMA main.application_id = {APPLICATION_ID}",
    f"PRAGMA words.application_id = {APPLICATION_ID}",
    "PRAGMA main.user_version = 1",
    "PRAGMA words.user_version = 1",
)

VERSION_2 = (
    """CREATE TABLE recording (
      session_id TEXT PRIMARY KEY REFERENCES session,
      sha256 TEXT NOT NULL CHECK (length(sha256) IN (0, 64)),
      seconds REAL CHECK (seconds >= 0), offset_s REAL NOT NULL) STRICT""",
    """CREATE TABLE setting (
      name TEXT PRIMARY KEY, value TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT""",
    """CREATE TABLE words.recorded (session_id TEXT PRIMARY KEY, path TEXT NOT NULL) STRICT""",
    "PRAGMA main.user_version = 2",
    "PRAGMA words.user_version = 2",
)

VERSION_3 = (
    """CREATE TABLE words.stated_role (
      session_id TEXT NOT NULL, label TEXT NOT NULL, role TEXT NOT NULL CHECK (role <> 'unknown'),
      case_id TEXT, site TEXT, stated_by TEXT NOT NULL, at_us INTEGER NOT NULL,
      PRIMARY KEY (session_id, label)) STRICT""",
    "PRAGMA main.user_version = 3",
    "PRAGMA words.user_version = 3",
)

MIGRATIONS = (VERSION_1, VERSION_2, VERSION_3)
LATEST = len(MIGRATIONS)


def version_of(connection: Connection, *, where: str) -> int:
    """Return the version of the schema that a store has.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        To the store.
    where : str
        Name of the store, for the error.

    Returns
    -------
    int
        0 for an empty file.

    Raises
    ------
    StoreError
        The file belongs to another program, or a newer release of this one.
    """
    version = int(connection.exec_driver_sql("PRAGMA main.user_version").scalar_one())
    mine = connection.exec_driver_sql("PRAGMA main.application_id").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM main.sqlite_schema").scalar_one()
    if mine != APPLICATION_ID and (version or tables):
        raise StoreError(
            "the file is an SQLite database of another program.",
            where=where,
            mend="Give the path of a study, or a new path to begin one.",
        )
    if version > LATEST:
        raise StoreError(
            f"the store has schema version {version}, and this release knows {LATEST} at most.",
            where=where,
            mend="Update ipt-fidelity, then open the study again.",
        )
    return version


def migrate(connection: Connection, *, at: datetime, where: str) -> None:
    """Bring a store to the latest version of the schema.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside an immediate transaction over the store and its words.
    at : datetime
        The present (UTC), kept as the beginning of a new study.
    where : str
        Name of the store, for the error.

    Raises
    ------
    StoreError
        The store cannot be brought forward, or its words are those of another study.
    """
    version = version_of(connection, where=where)
    if (
        version == 0
        and connection.exec_driver_sql("SELECT count(*) FROM words.sqlite_schema").scalar_one()
    ):
        raise StoreError(
            "the study is new, but the words file beside it holds something already.",
            where=where,
            mend="Move the words file away, or put its study back beside it.",
        )
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.exec_driver_sql(statement)
    if version == 0:
        uid = secrets.token_hex(16)
        connection.execute(
            insert(ABOUT).values(
                one=1, study_uid=uid, handle_key=secrets.token_hex(32), at_us=to_us(at)
            )
        )
        connection.execute(insert(WORDS_ABOUT).values(one=1, study_uid=uid))


def check_words(connection: Connection, *, where: str) -> None:
    """Hold the words file against its study.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        To the store and its words.
    where : str
        Name of the words file, for the error.

    Raises
    ------
    StoreError
        The words belong to another study, or to none.
    """
    ours = connection.exec_driver_sql("PRAGMA words.application_id").scalar_one()
    same = (
        ours == APPLICATION_ID
        and connection.execute(
            select(func.count()).where(ABOUT.c.study_uid == WORDS_ABOUT.c.study_uid)
        ).scalar_one()
    )
    if not same:
        raise StoreError(
            "the words file is not the one of this study.",
            where=where,
            mend="Put the words file of this study beside it, or move this one away.",
        )
