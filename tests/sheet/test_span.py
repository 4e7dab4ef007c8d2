"""Words of a turn that a code is about."""

from __future__ import annotations

import pytest

from ipt_fidelity.errors import MarkError, SheetError
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.sheet import Mark, Span, fold
from ipt_fidelity.sheet.sheet_file import parse_sheet
from ipt_fidelity.sheet.span import check_span
from tests.widgets.made import RUBRIC, rubric, snapshot

WRITTEN = """format: ipt-sheet/1
sheet:
  session: case-90_session-05
  rater: KM
  rubric: oif
  version: 0.1.0
codings:
  - segment: g001
    primary: COM
    span: t0002:2-12
"""


def allowing() -> Rubric:
    text = RUBRIC.read_text(encoding="utf-8").replace(
        "  assign:\n", "  assign:\n    span: allowed\n"
    )
    return read(text, where=RUBRIC.name)


def mark(value: str | int | None, seq: int = 1) -> Mark:
    return Mark(client="p", seq=seq, target="segment:g001", field="span", value=value)


def test_a_span_is_read_and_written_alike() -> None:
    span = check_span("t0012:14-52", where="")
    assert span == Span(turn="t0012", first=14, end=52)
    assert str(span) == "t0012:14-52"
    assert check_span(None, where="") is None


@pytest.mark.parametrize("value", ["t0012", "t0012:14", "t0012:14-14", "t0012:52-14", 14, True])
def test_what_is_no_span_is_refused(value: object) -> None:
    with pytest.raises(MarkError, match="names a turn and characters"):
        check_span(value, where="mark p#1")


def test_the_fold_holds_the_last_span_and_none_after_it_was_taken_away() -> None:
    head = snapshot().head
    assert fold(head, [mark("t0001:0-4")]).codings["g001"].span == Span(
        turn="t0001", first=0, end=4
    )
    assert fold(head, [mark("t0001:0-4"), mark(None, 2)]).codings["g001"].span is None


def test_a_span_alone_makes_no_segment_read() -> None:
    assert fold(snapshot().head, [mark("t0001:0-4")]).codings["g001"].reading == "unread"


def test_a_rubric_marks_no_words_unless_it_says_so() -> None:
    assert rubric().assign.span == "none"
    assert allowing().assign.span == "allowed"


def test_a_sheet_file_brings_its_spans() -> None:
    written = parse_sheet(WRITTEN, rubric=allowing(), where="a.sheet.yaml")
    sheet = fold(snapshot().head, written.marks)
    assert sheet.codings["g001"].span == Span(turn="t0002", first=2, end=12)


def test_a_sheet_file_with_a_span_that_the_rubric_has_not_is_refused() -> None:
    with pytest.raises(SheetError, match="marks no words"):
        parse_sheet(WRITTEN, rubric=rubric(), where="a.sheet.yaml")
    with pytest.raises(SheetError, match="names a turn and characters"):
        parse_sheet(WRITTEN.replace("2-12", "12-2"), rubric=allowing(), where="a.sheet.yaml")
