"""The desk on a laptop, in 4K, and from right to left; no part covers another."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page

from tests.browser import desk
from tests.browser.conftest import folder_of
from tests.browser.jlab import Lab
from tests.browser.test_desk_access import violations
from tests.browser.test_desk_sound import write_tones

PARTS = (".top", ".rail", ".text", ".facts", ".form", ".status")
SIZES = {"laptop": (1280, 800), "4K": (3840, 2160)}
BOXES = """parts => parts.map(part => {
  const { left, top, right, bottom } = document.querySelector(`.iptf-desk ${part}`)
    .getBoundingClientRect();
  return [left, top, right, bottom]; })"""


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Pairs of parts that lie over one another."""
    boxes = dict(zip(PARTS, page.evaluate(BOXES, arg=list(PARTS)), strict=True))
    return [
        (one, other)
        for one, other in itertools.combinations(PARTS, 2)
        if min(boxes[one][2], boxes[other][2]) - max(boxes[one][0], boxes[other][0]) > 1
        and min(boxes[one][3], boxes[other][3]) - max(boxes[one][1], boxes[other][1]) > 1
    ]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_part_lies_over_another_and_the_text_has_room(lab: Lab, size: tuple[int, int]) -> None:
    write_tones(folder_of(lab) / "tones.wav")
    before = lab.page.viewport_size
    assert before is not None
    lab.page.set_viewport_size({"width": size[0], "height": size[1]})
    page, _ = desk.show_fresh(lab, turns=90, sound="tones.wav", open_cut=True)
    desk.press(page, "x", "1", "Enter", "c")
    found = overlapping(page)
    text = page.evaluate("() => document.querySelector('.transcript').getBoundingClientRect()")
    fits = page.evaluate(
        "() => { const all = document.querySelector('.iptf-desk');"
        " return all.scrollHeight <= all.clientHeight + 1; }"
    )
    page.set_viewport_size(before)
    assert found == []
    assert fits
    assert text["height"] >= 150
    assert text["width"] >= 240


def test_axe_finds_nothing_while_the_cut_is_open_and_a_recording_is_there(lab: Lab) -> None:
    write_tones(folder_of(lab) / "tones.wav")
    page, _ = desk.show_fresh(lab, turns=30, sound="tones.wav", open_cut=True, words=True)
    desk.press(page, "j", ":", "Shift+ArrowRight")
    assert violations(page) == []
    assert page.get_attribute(".cut-bar", "role") == "toolbar"
    assert page.get_attribute(".sound-bar", "aria-label") == "Recording"


def test_from_right_to_left_keys_and_numbers_keep_their_order(lab: Lab) -> None:
    write_tones(folder_of(lab) / "tones.wav")
    page, _ = desk.show_fresh(lab, turns=12, spoken="he", sound="tones.wav")
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    order = page.evaluate(
        """() => { const range = document.createRange();
          const place = (node, at) => { range.setStart(node, at); range.setEnd(node, at + 1);
            return range.getBoundingClientRect().left; };
          const key = document.querySelector('.sound-back_far kbd').firstChild;
          const state = document.querySelector('.cut-state').firstChild;
          return [[key, key.length - 1], [state, 4]].map(([node, end]) =>
            place(node, 0) < place(node, end)); }"""
    )
    rail = page.locator(".rail").bounding_box()
    form = page.locator(".form").bounding_box()
    page.evaluate("() => { document.documentElement.dir = 'ltr'; }")
    assert order == [True, True]
    assert rail is not None
    assert form is not None
    assert rail["x"] > form["x"]
