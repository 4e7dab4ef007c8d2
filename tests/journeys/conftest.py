"""One tour for all journeys: the main job on the sample sessions, done once a run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """What a tour left behind."""

    folder: Path
    printed: str


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """Run ``ipt-fidelity tour`` in a folder of its own."""
    place = tmp_path_factory.mktemp("tour")
    command = [sys.executable, "-c", "from ipt_fidelity.cli import main; main()", "tour"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return Tour(folder=place / "fidelity-tour", printed=done.stdout)
