"""Casting in JupyterLab, in real Chromium, by keyboard, for the eye, and across kernels."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import Lab
from tests.browser.test_desk_access import wear
from tests.widgets.casting.made import CANARY

READY = ".iptf-cast[data-ready='1']"
SAVED = ".iptf-cast[data-unsaved='0'][data-state='saved']"
FIRST, SECOND = "Quillfeather", "Bramblewick"


def cell(*, sessions: str = "transcript()", study: str = "", more: str = "") -> str:
    """Source of a cell that opens the casting of invented sessions."""
    opened = f"study = ipt.open_study({study!r})\n" if study else "study = None\n"
    return (
        "import ipt_fidelity as ipt\n"
        "from tests.widgets.casting.made import transcript\n"
        f"{opened}screen = ipt.cast_speakers([{sessions}], by='KM', study=study{more})\nscreen"
    )


def show(lab: Lab, **how: str) -> Page:
    lab.rewrite(0, cell(**how))
    return run(lab)


def run(lab: Lab) -> Page:
    lab.run_cell(0)
    failed = "[data-mime-type='application/vnd.jupyter.error']"
    lab.page.wait_for_selector(f"{READY}, {failed}")
    assert not lab.page.locator(failed).count(), lab.page.inner_text(failed)
    lab.page.locator(".iptf-cast .speakers").focus()
    return lab.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_selector(SAVED)


def rows(page: Page) -> list[str]:
    """Role of each speaker as the list shows it; a suggestion ends with a question mark."""
    return page.locator(".iptf-cast .row .role").all_inner_texts()


def told_by(lab: Lab, source: str) -> str:
    """What the next cell of the notebook says."""
    lab.rewrite(1, source)
    lab.run_cell(1)
    return (
        lab.page.locator(".jp-Cell >> nth=1").locator(".jp-OutputArea-output").inner_text().strip()
    )


ROLES = "print([str(s.role) for t in screen.transcripts for s in t.speakers])"


def test_a_role_counts_only_once_a_key_has_confirmed_it(lab: Lab) -> None:
    page = show(lab)
    assert rows(page) == ["Therapist?", "Client?"]
    assert "0 of 2 confirmed" in page.inner_text(".iptf-cast .found")
    assert told_by(lab, ROLES) == "['unknown', 'unknown']"
    page.locator(".iptf-cast .speakers").focus()
    press(page, "Enter")
    assert rows(page) == ["Therapist", "Client?"]
    assert page.inner_text(".iptf-cast .detail h3 bdi") == SECOND
    assert "1 still open" in page.inner_text(".iptf-cast .told")
    press(page, "p")
    assert rows(page) == ["Therapist", "Partner"]
    assert told_by(lab, ROLES) == "['therapist', 'partner']"
    assert "screen.transcript in the next cell" in page.inner_text(".iptf-cast .told")


def test_a_role_is_taken_back_and_undone_by_key(lab: Lab) -> None:
    page = show(lab)
    press(page, "i", "k", "x")
    assert rows(page) == ["Therapist?", "Client?"]
    press(page, "Control+z")
    assert rows(page)[0] == "Interpreter"
    press(page, "Control+z", "Control+Shift+z")
    assert rows(page)[0] == "Interpreter"
    assert lab.cells()[0][0] == "code"


def test_the_reason_the_share_the_first_turns_and_the_report_are_shown(lab: Lab) -> None:
    page = show(lab)
    detail = page.inner_text(".iptf-cast .detail")
    assert "Asks in 100% of the turns, the other speaker in 0%." in detail
    assert "% of the words, 3 turns" in detail
    assert "How was the week, and who did you see?" in detail
    press(page, "r")
    report = page.inner_text(".iptf-cast .report table")
    assert "invented.vtt, line 12" in report
    assert "Listen to that place." in report


def test_a_session_without_a_therapist_is_told(lab: Lab) -> None:
    page = show(lab)
    press(page, "c", "p")
    assert "is the therapist" in page.inner_text(".iptf-cast .told")


def test_a_mouse_does_the_same(lab: Lab) -> None:
    page = show(lab)
    page.click(".iptf-cast .row >> nth=1")
    page.click(".iptf-cast .role-button[data-role=relative]")
    page.wait_for_selector(SAVED)
    assert rows(page)[1].startswith("Relative")


def test_what_was_stated_outlives_kernel_and_page_and_is_suggested_in_the_next_session(
    open_lab: OpenLab,
) -> None:
    lab = open_lab(cell(study="trial.store.sqlite"), "", "")
    page = run(lab)
    press(page, "t", "p")
    assert "Remembered in the study." in page.inner_text(".iptf-cast .told")
    lab.save()
    lab.restart_kernel()
    lab.reload()
    page = run(lab)
    assert rows(page) == ["Therapist", "Partner"]
    lab.rewrite(
        2,
        cell(study="trial.store.sqlite", sessions="transcript('case-07_session-02')"),
    )
    lab.run_cell(2)
    page.wait_for_selector(f".jp-Cell:nth-child(n+3) {READY}")
    new = page.locator(".jp-Cell").nth(2)
    assert new.locator(".row .role").all_inner_texts() == ["Therapist?", "Partner?"]
    assert "stated so in case-07_session-01" in new.locator(".why").inner_text()
    with closing(sqlite3.connect(folder_of(lab) / "trial.store.sqlite")) as store:
        assert FIRST not in "\n".join(store.iterdump())


def test_a_saved_notebook_holds_no_label_and_no_word(open_lab: OpenLab) -> None:
    lab = open_lab(cell())
    page = run(lab)
    press(page, "Enter", "Enter")
    assert CANARY in page.inner_text(".iptf-cast .detail")
    saved = lab.save()
    for word in (FIRST, SECOND, CANARY):
        assert word not in saved
    assert "Casting of 1 session(s)" in saved


def test_when_the_kernel_is_gone_nothing_is_shown_as_done(open_lab: OpenLab) -> None:
    lab = open_lab(cell(study="trial.store.sqlite"))
    page = run(lab)
    lab.restart_kernel()
    page.keyboard.press("t")
    page.wait_for_selector(".iptf-cast[data-state='gone'], .iptf-cast[data-state='trying']")
    assert rows(page) == ["Therapist?", "Client?"]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, theme: str) -> None:
    wear(lab, theme)
    page = show(lab, sessions="transcript(), transcript('case-07_session-02')")
    press(page, "Enter", "r")
    found = Axe().run(page, context=".iptf-cast").response["violations"]
    wear(lab, "JupyterLab Light")
    assert [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found] == []


def test_the_screen_speaks_german(lab: Lab) -> None:
    page = show(lab, more=", language='de'")
    assert "0 von 2 bestätigt" in page.inner_text(".iptf-cast .found")
    press(page, "Enter")
    assert "noch offen" in page.inner_text(".iptf-cast .told")
