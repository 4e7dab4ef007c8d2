"""Steering the desk: what a rater does, and what the screen tells."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import cast

from playwright.sync_api import Page

from tests.browser.jlab import Lab

READY = ".iptf-desk[data-ready='1']"
SAVED = ".iptf-desk[data-unsaved='0'][data-state='saved']"


def cell(*, marks: str = "marks.jsonl", **options: object) -> str:
    """Source of a cell that opens the desk on a file of marks."""
    given = "".join(f", {name}={value!r}" for name, value in options.items())
    return f"from desk_on_file import open_desk\nopen_desk({marks!r}{given})"


def show(lab: Lab) -> Page:
    """Run the first cell, wait for the desk, and click into its transcript."""
    lab.run_cell(0)
    lab.page.wait_for_selector(f"{READY}, [data-mime-type='application/vnd.jupyter.error']")
    if not lab.page.locator(READY).count():
        raise AssertionError(
            lab.page.inner_text("[data-mime-type='application/vnd.jupyter.error']")
        )
    lab.page.click(".iptf-desk .segment >> nth=0")
    return lab.page


def show_fresh(lab: Lab, **options: object) -> tuple[Page, Path]:
    """Open the desk on a new file of marks in a notebook that is open already."""
    marks = f"{secrets.token_hex(6)}.jsonl"
    lab.rewrite(0, cell(marks=marks, **options))
    return show(lab), (lab.server.root / lab.path).parent / marks


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def wait_saved(page: Page) -> None:
    """Wait until the screen says that everything is saved."""
    page.wait_for_selector(SAVED, timeout=45_000)


def unsaved(page: Page) -> int:
    """How many marks the screen calls unsaved."""
    told = page.get_attribute(".iptf-desk", "data-unsaved")
    return int(told or 0)


def margin(page: Page, segment: str) -> str:
    """What stands in the margin of a segment."""
    return page.inner_text(f".iptf-desk [data-segment={segment}] .marks").strip()


def status(page: Page) -> str:
    """The status line."""
    return page.inner_text(".iptf-desk .status")


def said(page: Page) -> str:
    """What the desk said last."""
    return page.inner_text(".iptf-desk .said")


def stored(path: Path) -> list[tuple[str, int, str, str, object]]:
    """Marks in the file, in order."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [cast("tuple[str, int, str, str, object]", tuple(json.loads(line))) for line in lines]


def wait_stored(page: Page, path: Path, entry: tuple[str, str, object]) -> None:
    """Wait until a mark that says this is in the file."""
    for _ in range(100):
        if any(mark[2:] == entry for mark in stored(path)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(entry)


def entries(path: Path) -> list[tuple[str, str, object]]:
    """What the marks in the file say, places of the rater left out."""
    return [
        (target, field, value) for _, _, target, field, value in stored(path) if field != "place"
    ]
