"""Agreement in JupyterLab, in real Chromium: by keyboard, with words only when asked for."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.jlab import ROOT, Lab

SCREEN = ".iptf-agreement"
STEM = "case-07_session-03"
CELL = f"""from pathlib import Path
import ipt_fidelity as ipt
from ipt_fidelity.desk.looking import show_agreement
S = Path({str(ROOT / "sample_transcripts")!r})
if "study" not in globals():
    rubric = ipt.read_rubric({str(ROOT / "rubrics" / "oif-0.1.0.yaml")!r})
    study = ipt.open_study(":memory:")
    transcript = ipt.read_transcript(S / "{STEM}.vtt")
    study.admit(transcript, ipt.read_segments(S / "{STEM}.segments.csv", transcript))
    for path in [S / "sheets" / "{STEM}.reader.sheet.yaml",
                 *sorted((S / "sheets" / "simulated").glob("{STEM}.*"))]:
        study.take_in(ipt.read_sheet(path, rubric), rubric)
show_agreement(study, rubric%s)"""


def show(lab: Lab, more: str = "") -> Page:
    lab.rewrite(0, CELL % more)
    lab.run_cell(0)
    lab.page.wait_for_selector(f"{SCREEN}[data-ready='1']")
    return lab.page


def wait(page: Page) -> None:
    page.wait_for_selector(f"{SCREEN}[data-computing='0']", timeout=90_000)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def first_row(page: Page) -> None:
    wait(page)
    page.locator(f"{SCREEN} tbody tr >> nth=0").focus()


def test_figures_come_with_counts_interval_band_and_source(lab: Lab) -> None:
    page = show(lab)
    first_row(page)
    rows = page.locator(f"{SCREEN} tbody tr")
    assert rows.count() == 27
    heads = page.locator(f"{SCREEN} thead th").all_inner_texts()
    assert heads == ["Code", "Given", "n", "%", "Coefficient [interval]", "At least"]
    press(page, "j", "j", "k")
    assert page.evaluate("() => document.activeElement.dataset.what") == "SYM"
    assert page.locator(f"{SCREEN} tr[data-what=SYM] .strip").count() == 1
    assert "too few (" in page.inner_text(f"{SCREEN} tr[data-what=ILL]")
    press(page, "Enter")
    told = page.inner_text(f"{SCREEN} [role=dialog]")
    assert "Formula and source: Krippendorff" in told
    assert "raters" in told
    assert "ICC(A,1)" in told
    press(page, "Escape")
    assert page.evaluate("() => document.activeElement.dataset.what") == "SYM"


def test_it_says_that_it_computes_and_the_page_stays_usable(lab: Lab) -> None:
    page = show(lab)
    wait(page)
    page.click(f"{SCREEN} [data-tab=pairs]")
    assert "Computing" in page.inner_text(f"{SCREEN} .body")
    page.click(f"{SCREEN} [data-tab=confusions]")
    assert page.locator(f"{SCREEN} tbody tr").count() > 0
    page.click(f"{SCREEN} [data-tab=pairs]")
    wait(page)
    assert "reader-sim-1" in page.inner_text(f"{SCREEN} tbody")


def test_a_confusion_opens_its_places_and_words_come_only_when_asked_for(lab: Lab) -> None:
    page = show(lab)
    wait(page)
    first_row(page)
    press(page, "3", "Enter")
    place = page.locator(f"{SCREEN} .places li >> nth=0")
    name = place.get_attribute("data-place")
    assert name is not None
    assert name.startswith(f"{STEM}/g")
    assert place.locator(".said-there").inner_text() == ""
    press(page, "Tab", "Tab", "Enter")
    said = place.locator(".said-there p span")
    said.first.wait_for()
    words = said.first.inner_text()
    assert len(words) > 5
    saved = lab.save()
    assert words not in saved
    assert "Agreement: 1 sessions" in saved


def test_a_family_leaves_only_its_codes(lab: Lab) -> None:
    page = show(lab)
    wait(page)
    page.select_option(f"{SCREEN} select.family", "off_model")
    names = page.locator(f"{SCREEN} tbody tr").evaluate_all("all => all.map(r => r.dataset.what)")
    assert "COG" in names
    assert "COM" not in names
    page.select_option(f"{SCREEN} select.level", "status")
    wait(page)
    assert "off-model" in page.inner_text(f"{SCREEN} tbody")


def test_items_stand_in_a_table_of_their_own_and_months_in_another(lab: Lab) -> None:
    page = show(lab)
    first_row(page)
    press(page, "2")
    assert page.locator(f"{SCREEN} tr[data-what=A1]").count() == 1
    assert page.locator(f"{SCREEN} tr[data-what=COM]").count() == 0
    press(page, "5")
    wait(page)
    assert page.locator(f"{SCREEN} thead th >> nth=1").inner_text() == "Month"


def test_no_key_reaches_the_notebook(lab: Lab) -> None:
    page = show(lab)
    first_row(page)
    before = lab.cells()
    press(page, "a", "b", "d", "d", "x", "z", "y", "m", "Shift+Enter")
    assert lab.cells() == before


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, theme: str) -> None:
    lab.command("apputils:change-theme", {"theme": theme})
    lab.page.wait_for_timeout(700)
    page = show(lab)
    first_row(page)
    found: list[tuple[str, str]] = []
    for keys in ((), ("Enter",), ("Escape", "3"), ("Enter",), ("Escape", "?")):
        press(page, *keys)
        seen = Axe().run(page, context=SCREEN).response["violations"]
        found += [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in seen]
    press(page, "Escape")
    lab.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    assert found == []


def test_the_screen_speaks_german(lab: Lab) -> None:
    page = show(lab, ", language='de'")
    first_row(page)
    assert "Mindestens" in page.inner_text(f"{SCREEN} thead")
    assert page.locator(f"{SCREEN} [role=tab] >> nth=2").inner_text().endswith("Verwechslungen")
