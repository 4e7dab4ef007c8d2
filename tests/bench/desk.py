"""How fast the coding desk is in real Chromium, beside rows of plain ipywidgets in the same run.

    python -m tests.bench.desk --turns 300 1500 6000 --plain 50 150 500 --keys 40

Prints a line for each size: cell's end to usable, key to painted, key to shown as durable (each
median and 95th percentile in milliseconds), comm messages a mark, DOM nodes a turn, bytes of the
saved notebook, memory that the kernel took for the open session. The marks lie in a file that is
synced to the disk before it is acknowledged.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import psutil
from playwright.sync_api import Browser

from tests.browser import desk
from tests.browser.jlab import Lab, Server, chromium, jupyter_server

# A quick rater's pace; the odd part keeps keys from falling into step with the frames.
PAUSE_MS = 100
MEASURE = """([ready, unsaved]) => {
  const seen = window.__bench = { paint: [], saved: [], at: 0 };
  window.__press = (time) => {
    seen.at = time;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => seen.paint.push(performance.now() - time);
      after.port2.postMessage(0);
    });
  };
  document.addEventListener('keydown', (event) => window.__press(event.timeStamp), true);
  const node = document.querySelector(ready);
  let dirty = false;
  new MutationObserver(() => {
    const clean = unsaved ? node.dataset.unsaved === '0' : true;
    if (dirty && clean || !unsaved) seen.saved.push(performance.now() - seen.at);
    dirty = !clean;
  }).observe(node, unsaved ? { attributes: true, attributeFilter: ['data-unsaved'] }
    : { childList: true, subtree: true, characterData: true });
}"""
OPEN = """async ([place, selector, count]) => {
  const shown = window.jupyterapp.shell.currentWidget.content;
  shown.activeCellIndex = place; shown.deselectAll();
  const start = performance.now();
  await window.jupyterapp.commands.execute('notebook:run-cell');
  const end = performance.now();
  for (let frame = 0; frame < 1800; frame += 1) {
    if (document.querySelectorAll(selector).length >= count) {
      const now = performance.now();
      return [now - end, now - start];
    }
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  return [Infinity, Infinity];
}"""
PLAIN = """import json, os
import ipywidgets as w
said = w.Label('0')
file = open('plain.jsonl', 'a')
def keep(change):
    file.write(json.dumps([change.owner.description, change.new]) + '\\n')
    file.flush(); os.fsync(file.fileno())
    said.value = str(int(said.value) + 1)
CODES = ['', 'COM', 'LNK', 'AFF', 'SYM', 'DSP'] + [f'C{n}' for n in range(20)]
def row(n):
    code = w.Dropdown(options=CODES, description=str(n))
    code.observe(keep, 'value')
    return w.HBox([w.HTML('What did you want him to hear when you said it was fine?'), code])
"""
SET_PLAIN = """n => { const one = document.querySelectorAll('.widget-dropdown select')[n % 40];
  window.__press(performance.now());
  one.value = 'COM'; if (one.selectedIndex < 0) one.selectedIndex = 1;
  one.dispatchEvent(new Event('change', { bubbles: true })); }"""


@dataclass
class Figures:
    """What one run showed; times in milliseconds."""

    name: str
    turns: int
    usable: float
    from_start: float
    paint: Sequence[float]
    saved: Sequence[float]
    messages: float
    nodes: float
    notebook: int
    memory: float

    def line(self) -> str:
        """Print as a row of the table."""
        return (
            f"{self.name:6} {self.turns:6,} {self.usable:8.0f} {self.from_start:8.0f}"
            f" {middle(self.paint):7.1f} {high(self.paint):7.1f}"
            f" {middle(self.saved):7.1f} {high(self.saved):7.1f}"
            f" {self.messages:8.2f} {self.nodes:7.1f} {self.notebook:9,} {self.memory:8.1f}"
        )


def middle(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else float("nan")


def high(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95)) if values else float("nan")


def kernel_memory(server: Server) -> float:
    return sum(psutil.Process(pid).memory_info().rss for pid in server.kernel_pids()) / 2**20


def opened(lab: Lab, selector: str, count: int) -> tuple[float, float]:
    usable, from_start = cast("list[float]", lab.page.evaluate(OPEN, [1, selector, count]))
    return usable, from_start


def measured(lab: Lab) -> tuple[list[float], list[float]]:
    found = cast("dict[str, list[float]]", lab.page.evaluate("() => window.__bench"))
    return found["paint"], found["saved"]


def measure_desk(browser: Browser, server: Server, turns: int, keys: int) -> Figures:
    """Open the desk and code by keyboard, each key when the one before is durable."""
    path = f"desk-{turns}/a.ipynb"
    source = desk.cell(turns=turns).splitlines()
    lab = Lab.open(browser, server, path, [f"{source[0]}\nopen_desk('other.jsonl')", source[1]])
    page = lab.page
    lab.run_cell(0)
    lab.rewrite(0, "1 + 1")
    lab.run_cell(0)
    before = kernel_memory(server)
    usable, from_start = opened(lab, desk.READY, 1)
    memory = kernel_memory(server) - before
    nodes = cast("int", page.evaluate("() => document.querySelectorAll('.transcript *').length"))
    page.click(".iptf-desk .segment >> nth=0")
    page.evaluate(MEASURE, [".iptf-desk", True])
    messages = sum(lab.messages().values())
    for number in range(keys):
        page.keyboard.press("csvdow"[number % 6])
        page.wait_for_function("n => window.__bench.saved.length > n", arg=number, polling=15)
        page.wait_for_timeout(PAUSE_MS + 7 * (number % 9))
        if number % 3 == 0:
            page.evaluate("() => { window.__real = window.__press; window.__press = () => {}; }")
            page.keyboard.press("j")
            page.evaluate("() => { window.__press = window.__real; }")
    spent = (sum(lab.messages().values()) - messages) / keys
    paint, saved = measured(lab)
    notebook = len(lab.save().encode())
    lab.close()
    return Figures(
        "desk", turns, usable, from_start, paint, saved, spent, nodes / turns, notebook, memory
    )


def measure_plain(browser: Browser, server: Server, turns: int, keys: int) -> Figures:
    """Open rows of ipywidgets and set drop-downs by script; no key reaches them."""
    show = f"w.VBox([said, *[row(n) for n in range({turns})]])"
    lab = Lab.open(browser, server, f"plain-{turns}/a.ipynb", [PLAIN, show])
    page = lab.page
    lab.run_cell(0)
    before = kernel_memory(server)
    usable, from_start = opened(lab, ".widget-dropdown select", turns)
    memory = kernel_memory(server) - before
    shown = usable != float("inf")
    nodes = cast("int", page.evaluate("() => document.querySelectorAll('.widget-vbox *').length"))
    messages = sum(lab.messages().values())
    if shown:
        page.evaluate(MEASURE, [".widget-label", False])
        for number in range(keys):
            page.evaluate(SET_PLAIN, number)
            page.wait_for_function("n => window.__bench.saved.length > n", arg=number, polling=15)
            page.wait_for_timeout(PAUSE_MS + 7 * (number % 9))
    spent = (sum(lab.messages().values()) - messages) / keys
    paint, saved = measured(lab) if shown else ([], [])
    notebook = len(lab.save().encode())
    lab.close()
    return Figures(
        "plain", turns, usable, from_start, paint, saved, spent, nodes / turns, notebook, memory
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, nargs="*", default=[300, 1500, 6000])
    parser.add_argument("--plain", type=int, nargs="*", default=[50, 150, 500])
    parser.add_argument("--keys", type=int, default=40)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="bench-desk-"))
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print(
        "rater   turns   usable  from ▶   paint     p95   saved     p95"
        "  msgs/mk  DOM/tn  notebook   MB krnl"
    )
    with jupyter_server(root) as server, chromium() as browser:
        for turns in given.turns:
            print(measure_desk(browser, server, turns, given.keys).line(), flush=True)
        for turns in given.plain:
            print(measure_plain(browser, server, turns, given.keys).line(), flush=True)


if __name__ == "__main__":
    main()
