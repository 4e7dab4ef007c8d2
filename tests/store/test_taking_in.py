"""Sheets that were filled in elsewhere are taken in whole, once, and told for what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.errors import NotAllowedError, SheetError, StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import SheetIdentity, Stage, parse_sheet
from ipt_fidelity.store import SheetKey, Study
from tests.store.scene import SESSION, coded, hand_in, opened, session, written

FILE = """
format: ipt-sheet/1
sheet:
  session: case-07_session-03
  rater: JD
  rubric: oif
  version: {version}
  made_by: simulated
  simulation: drawn with seed 3
  at: "2026-02-03T10:00:00+00:00"
codings:
  - {{segment: g001, primary: SYM, link: 1, memo: as I heard it}}
  - {{segment: {segment}}}
ratings:
  - {{item: A1, value: 3, evidence_for: [g001]}}
"""


def test_a_sheet_file_becomes_a_handed_in_sheet(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    text = FILE.format(segment="g002", version=oif.version)
    key = memory.take_in(parse_sheet(text, where="jd.sheet.yaml", rubric=oif), oif)
    sheet = memory.kept.sheet(key)
    assert key == SheetKey(session_id=SESSION, rater_id="JD", stage=Stage.INDEPENDENT)
    assert sheet.is_handed_in
    assert sheet.codings["g001"].memo == "as I heard it"
    assert sheet.ratings["A1"].value == 3
    assert memory.kept.verify() == ()


def test_a_simulated_sheet_is_marked_so(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    memory.take_in(written(oif, coded(1), made_by="simulated", simulation="seed 3"), oif)
    memory.take_in(written(oif, coded(1), rater="AB", made_by="simulated"), oif)
    memory.take_in(written(oif, coded(1), rater="CD", made_by="author"), oif)
    told = {head.rater_id: head.simulated for head in memory.kept.heads()}
    assert told == {"JD": "seed 3", "AB": "simulated", "CD": ""}


def test_taking_the_same_in_again_changes_nothing(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    sheet = written(oif, coded(1), hand_in(2))
    first = memory.take_in(sheet, oif)
    before = memory.kept.marks(first)
    assert memory.take_in(sheet, oif) == first
    assert memory.kept.marks(first) == before


def test_every_fault_is_told_with_its_line_and_nothing_is_kept(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    odd = written(oif, coded(1), coded(2, "g099"), coded(3, code="NOPE"), hand_in(4))
    with pytest.raises(SheetError) as caught:
        memory.take_in(odd, oif)
    assert [fault.where for fault in caught.value.faults] == [
        "jd.sheet.yaml, line 11",
        "jd.sheet.yaml, line 12",
    ]
    assert memory.kept.heads() == ()


def test_a_refused_sheet_does_not_lock_the_cut(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    with pytest.raises(SheetError):
        memory.take_in(written(oif, coded(1, "g099")), oif)
    memory.admit(*session(phase="middle"))


def test_a_segment_that_the_session_does_not_have_is_a_fault_of_the_file(
    memory: Study, oif: Rubric
) -> None:
    memory.admit(*session())
    text = FILE.format(segment="g044", version=oif.version)
    with pytest.raises(SheetError, match=r"jd\.sheet\.yaml, line 13") as caught:
        memory.take_in(parse_sheet(text, where="jd.sheet.yaml", rubric=oif), oif)
    assert "g001" in caught.value.mend


def test_an_unknown_session_is_a_fault_of_the_file(memory: Study, oif: Rubric) -> None:
    with pytest.raises(SheetError, match="there is no session"):
        memory.take_in(written(oif, coded(1)), oif)


def test_another_version_of_the_rubric_is_a_fault_of_the_file(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    sheet = written(oif, coded(1))
    facts = sheet.identity.model_dump() | {"version": "9.9.9"}
    with pytest.raises(SheetError, match=r"filled in under oif 9\.9\.9"):
        memory.take_in(replace(sheet, identity=SheetIdentity(**facts)), oif)


def test_a_file_that_was_edited_after_it_was_taken_in_is_refused(
    memory: Study, oif: Rubric
) -> None:
    memory.admit(*session())
    memory.take_in(written(oif, coded(1), hand_in(2)), oif)
    with pytest.raises(SheetError, match="kept already, with other content"):
        memory.take_in(written(oif, coded(1, code="AFF"), hand_in(2)), oif)
    with pytest.raises(NotAllowedError, match="handed in"):
        memory.take_in(written(oif, coded(1), hand_in(2), coded(3)), oif)


def test_a_file_does_not_pass_for_another_kind_of_rater(memory: Study, oif: Rubric) -> None:
    opened(memory, oif, "JD")
    with pytest.raises(StoreError, match="by a person"):
        memory.take_in(written(oif, coded(1), made_by="simulated"), oif)
