"""The page's modules of the flag review under Node, and what they may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.widgets.modules import check_source, run_node, sources_of

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_modules_of_the_page_keep_their_promises(name: str) -> None:
    run_node(HERE / name)


@pytest.mark.parametrize("path", sources_of("flag_review"), ids=lambda path: path.name)
def test_a_module_of_the_page_reads_no_markup_and_speaks_from_its_tables(path: Path) -> None:
    check_source(path)
