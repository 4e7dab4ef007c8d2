"""The flag review in JupyterLab, in real Chromium, by keyboard, on a real study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import ipt_fidelity as ipt
from ipt_fidelity import files
from ipt_fidelity.store import SheetKey
from tests.browser.after_hand_in import SAMPLES, SESSIONS, made_flags, make_study, rubric
from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import KERNEL_IS_IDLE, Lab, Server

READY = ".iptf-flags[data-ready='1']"
SAVED = ".iptf-flags[data-unsaved='0'][data-state='saved']"
NAME = "s.store.sqlite"
# Twenty flags: one key each, but for two that are recoded; the one left for later comes last.
KEYS = [*"cdcddlcc", "r", "c", *"ddccd", "r", "x", "6", *"cdcdc", "c"]
SAID = "You'd have come over the bridge"


def cell(
    sessions: Sequence[str] = SESSIONS, *, place: Path | str = NAME, language: str = "en"
) -> str:
    """Source of a cell that opens the flags of a study."""
    return f"""import ipt_fidelity as ipt
from after_hand_in import made_flags, made_highlights, rubric
study = ipt.open_study({str(place)!r})
flags = made_flags(study, {tuple(sessions)!r})
shown = made_highlights(study, flags) if len(flags) else None
ipt.review_flags(study, rubric(), flags, rater="reader", highlights=shown, language={language!r})"""


@pytest.fixture
def place(server: Server, request: pytest.FixtureRequest) -> Path:
    """Make a study beside the notebook: four sessions handed in, one open."""
    path = make_study(server.root / request.node.name / NAME, SESSIONS[:4])
    with ipt.open_study(path) as study:
        transcript = files.read_transcript(SAMPLES / f"{SESSIONS[4]}.vtt")
        cut = files.read_segments(SAMPLES / f"{SESSIONS[4]}.segments.csv", transcript)
        study.admit(transcript, cut)
        study.open_sheet(SESSIONS[4], "reader", rubric())
    return path


def show(lab: Lab, source: str = "") -> Page:
    """Open the flags, with the focus on the list."""
    if source:
        lab.rewrite(0, source)
    lab.run_cell(0)
    lab.page.wait_for_selector(
        f"{READY}, [data-mime-type='application/vnd.jupyter.error']", timeout=60_000
    )
    assert lab.page.locator(READY).count(), lab.page.inner_text(".jp-OutputArea")
    lab.page.locator(".iptf-flags :is(.list, .text) >> nth=0").focus()
    return lab.page


def decisions(place: Path) -> dict[str, str | None]:
    """What the reader's sheets hold, by session and segment, in the order of the flags."""
    with ipt.open_study(place) as study:
        flags = made_flags(study, SESSIONS[:4])
        found: dict[str, str | None] = {}
        for session, segment in zip(flags["session_id"], flags["segment"], strict=True):
            key = SheetKey(session_id=session, rater_id="reader")
            coding = study.kept.sheet(key).codings.get(segment)
            found[f"{session} {segment}"] = coding.flag_decision if coding else None
        return found


def count(page: Page) -> str:
    return " ".join(page.inner_text(".iptf-flags .counts").split())


def test_twenty_flags_are_settled_by_keys_and_stand_on_the_sheets(
    open_lab: OpenLab, place: Path
) -> None:
    with ipt.open_study(place) as study:
        blind = study.codings(stage="independent")
    lab = open_lab(cell(), "1 + 1")
    assert folder_of(lab) == place.parent
    cells = lab.cells()
    page = show(lab)
    for key in KEYS[:-1]:
        page.keyboard.press(key)
    assert page.locator(".iptf-flags [data-decision=later][aria-selected=true]").count() == 1
    page.keyboard.press(KEYS[-1])
    page.wait_for_selector(SAVED, timeout=60_000)
    assert count(page) == "open 0 confirmed 10 dismissed 8 recoded 2"
    assert "Every flag is settled" in page.inner_text(".iptf-flags .said")

    single = {"c": "confirmed", "d": "dismissed"}
    meant = [single.get(key, "later") for key in "cdcddlcc"] + ["recoded-COM"]
    meant += [single[key] for key in "ddccd"] + ["recoded-UNF"]
    meant += [single[key] for key in "cdcdc"]
    held = list(decisions(place).values())
    assert held == [*meant[:5], "confirmed", *meant[6:]]
    with ipt.open_study(place) as study:
        assert study.codings(stage="independent").equals(blind)
        seen = study.kept.exposures()
    assert set(seen["what"]) == {"flags"}
    assert sorted(seen["session_id"]) == sorted(SESSIONS[:4])
    assert lab.cells() == cells

    lab.restart_kernel()
    lab.run_cell(0)
    page.wait_for_selector(f"{READY}[data-recorded='0']")
    assert count(page) == "open 0 confirmed 10 dismissed 8 recoded 2"


