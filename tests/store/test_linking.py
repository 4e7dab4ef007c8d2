"""The recording of a session is linked, stays linked, and its name stays with the words."""

from __future__ import annotations

from pathlib import Path

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.transcript import Recording
from tests.store.scene import SESSION, ledger_of, opened, session

NAME = "quagga-three.m4a"
LINKED = Recording(path=f"sound/{NAME}", sha256="a" * 64, seconds=2940.5, offset_seconds=-1.5)


def test_a_recording_comes_back_as_it_was_linked(study: Study, path: Path) -> None:
    told = session(recording=LINKED)
    study.admit(*told)
    assert study.kept.session(SESSION).recording == LINKED
    assert study.kept.transcript(SESSION) == told
    study.close()
    with open_study(path) as again:
        assert again.kept.session(SESSION).recording == LINKED


def test_a_session_without_a_recording_has_none(memory: Study) -> None:
    memory.admit(*session())
    assert memory.kept.session(SESSION).recording is None


def test_a_recording_may_be_linked_and_unlinked_under_a_sheet(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    memory.admit(*session(recording=LINKED))
    assert memory.kept.session(SESSION).recording == LINKED
    memory.admit(*session())
    assert memory.kept.session(SESSION).recording is None


def test_the_path_of_a_recording_lies_with_the_words_alone(study: Study, path: Path) -> None:
    study.admit(*session(recording=LINKED))
    study.close()
    assert NAME.encode() not in path.read_bytes()
    path.with_name("trial.words.sqlite").unlink()
    with open_study(path) as bare:
        linked = bare.kept.session(SESSION).recording
    assert linked == Recording(path="", sha256="a" * 64, seconds=2940.5, offset_seconds=-1.5)


def test_a_forgotten_session_leaves_no_recording(study: Study, path: Path) -> None:
    study.admit(*session(recording=LINKED))
    study.forget(SESSION)
    with ledger_of(study).reading() as connection:
        for table in ("main.recording", "words.recorded"):
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert count.scalar_one() == 0
    study.close()
    assert NAME.encode() not in path.with_name("trial.words.sqlite").read_bytes()


def test_a_blinded_rater_is_not_told_of_a_recording(memory: Study) -> None:
    memory.admit(*session(recording=LINKED))
    door = memory.seen_by("KM")
    told, _ = door.session(door.sessions()["handle"].iloc[0])
    assert told.session.recording is None
