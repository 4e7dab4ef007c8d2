"""Segments in the desk, before the lock: by key, by mouse, and what the screen says."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import desk
from tests.browser.jlab import Lab

KEPT = ".cut-state[data-kept=kept]"


def bounds(page: Page) -> list[int]:
    """Number of the first turn of each segment on the screen."""
    numbers = page.locator(".segment").evaluate_all(
        "all => all.map(row => Number(row.querySelector('b').dataset.n))"
    )
    return [int(number) for number in numbers]


def kept(file: Path) -> dict[str, object]:
    """The cut in its file."""
    told = json.loads(file.with_suffix(".cut").read_text(encoding="utf-8"))
    return {"firsts": [int(turn[1:]) for turn in told["firsts"]], "locked": told["locked"]}


def current(page: Page) -> str:
    """The segment at which the rater is."""
    return page.get_attribute("[role=option][aria-selected=true]", "data-segment") or ""


def test_segments_are_moved_split_and_joined_by_key_and_the_first_mark_locks(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=12, open_cut=True)
    start = bounds(page)
    assert f"□ {len(start)} segments · open" in page.inner_text(".cut-state")
    desk.press(page, "Shift+ArrowDown")
    assert bounds(page) == [start[0], start[1] + 1, *start[2:]]
    desk.press(page, "Shift+ArrowUp", "Shift+ArrowUp")
    assert bounds(page) == [start[0], start[1] - 1, *start[2:]]
    assert desk.said(page) == f"g001: turns 1 to {start[1] - 2}"
    desk.press(page, "Control+z", "Control+z", "Control+z")
    assert bounds(page) == start
    desk.press(page, "j", "+")
    assert bounds(page) == [*start[:2], *start[3:]]
    assert current(page) == "g002"
    desk.press(page, ":")
    assert len(bounds(page)) == len(start)
    page.wait_for_selector(KEPT)
    assert kept(file) == {"firsts": bounds(page), "locked": False}
    shown = bounds(page)
    desk.press(page, "c")
    assert desk.margin(page, "g002") == "● COM"
    assert f"■ {len(start)} segments · locked" in page.inner_text(".cut-state")
    desk.wait_saved(page)
    assert kept(file) == {"firsts": shown, "locked": True}
    desk.press(page, "Shift+ArrowDown", "+", ":")
    assert bounds(page) == shown
    assert [entry[:2] for entry in desk.entries(file)] == [("segment:g002", "primary")]


def test_the_number_of_a_turn_begins_and_ends_a_segment_by_mouse(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=12, open_cut=True, at_most=6)
    start = bounds(page)
    page.click(".turn > b[data-n='3']")
    assert bounds(page) == sorted([*start, 3])
    page.click(".turn > b[data-n='3']")
    assert bounds(page) == start
    page.click(".cut-split")
    page.click(".cut-lock")
    assert page.get_attribute(".iptf-desk", "data-cut") == "locked"
    assert not page.is_visible(".cut-bar")
    desk.wait_saved(page)
    assert kept(file) == {"firsts": bounds(page), "locked": True}


def test_an_open_cut_is_found_again_and_a_locked_one_stays_locked(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12, open_cut=True)
    desk.press(page, "+", "+")
    page.wait_for_selector(KEPT)
    shown = bounds(page)
    lab.run_cell(0)
    page.wait_for_selector(f"{desk.READY}[data-cut=open]")
    assert bounds(page) == shown
    page.click(".iptf-desk .segment >> nth=0")
    desk.press(page, "=")
    desk.wait_saved(page)
    lab.run_cell(0)
    page.wait_for_selector(f"{desk.READY}[data-cut=locked]")
    assert bounds(page) == shown


def test_the_keys_of_segments_are_told_while_they_hold(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12, open_cut=True)
    desk.press(page, "?")
    assert "split in the middle" in page.inner_text("[role=dialog]")
    desk.press(page, "Escape", "=", "?")
    assert "split in the middle" not in page.inner_text("[role=dialog]")
    desk.press(page, "Escape")
