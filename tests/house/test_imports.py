"""What a plain import brings, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sklearn", "spacy", "matplotlib", "joblib", "skops", "openpyxl")


def loaded_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def plain() -> set[str]:
    return loaded_after("import ipt_fidelity")


@pytest.mark.parametrize("name", HEAVY)
def test_a_plain_import_does_not_load(name: str, plain: set[str]) -> None:
    assert name not in plain


def test_the_heavy_room_is_loaded_by_its_name() -> None:
    assert "sklearn" in loaded_after("from ipt_fidelity import flagging")
