"""A practice file is read with its roles, and its faults are told without its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.practice import PracticeError, parse_practice
from tests.widgets.practice.practice_made import TEXT, WORD

SHIPPED = Path(__file__).resolve().parents[3] / "sample_transcripts/practice/practice-1.yaml"


def test_a_turn_has_the_role_of_its_letter_and_keeps_its_colons(oif: Rubric) -> None:
    held = parse_practice(TEXT, where="small.yaml", rubric=oif)
    assert held.passages[0].turns == (
        ("therapist", f"A {WORD} said so."),
        ("client", "It did: twice."),
    )
    assert WORD not in repr(held)


def test_the_shipped_practice_file_is_read_whole(oif: Rubric) -> None:
    held = parse_practice(SHIPPED.read_text(encoding="utf-8"), where="x", rubric=oif)
    assert (held.id, len(held.passages)) == ("practice-1", 62)
    assert all(one.reason and one.mistaken_for for one in held.passages)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("answer: COM", "answer: COX", "no code 'COX'"),
        ("mistaken_for: DSP", "mistaken_for: DXP", "no code 'DXP'"),
        ("id: p2", "id: p1", "the id stands twice"),
        ("rubric: oif", "rubric: other", "coded under 'other'"),
        ('"T: And then?"', f'"{WORD} And then?"', "does not say who speaks"),
        ("    reason: ", "    raeson: ", "raeson"),
        ("format: ipt-practice/1", "format: ipt-practice/2", "format"),
    ],
)
def test_a_fault_is_told_with_its_place(oif: Rubric, was: str, becomes: str, told: str) -> None:
    assert was in TEXT
    with pytest.raises(PracticeError, match=told) as refused:
        parse_practice(TEXT.replace(was, becomes, 1), where="small.yaml", rubric=oif)
    assert "small.yaml" in str(refused.value)
    assert WORD not in str(refused.value)
