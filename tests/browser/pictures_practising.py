"""Make the pictures of practice and of agreement, in both themes.

    python -m tests.browser.pictures_practising

writes ``practice`` and ``agreement`` into ``notebooks/pictures``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import test_dashboard, test_practice
from tests.browser.jlab import ROOT, Lab, chromium, jupyter_server

PICTURES = ROOT / "notebooks" / "pictures"
AGREEMENT = """from after_hand_in import SAMPLES, make_study, rubric
import ipt_fidelity as ipt
from pathlib import Path
sheets = (SAMPLES / "sheets" / "simulated").glob("*.sim-3.sheet.yaml")
stems = sorted(path.name.partition(".")[0] for path in sheets)
study = ipt.open_study(make_study(Path("all.store.sqlite"), stems, ("sim-1", "sim-2", "sim-3")))
ipt.show_agreement(study, rubric())"""
THEMES = {"": "JupyterLab Light", "_dark": "JupyterLab Dark"}


def main() -> None:
    """Answer three passages, open the table of agreement, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyter_server(Path(folder)) as server,
        chromium() as browser,
    ):
        lab = Lab.open(browser, server, "n/screens.ipynb", [""])
        lab.page.set_viewport_size({"width": 1500, "height": 940})
        lab.command("application:toggle-left-area")
        page = test_practice.show(lab, "km.marks.jsonl")
        for code in ("c", "d", "c"):
            test_practice.give(page, code)
            test_practice.press(page, "Enter")
        test_practice.press(page, "k")
        take(lab, page, "practice", test_practice.SCREEN)
        lab.rewrite(0, AGREEMENT)
        lab.run_cell(0)
        page.wait_for_selector(f"{test_dashboard.SCREEN}[data-ready='1']")
        test_dashboard.first_row(page)
        take(lab, page, "agreement", test_dashboard.SCREEN)
        lab.close()


def take(lab: Lab, page: Page, name: str, screen: str) -> None:
    """Take the picture of a screen in each theme."""
    for ending, theme in THEMES.items():
        lab.command("apputils:change-theme", {"theme": theme})
        page.wait_for_timeout(1500)
        page.locator(screen).screenshot(path=PICTURES / f"{name}{ending}.png")
    lab.command("apputils:change-theme", {"theme": THEMES[""]})


if __name__ == "__main__":
    main()
