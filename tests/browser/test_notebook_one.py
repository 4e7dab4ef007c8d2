"""Notebook 1 in JupyterLab on a real study: rate, restart, reload; nothing is lost or leaks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from playwright.sync_api import Page

from ipt_fidelity import files, open_study
from ipt_fidelity.sheet import fold
from ipt_fidelity.store import SheetKey, Which
from tests.browser import desk
from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import Server

ROOT = Path(__file__).resolve().parents[2]
SESSION = "case-07_session-03"
KEYS = ["h2", "s", "l1", "a3", "a2", "h4", "c", "d", "x5", "f"]
CODES = ["ADM", "SYM", "LNK", "INV", "ILL", "RSK", "COM", "DSP", "PST", "FRM"]


def study_beside(folder: Path) -> Path:
    """Make the study that the notebook opens, with the one session that it rates."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "rubrics", folder / "rubrics")
    samples = ROOT / "sample_transcripts"
    transcript = files.read_transcript(samples / f"{SESSION}.vtt")
    place = folder / "tour.store.sqlite"
    with open_study(place) as study:
        study.admit(
            transcript, files.read_segments(samples / f"{SESSION}.segments.csv", transcript)
        )
    return place


def code_cells(name: str) -> list[str]:
    book = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]


def codes_shown(page: Page) -> list[str]:
    """Codes in the margin of the first ten segments, whether or not they are scrolled into view."""
    margins = [
        page.text_content(f".iptf-desk [data-segment=g{n:03d}] .marks") or "" for n in range(1, 11)
    ]
    return [margin.split()[-1] if margin else "" for margin in margins]


def test_ten_segments_are_rated_in_notebook_one_and_survive_restart_and_reload(
    open_lab: OpenLab, server: Server
) -> None:
    name = "test_ten_segments_are_rated_in_notebook_one_and_survive_restart_and_reload"
    place = study_beside(server.root / name)
    imports, rate = code_cells("1_rate_a_session.ipynb")[:2]
    lab = open_lab(f"{imports}\n\n{rate}", "1 + 1")
    assert folder_of(lab) == place.parent
    cells = lab.cells()
    page = desk.show(lab)
    for keys in KEYS:
        desk.press(page, *keys, "Enter")
    desk.wait_saved(page)
    assert codes_shown(page) == CODES

    lab.restart_kernel()
    lab.run_cell(0)
    page.wait_for_selector(desk.READY)
    assert codes_shown(page) == CODES
    lab.save()
    lab.reload()
    lab.run_cell(0)
    page.wait_for_selector(desk.READY)
    assert codes_shown(page) == CODES
    current = page.locator("[role=option][aria-selected=true]")
    assert current.get_attribute("data-segment") == "g011"

    assert lab.cells() == cells
    saved = lab.save()
    with open_study(place) as study:
        key = SheetKey(session_id=SESSION, rater_id="KM", stage="independent")
        sheets = study.kept.sheets(stage="independent", which=Which.EVERY)
        marks = study.kept.marks(key)
        spoken = [turn.text for turn in study.kept.transcript(SESSION)[0].turns if turn.words > 3]
        assert study.kept.verify() == ()
    codings = fold(sheets[0].head, marks).codings
    assert [codings[f"g{n:03d}"].primary for n in range(1, 11)] == CODES
    assert len(spoken) > 80
    assert [words for words in spoken if words in saved] == []
