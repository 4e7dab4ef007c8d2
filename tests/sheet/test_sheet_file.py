"""A sheet file becomes marks, or every fault with its line."""

from __future__ import annotations

import pytest

from ipt_fidelity.errors import SheetError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Sheet, SheetHead, fold, parse_sheet

GOOD = """\
format: ipt-sheet/1
sheet: {session: s1, rater: KM, stage: independent, rubric: oif, version: 0.1.0}
codings:
  - {segment: g001, primary: COM, secondary: [LNK], link: 2, problem_area: [dispute], memo: why}
  - {segment: g002}
ratings:
  - {item: A1, value: 3, evidence_for: [g001]}
  - {item: A2, absence: not_codable}
  - {item: G5, value: [COM, LNK]}
omissions:
  - {code: REH, place: t0012}
  - {item: D1}
"""


def folded(text: str, oif: Rubric) -> Sheet:
    written = parse_sheet(text, where="s1.sheet.yaml", rubric=oif)
    head = SheetHead(
        session_id=written.identity.session,
        rater_id=written.identity.rater,
        rubric_id="oif",
        rubric_version="0.1.0",
        rubric_sha256="",
        segmentation_id="",
    )
    return fold(head, written.marks)


def test_every_entry_becomes_part_of_the_sheet_and_the_sheet_is_handed_in(oif: Rubric) -> None:
    sheet = folded(GOOD, oif)
    assert sheet.codings["g001"].primary == "COM"
    assert sheet.codings["g001"].secondary == ("LNK",)
    assert sheet.codings["g001"].attributes == {"link": 2, "problem_area": ("dispute",)}
    assert sheet.codings["g001"].memo == "why"
    assert sheet.codings["g002"].reading == "read"
    assert sheet.ratings["A1"].value == 3
    assert sheet.ratings["A1"].evidence_for == ("g001",)
    assert sheet.ratings["A2"].absence == "not_codable"
    assert sheet.ratings["G5"].value == ("COM", "LNK")
    assert sheet.omissions["REH"].place == "t0012"
    assert sheet.omissions["D1"].place is None
    assert sheet.is_handed_in


def test_each_mark_knows_its_line(oif: Rubric) -> None:
    written = parse_sheet(GOOD, where="s1.sheet.yaml", rubric=oif)
    lines = {
        (m.target, m.field): line for m, line in zip(written.marks, written.lines, strict=True)
    }
    assert lines["segment:g001", "primary"] == 4
    assert lines["item:A1", "value"] == 7


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("primary: COM", "primary: CON", 4, "there is no code 'CON'"),
        ("[LNK]", "[LNX]", 4, "there is no code 'LNX'"),
        ("[LNK]", "[LNK, AFF, EXR]", 4, "3 secondary codes are too many"),
        ("link: 2", "link: 7", 4, "attribute 'link' has no value 7"),
        ("link: 2", "lynk: 2", 4, "there is no attribute 'lynk'"),
        ("item: A1", "item: A9", 7, "there is no item 'A9'"),
        ("value: 3", "value: 5", 7, "5 lies outside the scale"),
        ("item: A2", "item: A1", 8, "'A1' stands twice"),
        ("segment: g002", "segment: g001", 5, "'g001' stands twice"),
        ("absence: not_codable", "absence: gone", 8, "absence"),
        (
            "value: 3,",
            "value: 3, absence: missing,",
            7,
            "needs a value or an absence, and not both",
        ),
        ("rater: KM", "ratr: KM", 2, "Did you mean 'rater'?"),
        ("version: 0.1.0", "version: 0.2.0", 2, "follows oif 0.2.0, not oif 0.1.0"),
        ("code: REH", "code: REX", 11, "there is no code 'REX'"),
        ("{item: D1}", "{item: D1, code: COM}", 12, "one code or one item"),
        ("format: ipt-sheet/1", "format: ipt-sheet/9", 1, "format"),
    ],
)
def test_a_fault_is_told_with_file_line_and_mend(
    oif: Rubric, old: str, new: str, line: int, told: str
) -> None:
    with pytest.raises(SheetError) as caught:
        parse_sheet(GOOD.replace(old, new), where="s1.sheet.yaml", rubric=oif)
    messages = [str(fault) for fault in caught.value.faults]
    assert any(told in m and f"s1.sheet.yaml, line {line}" in m for m in messages), messages
    assert all(fault.mend for fault in caught.value.faults)


def test_all_faults_come_at_once(oif: Rubric) -> None:
    broken = GOOD.replace("primary: COM", "primary: CON").replace("item: A1", "item: A9")
    with pytest.raises(SheetError) as caught:
        parse_sheet(broken, where="f", rubric=oif)
    assert len(caught.value.faults) == 2


def test_an_empty_file_is_refused(oif: Rubric) -> None:
    with pytest.raises(SheetError, match="f, line 1"):
        parse_sheet("", where="f", rubric=oif)
