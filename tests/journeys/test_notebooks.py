"""The three notebooks run from top to bottom in the folder of a tour."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.journeys.conftest import Tour

BOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_notebook_runs_without_an_error(path: Path, tour: Tour) -> None:
    book = nbformat.read(tour.folder / path.name, as_version=4)
    client = NotebookClient(
        book, timeout=300, resources={"metadata": {"path": str(tour.folder)}}, kernel_name="python3"
    )
    client.execute()
    errors = [
        output
        for cell in book.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == []
    assert any(cell.get("outputs") for cell in book.cells)


def test_there_are_three_notebooks() -> None:
    assert [path.stem[:2] for path in BOOKS] == ["1_", "2_", "3_"]
