"""Reading in the terminal: files and folders, one table, and a status that a script can trust."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from ipt_fidelity.cli.gathering import transcripts_in
from ipt_fidelity.cli.read import read
from ipt_fidelity.errors import FidelityError


def _mixed(folder: Path) -> Path:
    (folder / "below").mkdir()
    (folder / "a.txt").write_text("T: hello\nC: hi there\nT: so\nC: yes\n")
    (folder / "below" / "b.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nT: zyzzyva\n\n2\n00:00:03,000 --> 00:00:04,000\nC: so\n"
    )
    (folder / "a.session.yaml").write_text("format: ipt-session/1\nsession: {id: s-a1}\n")
    (folder / "a.m4a").write_bytes(b"sound")
    (folder / ".hidden.txt").write_text("T: no\n")
    (folder / "README.md").write_text("# what this is\n")
    return folder


def _status(*paths: Path, **asked: bool) -> int:
    with pytest.raises(typer.Exit) as left:
        read(list(paths), **asked)
    return left.value.exit_code


def test_a_folder_is_read_with_what_is_below_it_and_the_rest_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _status(_mixed(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "2 files, 2 read, 0 not read" in said
    assert "4 files that are no transcripts were passed over." in said
    assert "srt/zoom" in said
    assert "zyzzyva" not in said


def test_the_status_says_that_a_file_was_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (_mixed(tmp_path) / "c.vtt").write_bytes(b"")
    assert _status(tmp_path) == 1
    said = capsys.readouterr()
    assert "3 files, 2 read, 1 not read" in said.out
    assert "c.vtt: the file is empty." in said.err


def test_all_that_is_known_of_a_reading_is_told_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _status(_mixed(tmp_path) / "a.txt", explained=True) == 0
    said = capsys.readouterr().out
    assert "turns with a time" in said
    assert "dialogue" in said


def test_a_folder_without_transcripts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"sound")
    with pytest.raises(FidelityError, match="holds no transcript"):
        transcripts_in([tmp_path])
