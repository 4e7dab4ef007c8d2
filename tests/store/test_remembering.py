"""Roles that were stated: remembered for the next session, kept with the words, forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ipt_fidelity.store import Study, open_study
from ipt_fidelity.transcript import Role, Session
from tests.store.scene import SESSION, session

FIRST = Session(id="case-07_session-01", case="case-07", site="north")
SECOND = Session(id="case-07_session-02", case="case-07", site="north")
OTHER_CASE = Session(id="case-08_session-01", case="case-08", site="north")
ELSEWHERE = Session(id="case-09_session-01", case="case-09", site="south")
LABEL = "zanzibarwren"


def test_a_role_is_remembered_in_its_case_and_at_its_site_only(study: Study) -> None:
    study.kept.roles.state(FIRST, {LABEL: Role.PARTNER}, by="KM")
    for known in (SECOND, OTHER_CASE):
        found = study.kept.roles.remembered(known)[LABEL]
        assert (found.role, found.session_id, found.by) == (Role.PARTNER, FIRST.id, "KM")
    assert study.kept.roles.remembered(ELSEWHERE) == {}
    assert study.kept.roles.remembered(FIRST) == {}


def test_the_own_case_counts_before_the_site(study: Study) -> None:
    study.kept.roles.state(FIRST, {"B": Role.PARTNER}, by="KM")
    study.kept.roles.state(OTHER_CASE, {"B": Role.THERAPIST}, by="KM")
    assert study.kept.roles.remembered(SECOND)["B"].role is Role.PARTNER


def test_a_statement_can_be_changed_and_taken_back(study: Study) -> None:
    study.kept.roles.state(FIRST, {"B": Role.PARTNER}, by="KM")
    study.kept.roles.state(FIRST, {"B": Role.CLIENT}, by="LS")
    assert study.kept.roles.of_session(FIRST.id)["B"].role is Role.CLIENT
    study.kept.roles.state(FIRST, {"B": None}, by="LS")
    assert study.kept.roles.of_session(FIRST.id) == {}


def test_labels_lie_with_the_words_and_outlive_the_process(path: Path) -> None:
    with open_study(path) as study:
        study.kept.roles.state(FIRST, {LABEL: Role.CLIENT}, by="KM")
    with open_study(path) as study:
        assert study.kept.roles.of_session(FIRST.id)[LABEL].role is Role.CLIENT
    with closing(sqlite3.connect(path)) as store:
        assert LABEL not in "\n".join(store.iterdump())
    words = path.with_name("trial.words.sqlite")
    assert words.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(words)) as held:
        assert LABEL in "\n".join(held.iterdump())


def test_without_the_words_nothing_is_remembered(path: Path) -> None:
    with open_study(path) as study:
        study.kept.roles.state(FIRST, {LABEL: Role.CLIENT}, by="KM")
    path.with_name("trial.words.sqlite").unlink()
    with open_study(path) as study:
        assert study.kept.roles.of_session(FIRST.id) == {}


def test_forgetting_a_session_forgets_its_labels(study: Study) -> None:
    study.admit(*session())
    held = replace(FIRST, id=SESSION)
    study.kept.roles.state(held, {LABEL: Role.CLIENT}, by="KM")
    study.forget(SESSION)
    assert study.kept.roles.of_session(SESSION) == {}
    assert study.kept.roles.remembered(SECOND) == {}
