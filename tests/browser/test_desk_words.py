"""Words marked within a turn, where the rubric allows it, and the overview beside the text."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser import desk
from tests.browser.jlab import Lab

MARKED = "() => [...CSS.highlights.get('ipt-fidelity-span')].map(range => range.toString())"
CHOSEN = "() => [...CSS.highlights.get('ipt-fidelity-span-here')].map(range => range.toString())"


def drawn(page: Page) -> list[int]:
    """How many dots of the overview are drawn in its two halves."""
    page.wait_for_timeout(200)
    counts = page.evaluate(
        """() => { const canvas = document.querySelector('.overview canvas');
          const half = (left, width) => [...canvas.getContext('2d')
            .getImageData(left, 0, width, canvas.height).data].filter((_, n) => n % 4 === 3)
            .filter(Boolean).length;
          return [half(2, 4), half(8, 4)]; }"""
    )
    return [int(count) for count in counts]


def test_words_are_chosen_by_key_and_marked_by_a_code(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=12, words=True)
    desk.press(page, *["Shift+ArrowRight"] * 3, "Control+Shift+ArrowRight")
    assert page.evaluate(CHOSEN) == ["has your"]
    desk.press(page, "c")
    assert page.evaluate(MARKED) == ["has your"]
    assert page.evaluate(CHOSEN) == []
    assert desk.said(page) == "g001: 2 words marked"
    desk.wait_saved(page)
    assert desk.entries(file)[-1] == ("segment:g001", "span", "t0001:4-12")
    lab.run_cell(0)
    page.wait_for_selector(desk.READY)
    page.wait_for_function("() => CSS.highlights.get('ipt-fidelity-span').size === 1")
    assert page.evaluate(MARKED) == ["has your"]


def test_marked_words_are_changed_taken_off_and_undone(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=12, words=True)
    desk.press(page, "c", "Shift+ArrowRight", "Enter", "k", "Shift+ArrowRight", "j", "k")
    assert page.evaluate(MARKED) == ["How has"]
    desk.press(page, "Shift+ArrowLeft", "Escape")
    assert page.evaluate(MARKED) == ["How has"]
    desk.press(page, "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter")
    assert page.evaluate(MARKED) == []
    desk.press(page, "Control+z")
    assert page.evaluate(MARKED) == ["How has"]
    desk.wait_saved(page)
    spans = [value for _, field, value in desk.entries(file) if field == "span"]
    assert spans == ["t0001:0-3", "t0001:0-7", None]


def test_a_selection_by_mouse_chooses_its_words(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12, words=True)
    box = page.locator("[data-segment=g001] .turn span >> nth=0").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 8)
    page.mouse.up()
    (chosen,) = page.evaluate(CHOSEN)
    assert chosen
    desk.press(page, "c")
    assert page.evaluate(MARKED) == [chosen]


def test_without_the_rubrics_leave_no_word_is_chosen(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=12)
    desk.press(page, "Shift+ArrowRight", "c", "?")
    assert "words of the code" not in page.inner_text("[role=dialog]")
    desk.press(page, "Escape")
    desk.wait_saved(page)
    assert [entry[1] for entry in desk.entries(file)] == ["primary"]


def test_the_overview_shows_what_is_coded_and_leads_there(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=120)
    on, off = drawn(page)
    desk.press(page, "c", "Enter", "Enter", "Enter")
    more, same = drawn(page)
    assert more > on
    desk.press(page, "q", "Enter", "Enter", "Enter")
    assert drawn(page)[1] > max(off, same)
    box = page.locator(".overview").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 7, box["y"] + box["height"] * 0.9)
    place = page.get_attribute("[role=option][aria-selected=true]", "data-place")
    last = page.locator("[role=option]").count() - 1
    assert 0.85 * last < int(place or 0) < 0.95 * last
    assert page.locator(".overview *").count() == 1


def test_what_may_stay_open_says_so(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12)
    desk.press(page, "q")
    told = page.locator(".fact .optional")
    assert told.all_inner_texts() == ["may stay open"]
    assert page.locator(".fact:has(.optional)").get_attribute("data-fact") == "departure"