def test_marks_that_could_not_be_saved_are_kept_and_saved_by_the_next_kernel(
    open_lab: OpenLab, place: Path
) -> None:
    lab = open_lab(cell())
    page = show(lab)
    with lab.server.kernel_dies_after():
        page.keyboard.press("c")
        page.keyboard.press("d")
    page.wait_for_selector(".iptf-flags[data-unsaved='2'][data-state='gone']", timeout=60_000)
    assert list(decisions(place).values())[:2] == [None, None]
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    lab.run_cell(0)
    page.wait_for_selector(f"{SAVED}[data-ready='1']")
    assert list(decisions(place).values())[:2] == ["confirmed", "dismissed"]


def test_a_session_that_is_not_handed_in_is_closed_and_sends_no_word(lab: Lab, place: Path) -> None:
    page = show(lab, cell(SESSIONS[4:], place=place))
    assert page.locator(".iptf-flags [role=option]").count() == 0
    told = page.inner_text(".iptf-flags")
    assert "Your sheet of this session is not handed in" in told
    assert "Nothing can be shown yet" in told
    assert "g002" not in told
    with ipt.open_study(place) as study:
        assert study.kept.exposures().empty


def test_with_no_flag_the_screen_says_so_and_where_flags_come_from(lab: Lab, place: Path) -> None:
    page = show(lab, cell((), place=place))
    assert "No flags to review. No segment was flagged." in page.inner_text(
        ".iptf-flags .text"
    ).replace("\n", " ").replace("  ", " ")
    page.keyboard.press("c")
    page.keyboard.press("Control+z")
    assert page.get_attribute(".iptf-flags", "data-unsaved") == "0"


def test_a_flag_shows_its_words_its_reasons_and_what_it_is_like(lab: Lab, place: Path) -> None:
    page = show(lab, cell(place=place))
    page.click(".iptf-flags [data-target='case-04_session-05/segment:g002']")
    marked = page.locator(".iptf-flags .flagged mark.phrase").all_inner_texts()
    assert marked == ["You'd have c", "One lane."]
    text = page.inner_text(".iptf-flags .text")
    assert SAID in text.replace("\n", "")
    for told in ("probability .85", "looks like ▲ THX", "your sheet", "▲ UNF", "Nearest coded"):
        assert told in text.replace("\n", " ")
    assert "the segment before adds 0.82 to the logit" in text
    assert ipt_rule("THX") in text
    shown = page.locator(".iptf-flags .in-context .around .turn").count()
    page.keyboard.press("Enter")
    assert page.locator(".iptf-flags .in-context .around .turn").count() > shown
    assert SAID not in lab.save()
    assert "Flag review by reader" in lab.save()


def ipt_rule(code_id: str) -> str:
    rule = rubric().code(code_id).rule
    assert rule
    return rule


def test_undo_redo_backspace_and_mouse_make_marks_too(lab: Lab, place: Path) -> None:
    page = show(lab, cell(place=place, language="de"))
    for key in ("c", "d", "Control+z", "Control+z", "Control+y"):
        page.keyboard.press(key)
    page.click(".iptf-flags [role=option] >> nth=2")
    page.click(".iptf-flags .decide.dismiss")
    page.click(".iptf-flags [role=option] >> nth=3")
    page.click(".iptf-flags .decide.recode")
    page.click(".iptf-flags .code[data-code=LNK]")
    page.click(".iptf-flags [role=option] >> nth=2")
    page.keyboard.press("Backspace")
    page.wait_for_selector(SAVED, timeout=60_000)
    assert list(decisions(place).values())[:5] == ["confirmed", None, None, "recoded-LNK", None]
    assert "bestätigt 1" in count(page)
    assert "wieder offen" in page.inner_text(".iptf-flags .said")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(lab: Lab, place: Path, theme: str) -> None:
    lab.command("apputils:change-theme", {"theme": theme})
    page = show(lab, cell(place=place))
    found: dict[str, list[str]] = {}
    for name, keys in {"list": "cd", "recode": "r", "keys": ("Escape", "?")}.items():
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        violations = Axe().run(page, context=".iptf-flags").response["violations"]
        found[name] = [f"{one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
    lab.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    assert found == {name: [] for name in found}
