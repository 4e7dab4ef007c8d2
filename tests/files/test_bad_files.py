"""Every bad file ends in an error or a named repair, soon, in little memory, touching nothing."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.bad_files import BAD, Measured

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 2.0, 300.0
FACTOR = 2.0  # a machine that does other work at the same time

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file has a process")


@pytest.fixture(scope="module", name="measured")
def _measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    before = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.bad_files", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    after = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    assert after == before
    rows = [Measured(**json.loads(line)) for line in done.stdout.splitlines()]
    return {row.name: row for row in rows}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_or_mended_by_name(name: str, measured: dict[str, Measured]) -> None:
    wanted, row = BAD[name][1], measured[name]
    if wanted == "error":
        assert row.refused
    elif wanted:
        assert wanted in row.codes
    else:
        assert not row.refused
    assert row.mended


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_takes_little_time_and_memory(name: str, measured: dict[str, Measured]) -> None:
    assert measured[name].seconds < FACTOR * SECONDS
    assert measured[name].megabytes < MEGABYTES


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_reaches_for_nothing_else(name: str, measured: dict[str, Measured]) -> None:
    assert list(measured[name].seen) == []
