"""A mark is well formed, or it is refused with a mend."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from ipt_fidelity.errors import MarkError
from ipt_fidelity.sheet import Mark, check_mark, mark_hash
from ipt_fidelity.sheet.mark import LONGEST_CLIENT

GOOD = Mark(client="page", seq=1, target="segment:g001", field="primary", value="COM")


def test_a_good_mark_comes_back() -> None:
    assert check_mark(GOOD) is GOOD


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0},
        {"client": ""},
        {"client": "a#b"},
        {"client": "x" * (LONGEST_CLIENT + 1)},
        {"target": "segment"},
        {"target": "segment:"},
        {"target": "sheet:x", "field": "hand_in"},
        {"target": "paragraph:1"},
        {"field": "colour"},
        {"target": "item:A1", "field": "attr_link"},
        {"field": "secondary", "value": "COM"},
        {"target": "sheet", "field": "undo", "value": "7"},
        {"target": "sheet", "field": "undo", "value": None},
    ],
)
def test_what_is_not_well_formed_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(MarkError) as caught:
        check_mark(dataclasses.replace(GOOD, **change))
    assert caught.value.mend


def test_an_attribute_is_a_field_of_a_segment() -> None:
    mark = dataclasses.replace(GOOD, field="attr_link", value=2)
    assert check_mark(mark) is mark


def test_the_chain_changes_with_every_part_of_a_mark_and_with_what_was_before() -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    first = mark_hash(dataclasses.replace(GOOD, at=at), "")
    others = [
        mark_hash(dataclasses.replace(GOOD, at=at), first),
        mark_hash(dataclasses.replace(GOOD, at=at, value="DSP"), ""),
        mark_hash(dataclasses.replace(GOOD, at=at, seq=2), ""),
        mark_hash(dataclasses.replace(GOOD, at=at, client="other"), ""),
        mark_hash(dataclasses.replace(GOOD, at=None), ""),
    ]
    assert first not in others
    assert len(set(others)) == len(others)
