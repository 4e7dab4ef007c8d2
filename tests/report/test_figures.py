from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from ipt_fidelity.report.figures import agreement_table, draw_forest, draw_scores, draw_timeline
from tests.report.by_hand import ADHERENCE, FEEDBACK, RUBRIC, SESSION, SHEET, UNIT

NOT_SCORABLE = replace(SHEET, session_id="s2", scores=(replace(ADHERENCE, value=None),))


def test_a_figure_is_the_same_for_the_same_facts() -> None:
    assert draw_forest([UNIT, SESSION], name="a") == draw_forest([UNIT, SESSION], name="a")


def test_a_figure_is_the_same_in_another_run() -> None:
    code = (
        "from ipt_fidelity.report.figures import draw_timeline;"
        "from tests.report.by_hand import FEEDBACK;"
        "print(draw_timeline(FEEDBACK.passages, FEEDBACK.flags, name='t').svg)"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = draw_timeline(FEEDBACK.passages, FEEDBACK.flags, name="t").svg
    assert there.stdout.strip() == here


def test_a_figure_is_well_formed_and_has_no_date_script_or_foreign_style() -> None:
    svg = draw_forest([UNIT, SESSION], name="a", target=0.67).svg
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}  # noqa: S314 - our own text
    assert not tags & {"script", "style", "metadata", "image", "date"}


def test_colours_come_from_the_page() -> None:
    svg = draw_timeline(FEEDBACK.passages, FEEDBACK.flags, name="t").svg
    assert "var(--off)" in svg
    assert re.findall(r"#[0-9a-f]{6}\b", svg) == []


def test_each_status_has_a_lane_of_its_own() -> None:
    svg = draw_timeline(FEEDBACK.passages, FEEDBACK.flags, name="t").svg
    assert {"on-model", "off-model", "flag (rank)"} <= set(re.findall(r">([^<>]+)</text>", svg))


def test_text_stays_text() -> None:
    assert "COM Communication analysis" in draw_forest([UNIT], name="a").svg


def test_the_table_beside_a_forest_holds_its_numbers() -> None:
    row = draw_forest([UNIT, SESSION], name="a").table.rows[0]
    assert row == (
        "COM Communication analysis", "0.71 [0.62, 0.79]", "120", "undefined", "8", "44", "2",
        "sessions: no variation",
    )  # fmt: skip


def test_a_level_that_was_not_compared_has_no_column() -> None:
    assert draw_forest([UNIT], name="a").table.columns == (
        "what", "units [interval]", "n", "positive", "raters", "to know",
    )  # fmt: skip


def test_notes_are_named_in_short_and_told_in_full() -> None:
    noted = replace(UNIT, note="few_clusters: 8 of them. too_few: 6, 20 wanted.")
    assert draw_forest([noted], name="a").table.rows[0][-1] == "units: few clusters, too few"
    assert agreement_table([noted]).rows[0][-1] == "few_clusters: 8 of them. too_few: 6, 20 wanted"


def test_the_table_of_every_coefficient_says_undefined_and_why() -> None:
    row = agreement_table([SESSION]).rows[0]
    assert row[3] == "undefined"
    assert row[-1] == "no variation"


def test_a_value_without_interval_says_so() -> None:
    assert agreement_table([replace(UNIT, low=None, high=None)]).rows[0][3] == "0.71 (no interval)"


def test_the_table_beside_the_timeline_holds_turns_and_statuses() -> None:
    table = draw_timeline(FEEDBACK.passages, FEEDBACK.flags, name="t").table
    dash = "\N{EN DASH}"
    assert table.rows[1] == ("g002", f"9{dash}9", dash, "off-model", "COG Cognitive", "", "1")


def test_the_alternative_text_names_counts_and_cut_offs() -> None:
    drawn = draw_scores([SHEET, NOT_SCORABLE], "adherence", RUBRIC.thresholds, name="s")
    assert drawn.alternative == (
        "Adherence of 2 sheets, 1 not scorable. Values from 62.5 to 62.5. "
        "Cut-offs: adherent 62.5 (provisional). The numbers stand in the table below."
    )


def test_a_score_that_is_missing_is_told_in_the_table() -> None:
    drawn = draw_scores([SHEET, NOT_SCORABLE], "adherence", RUBRIC.thresholds, name="s")
    assert [row[-1] for row in drawn.table.rows] == ["62.5", "not scorable"]


@pytest.mark.parametrize("label", ["$\\frac$", "_hidden", "</svg><script>", "面接", ""])
def test_any_label_can_be_drawn(label: str) -> None:
    svg = draw_forest([replace(UNIT, what="x", label=label, kind="family")], name="a").svg
    ET.fromstring(svg)  # noqa: S314 - our own text
    assert "<script" not in svg


def test_importing_the_room_does_not_load_matplotlib() -> None:
    code = "import sys, ipt_fidelity.report; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_drawing_leaves_no_style_behind() -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only here

    before = dict(mpl.rcParams)
    draw_forest([UNIT], name="a")
    assert dict(mpl.rcParams) == before
