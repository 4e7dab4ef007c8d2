"""The coding desk in JupyterLab, in real Chromium, by keyboard."""

from __future__ import annotations

from tests.browser import desk
from tests.browser.conftest import OpenLab, folder_of
from tests.browser.desk_on_file import CANARY, MARKUP
from tests.browser.jlab import Lab

TEN_SEGMENTS = [
    "c", "Enter",                 # g001 primary
    "Enter",                      # g002 read, nothing to code
    "x", "1", "2", "Enter",       # g003 family chord, then its severity
    "l", "1", "s", "Enter",       # g004 primary and secondary
    "v", "u", "Enter",            # g005 unsure
    "d", "e", "Enter",            # g006 tied to the item in hand
    "o", "o", "w", "Enter",       # g007 taken off, another
    "h", "2", "Enter",            # g008 neutral
    ".", "Enter",                 # g009 repeats it
    "i", "Shift+f", "Enter",      # g010 replaced
]  # fmt: skip
SHOWN = {
    "g001": "● COM",
    "g002": "✓",
    "g003": "▲ COG 2",
    "g004": "● LNK\n+● SYM",
    "g005": "● AFF\n?",
    "g006": "● DSP\nA1",
    "g007": "● REH",
    "g008": "○ ADM",
    "g009": "○ ADM",
    "g010": "● FRM",
}


def test_ten_segments_by_keyboard_survive_a_restart_and_a_reload(open_lab: OpenLab) -> None:
    lab = open_lab(desk.cell(turns=45), "1 + 1")
    cells = lab.cells()
    page = desk.show(lab)
    desk.press(page, *TEN_SEGMENTS)
    desk.wait_saved(page)
    assert {segment: desk.margin(page, segment) for segment in SHOWN} == SHOWN
    file = folder_of(lab) / "marks.jsonl"
    desk.wait_stored(page, file, ("sheet", "place", "segment:g011"))
    marks = desk.entries(file)
    assert CANARY not in lab.save()

    lab.restart_kernel()
    lab.run_cell(0)
    page.wait_for_selector(desk.READY)
    assert {segment: desk.margin(page, segment) for segment in SHOWN} == SHOWN

    lab.save()
    lab.reload()
    page.wait_for_selector(desk.READY)
    assert {segment: desk.margin(page, segment) for segment in SHOWN} == SHOWN
    current = page.locator("[role=option][aria-selected=true]")
    assert current.get_attribute("data-segment") == "g011"

    page.click(".iptf-desk [data-segment=g011]")
    desk.press(page, "q", "Enter")
    desk.wait_saved(page)
    assert desk.entries(file) == [*marks, ("segment:g011", "primary", "COG")]
    assert lab.cells() == cells
    saved = lab.save()
    assert CANARY not in saved
    assert len(saved.encode()) <= 20_000


def test_widget_state_in_a_saved_notebook_holds_no_word(open_lab: OpenLab) -> None:
    lab = open_lab(desk.cell(turns=45))
    save_state = (
        "keep => window.jupyterapp.serviceManager.settings.save("
        "'@jupyter-widgets/jupyterlab-manager:plugin', JSON.stringify({ saveState: keep }))"
    )
    lab.page.evaluate(save_state, arg=True)
    lab.reload()
    page = desk.show(lab)
    desk.press(page, "c", "m")
    page.keyboard.type("a memo of mine")
    desk.press(page, "Control+Enter")
    desk.wait_saved(page)
    saved = lab.save()
    lab.page.evaluate(save_state, arg=False)
    assert "application/vnd.jupyter.widget-state+json" in saved
    assert CANARY not in saved
    assert "a memo of mine" not in saved
    assert "Coding desk, session S-014" in saved


def test_markup_in_the_words_is_shown_and_never_run(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12)
    assert MARKUP in page.inner_text(".iptf-desk .transcript")
    assert page.evaluate("() => window.__stolen") is None


def test_no_key_reaches_the_notebook_from_anything_that_has_the_focus(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=45)
    desk.press(page, "c")
    before = lab.cells()
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    place = page.evaluate(active)
    focusable = (
        ".transcript",
        ".code >> nth=3",
        ".codebook",
        ".item-head >> nth=0",
        ".item-head >> nth=2",
        ".choice >> nth=1",
        ".fact >> nth=0",
        ".head button >> nth=0",
    )
    for selector in focusable:
        for key in ("x", "m", "Escape", "d", "d", "a", "b", "y", "Shift+Enter", "ArrowDown", "z"):
            page.evaluate("() => document.querySelector('.iptf-desk .segment').click()")
            if not page.locator(".iptf-desk .fact").count():
                page.click(".iptf-desk .code >> nth=0")
            page.locator(f".iptf-desk {selector}").evaluate("element => element.focus()")
            page.keyboard.press(key)
            if page.locator(".over:not([hidden]), .line:not([hidden])").count():
                page.keyboard.press("Escape")
    assert lab.cells() == before
    assert page.evaluate(active) == place


def test_escape_gives_the_keys_back_to_the_notebook(open_lab: OpenLab) -> None:
    lab = open_lab(desk.cell(turns=12), "1 + 1")
    page = desk.show(lab)
    assert page.get_attribute(".keys-state", "data-on") == "1"
    desk.press(page, "Escape")
    assert page.get_attribute(".keys-state", "data-on") == "0"
    desk.press(page, "b")
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets.length === 3"
    )


