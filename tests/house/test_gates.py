"""Every rule of the house holds here, and every gate can fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import gates

Gate = Callable[[Path], list[str]]

GATES: dict[str, Gate] = {
    "lint": gates.lint,
    "formatting": gates.formatting,
    "types": gates.types,
    "contracts": gates.contracts,
    "sizes": gates.sizes,
    "names": gates.names,
    "open_matters": gates.open_matters,
    "top_level": gates.top_level,
    "public_lists": gates.public_lists,
    "notebooks": gates.notebooks,
    "addresses": gates.addresses,
    "bounds": gates.bounds,
}


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES.keys())
def test_this_checkout_keeps_the_rule(gate: Gate) -> None:
    assert gate(gates.ROOT) == []


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _package(root: Path, name: str) -> Path:
    return root / gates.PACKAGE / name


BREACHES: list[tuple[str, str, Callable[[Path], None], str]] = [
    (
        "lint",
        "an unused import",
        lambda r: _append(_package(r, "errors.py"), "\nimport os\n"),
        "F401",
    ),
    (
        "lint",
        "a boolean switch",
        lambda r: _append(
            _package(r, "errors.py"),
            '\n\ndef switch(on: bool) -> bool:\n    """Switch."""\n    return on\n',
        ),
        "FBT001",
    ),
    (
        "lint",
        "a print in a room",
        lambda r: _append(_package(r, "errors.py"), '\nprint("x")\n'),
        "T201",
    ),
    (
        "formatting",
        "a crooked line",
        lambda r: _append(_package(r, "errors.py"), "\nx  =  1\n"),
        "errors.py",
    ),
    (
        "types",
        "a wrong type",
        lambda r: _append(_package(r, "errors.py"), "\nnumber: int = 'word'\n"),
        "reportAssignmentType",
    ),
    (
        "contracts",
        "a room that imports downstream",
        lambda r: _append(
            _package(r, "transcript/session.py"), "\nfrom ipt_fidelity.sheet import mark\n"
        ),
        "The data flows one way BROKEN",
    ),
    (
        "contracts",
        "a core room that touches the world",
        lambda r: _append(_package(r, "transcript/session.py"), "\nimport os\n"),
        "The core never touches the world BROKEN",
    ),
    (
        "contracts",
        "scikit-learn outside flagging",
        lambda r: _append(_package(r, "agreement/extra.py"), "import sklearn\n"),
        "Heavy libraries stay in flagging BROKEN",
    ),
    (
        "contracts",
        "SQL outside the store",
        lambda r: _append(_package(r, "files/extra.py"), "import sqlalchemy\n"),
        "The database stays in the store BROKEN",
    ),
    (
        "contracts",
        "a figure outside report",
        lambda r: _append(_package(r, "agreement/extra.py"), "import matplotlib\n"),
        "Figures and templates stay in report BROKEN",
    ),
    (
        "contracts",
        "the terminal in a room",
        lambda r: _append(_package(r, "store/extra.py"), "import rich\n"),
        "The terminal stays at the top BROKEN",
    ),
    (
        "contracts",
        "an exchange that knows Jupyter",
        lambda r: _append(_package(r, "widgets/coding_desk/exchange.py"), "\nimport anywidget\n"),
        "An exchange knows no Jupyter BROKEN",
    ),
    (
        "contracts",
        "a circle inside a room",
        lambda r: _append(
            _package(r, "transcript/session.py"),
            "\nfrom ipt_fidelity.transcript import segmenting\n",
        ),
        "No circles inside a room BROKEN",
    ),
    (
        "contracts",
        "a room without a place",
        lambda r: _append(_package(r, "attic/__init__.py"), '"""Attic."""\n'),
        "attic",
    ),
    (
        "sizes",
        "a long file",
        lambda r: _append(_package(r, "errors.py"), "\n" * gates.LONGEST_FILE),
        "errors.py",
    ),
    ("names", "a drawer", lambda r: _append(_package(r, "sheet/utils.py"), ""), "utils.py"),
    (
        "names",
        "a manager",
        lambda r: _append(_package(r, "errors.py"), "\n\nclass MarkManager:\n    pass\n"),
        "MarkManager",
    ),
    (
        "open_matters",
        "a matter left open",
        lambda r: _append(_package(r, "errors.py"), "\n# TODO: later\n"),
        "errors.py",
    ),
    ("top_level", "a stray file", lambda r: _append(r / "stray.txt", "x"), "stray.txt"),
    (
        "public_lists",
        "work at import",
        lambda r: _append(_package(r, "sheet/__init__.py"), "\nx = 1\n"),
        "sheet/__init__.py",
    ),
    (
        "notebooks",
        "an output in a notebook",
        lambda r: _append(
            r / "notebooks" / "9_planted.ipynb",
            json.dumps({"metadata": {}, "cells": [{"outputs": [1], "execution_count": 1}]}),
        ),
        "9_planted.ipynb",
    ),
    (
        "addresses",
        "an address among the pinned versions",
        lambda r: _append(
            r / ".ci" / "constraints.txt", "\nnumpy @ https://example.org/numpy.whl\n"
        ),
        "constraints.txt",
    ),
    (
        "bounds",
        "an upper bound",
        lambda r: _replace(r / "pyproject.toml", "numpy>=", "numpy<9,>="),
        "numpy",
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what is tracked or could be: a checkout that a breach can be planted in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=gates.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (gates.ROOT / name).is_file() and not name.startswith("sample_transcripts/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(gates.ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("gate", "breach", "plant", "told"), BREACHES, ids=[f"{b[0]}: {b[1]}" for b in BREACHES]
)
def test_a_planted_breach_is_noticed(
    gate: str, breach: str, plant: Callable[[Path], None], told: str, copy: Path
) -> None:
    plant(copy)
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    subprocess.run(["git", "add", "-A"], cwd=copy, check=True)
    assert any(told in line for line in GATES[gate](copy)), breach
