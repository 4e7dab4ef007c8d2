"""The desk for every eye and hand: themes, screen readers, other scripts, touch, languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import desk
from tests.browser.conftest import OpenLab
from tests.browser.jlab import Lab

THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")


def violations(page: Page) -> list[tuple[str, str]]:
    """Everything that axe finds within the desk: the rule, and the first place."""
    found = Axe().run(page, context=".iptf-desk").response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found]


def wear(lab: Lab, theme: str) -> None:
    """Change the theme and wait until its style sheet, and no other, is in the page."""
    lab.command("apputils:change-theme", {"theme": theme})
    lab.page.wait_for_function(
        "theme => document.body.dataset.jpThemeName === theme"
        " && document.querySelectorAll('link[href*=\"/themes/\"]').length === 1",
        arg=theme,
    )


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_any_page_of_the_desk(lab: Lab, theme: str) -> None:
    wear(lab, theme)
    page, _ = desk.show_fresh(lab, turns=30)
    desk.press(page, "x", "1", "2", "u", "e", "Enter", "c", "s", "Enter", "Enter", "k", "k")
    desk.press(page, ";", "3", "j", "2")
    found = {"desk": violations(page)}
    desk.press(page, "Escape", "?")
    found["keys"] = violations(page)
    desk.press(page, "Escape", "!")
    found["omissions"] = violations(page)
    desk.press(page, "Escape", "Control+Enter")
    page.wait_for_selector(".page .gaps")
    found["before hand-in"] = violations(page)
    desk.press(page, "Escape", "m")
    found["memo"] = violations(page)
    desk.press(page, "Escape")
    wear(lab, THEMES[0])
    assert found == {name: [] for name in found}


def test_on_model_and_off_model_differ_by_sign_and_place_too(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=30)
    desk.press(page, "c", "Enter", "q", "Enter", "h", "1")
    signs = [desk.margin(page, f"g00{n}")[0] for n in (1, 2, 3)]
    assert signs == ["●", "▲", "○"]
    places = [page.locator(f"[data-segment=g00{n}] .chip").bounding_box() for n in (1, 2)]
    assert places[0] is not None
    assert places[1] is not None
    assert places[1]["x"] > places[0]["x"] + 5


def test_what_was_done_last_is_spoken(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=30)
    desk.press(page, "c")
    live = page.locator(".iptf-desk [aria-live=polite]")
    assert live.inner_text() == "g001: Communication analysis"
    listbox = page.locator("[role=listbox]")
    active = listbox.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-posinset") == "1"


def test_the_screen_speaks_german(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=30, language="de")
    desk.press(page, "Enter")
    assert desk.said(page) == "g001: gelesen, nichts zu kodieren"
    assert "gelesen 1 von" in desk.status(page)
    desk.press(page, "?")
    assert page.get_attribute("[role=dialog]", "aria-label") == "Alle Tasten"
    desk.press(page, "Escape")


def test_hebrew_turns_run_from_right_to_left(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12, spoken="he")
    direction = "span => getComputedStyle(span).direction"
    assert page.locator(".turn span").nth(1).evaluate(direction) == "rtl"
    desk.press(page, "c")
    assert desk.margin(page, "g001") == "● COM"


def test_a_keyboard_with_another_alphabet_codes_by_place(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12)
    page.evaluate(
        """() => document.querySelector('.iptf-desk .transcript').dispatchEvent(
          new KeyboardEvent('keydown', { key: '\\u0441', code: 'KeyC', bubbles: true }))"""
    )
    assert desk.margin(page, "g001") == "● COM"


def test_everything_can_be_done_by_touch(open_lab: OpenLab) -> None:
    lab = open_lab(
        desk.cell(turns=30), viewport={"width": 1024, "height": 768}, has_touch=True, is_mobile=True
    )
    page = desk.show(lab)
    page.tap("[data-segment=g002]")
    page.tap(".code[data-code=COM]")
    assert desk.margin(page, "g002") == "● COM"
    page.tap(".item-head >> nth=1")
    page.tap(".item.open .choice >> nth=2")
    assert page.get_attribute(".item >> nth=1", "data-answer") == "answered"
    heights = page.locator(".iptf-desk button:visible").evaluate_all(
        "all => all.map(button => button.getBoundingClientRect().height)"
    )
    assert min(heights) >= 43
