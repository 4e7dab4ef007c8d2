"""Sheets side by side and adjudication in JupyterLab, in real Chromium, by keyboard."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import ipt_fidelity as ipt
from ipt_fidelity.sheet import fold
from ipt_fidelity.store import SheetKey
from tests.browser.after_hand_in import make_study, rubric
from tests.browser.jlab import Lab, Server

SESSION = "case-07_session-09"
ROOT = ".iptf-compare"
READY = f"{ROOT}[data-ready='1']"
SAVED = f"{ROOT}[data-unsaved='0'][data-state='saved']"
SAID = "Who was it before Tam?"
KEY = SheetKey(session_id=SESSION, rater_id="AB", stage=ipt.Stage.ADJUDICATED)


@pytest.fixture(scope="module")
def made(server: Server) -> Path:
    """Make a study with two sheets of one session, both handed in."""
    return make_study(server.root / "made" / "s.store.sqlite", (SESSION,), ("reader", "sim-1"))


@pytest.fixture
def place(made: Path) -> Path:
    """Copy the study, so that a test decides for itself."""
    folder = made.parents[1] / secrets.token_hex(6)
    folder.mkdir()
    for path in made.parent.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / made.name


def cell(verb: str, place: Path, more: str = "") -> str:
    """Source of a cell that opens the sheets of the study."""
    return (
        "import ipt_fidelity as ipt\nfrom after_hand_in import rubric\n"
        f"study = ipt.open_study({str(place)!r})\n"
        f"ipt.{verb}(study, rubric(), {SESSION!r}{more})"
    )


def show(lab: Lab, source: str) -> Page:
    """Open the sheets, with the focus on the list."""
    lab.rewrite(0, source)
    lab.run_cell(0)
    lab.page.wait_for_selector(
        f"{READY}, [data-mime-type='application/vnd.jupyter.error']", timeout=60_000
    )
    assert lab.page.locator(READY).count(), lab.page.inner_text(".jp-OutputArea")
    lab.page.locator(f"{ROOT} :is(.list:not([hidden]), .text) >> nth=0").focus()
    return lab.page


def compare(lab: Lab, place: Path, more: str = "") -> Page:
    return show(lab, cell("compare_sheets", place, more))


def adjudicate(lab: Lab, place: Path, more: str = "") -> Page:
    return show(lab, cell("adjudicate", place, f", rater='AB'{more}"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def listed(page: Page) -> list[str]:
    rows = page.locator(f"{ROOT} [role=option]")
    return [str(one) for one in rows.evaluate_all("all => all.map(row => row.dataset.id)")]


def here(page: Page) -> str | None:
    return page.get_attribute(f"{ROOT} [role=option][aria-selected=true]", "data-id")


def said(page: Page) -> str:
    return page.inner_text(f"{ROOT} .said")


def decided(place: Path) -> ipt.Sheet:
    with ipt.open_study(place) as study:
        return study.kept.sheet(KEY)


def test_disagreements_come_first_with_their_words_and_what_each_rater_gave(
    lab: Lab, place: Path
) -> None:
    page = compare(lab, place)
    rows = listed(page)
    assert rows[:3] == ["segment:g008", "segment:g009", "segment:g017"]
    assert page.inner_text(f"{ROOT} .counts b") == f"{len(rows)} of 59 differ"
    press(page, "j")
    assert here(page) == "segment:g009"
    text = page.inner_text(f"{ROOT} .text")
    told = ("COM Communication analysis", "EXR Exploring", "differ in: code", "unsure", SAID)
    for one in told:
        assert one in text
    press(page, "r")
    assert [row for row in listed(page) if "segment" in row] == sorted(
        row for row in rows if "segment" in row
    )
    assert here(page) == "segment:g009"
    press(page, "e")
    assert len(listed(page)) == 15
    press(page, "e")
    assert len(listed(page)) == 59
    assert "All agree" in _at(page, next(row for row in listed(page) if row not in rows))
    saved = lab.save()
    assert SAID not in saved
    assert f"Side by side, session {SESSION}: 2 sheets, 37 of 59 points differ." in saved


def _at(page: Page, row: str) -> str:
    page.click(f"{ROOT} [data-id='{row}']")
    return page.inner_text(f"{ROOT} .text")


def test_an_item_shows_its_anchors_and_the_words_it_is_tied_to(lab: Lab, place: Path) -> None:
    page = compare(lab, place)
    text = _at(page, "item:C1t")
    for one in (
        "4 full and carried through",
        "3 full",
        "Either the old or the new role",
        "Evidence g004",
    ):
        assert one in text
    assert page.locator(f"{ROOT} .take").count() == 0


def test_nothing_on_a_screen_that_is_read_makes_a_mark_or_reaches_the_notebook(
    lab: Lab, place: Path
) -> None:
    page = compare(lab, place)
    cells = lab.cells()
    before = here(page)
    press(page, "1", "2", "0", "c", "m", "d", "d", "b", "a", "x", "Control+z", "=", "Shift+Enter")
    assert here(page) == before
    assert page.locator(f"{ROOT} textarea, {ROOT} .line input").count() == 0
    assert lab.cells() == cells
    with ipt.open_study(place) as study:
        assert {str(head.stage) for head in study.kept.heads()} == {"independent"}


def test_where_nothing_differs_the_screen_says_so(lab: Lab, place: Path) -> None:
    with ipt.open_study(place) as study:
        reader = SheetKey(session_id=SESSION, rater_id="reader")
        marks = [m for m in study.kept.marks(reader) if m.field != "memo"]
        twin = study.open_sheet(SESSION, "twin", rubric())
        study.record(twin, marks)
        assert fold(study.kept.sheet(twin).head, marks).is_handed_in
    page = compare(lab, place, ", raters=('reader', 'twin')")
    assert listed(page) == []
    assert "Nothing differs: these sheets agree" in page.inner_text(f"{ROOT} .left")
    press(page, "e", "e")
    assert len(listed(page)) == 59


def test_a_whole_session_is_decided_by_keyboard_and_handed_in(lab: Lab, place: Path) -> None:
    with ipt.open_study(place) as study:
        before = study.codings(stage="independent")
        given = study.kept.sheet(SheetKey(session_id=SESSION, rater_id="reader"))
        other = study.kept.sheet(SheetKey(session_id=SESSION, rater_id="sim-1"))
    page = adjudicate(lab, place)
    assert here(page) == "segment:g008"
    press(page, "2", "1", "0", *["1"] * 34)
    assert here(page) == "segment:g017"
    assert "36 of 37 disputed settled" in page.inner_text(f"{ROOT} .status")
    press(page, "Control+Enter")
    page.wait_for_selector(f"{ROOT} .gaps[data-kind=open]")
    assert page.locator(f"{ROOT} .hand-in-now").is_disabled()
    press(page, "Escape", "1")
    assert "Press = to take over the" in said(page)
    press(page, "=", "Tab", "Tab", "Enter")
    assert "Took over" in said(page)
    page.wait_for_selector(SAVED, timeout=60_000)
    press(page, "Control+Enter")
    page.wait_for_selector(f"{ROOT} .hand-in-now:not([disabled])")
    page.click(f"{ROOT} .hand-in-now")
    page.wait_for_selector(f"{SAVED}[data-locked]")
    sheet = decided(place)
    assert sheet.is_handed_in
    assert {s: c.primary for s, c in sheet.codings.items()} == {
        **{s: c.primary for s, c in given.codings.items()},
        "g008": other.codings["g008"].primary,
    }
    assert sheet.codings["g002"].attributes == given.codings["g002"].attributes
    assert sheet.ratings["C1t"].evidence_for == given.ratings["C1t"].evidence_for
    with ipt.open_study(place) as study:
        assert study.codings(stage="independent").equals(before)
        assert set(study.codings(stage="analysis")["stage"]) == {"adjudicated"}
    press(page, "k", "2")
    assert "handed in" in said(page)


def test_another_code_asks_for_a_reason_and_for_what_the_code_needs(lab: Lab, place: Path) -> None:
    page = adjudicate(lab, place)
    press(page, "j", "q")
    page.keyboard.type("tests the thought")
    press(page, "Enter")
    page.wait_for_selector(f"{ROOT} [data-question]:focus")
    asked = "() => document.activeElement.dataset.question"
    assert page.evaluate(asked) == "focus"
    press(page, "2", "1")
    assert page.evaluate(asked) == "problem_area"
    press(page, "Escape")
    page.wait_for_selector(SAVED, timeout=60_000)
    coding = decided(place).codings["g009"]
    assert (coding.primary, coding.memo) == ("COG", "tests the thought")
    assert dict(coding.attributes) == {"link": 2, "focus": "other_ipt", "problem_area": ("grief",)}
    text = _at(page, "segment:g009")
    assert "decision: other" in text
    assert "Reason: tests the thought" in text
    press(page, "Control+z", "Control+z", "Control+z", "Control+z")
    page.wait_for_selector(SAVED, timeout=60_000)
    assert decided(place).codings.get("g009") is None


def test_undo_and_redo_take_whole_decisions_and_survive_a_new_opening(
    lab: Lab, place: Path
) -> None:
    page = adjudicate(lab, place)
    press(page, "1", "2", "Control+z", "Control+z", "Control+y")
    page.wait_for_selector(SAVED, timeout=60_000)
    codings = decided(place).codings
    assert codings["g008"].primary == "TRN"
    assert "g009" not in codings
    page = adjudicate(lab, place)
    assert "1 of 37 disputed settled" in page.inner_text(f"{ROOT} .status")
    assert here(page) == "segment:g009"
    press(page, "Control+z")
    page.wait_for_selector(SAVED, timeout=60_000)
    assert decided(place).codings.get("g008") is None


def test_an_item_is_answered_otherwise_by_digit_and_by_mouse(lab: Lab, place: Path) -> None:
    page = adjudicate(lab, place, ", language='de'")
    _at(page, "item:A1")
    page.locator(f"{ROOT} .list").focus()
    press(page, ",", "2", "Escape")
    _at(page, "item:C1t")
    page.click(f"{ROOT} .gave-column[data-sheet='1'] .take")
    _at(page, "item:C2")
    page.click(f"{ROOT} .decision .choice[data-value='1']")
    page.wait_for_selector(SAVED, timeout=60_000)
    ratings = decided(place).ratings
    assert [ratings[one].value for one in ("A1", "C1t", "C2")] == [2, 3, 1]
    assert "3 von 37 strittigen entschieden" in page.inner_text(f"{ROOT} .status")
    assert SAID not in lab.save()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, place: Path, theme: str) -> None:
    lab.command("apputils:change-theme", {"theme": theme})
    page = adjudicate(lab, place)
    found: dict[str, list[str]] = {}
    steps = {
        "segment": ("1", "2", "k"),
        "item": ("j", "j", "j"),
        "keys": ("?",),
        "agreeing": ("Escape", "="),
        "before hand-in": ("Escape", "Control+Enter"),
        "reason": ("Escape", "m"),
    }
    for name, keys in steps.items():
        press(page, *keys)
        page.wait_for_timeout(400)
        violations = Axe().run(page, context=ROOT).response["violations"]
        found[name] = [f"{one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
    press(page, "Escape")
    lab.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    assert found == {name: [] for name in found}
