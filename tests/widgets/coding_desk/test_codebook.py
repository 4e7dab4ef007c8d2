from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.sheet import Mark
from ipt_fidelity.widgets.coding_desk.codebook import Page, codebook_of, page_of
from ipt_fidelity.widgets.talking import Json
from tests.widgets.made import rubric, snapshot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def named(page: Page, part: str, name: str) -> dict[str, Json]:
    listed = page[part]
    assert isinstance(listed, list)
    return next(one for one in listed if isinstance(one, dict) and one["id"] == name)


def test_marks_travel_in_the_order_of_their_commit() -> None:
    late = Mark(client="a", seq=1, target="sheet", field="place", value="segment:g001", at=NOON)
    early = Mark(
        client="b",
        seq=1,
        target="segment:g001",
        field="secondary",
        value=("COM",),
        at=NOON - timedelta(minutes=1),
    )
    assert page_of(snapshot([late, early]))["marks"] == [
        ["b", 1, "segment:g001", "secondary", ["COM"]],
        ["a", 1, "sheet", "place", "segment:g001"],
    ]


def test_a_page_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(page_of(snapshot()))) == page_of(snapshot())


def test_a_form_holds_the_items_of_its_phase() -> None:
    items = codebook_of(rubric(), Circumstances(phase="ending"))["items"]
    assert isinstance(items, list)
    ids = [one["id"] for one in items if isinstance(one, dict)]
    assert "D1" in ids
    assert "B1" not in ids


def test_a_condition_travels_as_a_tree() -> None:
    book = codebook_of(rubric(), Circumstances(phase="middle"))
    assert named(book, "items", "C1g")["applies_if"] == ["==", ["name", "C0"], ["value", "grief"]]
    assert named(book, "items", "A1")["applies_if"] is None


def test_a_value_that_needs_a_variant_is_offered_in_that_variant_only() -> None:
    plain = codebook_of(rubric(), Circumstances(phase="middle"))
    varied = codebook_of(rubric(), Circumstances(phase="middle", variants=("ipsrt",)))
    assert "healthy_self_lost" not in str(named(plain, "attributes", "problem_area")["values"])
    assert "healthy_self_lost" in str(named(varied, "attributes", "problem_area")["values"])


def test_codes_say_where_they_are_expected() -> None:
    book = codebook_of(rubric(), Circumstances(phase="middle"))
    assert named(book, "codes", "COM")["expected"] is True
    assert named(book, "codes", "END")["expected"] is False
