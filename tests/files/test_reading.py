from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ipt_fidelity.errors import RubricError, SheetError, TranscriptError
from ipt_fidelity.files import (
    read_rubric,
    read_segments,
    read_session,
    read_sheet,
    read_transcript,
    record_beside,
)
from ipt_fidelity.transcript import Role

TALK = "# Invented.\nT: so?\nC: yes\nT: and?\nC: no\n"
RECORD = """\
format: ipt-session/1
session: {id: case-01_session-02, case: case-01, phase: initial}
speakers: {T: therapist, C: client}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case-01_session-02.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "case-01_session-02.session.yaml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "case-01_session-02.segments.csv").write_text(
        "segment,first_turn,last_turn\ng001,1,2\ng002,3,4\n", encoding="utf-8"
    )
    return tmp_path


def test_the_record_beside_a_transcript_is_read_with_it(folder: Path) -> None:
    found = read_transcript(folder / "case-01_session-02.txt")
    assert [speaker.role for speaker in found.speakers] == [Role.THERAPIST, Role.CLIENT]
    assert found.session.phase == "initial"
    assert found.faults == ()


def test_a_fault_of_the_record_is_told_with_its_own_name(folder: Path) -> None:
    (folder / "case-01_session-02.session.yaml").write_text("format: x\n", encoding="utf-8")
    with pytest.raises(TranscriptError) as refusal:
        read_transcript(folder / "case-01_session-02.txt")
    assert {fault.where.split(",")[0] for fault in refusal.value.faults} == {
        "case-01_session-02.session.yaml"
    }


def test_without_a_record_roles_are_unknown(folder: Path) -> None:
    (folder / "case-01_session-02.session.yaml").unlink()
    found = read_transcript(folder / "case-01_session-02.txt")
    assert {speaker.role for speaker in found.speakers} == {Role.UNKNOWN}
    assert record_beside(folder / "case-01_session-02.txt") is None


def test_segments_are_read_against_their_transcript(folder: Path) -> None:
    whole = read_transcript(folder / "case-01_session-02.txt")
    cut = read_segments(folder / "case-01_session-02.segments.csv", whole)
    assert [segment.first_turn for segment in cut.segments] == ["t0001", "t0003"]


def test_the_original_file_is_left_as_it_was(folder: Path) -> None:
    path = folder / "case-01_session-02.txt"
    path.chmod(0o444)
    before = (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
    names = sorted(folder.iterdir())
    read_transcript(path)
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before
    assert sorted(folder.iterdir()) == names


def test_a_missing_file_and_a_folder_are_refused(folder: Path) -> None:
    with pytest.raises(TranscriptError, match="no such file"):
        read_transcript(folder / "nothing.txt")
    with pytest.raises(TranscriptError, match="a folder"):
        read_transcript(folder)


def test_a_file_that_is_too_large_is_not_opened(folder: Path) -> None:
    large = folder / "large.txt"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(TranscriptError, match="300 MB are too many"):
        read_transcript(large)


def test_an_unknown_wish_is_refused(folder: Path) -> None:
    with pytest.raises(TranscriptError, match="'refuse' or 'keep'"):
        read_transcript(folder / "case-01_session-02.txt", unnamed="perhaps")


def test_a_record_that_is_not_utf_8_is_refused_with_its_line(folder: Path) -> None:
    path = folder / "case-01_session-02.session.yaml"
    path.write_bytes(RECORD.encode() + b"source: caf\xe9\n")
    with pytest.raises(TranscriptError) as refusal:
        read_session(path)
    assert refusal.value.faults[0].where == "case-01_session-02.session.yaml, line 4"


def test_a_rubric_is_read_and_its_faults_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("format: ipt-rubric/1\n", encoding="utf-8")
    with pytest.raises(RubricError, match=r"broken\.yaml, line 1"):
        read_rubric(path)


def test_a_sheet_is_read_against_its_rubric(tmp_path: Path) -> None:
    rubrics = sorted((Path(__file__).parents[2] / "rubrics").glob("*.yaml"))
    rubric = read_rubric(rubrics[0])
    path = tmp_path / "s.sheet.yaml"
    named = f"rubric: {rubric.id}, version: {rubric.version}"
    identity = f"{{session: case-01_session-02, rater: KM, {named}}}"
    path.write_text(f"format: ipt-sheet/1\nsheet: {identity}\n", encoding="utf-8")
    assert read_sheet(path, rubric).identity.rater == "KM"
    path.write_text("format: ipt-sheet/2\n", encoding="utf-8")
    with pytest.raises(SheetError):
        read_sheet(path, rubric)
