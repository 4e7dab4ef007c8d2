"""History cannot be changed by SQL, from whatever program.

Changes of the schema itself (DROP TRIGGER, DROP TABLE, writable_schema) are out of scope: whoever
has the file can make them, and then only the chain speaks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study
from tests.store.scene import SESSION, coded, full, hand_in, mark

ATTACKS = [
    "UPDATE mark SET value = '\"AFF\"'",
    "UPDATE mark SET at_us = at_us + 1 WHERE mark_id = 1",
    "UPDATE mark SET sheet_id = 2 WHERE sheet_id = 1",
    "UPDATE mark SET hash = before",
    "UPDATE OR REPLACE mark SET seq = 1",
    "UPDATE OR IGNORE mark SET seq = 99",
    "DELETE FROM mark",
    "DELETE FROM mark WHERE mark_id = (SELECT max(mark_id) FROM mark)",
    (
        "INSERT OR REPLACE INTO mark SELECT mark_id, sheet_id, place, client, seq, at_us, target,"
        " field, '\"AFF\"', worded, before, hash FROM mark WHERE mark_id = 1"
    ),
    (
        "REPLACE INTO mark SELECT NULL, sheet_id, place, client, seq, at_us, target, field,"
        " '\"AFF\"', worded, before, hash FROM mark WHERE mark_id = 2"
    ),
    (
        "INSERT INTO mark SELECT mark_id, sheet_id, place, client, seq, at_us, target, field,"
        " '\"AFF\"', worded, before, hash FROM mark WHERE mark_id = 1"
        " ON CONFLICT DO UPDATE SET value = excluded.value"
    ),
    (
        "INSERT INTO mark SELECT NULL, sheet_id, place + 7, client, seq + 70, at_us, target, field,"
        " value, worded, before, hash FROM mark WHERE mark_id = 1"
    ),
    (
        "INSERT INTO mark SELECT NULL, sheet_id, place + 1, client, seq + 70, at_us, target, field,"
        " value, worded, '', hash FROM mark ORDER BY mark_id DESC LIMIT 1"
    ),
    "UPDATE sheet SET rater_id = 'JD'",
    "UPDATE sheet SET simulated = ''",
    "UPDATE sheet SET stage = 'gold'",
    "DELETE FROM sheet",
    (
        "INSERT OR REPLACE INTO sheet SELECT sheet_id, session_id, rater_id, stage, 'self',"
        " rubric_id, rubric_version, segmentation_id, simulated, opened_us FROM sheet"
    ),
    "UPDATE rubric SET text = ''",
    "DELETE FROM rubric",
    "INSERT OR REPLACE INTO rubric SELECT rubric_id, version, sha256, '' FROM rubric",
    "UPDATE exposure SET what = 'nothing'",
    "DELETE FROM exposure",
    (
        "INSERT OR REPLACE INTO exposure SELECT exposure_id, rater_id, session_id, 'nothing', at_us"
        " FROM exposure"
    ),
    "UPDATE segment SET last_turn = 't0001'",
    "DELETE FROM segment",
    (
        "INSERT OR REPLACE INTO segment SELECT session_id, position, segment, first_turn,"
        " first_turn, therapist_words FROM segment"
    ),
    "UPDATE segmentation SET locked_us = NULL",
    "DELETE FROM segmentation",
    "INSERT OR REPLACE INTO segmentation SELECT session_id, 'x', method, NULL FROM segmentation",
    "UPDATE turn SET role = 'client'",
    "DELETE FROM turn",
    (
        "INSERT OR REPLACE INTO turn SELECT session_id, position, turn, 'client', start_s, end_s,"
        " words FROM turn"
    ),
    "UPDATE session SET phase = 'ending'",
    "DELETE FROM session",
    "INSERT OR REPLACE INTO session SELECT * FROM session",
]


@pytest.fixture
def foreign(study: Study, oif: Rubric, path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection of another program, with the engine's laxest settings."""
    full(study, oif, "KM", ["SYM", "AFF"])
    full(study, oif, "JD", ["SYM", "SYM"])
    door = study.seen_by("KM")
    door.others(str(door.sessions()["handle"].iloc[0]))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA recursive_triggers = OFF")
        yield connection


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_statement_changes_history(
    attack: str, foreign: sqlite3.Connection, study: Study
) -> None:
    before = list(foreign.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match=r"only added|locked|follows"):
        foreign.execute(attack)
    foreign.rollback()
    assert list(foreign.iterdump()) == before
    assert study.kept.verify() == ()


def test_adding_in_the_chain_is_what_the_guards_allow(study: Study, oif: Rubric) -> None:
    key = full(study, oif, "KM", ["SYM"])
    study.record(key, [mark(3, "sheet", "reopen", "again"), coded(4), hand_in(5)])
    assert study.kept.verify() == ()


def test_the_guards_are_up_again_after_forgetting(
    foreign: sqlite3.Connection, study: Study, oif: Rubric
) -> None:
    study.forget(SESSION)
    full(study, oif, "KM", ["SYM"])
    with pytest.raises(sqlite3.IntegrityError):
        foreign.execute("DELETE FROM mark")
