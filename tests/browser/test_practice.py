"""Practice in JupyterLab, in real Chromium: by keyboard, durable, resumed, without a word saved."""

from __future__ import annotations

import json
import secrets

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.jlab import ROOT, Lab

FILE = ROOT / "sample_transcripts" / "practice" / "practice-1.yaml"
SCREEN = ".iptf-practice"
KEYS = {"COM": "c", "DSP": "d", "COG": "q", "OPT": "o", "BHV": "b", "SYM": "s"}


def cell(name: str, more: str = "") -> str:
    """Source of a cell that opens the first six passages of the shipped file."""
    return (
        "from pathlib import Path\n"
        "from ipt_fidelity.desk.practising import practise\n"
        "from ipt_fidelity.files import read_rubric\n"
        f"text = Path({str(FILE)!r}).read_text(encoding='utf-8')\n"
        "Path('six.yaml').write_text(text[: text.index('  - id: p07')], encoding='utf-8')\n"
        f"rubric = read_rubric({str(ROOT / 'rubrics' / 'oif-0.1.0.yaml')!r})\n"
        f"practise(rubric, 'six.yaml', learner='KM', marks={name!r}{more})"
    )


def show(lab: Lab, name: str, more: str = "") -> Page:
    lab.rewrite(0, cell(name, more))
    lab.run_cell(0)
    lab.page.wait_for_selector(f"{SCREEN}[data-ready='1']")
    lab.page.locator(f"{SCREEN} .passage").focus()
    return lab.page


def fresh() -> str:
    return f"{secrets.token_hex(6)}.marks.jsonl"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_for(page: Page, shown: str) -> None:
    page.wait_for_selector(f"{SCREEN}[data-shown={shown}]")


def give(page: Page, *keys: str) -> None:
    """Give an answer, and wait until its gold code is shown."""
    press(page, *keys, "Enter")
    wait_for(page, "gold")


def stored(lab: Lab, name: str) -> list[list[object]]:
    path = (lab.server.root / lab.path).parent / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def finish(page: Page) -> None:
    """Say communication analysis to every passage."""
    while page.get_attribute(SCREEN, "data-shown") == "asking":
        give(page, "c")
        press(page, "Enter")
    wait_for(page, "end")


def test_the_gold_code_is_not_in_the_page_before_the_answer_is_saved(lab: Lab) -> None:
    page = show(lab, name := fresh())
    before = page.locator(SCREEN).inner_text()
    assert "Why:" not in before
    assert page.locator(f"{SCREEN} .rules").count() == 0
    give(page, "c")
    assert stored(lab, name)[-1][3:5] == ["primary", "COM"]
    assert "Why:" in page.inner_text(f"{SCREEN} .reason")
    assert page.locator(f"{SCREEN} .rules").count() == 2


def test_a_wrong_answer_stands_beside_gold_and_in_the_score(lab: Lab) -> None:
    page = show(lab, fresh())
    give(page, "h", "1")
    assert "you said FAC" in page.inner_text(f"{SCREEN} .verdict")
    titles = page.locator(f"{SCREEN} .rules h4").all_inner_texts()
    assert titles[0].startswith("Gold:")
    assert titles[1].startswith("Yours: ○ FAC")
    assert page.inner_text(f"{SCREEN} .standing .score-line") == "0 of 1 right at once (0 %)"
    assert "FAC" in page.inner_text(f"{SCREEN} .standing tbody")


def test_an_off_model_answer_wants_its_severity(lab: Lab) -> None:
    page = show(lab, name := fresh())
    press(page, "q", "Enter")
    assert page.get_attribute(SCREEN, "data-shown") == "asking"
    assert "press its digit" in page.inner_text(f"{SCREEN} .said")
    give(page, "2")
    assert [mark[3:5] for mark in stored(lab, name)] == [["attr_severity", 2], ["primary", "COG"]]


def test_what_was_missed_comes_again_and_a_reload_goes_on_where_it_was(lab: Lab) -> None:
    page = show(lab, name := fresh())
    finish(page)
    assert page.inner_text(f"{SCREEN} .passage .score-line") == "3 of 6 right at once (50 %)"
    assert page.inner_text(f"{SCREEN} .again") == "Again those I missed (3)"
    press(page, "Enter")
    assert page.inner_text(f"{SCREEN} .which") == "again: 1 of 3"
    at = page.get_attribute(SCREEN, "data-passage")
    give(page, "d")
    page = show(lab, name)
    assert page.get_attribute(SCREEN, "data-passage") != at
    assert page.inner_text(f"{SCREEN} .which") == "again: 2 of 3"
    assert "50 %" in page.inner_text(f"{SCREEN} .standing .score-line")


def test_answers_look_back_and_escape_gives_the_keys_to_the_notebook(lab: Lab) -> None:
    page = show(lab, fresh())
    first = page.get_attribute(SCREEN, "data-passage")
    give(page, "c")
    press(page, "Enter", "k")
    assert page.get_attribute(SCREEN, "data-passage") == first
    assert page.get_attribute(SCREEN, "data-shown") == "gold"
    press(page, "j")
    assert page.get_attribute(SCREEN, "data-shown") == "asking"
    before = lab.cells()
    press(page, "a", "b", "z", "y", "m", "0", "0")
    assert lab.cells() == before
    press(page, "Escape", "Escape")
    assert page.locator(f"{SCREEN} .keys-state").get_attribute("data-on") == "0"


def test_an_answer_that_cannot_be_saved_shows_no_gold_and_says_so(lab: Lab) -> None:
    page = show(lab, name := fresh())
    folder = (lab.server.root / lab.path).parent
    (folder / name).mkdir()
    press(page, "c", "Enter")
    page.wait_for_selector(f"{SCREEN}[data-state=stuck]")
    assert page.get_attribute(SCREEN, "data-shown") == "waiting"
    assert page.locator(f"{SCREEN} .rules").count() == 0
    (folder / name).rmdir()
    wait_for(page, "gold")
    page.wait_for_selector(f"{SCREEN}[data-unsaved='0']")


def test_a_saved_notebook_holds_no_word_of_a_passage(lab: Lab) -> None:
    page = show(lab, fresh())
    words = page.locator(f"{SCREEN} .asked .turn span").first.inner_text()
    give(page, "c")
    reason = page.inner_text(f"{SCREEN} .reason span")
    saved = lab.save()
    assert words not in saved
    assert reason not in saved
    assert "Practice practice-1: 0 of 6 passages answered" in saved


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, theme: str) -> None:
    lab.command("apputils:change-theme", {"theme": theme})
    lab.page.wait_for_timeout(700)
    page = show(lab, fresh())
    found: list[tuple[str, str]] = []

    def look() -> None:
        seen = Axe().run(page, context=SCREEN).response["violations"]
        found.extend((rule["id"], rule["nodes"][0]["html"][:160]) for rule in seen)

    press(page, "q")
    look()
    give(page, "1")
    look()
    press(page, ";")
    look()
    press(page, "Escape", "Enter")
    finish(page)
    look()
    lab.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    assert found == []


def test_the_screen_speaks_german(lab: Lab) -> None:
    page = show(lab, fresh(), ", language='de'")
    assert "Stelle 1 von 6" in page.inner_text(f"{SCREEN} .which")
    give(page, "h", "1")
    assert "Sie sagten FAC" in page.inner_text(f"{SCREEN} .verdict")
