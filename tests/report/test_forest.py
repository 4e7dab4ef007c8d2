from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import openpyxl
import pandas as pd
import pytest

from ipt_fidelity import agreement, report
from ipt_fidelity.agreement import Interval
from ipt_fidelity.errors import FrameError, UnknownNameError
from ipt_fidelity.frames import AGREEMENT
from ipt_fidelity.report.exporting import printed
from ipt_fidelity.report.forest import draw_agreement

RATINGS = [
    [1, 1, None],
    [2, 2, 3],
    [3, 3, 3],
    [3, 3, 3],
    [2, 2, 2],
    [1, 2, 3],
    [4, 4, 4],
    [1, 1, 2],
]


def table(*, level: str = "ordinal") -> pd.DataFrame:
    return agreement.ratings_agreement(RATINGS, level=level, interval=Interval(seed=1))


def undefined() -> pd.DataFrame:
    return agreement.ratings_agreement([[1, 1], [1, 1]], level="ordinal", interval=Interval(seed=1))


def test_a_table_of_ratings_becomes_a_forest_without_a_study() -> None:
    page = report.forest(table(), title="Pilot", target=0.7)
    assert "<svg" in page.html
    assert page._repr_html_()
    assert "declared target 0.7" in page.html
    assert "Krippendorff (2011)" in page.html
    assert not page.holds_words


def test_every_coefficient_has_a_row_with_its_numbers() -> None:
    frame = table()
    svg = draw_agreement(frame).svg
    texts = re.findall(r">([^<>]+)</text>", svg)
    row = frame.iloc[0]
    assert f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]" in texts
    assert "Krippendorff's alpha (ordinal)" in texts
    assert "ICC(A,1)" in texts


def test_an_undefined_coefficient_shows_its_reason() -> None:
    svg = draw_agreement(undefined()).svg
    assert "undefined (no variation)" in svg


def test_a_forest_is_the_same_for_the_same_table() -> None:
    assert draw_agreement(table()) == draw_agreement(table())


def test_the_ruler_reaches_below_zero_and_above_one_where_values_do() -> None:
    frame = table().assign(value=[-0.9, 0.5, 0.5, 3.0], low=[-1.0, 0.4, 0.4, 2.0])
    texts = re.findall(r">([^<>]+)</text>", draw_agreement(frame.assign(high=4.0)).svg)
    assert {"\N{MINUS SIGN}1", "4"} <= {text.removesuffix(".0") for text in texts}


def test_what_and_level_are_named_only_where_they_differ() -> None:
    one = table()
    both = pd.concat([one, one.assign(what="empathy", level="session")], ignore_index=True)
    names = [row[0] for row in draw_agreement(both).table.rows]
    assert names[0] == "ratings: Krippendorff's alpha (ordinal), units"
    assert names[4] == "empathy: Krippendorff's alpha (ordinal), sessions"
    assert draw_agreement(one).table.rows[0][0] == "Krippendorff's alpha (ordinal)"


def test_the_figure_for_a_paper_stands_alone() -> None:
    svg = report.forest_svg(table())
    root = ET.fromstring(svg.split("\n", 1)[1])  # noqa: S314 - our own text
    assert root.attrib["width"] == "7.2in"
    assert "var(" not in svg


def test_a_frame_of_another_shape_is_refused() -> None:
    with pytest.raises(FrameError, match="AGREEMENT"):
        report.forest(pd.DataFrame({"value": [1.0]}))


def test_markdown_holds_values_intervals_and_notes_by_letter() -> None:
    frame = table()
    text = report.agreement_text(frame, form="markdown")
    row = frame.iloc[0]
    assert f"| {row['value']:.3f} | [{row['low']:.3f}, {row['high']:.3f}] |" in text
    assert "95 % CI" in text
    assert "<sup>a</sup> Interval: jackknife" in text
    assert text.rstrip().endswith(".")


def test_latex_escapes_what_it_must_and_closes_what_it_opens() -> None:
    frame = table().assign(what="50% & more_{x}^~\\")
    text = report.agreement_text(frame, form="latex")
    assert r"50\% \& more \{x\}\textasciicircum{}\textasciitilde{}\textbackslash{}" in text
    assert text.count(r"\begin{") == text.count(r"\end{") == 2
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
    assert {line.count(" & ") for line in body} == {4}


def test_csv_gives_every_column_unrounded() -> None:
    frame = table()
    back = pd.read_csv(io.StringIO(report.agreement_text(frame, form="csv")))
    assert tuple(back.columns) == AGREEMENT.names
    assert np.array_equal(back["value"], frame["value"])


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="latex"):
        report.agreement_text(table(), form="latx")


def test_an_undefined_value_is_printed_with_its_reason() -> None:
    text = report.agreement_text(undefined(), form="markdown")
    assert "undefined" in text
    assert "Undefined: no variation." in text


def test_columns_that_say_nothing_are_left_out() -> None:
    assert "clusters (n)" not in printed(table()).heads
    assert "prevalence (share)" not in printed(table()).heads
    assert "prevalence (share)" in printed(table(level="nominal")).heads


def test_the_workbook_has_the_table_every_column_and_their_meaning() -> None:
    frame = table().assign(what="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(report.agreement_workbook(frame)))
    assert book.sheetnames == ["table", "every column", "columns"]
    every = book["every column"]
    assert [cell.value for cell in every[1]] == list(AGREEMENT.names)
    assert every["E2"].value == frame["value"].iloc[0]
    assert {cell.data_type for cell in every["A"][1:]} == {"s"}
    meanings = {row[0].value: row[1].value for row in book["columns"].iter_rows(min_row=2)}
    assert meanings["n_units"] == "Units with at least two raters."
