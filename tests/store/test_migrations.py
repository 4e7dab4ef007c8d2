"""The schema: one truth for tables and rules, and no half step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ipt_fidelity.errors import StoreError
from ipt_fidelity.store import Study, ledger, migrations, open_study
from ipt_fidelity.store.tables import METADATA
from ipt_fidelity.transcript.recording import Recording
from tests.store.scene import SESSION, ledger_of, session


def test_the_tables_that_queries_name_are_those_of_the_schema(study: Study) -> None:
    with ledger_of(study).reading() as connection:
        for table in METADATA.sorted_tables:
            schema = table.schema or "main"
            found = connection.exec_driver_sql(f"PRAGMA {schema}.table_info({table.name})")
            assert [row.name for row in found] == [column.name for column in table.columns]


def test_every_table_is_strict(study: Study) -> None:
    with ledger_of(study).reading() as connection:
        rows = connection.exec_driver_sql("PRAGMA table_list").all()
    ours = {table.name for table in METADATA.sorted_tables}
    assert {row.name for row in rows if row.strict} == ours


@pytest.mark.parametrize("until", [1, 5, 12, 25, 40])
def test_a_step_that_breaks_off_leaves_the_version_before(
    path: Path, monkeypatch: pytest.MonkeyPatch, until: int
) -> None:
    broken = (*migrations.VERSION_1[:until], "CREATE TABLE about (one)", "nonsense")
    monkeypatch.setattr(migrations, "MIGRATIONS", (broken,))
    with pytest.raises(StoreError):
        open_study(path)
    for name in ("trial.store.sqlite", "trial.words.sqlite"):
        with closing(sqlite3.connect(path.with_name(name))) as plain:
            assert plain.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
            assert plain.execute("PRAGMA user_version").fetchone() == (0,)
    monkeypatch.undo()
    with open_study(path) as study:
        assert study.kept.verify() == ()


def test_a_store_of_the_first_version_is_brought_forward_with_what_it_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.VERSION_1,))
    monkeypatch.setattr(ledger, "LATEST", 1)
    with open_study(path) as study, ledger_of(study).reading() as connection:
        uid = connection.exec_driver_sql("SELECT study_uid FROM about").scalar_one()
    monkeypatch.undo()
    with open_study(path) as study:
        study.admit(*session(recording=Recording(sha256="a" * 64)))
        assert study.kept.session(SESSION).recording == Recording(sha256="a" * 64)
        assert study.kept.verify() == ()
        with ledger_of(study).reading() as connection:
            assert connection.exec_driver_sql("SELECT study_uid FROM about").scalar_one() == uid
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 3
