"""A study in a file of its own, and one in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipt_fidelity.store import Study, open_study

# A save waits for the disk; what these tests ask for does not depend on how long.
MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@pytest.fixture
def path() -> Iterator[Path]:
    """Yield the path of a store that is not there yet, in a folder of its own."""
    where = MEMORY_DISK if MEMORY_DISK.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        yield Path(folder) / "trial.store.sqlite"


@pytest.fixture
def study(path: Path) -> Iterator[Study]:
    """Yield a study in a file."""
    with open_study(path) as opened:
        yield opened


@pytest.fixture
def memory() -> Iterator[Study]:
    """Yield a study in memory."""
    with open_study(":memory:") as opened:
        yield opened