def test_a_mark_stands_on_the_screen_as_unsaved_before_its_key_is_done_with(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=45)
    page.keyboard.press("x")
    at_once, in_hand = page.evaluate("""() => {
      const root = document.querySelector('.iptf-desk');
      const seen = () => root.querySelector('.codebook').textContent;
      const before = seen();
      root.querySelector('.transcript').dispatchEvent(
        new KeyboardEvent('keydown', { key: '1', code: 'Digit1', bubbles: true }));
      return [[root.querySelector('[data-segment=g001] .marks').innerText.trim(),
        root.querySelector('.code[aria-pressed=true]').dataset.code, root.dataset.unsaved],
        seen() === before];
    }""")
    assert at_once == ["▲ COG", "COG", "1"]
    assert in_hand, "the codebook waits for the frame after the key"
    page.wait_for_selector(".iptf-desk .codebook h4 .chip:has-text('COG')")
    page.wait_for_selector(".iptf-desk .facts .fact")
    page.wait_for_selector(".iptf-desk .code[data-code=COG] .count:text-is('1')")
    desk.wait_saved(page)


def test_undo_and_redo_are_marks_and_go_back_to_the_place(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=45)
    desk.press(page, "c", "Enter", "s", "Enter", "Control+z", "Control+z")
    assert desk.margin(page, "g001") == ""
    assert desk.margin(page, "g002") == ""
    assert "Undid g001 code COM" in desk.said(page)
    desk.press(page, "Control+y", "Control+Shift+z")
    assert desk.margin(page, "g001") == "● COM"
    assert desk.margin(page, "g002") == "● SYM"
    desk.press(page, "Backspace")
    assert desk.margin(page, "g002") == ""
    desk.wait_saved(page)
    kinds = [entry[1] for entry in desk.entries(file)]
    assert kinds == ["primary", "primary", *["undo"] * 5]


def test_memo_find_and_go_to_leave_and_return_to_the_transcript(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=300)
    desk.press(page, "m")
    page.keyboard.type("xmd first\nsecond")
    desk.press(page, "Control+Enter")
    assert desk.margin(page, "g001") == "✎"
    desk.press(page, "/")
    page.keyboard.type("flatness")
    desk.press(page, "Enter", "n")
    assert desk.said(page) == "2 of 50"
    desk.press(page, "g")
    page.keyboard.type("290")
    desk.press(page, "Enter")
    current = page.locator("[role=option][aria-selected=true]")
    assert "290" in str(current.locator("b").evaluate_all("all => all.map(b => b.dataset.n)"))
    page.wait_for_function(
        """() => { const list = document.querySelector('.transcript').getBoundingClientRect();
          const current = document.querySelector('[role=option][aria-selected=true]');
          const row = current.getBoundingClientRect();
          return row.top > list.top && row.top < list.top + list.height / 3; }"""
    )
    desk.press(page, "Home", "]")
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-place") == "1"


def test_a_sheet_is_filled_handed_in_and_opened_again_by_keyboard(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=9)
    while page.locator("[role=option]:not([data-reading])").count():
        desk.press(page, "c", "Enter")
    desk.press(page, ";")
    answers = {
        "C2g": "0",
        "C4g": "0",
        "Q6g": "0",
        "G5": "c",
        **dict.fromkeys(("A5", "G2", "G4"), "1"),
    }
    for _ in range(page.locator(".item").count()):
        card = page.locator(".item.open")
        item = card.get_attribute("data-item") or ""
        if item == "G1":
            desk.press(page, "Enter")
            page.keyboard.type("55")
            desk.press(page, "Enter")
        else:
            desk.press(page, answers.get(item, "2"))
        desk.press(page, "j")
    desk.wait_saved(page)
    states = dict(
        page.locator(".item").evaluate_all(
            "all => all.map(i => [i.dataset.item, i.dataset.answer])"
        )
    )
    assert states["C1g"] == "not_applicable"
    assert states["C1d"] == "answered"
    assert states["C2"] == "no_opportunity"
    desk.press(page, "Control+Enter")
    page.wait_for_selector(".page .main:not([disabled])")
    page.click(".page .main")
    page.wait_for_selector(".iptf-desk[data-locked]")
    desk.wait_saved(page)
    desk.press(page, "s")
    assert "handed in" in desk.said(page)
    desk.press(page, "Control+Enter")
    page.click(".page .main")
    desk.wait_saved(page)
    kinds = [entry[1] for entry in desk.entries(file)]
    assert kinds[-2:] == ["hand_in", "reopen"]


def test_the_page_before_hand_in_names_what_is_missing_and_leads_there(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=12)
    desk.press(page, "c", "Enter", "Enter", ";", "3", "Control+Enter")
    page.wait_for_selector(".page .gaps")
    kinds = page.locator(".gaps").evaluate_all("all => all.map(g => g.dataset.kind)")
    assert set(kinds) == {"attribute", "not_coded", "unread", "unanswered", "no_evidence"}
    assert page.locator(".page .main").is_disabled()
    page.click(".gaps[data-kind=unread] .place >> nth=0")
    assert page.get_attribute("[role=option][aria-selected=true]", "data-segment") == "g003"
