"""Where a store cannot be opened or written, it says so with a mend, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from ipt_fidelity.errors import StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study
from tests.store.scene import SESSION, coded, full, ledger_of, opened, session

WRITABLE = stat.S_IWUSR | stat.S_IRUSR


def test_both_files_are_made_for_their_owner_alone(study: Study, path: Path) -> None:
    study.admit(*session())
    assert {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {
        "trial.store.sqlite": WRITABLE,
        "trial.words.sqlite": WRITABLE,
        "trial.store.sqlite-journal": WRITABLE,
        "trial.words.sqlite-journal": WRITABLE,
        "trial.store.sqlite.queue": WRITABLE,
    }


def test_what_was_recorded_is_there_when_the_study_is_opened_again(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    study.record(key, [coded(1)])
    study.close()
    with open_study(path) as again:
        assert again.kept.sheet(key).codings["g001"].primary == "SYM"


def test_a_copy_of_the_file_is_complete_while_the_study_is_open(
    study: Study, oif: Rubric, path: Path, tmp_path: Path
) -> None:
    key = opened(study, oif)
    study.record(key, [coded(1)])
    elsewhere = tmp_path / "copy"
    elsewhere.mkdir()
    (elsewhere / path.name).write_bytes(path.read_bytes())
    with open_study(elsewhere / path.name) as copy:
        assert copy.kept.sheet(key).codings["g001"].primary == "SYM"


def test_a_closed_study_says_so(study: Study) -> None:
    study.close()
    study.close()
    with pytest.raises(StoreError, match="the study is closed"):
        study.sessions()


def test_each_connection_is_set_to_be_durable(study: Study) -> None:
    wanted = {
        "main.journal_mode": "truncate",
        "words.journal_mode": "truncate",
        "main.synchronous": 2,
        "words.synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    with ledger_of(study).reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the path is a folder") as caught:
        open_study(tmp_path)
    assert "Name a file in it" in caught.value.mend


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder 'nowhere'"):
        open_study(tmp_path / "nowhere" / "x.store.sqlite")


@pytest.mark.parametrize("held", [b"Session 3\nTherapist: good morning\n" * 40, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, held: bytes) -> None:
    path.write_bytes(held)
    path.with_name("trial.words.sqlite").touch()
    with pytest.raises(StoreError, match="not an SQLite database"):
        open_study(path)
    assert path.read_bytes() == held


def test_a_words_file_that_is_no_database_is_named(study: Study, path: Path) -> None:
    study.close()
    path.with_name("trial.words.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"^trial.words.sqlite: the file is not an SQLite"):
        open_study(path)


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    path.with_name("trial.words.sqlite").touch()
    with pytest.raises(StoreError, match="another program"):
        open_study(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_study(path: Path) -> None:
    path.touch()
    with open_study(path) as study:
        assert study.sessions().empty


def test_a_newer_store_is_refused_and_left_alone(study: Study, path: Path) -> None:
    study.close()
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="schema version 99, and this release knows 3") as caught:
        open_study(path)
    assert "Update ipt-fidelity" in caught.value.mend
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["trial.store.sqlite", "trial.words.sqlite"])
def test_a_write_protected_file_can_be_read_and_refuses_to_be_written(
    study: Study, oif: Rubric, path: Path, name: str
) -> None:
    key = full(study, oif, "KM", ["SYM"])
    study.close()
    path.with_name(name).chmod(0o444)
    before = path.read_bytes()
    with open_study(path) as protected:
        assert len(protected.codings(stage="independent")) == 4
        assert len(protected.segments()) == 4
        for call in (
            lambda: protected.record(key, [coded(9)]),
            lambda: protected.admit(*session("other")),
            lambda: protected.open_sheet(SESSION, "JD", oif),
            lambda: protected.forget(SESSION),
        ):
            with pytest.raises(StoreError, match="write-protected") as caught:
                call()
            assert caught.value.where == name
    assert path.read_bytes() == before


def test_making_the_file_writable_is_the_mend(study: Study, oif: Rubric, path: Path) -> None:
    key = opened(study, oif)
    study.close()
    path.chmod(0o444)
    with open_study(path) as protected, pytest.raises(StoreError):
        protected.record(key, [coded(1)])
    path.chmod(0o600)
    with open_study(path) as writable:
        assert writable.record(key, [coded(1)]) == 1


def test_a_store_that_another_program_holds_is_told_after_patience(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    with open_study(path, patience_s=0.2) as hasty, closing(sqlite3.connect(path)) as plain:
        plain.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program holds the store") as caught:
            hasty.record(key, [coded(1)])
        assert "try again" in caught.value.mend
        plain.rollback()
        assert hasty.record(key, [coded(1)]) == 1


def test_a_writer_who_does_not_leave_the_queue_is_told_after_patience(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    with (
        open_study(path, patience_s=0.2) as hasty,
        ledger_of(study).writing(),
        pytest.raises(StoreError, match="another program holds the store"),
    ):
        hasty.record(key, [coded(1)])


def _full_disk(study: Study) -> Callable[[], None]:
    """Let the store grow by no page more; return what gives room again."""

    def fill(connection: sqlite3.Connection, *_: object) -> None:
        for schema in ("main", "words"):
            pages = connection.execute(f"PRAGMA {schema}.page_count").fetchone()[0]
            connection.execute(f"PRAGMA {schema}.max_page_count = {pages}")

    event.listen(ledger_of(study).engine, "checkout", fill)

    def empty(connection: sqlite3.Connection, *_: object) -> None:
        for schema in ("main", "words"):
            connection.execute(f"PRAGMA {schema}.max_page_count = 1073741823")

    def relieve() -> None:
        event.remove(ledger_of(study).engine, "checkout", fill)
        event.listen(ledger_of(study).engine, "checkout", empty)

    return relieve


def test_a_full_disk_is_told_and_nothing_saved_before_is_lost(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    acknowledged = study.record(key, [coded(1)])
    relieve = _full_disk(study)
    refusal: StoreError | None = None
    while refusal is None:
        try:
            acknowledged = study.record(key, [coded(acknowledged + 1)])
        except StoreError as error:
            refusal = error
    assert "the disk is full" in refusal.problem
    assert "Make room" in refusal.mend
    with open_study(path) as other:
        assert [one.seq for one in other.kept.marks(key)] == list(range(1, acknowledged + 1))
    relieve()
    assert study.record(key, [coded(acknowledged + 1)]) == acknowledged + 1
    assert study.kept.verify() == ()


@pytest.mark.parametrize("kind", ["study", "memory"])
def test_handlers_in_other_threads_record_on_the_same_study(
    kind: str, oif: Rubric, request: pytest.FixtureRequest
) -> None:
    shared: Study = request.getfixturevalue(kind)
    key = opened(shared, oif)

    def work(name: str) -> int:
        for seq in range(1, 16):
            shared.record(key, [coded(seq, client=name)])
            shared.kept.sheet(key)
        return len(shared.kept.marks(key))

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(work, ["a", "b", "c", "d"])) == 60
    assert shared.kept.verify() == ()


def test_opening_the_store_a_second_time_does_not_drop_the_locks_of_the_first(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    with ledger_of(study).writing():
        open_study(path).close()
        held = 1
        if os.fork() == 0:  # a process of its own sees the locks as another program does
            with closing(sqlite3.connect(path, timeout=0)) as plain:
                try:
                    plain.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    os._exit(held)
            os._exit(0)
        _, status = os.wait()
    assert os.waitstatus_to_exitcode(status) == held
    assert study.record(key, [coded(1)]) == 1


def test_the_other_side_of_a_fork_uses_connections_of_its_own(study: Study, oif: Rubric) -> None:
    key = opened(study, oif)
    study.record(key, [coded(1)])
    made: list[object] = []
    event.listen(ledger_of(study).engine, "connect", lambda connection, _: made.append(connection))
    if os.fork() == 0:
        fault = 1
        try:
            fault = 0 if (study.record(key, [coded(2)]), len(made)) == (2, 1) else 1
        finally:
            os._exit(fault)
    _, status = os.wait()
    assert os.waitstatus_to_exitcode(status) == 0
    assert (study.record(key, [coded(3)]), made) == (3, [])
    assert study.kept.verify() == ()
