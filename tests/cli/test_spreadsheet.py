from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity.cli.spreadsheet import show_ratings_agreement
from ipt_fidelity.errors import FidelityError, FrameError, UnknownNameError

TABLE = "unit,A,B\n1,1,1\n2,2,3\n3,3,3\n4,2,2\n5,1,1\n"


def written(into: Path, *, table: str = TABLE, level: str = "ordinal") -> Path:
    path = into.parent / "ratings.csv"
    path.write_text(table, encoding="utf-8")
    show_ratings_agreement(path, level=level, categories=None, seed=1, into=into)
    return into


@pytest.mark.parametrize(
    ("end", "begins"),
    [
        (".csv", b"what,level"),
        (".md", b"**Agreement"),
        (".tex", b"\\begin{table}"),
        (".xlsx", b"PK"),
        (".html", b"<!doctype html>"),
        (".svg", b"<?xml"),
    ],
)
def test_the_end_of_the_name_says_in_which_form_a_result_is_written(
    end: str, begins: bytes, tmp_path: Path
) -> None:
    assert written(tmp_path / f"out{end}").read_bytes().startswith(begins)


def test_an_unknown_form_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"\.pdf"):
        written(tmp_path / "out.pdf")


def test_the_ratings_are_never_replaced_by_the_result(tmp_path: Path) -> None:
    with pytest.raises(FrameError, match="replace the ratings"):
        written(tmp_path / "ratings.csv")
    assert (tmp_path / "ratings.csv").read_text(encoding="utf-8") == TABLE


@pytest.mark.parametrize("end", [".csv", ".xlsx"])
def test_a_folder_that_is_not_there_is_refused(end: str, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(TABLE, encoding="utf-8")
    into = tmp_path / "nowhere" / f"out{end}"
    with pytest.raises(FidelityError, match="cannot be written"):
        show_ratings_agreement(
            tmp_path / "ratings.csv", level="ordinal", categories=None, seed=1, into=into
        )


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FrameError, match="two columns are called 'A'"):
        written(tmp_path / "out.csv", table="unit,A,A\n1,1,1\n2,2,1\n")
