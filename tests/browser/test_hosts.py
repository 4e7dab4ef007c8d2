"""The coding desk in other hosts, in real Chromium: Voilà (``ipt-fidelity rate``), Notebook 7."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import ipt_fidelity as ipt
from ipt_fidelity.store import SheetKey
from tests.browser import desk
from tests.browser.jlab import ROOT, Server, write_notebook

SAMPLES = ROOT / "sample_transcripts"
STEMS = ("case-07_session-03", "case-09_session-05")
DESK = ".iptf-desk[data-ready='1']"
COMMAND = "from ipt_fidelity.cli import main; main()"


@dataclass
class Host:
    """A page of another host: where it is, what it asked for, what went wrong."""

    address: str
    study: Path
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, page: Page, address: str = "") -> Page:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address or self.address, timeout=60_000)
        return page

    def foreign(self) -> list[str]:
        own = self.address.partition("/?")[0]
        ours = (own, own.replace("http", "ws"), "data:", "blob:", "about:")
        return [url for url in self.asked if not url.startswith(ours)]


def study_at(path: Path) -> None:
    """Make a study of two sessions that KM has not begun; another reader has one sheet."""
    rubric = ipt.read_rubric(ROOT / "rubrics" / "oif-0.1.0.yaml")
    with ipt.open_study(path) as study:
        for stem in STEMS:
            transcript = ipt.read_transcript(SAMPLES / f"{stem}.vtt")
            study.admit(transcript, ipt.read_segments(SAMPLES / f"{stem}.segments.csv", transcript))
        reader = SAMPLES / "sheets" / f"{STEMS[0]}.reader.sheet.yaml"
        study.take_in(ipt.read_sheet(reader, rubric), rubric)


def primaries(path: Path) -> list[str]:
    """Codes that KM gave, in the store."""
    found: list[str] = []
    with ipt.open_study(path) as study:
        for head in study.kept.heads(stage="independent"):
            if head.rater_id == "KM":
                key = SheetKey(session_id=head.session_id, rater_id="KM", stage=head.stage)
                codings = study.kept.sheet(key).codings.values()
                found += [coding.primary for coding in codings if coding.primary]
    return sorted(found)


@pytest.fixture(scope="module")
def rating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Run ``ipt-fidelity rate`` and read its address from what it prints."""
    folder = tmp_path_factory.mktemp("rate")
    path = folder / "s.store.sqlite"
    study_at(path)
    home = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipython"}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "rate", str(path), "--rater", "KM", "--no-browser"],
        cwd=folder,
        env={
            **os.environ,
            **{name: str(folder / place) for name, place in home.items()},
            "PYTHONPATH": str(ROOT),
            "ANYWIDGET_HMR": "0",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    told: list[str] = []
    for line in process.stdout:
        told.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
        if found:
            break
    else:
        raise AssertionError("".join(told))
    rest = threading.Thread(target=process.stdout.read, daemon=True)
    rest.start()
    assert any("none" in line for line in told)
    yield Host(found[0], path)
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(15)
    rest.join(15)
    process.stdout.close()


def listed(browser: Browser, host: Host) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    host.open(page)
    page.wait_for_selector(".iptf-list", timeout=90_000)
    return page


def begin(page: Page, row: int = 0) -> Page:
    page.click(f".iptf-list tbody tr >> nth={row} >> a")
    page.wait_for_selector(DESK, timeout=90_000)
    page.click(".iptf-desk .segment >> nth=0")
    return page


def test_voila_a_rater_chooses_a_session_codes_and_finds_it_after_a_reload(
    rating: Host, browser: Browser
) -> None:
    page = listed(browser, rating)
    rows = page.locator(".iptf-list tbody tr").all_inner_texts()
    assert len(rows) == 2
    assert all("not begun" in row for row in rows)
    assert STEMS[0] not in page.content()
    begin(page)
    desk.press(page, "c", "Enter", "q", "2", "Enter")
    desk.wait_saved(page)
    assert primaries(rating.study) == ["COG", "COM"]
    page.reload(timeout=60_000)
    page.wait_for_selector(DESK, timeout=90_000)
    assert desk.margin(page, "g001") == "● COM"
    assert desk.margin(page, "g002").startswith("▲ COG")
    page.click(".iptf-back")
    page.wait_for_selector(".iptf-list", timeout=90_000)
    assert "2 of" in page.inner_text(".iptf-list tbody")
    page.context.close()


def test_voila_two_tabs_are_two_writers_and_each_sees_the_other(
    rating: Host, browser: Browser
) -> None:
    page = begin(listed(browser, rating), row=1)
    other = rating.open(page.context.new_page(), page.url)
    other.wait_for_selector(DESK, timeout=90_000)
    before = len(primaries(rating.study))
    desk.press(page, "d", "Enter")
    desk.wait_saved(page)
    other.wait_for_function(
        "() => document.querySelector('[data-segment=g001] .marks').innerText.includes('DSP')"
    )
    other.click(".iptf-desk .segment >> nth=2")
    desk.press(other, "s", "Enter")
    desk.wait_saved(other)
    page.wait_for_function(
        "() => document.querySelector('[data-segment=g003] .marks').innerText.includes('SYM')"
    )
    assert len(primaries(rating.study)) == before + 2
    page.context.close()


def test_voila_shows_no_code_and_asks_nobody_else(rating: Host, browser: Browser) -> None:
    page = begin(listed(browser, rating))
    page.wait_for_timeout(1000)
    shown = page.inner_text("body")
    assert "rating_page" not in page.content()
    assert "import" not in shown
    assert page.evaluate("() => document.scrollingElement.scrollHeight <= innerHeight + 2")
    assert rating.foreign() == []
    assert rating.errors == []
    page.context.close()


def test_voila_opens_to_nobody_without_the_token(rating: Host) -> None:
    bare = rating.address.partition("?")[0]
    for place in ("", "voila/render/rate.ipynb", "api/kernels"):
        with urllib.request.urlopen(f"{bare}{place}", timeout=30) as answer:  # noqa: S310 - our own server
            assert "/login" in answer.url


def test_notebook_7_codes_saves_and_keeps_its_own_keys(server: Server, browser: Browser) -> None:
    name = secrets.token_hex(4)
    marks = f"{name}.jsonl"
    write_notebook(server.root / f"{name}.ipynb", [desk.cell(marks=marks, turns=60), "1 + 1"])
    host = Host(f"{server.url}/?x", server.root)
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    host.open(page, f"{server.url}/notebooks/{name}.ipynb?token={server.token}")
    run_first_cell(page)
    desk.press(page, "c", "Enter", "d", "d")
    desk.wait_saved(page)
    assert ("segment:g001", "primary", "COM") in desk.entries(server.root / marks)
    assert page.locator(".jp-Notebook .jp-Cell").count() == 2
    page.reload()
    run_first_cell(page)
    assert desk.margin(page, "g001") == "● COM"
    assert host.foreign() == []
    page.context.close()
    server.stop_kernels(f"{name}.ipynb")


def run_first_cell(page: Page) -> None:
    page.click(".jp-Notebook .jp-Cell >> nth=0 >> .cm-content", timeout=60_000)
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(DESK, timeout=90_000)
    page.click(".iptf-desk .segment >> nth=0")
