"""Review of masking in JupyterLab, in real Chromium: by keyboard, across kernels, for every eye."""

from __future__ import annotations

import os
import secrets
import signal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import Lab
from tests.browser.test_casting import told_by
from tests.browser.test_desk_access import wear

READY = ".iptf-mask[data-ready='1']"
SAVED = ".iptf-mask[data-unsaved='0'][data-state='saved']"
FAILED = "[data-mime-type='application/vnd.jupyter.error']"
NAMES = ("Dorabella", "Quentin", "Brisling", "Wexcombe", "Thistledown", "555-0147")
SOME_WORDS = ("shouted", "evenings we had")


def cell(key: str = "case-07.key.json", more: str = "") -> str:
    """Source of a cell that reviews the masking of an invented session."""
    return (
        "import ipt_fidelity as ipt\n"
        "from tests.widgets.masking.made import CAST, transcript\n"
        f"screen = ipt.review_masking(transcript(), key={key!r}, by='KM', cast=CAST{more})\n"
        "screen"
    )


def show(lab: Lab, more: str = "") -> Page:
    """Open a review with a key of its own in a notebook that is there."""
    lab.rewrite(0, cell(f"{secrets.token_hex(6)}.json", more))
    return run(lab)


def run(lab: Lab) -> Page:
    lab.run_cell(0)
    lab.page.wait_for_selector(f"{READY}, {FAILED}")
    assert not lab.page.locator(FAILED).count(), lab.page.inner_text(FAILED)
    lab.page.locator(".iptf-mask .finds").focus()
    return lab.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_selector(SAVED)


def write(page: Page, text: str) -> None:
    page.keyboard.type(text)
    press(page, "Enter")


def words(page: Page, number: int) -> str:
    """The words of a turn as they stand on the screen, those behind the find in hand left out."""
    row = page.locator(f".iptf-mask [data-place='turn:t{number:04d}'] .words")
    behind = row.locator(".behind").all_inner_texts()
    text = row.inner_text()
    for one in behind:
        text = text.replace(f"{one} → ", "")
    return text


def said(page: Page) -> str:
    return page.inner_text(".iptf-mask .said")


def state(page: Page) -> str | None:
    return page.get_attribute(".iptf-mask", "data-masking")


def here(page: Page) -> str:
    return page.inner_text(".iptf-mask .row[aria-selected=true] .original")


STATE = "print(screen.transcript.session.masking, screen.transcript.session.checked_by)"


def test_doubtful_finds_come_first_and_each_is_shown_in_its_words_with_a_reason(lab: Lab) -> None:
    page = show(lab)
    assert here(page) == "Brisling"
    assert "2 of 2 doubtful open · 13 finds" in page.inner_text(".iptf-mask .found")
    find = page.locator(".iptf-mask .find.here")
    assert find.inner_text() == "Brisling → [ORGANISATION-2]"
    why = page.inner_text(".iptf-mask .why")
    assert "Has a capital letter, with no other reason." in why
    assert "2 places with these words" in why
    press(page, "Enter")
    assert "1 of 2 doubtful open" in page.inner_text(".iptf-mask .found")
    press(page, "Enter")
    assert "0 of 2 doubtful open" in page.inner_text(".iptf-mask .found")
    assert "No doubtful find is open" in said(page)


def test_what_is_no_name_comes_back_and_is_undone_by_key(lab: Lab) -> None:
    page = show(lab)
    press(page, "n")
    assert "Maybe Brisling does" in words(page, 6)
    assert "about [ORGANISATION-2] and" in words(page, 6)
    press(page, "Control+z", "Shift+n")
    assert words(page, 6).count("Brisling") == 2
    press(page, "Control+z", "Control+Shift+z")
    assert words(page, 6).count("Brisling") == 2
    press(page, "Control+z")
    assert words(page, 6).count("[ORGANISATION-2]") == 2


def test_another_person_is_written_or_chosen_by_number(lab: Lab) -> None:
    page = show(lab)
    press(page, "o")
    write(page, "friend 2")
    assert words(page, 6).count("[FRIEND-2]") == 2
    press(page, "k", "o")
    people = page.locator(".iptf-mask .person").all_inner_texts()
    number = next(n for n, told in enumerate(people, 1) if "[SISTER-1]" in told)
    write(page, str(number))
    assert words(page, 6).count("[SISTER-1]") == 2
    press(page, "o", "Escape")
    assert page.locator(".iptf-mask .people").is_hidden()
    assert words(page, 6).count("[SISTER-1]") == 2


def test_masking_everywhere_takes_a_spelling_that_the_finder_missed(lab: Lab) -> None:
    page = show(lab)
    assert "quentin's" in words(page, 4)
    page.click(".iptf-mask .row >> text=Quentin >> nth=0")
    press(page, "e")
    assert "gave me [NAME-1]'s number" in words(page, 4)
    assert "1 more masked" in said(page)


def test_a_missed_name_is_selected_word_by_word_and_masked(lab: Lab) -> None:
    page = show(lab)
    page.click(".iptf-mask [data-place='turn:t0008'] .place-head")
    press(page, *["ArrowRight"] * 6, "Shift+ArrowRight")
    assert page.inner_text(".iptf-mask .becomes .original") == "the evenings"
    press(page, "m")
    write(page, "other 1")
    assert "I miss [OTHER-1] we had" in words(page, 8)
    press(page, "Control+z")
    assert "I miss the evenings we had" in words(page, 8)
    press(page, "Escape")
    assert page.get_attribute(".iptf-mask", "data-mode") == "finds"


