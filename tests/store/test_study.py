"""A study stores and yields; it shows itself without words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity import store
from ipt_fidelity.errors import StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study
from tests.store.scene import full

MOST_METHODS = 15


def test_a_study_has_at_most_fifteen_public_methods() -> None:
    methods = [name for name, held in vars(Study).items() if name[0] != "_" and callable(held)]
    assert 1 <= len(methods) <= MOST_METHODS


def test_the_public_names_are_sorted_and_there() -> None:
    assert store.__all__ == sorted(store.__all__)
    assert all(hasattr(store, name) for name in store.__all__)


def test_a_study_shows_counts_and_names_of_files(study: Study, oif: Rubric) -> None:
    full(study, oif, "KM", ["SYM"])
    shown = study._repr_html_()
    assert "trial.store.sqlite: 1 sessions, 1 sheets, 2 marks" in shown
    assert "trial.words.sqlite" in shown


def test_the_name_of_a_file_cannot_break_the_page(tmp_path: Path) -> None:
    with open_study(tmp_path / "<img onerror=x>.store.sqlite") as study:
        assert "<img" not in study._repr_html_()


def test_leaving_the_block_closes_the_study(path: Path) -> None:
    with open_study(path) as study:
        pass
    with pytest.raises(StoreError, match="closed"):
        study.sessions()


def test_a_study_in_memory_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, oif: Rubric
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_study(":memory:") as study:
        full(study, oif, "KM", ["SYM"])
    assert list(tmp_path.iterdir()) == []
