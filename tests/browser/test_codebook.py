"""The codebook in JupyterLab, in real Chromium, by keyboard, for the eye, and for print."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import ROOT, Lab

RUBRICS = ROOT / "rubrics"
READY = ".iptf-book[data-ready='1']"
SAID = "Therapist slows one real conversation down"
WORD = "kingfisher"
PACK = f"""format: ipt-rubric-pack/1
of: {{id: example-licensed, version: 1.0.0}}
texts:
  item_01: {{text: "{WORD}"}}
"""


def cell(path: object = RUBRICS / "oif-0.1.0.yaml", more: str = "") -> str:
    """Source of a cell that opens the codebook of a rubric."""
    return (
        "from ipt_fidelity.files import read_rubric\n"
        "from ipt_fidelity.widgets import CodebookView\n"
        f"CodebookView(read_rubric({str(path)!r}){more})"
    )


def show(lab: Lab, more: str = "") -> Page:
    """Open the codebook in a notebook that is there, with the focus on its contents."""
    lab.rewrite(0, cell(more=more))
    lab.run_cell(0)
    lab.page.wait_for_selector(READY)
    lab.page.locator(".iptf-book .index").focus()
    return lab.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def here(page: Page) -> str | None:
    """The current entry."""
    current = page.locator(".iptf-book [role=option][aria-selected=true]")
    assert current.count() == 1
    return current.get_attribute("data-target")


def focused(page: Page) -> str:
    told = page.evaluate(
        "() => document.activeElement.dataset.target || document.activeElement.className"
    )
    return str(told)


def test_a_rater_finds_reads_and_follows_by_keyboard(lab: Lab) -> None:
    page = show(lab)
    assert here(page) == "rules:choosing"
    press(page, "j", "j", "k")
    assert here(page) == "code:SYM"
    press(page, "/")
    page.keyboard.type("slows one real conversation")
    assert page.inner_text(".iptf-book .found").startswith("1 of ")
    press(page, "Enter", "Enter")
    assert (here(page), focused(page)) == ("code:COM", "code:COM")
    assert SAID in page.inner_text(".iptf-book .entry.here")

    page.locator(".iptf-book .entry.here .near-miss .link").focus()
    press(page, "Enter")
    assert (here(page), focused(page)) == ("code:COG", "code:COG")
    top = "() => document.querySelector('.iptf-book .entry.here').getBoundingClientRect().top"
    pane = "() => document.querySelector('.iptf-book .text').getBoundingClientRect().top"
    assert abs(page.evaluate(top) - page.evaluate(pane)) < 40
    press(page, "Backspace")
    assert here(page) == "code:COM"
    press(page, "j")
    assert focused(page) == "code:OPT"
    press(page, "Escape")
    assert focused(page) == "index"


def test_status_is_told_by_shape_and_by_word(lab: Lab) -> None:
    page = show(lab)
    signs = {
        code: page.inner_text(f".iptf-book [data-target='code:{code}'].row .glyph")
        for code in ("COM", "FAC", "COG", "UNC")
    }
    assert signs == {"COM": "●", "FAC": "○", "COG": "▲", "UNC": "□"}
    assert "○ neutral" in page.inner_text(".iptf-book article[data-target='code:FAC']")


def test_a_phase_leaves_its_items_and_says_how_codes_stand_in_it(lab: Lab) -> None:
    page = show(lab, ", phase='ending'")
    assert page.locator(".iptf-book [data-target='item:D1'].row").count() == 1
    assert page.locator(".iptf-book [data-target='item:B1'].row").count() == 0
    assert "ending: odd" in page.inner_text(".iptf-book article[data-target='code:COG']")
    page.select_option(".iptf-book select", "initial")
    assert page.locator(".iptf-book [data-target='item:B1'].row").count() == 1
    assert "No link made or taken up" in page.inner_text("article[data-target='item:A2']")


def test_no_key_reaches_the_notebook(lab: Lab) -> None:
    page = show(lab)
    before = lab.cells()
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    place = page.evaluate(active)
    focusable = (".index", ".text", "input", "select", ".print", ".link >> nth=0")
    for selector in focusable:
        for key in ("x", "m", "d", "d", "a", "b", "y", "j", "k", "z", "Shift+Enter", "ArrowDown"):
            page.locator(f".iptf-book {selector}").focus()
            page.keyboard.press(key)
        page.fill(".iptf-book input", "")
        page.select_option(".iptf-book select", "")
    assert lab.cells() == before
    assert page.evaluate(active) == place


def test_escape_gives_the_keys_back(open_lab: OpenLab) -> None:
    lab = open_lab("", "1 + 1")
    page = show(lab)
    press(page, "Escape", "b")
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets.length === 3"
    )


def test_a_saved_notebook_holds_no_word_of_the_rubric(lab: Lab) -> None:
    page = show(lab)
    assert SAID in page.inner_text(".iptf-book .text")
    saved = lab.save()
    assert SAID not in saved
    assert "Codebook of oif 0.1.0: 27 codes" in saved


def test_licensed_words_show_only_where_their_pack_is(open_lab: OpenLab) -> None:
    lab = open_lab("", "")
    name = "example-licensed-1.0.0.yaml"
    folder = folder_of(lab)
    shutil.copy(RUBRICS / name, folder / name)
    lab.rewrite(0, cell(folder / name))
    lab.run_cell(0)
    page = lab.page
    page.wait_for_selector(READY)
    assert page.locator(".iptf-book .kept").count() == 1
    assert "item_01" in page.inner_text(".iptf-book .text")

    (folder / "private").mkdir()
    (folder / "private" / "example-licensed.en.yaml").write_text(PACK, encoding="utf-8")
    lab.rewrite(0, cell(folder / name))
    lab.run_cell(0)
    page.wait_for_function(
        f"() => document.querySelector('.iptf-book .text')?.innerText.includes('{WORD}')"
    )
    assert page.locator(".iptf-book .kept").count() == 0
    assert WORD not in lab.save()


def test_print_holds_every_entry_and_nothing_else(lab: Lab) -> None:
    page = show(lab)
    entries = page.locator(".iptf-book article").count()
    page.evaluate("() => { window.print = () => {}; }")
    page.click(".iptf-book .print")
    frame = page.locator(".iptf-book-print").element_handle().content_frame()
    assert frame is not None
    assert frame.locator("article").count() == entries
    page.emulate_media(media="print")
    shown = frame.evaluate(
        """() => ({ index: getComputedStyle(document.querySelector('.index')).display,
          head: getComputedStyle(document.querySelector('.head input')).display,
          text: getComputedStyle(document.querySelector('.text')).overflow,
          ink: getComputedStyle(document.querySelector('.iptf-book')).color })"""
    )
    page.emulate_media(media="screen")
    assert shown == {"index": "none", "head": "none", "text": "visible", "ink": "rgb(0, 0, 0)"}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, theme: str) -> None:
    lab.command("apputils:change-theme", {"theme": theme})
    page = show(lab)
    press(page, "j", "j")
    found = Axe().run(page, context=".iptf-book").response["violations"]
    lab.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    assert [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found] == []


def test_the_screen_speaks_german_and_the_rubric_its_own(lab: Lab) -> None:
    page = show(lab, ", language='de'")
    assert page.inner_text(".iptf-book .print") == "Drucken"
    assert page.get_attribute(".iptf-book .text", "lang") == "en"
    assert "Knapp daneben" in page.inner_text(".iptf-book article[data-target='code:COM']")