def test_words_after_a_sign_beyond_the_basic_plane_are_masked_where_they_stand(lab: Lab) -> None:
    page = show(lab)
    page.click(".iptf-mask [data-place='turn:t0006'] .place-head")
    for _ in range(20):
        press(page, "ArrowRight")
        if page.inner_text(".iptf-mask .becomes .original") == "before":
            break
    press(page, "m")
    write(page, "other 1")
    assert words(page, 6).endswith("[OTHER-1].")


def test_checked_only_after_every_doubtful_find_and_a_persons_word(lab: Lab) -> None:
    page = show(lab)
    press(page, "c")
    assert "2 doubtful finds are open" in page.inner_text("[role=dialog]")
    assert page.locator("[role=dialog] .main").is_disabled()
    press(page, "Escape", "Enter", "Enter")
    assert state(page) == "masked"
    press(page, "c", "Enter")
    assert state(page) == "checked"
    assert "masked and checked by KM" in page.inner_text(".iptf-mask .states")
    assert told_by(lab, STATE) == "checked KM"
    page.locator(".iptf-mask .finds").focus()
    press(page, "e")
    assert state(page) == "masked"
    assert told_by(lab, STATE) == "masked None"


def test_a_sample_is_read_in_full_and_tells_recall_with_an_interval_in_words(lab: Lab) -> None:
    page = show(lab)
    press(page, "s", "d")
    assert page.locator(".iptf-mask .place").count() == 8
    assert page.locator(".iptf-mask .finds").is_hidden()
    assert page.locator(".iptf-mask .act-finish").is_disabled()
    press(page, "Enter", "Enter", "Enter")
    press(page, *["ArrowRight"] * 7)
    press(page, "x")
    assert page.inner_text(".iptf-mask .missed") == "quentin's"
    press(page, *["Enter"] * 5)
    press(page, "f")
    told = page.inner_text(".iptf-mask .result")
    assert "In 8 turns drawn by chance (seed 1) you saw 14 identifiers; 13 of them were" in told
    assert "That is 93 %; with so few, anything from 69 % to 99 % fits" in told
    assert told_by(lab, "print(screen.check.found, screen.check.identifiers)") == "13 14"
    assert "Missed in turn 4" in page.inner_text(".iptf-mask .in-hand")


def test_decisions_outlive_page_and_kernel(open_lab: OpenLab) -> None:
    lab = open_lab(cell(), STATE)
    page = run(lab)
    press(page, "o")
    write(page, "friend 2")
    press(page, "c", "Enter", "s", "d", "Enter")
    lab.save()
    (pid,) = lab.server.kernel_pids()[-1:]
    os.kill(pid, signal.SIGKILL)
    page.wait_for_timeout(500)
    lab.reload()
    page = run(lab)
    assert state(page) == "checked"
    assert words(page, 6).count("[FRIEND-2]") == 2
    press(page, "s")
    assert "read 1 of 8" in page.inner_text(".iptf-mask .in-hand")
    key = folder_of(lab) / "case-07.key.json"
    assert key.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_kept_is_not_shown_as_done(open_lab: OpenLab) -> None:
    lab = open_lab(cell())
    page = run(lab)
    key = folder_of(lab) / "case-07.key.json"
    key.write_text(key.read_text(encoding="utf-8") + " ", encoding="utf-8")
    press(page, "n")
    assert "changed elsewhere" in said(page)
    assert words(page, 6).count("[ORGANISATION-2]") == 2


def test_a_saved_notebook_holds_no_name_and_no_word(open_lab: OpenLab) -> None:
    lab = open_lab(cell(), STATE)
    page = run(lab)
    press(page, "Enter", "n", "s", "d", "Enter", "Escape")
    lab.run_cell(1)
    assert "shouted" in page.inner_text(".iptf-mask .text")
    saved = lab.save()
    assert [word for word in (*NAMES, *SOME_WORDS) if word in saved] == []
    assert "Masking of case-07_session-01: masked" in saved


def test_no_key_reaches_the_notebook(lab: Lab) -> None:
    page = show(lab)
    before = lab.cells()
    press(page, "a", "b", "x", "j", "k", "v", "w", "d", "m", "Escape", "Escape", "?", "Escape")
    assert lab.cells() == before


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_on_any_page_of_the_review(lab: Lab, theme: str) -> None:
    wear(lab, theme)
    page = show(lab)
    found = {"finds": violations(page)}
    press(page, "Enter", "o")
    found["who"] = violations(page)
    press(page, "Escape", "Shift+n", "c")
    found["check"] = violations(page)
    press(page, "Escape", "?")
    found["keys"] = violations(page)
    press(page, "Escape", "w", "ArrowRight")
    found["words"] = violations(page)
    press(page, "s", "d", "x", "Enter")
    found["sample"] = violations(page)
    press(page, *["Enter"] * 7, "f")
    found["result"] = violations(page)
    wear(lab, "JupyterLab Light")
    assert found == {name: [] for name in found}


def violations(page: Page) -> list[tuple[str, str]]:
    told = Axe().run(page, context=".iptf-mask").response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in told]


def test_the_screen_speaks_german(lab: Lab) -> None:
    page = show(lab, ", language='de'")
    assert "2 von 2 zweifelhaften offen" in page.inner_text(".iptf-mask .found")
    press(page, "Enter", "Enter", "c")
    assert "maskiert und geprüft von KM" in page.inner_text("[role=dialog]")
    press(page, "Escape")
