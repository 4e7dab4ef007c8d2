"""Forgetting is the one deletion, and it leaves nothing but a line that it happened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study
from ipt_fidelity.store.ledger import Ledger
from tests.store.scene import CANARY, SESSION, coded, files_of, full, hand_in, mark, session


def _two_sessions(study: Study, oif: Rubric) -> None:
    key = full(study, oif, "KM", ["SYM"])
    study.record(key, [mark(9, "sheet", "reopen", f"because {CANARY}"), hand_in(10)])
    full(study, oif, "KM", ["AFF"], session_id="other")
    door = study.seen_by("KM")
    for handle in door.sessions()["handle"]:
        door.others(str(handle))


def test_a_forgotten_session_is_gone_and_the_others_stay(study: Study, oif: Rubric) -> None:
    _two_sessions(study, oif)
    study.forget(SESSION)
    assert list(study.sessions()["session_id"]) == ["other"]
    assert {head.session_id for head in study.kept.heads()} == {"other"}
    assert set(study.kept.exposures()["session_id"]) == {"other"}
    assert len(study.segments()) == 4
    assert study.kept.verify() == ()


@pytest.mark.parametrize("files", ["shrunk", "left as they are"])
def test_no_byte_of_a_forgotten_session_is_left(
    study: Study, oif: Rubric, path: Path, files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_sessions(study, oif)
    if files != "shrunk":
        monkeypatch.setattr(Ledger, "give_back_room", lambda _: None)
    study.forget(SESSION)
    study.forget("other")
    for held in files_of(path.parent).values():
        assert CANARY.encode() not in held
        assert SESSION.encode() not in held


def test_a_line_stays_that_something_was_forgotten(study: Study, oif: Rubric, path: Path) -> None:
    _two_sessions(study, oif)
    study.forget(SESSION)
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("SELECT sheets, marks FROM forgotten").fetchall()
    assert rows == [(1, 4)]


def test_a_forgotten_session_may_be_admitted_anew(study: Study, oif: Rubric) -> None:
    _two_sessions(study, oif)
    study.forget(SESSION)
    study.admit(*session(turns=12))
    key = study.open_sheet(SESSION, "KM", oif)
    assert study.record(key, [coded(1)]) == 1


def test_a_session_that_is_not_there_cannot_be_forgotten(study: Study, oif: Rubric) -> None:
    _two_sessions(study, oif)
    with pytest.raises(UnknownNameError, match="there is no session"):
        study.forget("nobody")
    assert len(study.sessions()) == 2
