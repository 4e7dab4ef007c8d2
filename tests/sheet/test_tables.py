"""Sheets as frames: a row for every unit, statuses resolved, absences named."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ipt_fidelity.frames import CODINGS, OMISSIONS, RATINGS, check
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.sheet import (
    Mark,
    Sheet,
    SheetHead,
    Value,
    codings_frame,
    fold,
    omissions_frame,
    ratings_frame,
)

ABOUT = {"s1": Circumstances(phase="middle")}
SEGMENTS = {"s1": {"g001": 40, "g002": 10, "g003": 25}}


def sheet(rater: str, entries: Sequence[tuple[str, str, Value]]) -> Sheet:
    head = SheetHead(
        session_id="s1",
        rater_id=rater,
        rubric_id="oif",
        rubric_version="0.1.0",
        rubric_sha256="",
        segmentation_id="",
    )
    marks = [
        Mark(client="p", seq=n, target=target, field=field, value=value)
        for n, (target, field, value) in enumerate(entries, 1)
    ]
    return fold(head, marks)


ONE = sheet(
    "KM",
    [
        ("segment:g001", "primary", "COM"),
        ("segment:g001", "secondary", ("LNK",)),
        ("segment:g001", "attr_problem_area", ("dispute", "transition")),
        ("segment:g002", "primary", "PST"),
        ("segment:g003", "reading", "read"),
        ("item:A1", "value", 3),
        ("item:A2", "absence", "not_codable"),
        ("item:C4g", "value", 0),
        ("code:REH", "omission", "t0003"),
    ],
)


def test_codings_hold_a_row_for_every_segment_of_every_sheet(oif: Rubric) -> None:
    frame = codings_frame(oif, [ONE, sheet("JD", [])], circumstances=ABOUT, segments=SEGMENTS)
    check(frame, CODINGS)
    assert len(frame) == 6
    assert frame.loc[frame["rater_id"] == "JD", "reading"].tolist() == ["unread"] * 3


def test_codings_carry_resolved_status_secondaries_attributes_and_words(oif: Rubric) -> None:
    frame = codings_frame(oif, [ONE], circumstances=ABOUT, segments=SEGMENTS).set_index("segment")
    assert frame["status"].tolist() == ["on_model", "off_model", None]
    assert frame.loc["g001", "secondary_1"] == "LNK"
    assert frame.loc["g001", "secondary_2"] is None
    assert frame.loc["g001", "attr_problem_area"] == "dispute transition"
    assert frame["therapist_words"].tolist() == [40, 10, 25]
    assert frame["reading"].tolist() == ["coded", "coded", "read"]


def test_ratings_hold_every_item_of_the_form_with_value_or_absence(oif: Rubric) -> None:
    frame = ratings_frame(oif, [ONE], circumstances=ABOUT)
    check(frame, RATINGS)
    by_item = frame.set_index("item_id")
    assert by_item.loc["A1", "value"] == 3
    assert by_item.loc["A1", "label"] == "full"
    assert by_item.loc["A2", "absence"] == "not_codable"
    assert by_item.loc["C4", "absence"] == "no_opportunity"
    assert by_item.loc["X1", "absence"] == "missing"
    assert (by_item["value"].isna() == by_item["absence"].notna()).all()


def test_omissions_hold_what_did_not_come_and_where(oif: Rubric) -> None:
    frame = omissions_frame([ONE], circumstances=ABOUT)
    check(frame, OMISSIONS)
    assert frame[["what", "place", "phase"]].to_numpy().tolist() == [["REH", "t0003", "middle"]]
    assert oif.code("REH").id == "REH"


def test_no_sheets_give_empty_frames_of_the_shape(oif: Rubric) -> None:
    for frame, shape in (
        (codings_frame(oif, [], circumstances={}, segments={}), CODINGS),
        (ratings_frame(oif, [], circumstances={}), RATINGS),
        (omissions_frame([], circumstances={}), OMISSIONS),
    ):
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == list(shape.names)
        assert check(frame, shape) is frame
