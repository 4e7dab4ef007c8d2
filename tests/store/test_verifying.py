"""What was changed behind the guards is noticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study
from tests.store.scene import coded, full, mark, opened

UNGUARDED = [
    ("UPDATE mark SET value = '\"AFF\"' WHERE place = 1", "broken_chain"),
    ("UPDATE mark SET at_us = at_us + 1 WHERE place = 2", "broken_chain"),
    ("UPDATE mark SET target = 'segment:g002' WHERE place = 1", "broken_chain"),
    ("UPDATE mark SET client = 'x' WHERE place = 3", "broken_chain"),
    ("DELETE FROM mark WHERE place = 2", "broken_chain"),
    ("DELETE FROM mark WHERE place = 1", "broken_chain"),
    ("UPDATE rubric SET text = replace(text, 'Symptom', 'Sympton')", "other_rubric"),
    ("UPDATE segment SET last_turn = 't0002' WHERE position = 1", "other_cut"),
]


@pytest.mark.parametrize(("change", "code"), UNGUARDED)
def test_a_change_behind_the_guards_is_told(
    study: Study, oif: Rubric, path: Path, change: str, code: str
) -> None:
    full(study, oif, "KM", ["SYM", "AFF"])
    with closing(sqlite3.connect(path)) as plain, plain:
        for (name,) in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            plain.execute(f"DROP TRIGGER {name}")
        assert plain.execute(change).rowcount > 0
    assert [fault.code for fault in study.kept.verify()] == [code]


def test_a_changed_memo_is_told(study: Study, oif: Rubric, path: Path) -> None:
    key = opened(study, oif)
    study.record(key, [mark(1, "segment:g001", "memo", "as it was")])
    words = path.with_name("trial.words.sqlite")
    with closing(sqlite3.connect(words)) as plain, plain:
        plain.execute("UPDATE written SET text = 'as it was not'")
    assert [fault.code for fault in study.kept.verify()] == ["other_text"]


def test_changed_words_of_a_session_are_told(study: Study, oif: Rubric, path: Path) -> None:
    opened(study, oif)
    words = path.with_name("trial.words.sqlite")
    with closing(sqlite3.connect(words)) as plain, plain:
        plain.execute("UPDATE spoken SET body = replace(body, ' 7 in', ' 8 in')")
    assert [fault.code for fault in study.kept.verify()] == ["other_words"]


def test_a_sound_study_has_no_faults(study: Study, oif: Rubric) -> None:
    key = full(study, oif, "KM", ["SYM", "AFF"])
    study.record(key, [mark(9, "sheet", "reopen", "a second look"), coded(10)])
    assert study.kept.verify() == ()
