"""What all tests share: the shipped rubric, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity import rubric as rubric_room
from ipt_fidelity.rubric import Rubric

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def oif() -> Rubric:
    """Return the Open IPT Fidelity rubric."""
    path = ROOT / "rubrics" / "oif-0.1.0.yaml"
    return rubric_room.read(path.read_text(encoding="utf-8"), where=path.name)
