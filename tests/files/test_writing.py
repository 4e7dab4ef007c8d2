from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.files import write_text


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.txt", "Zoë\r\nline\n")
    assert path.read_bytes() == "Zoë\r\nline\n".encode()


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "one")
    write_text(tmp_path / "a.txt", "two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one", encoding="utf-8")
    path.chmod(0o600)
    write_text(path, "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_write_that_breaks_off_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_text(tmp_path / "a.txt", "old")

    def broken(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(FidelityError, match="No space left"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_missing_folder_is_refused_with_a_mend(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="Check that the folder exists"):
        write_text(tmp_path / "nowhere" / "a.txt", "x")
