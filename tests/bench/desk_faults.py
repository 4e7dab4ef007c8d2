"""What the coding desk loses, doubles or leaves unsaid when things fail: each fault many times.

    python -m tests.bench.desk_faults --times 20 --busy 30 --gone 10

In real Chromium, on a study in a real file. Each trial codes six segments by keyboard while the
fault happens at a moment drawn with a seed, mends what failed, and compares the study with what
was pressed and with what the screen had shown as saved. Prints a line for each fault, and exits
with 1 if a mark that was shown as saved is not in the study, a mark stands twice, a mark that was
to be kept did not come back, or the screen did not say that something is unsaved. Shown and
stored count the marks that say where the rater is, too.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page

import ipt_fidelity as ipt
from ipt_fidelity.store.sheets import SheetKey
from tests.browser import desk
from tests.browser.jlab import Lab, Server, chromium, jupyter_server

SESSION = "case-90_session-05"
CELL = """import ipt_fidelity as ipt
from desk_on_file import rubric, transcript
said = transcript(45)
study = ipt.open_study("s.store.sqlite")
study.admit(said, ipt.by_turns(said, at_most=3))
{open}ipt.rate_session(study, rubric(), said.session.id, rater="KM")"""
OPEN = 'study.open_sheet(said.session.id, "KM", rubric())\n'
KEYS = ("c", "s", "v", "d", "o", "w")
CODES = ("COM", "SYM", "AFF", "DSP", "OPT", "REH")
WANTED = [(f"segment:g00{n}", "primary", code) for n, code in enumerate(CODES, 1)]
ROOM_BYTES = 4096

Entry = tuple[str, str, object]


@dataclass
class Tally:
    """What came of the trials of one fault."""

    name: str
    pressed: int = 0
    shown: int = 0
    stored: int = 0
    lost: int = 0
    doubled: int = 0
    missing: int = 0
    unsaid: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything happened that must not."""
        return any((self.lost, self.doubled, self.missing, self.unsaid))

    def line(self, times: int) -> str:
        """Print as a row of the table."""
        return (
            f"{self.name:34} {times:5} {self.pressed:8} {self.shown:8} {self.stored:8}"
            f" {self.lost:6} {self.doubled:8} {self.missing:8} {self.unsaid:7}"
        )


@dataclass
class Trial:
    """One desk on one new study."""

    lab: Lab
    page: Page
    draw: random.Random
    tally: Tally

    @property
    def study(self) -> Path:
        """File of the study."""
        return (self.lab.server.root / self.lab.path).parent / "s.store.sqlite"

    def code(self, keys: Sequence[str]) -> None:
        """Code the segments from here on, one after the other."""
        for key in keys:
            desk.press(self.page, key, "Enter")
        self.tally.pressed += len(keys)

    def recorded(self) -> int:
        """How many marks the page has shown as saved."""
        return int(self.page.get_attribute(".iptf-desk", "data-recorded") or 0)

    def kernel(self) -> psutil.Process:
        """The kernel's process."""
        return psutil.Process(self.lab.server.kernel_pids()[-1])

    def marks(self) -> Sequence[ipt.Mark]:
        """Return what is in the study."""
        key = SheetKey(session_id=SESSION, rater_id="KM", stage=ipt.Stage.INDEPENDENT)
        with ipt.open_study(self.study) as study, contextlib.suppress(ipt.UnknownNameError):
            return study.kept.marks(key)
        return ()

    def compare(self, wanted: Sequence[Entry], *, shown: int) -> None:
        """Hold the study against what was pressed and what had been shown as saved."""
        marks = self.marks()
        found = [(m.target, m.field, m.value) for m in marks if m.field != "place"]
        self.tally.shown += shown
        self.tally.stored += len(marks)
        self.tally.lost += max(0, shown - len(marks))
        self.tally.doubled += len(found) - len(set(found))
        gone = [entry for entry in wanted if entry not in found]
        self.tally.missing += len(gone)
        if gone:
            self.tally.notes.append(f"missing {gone}, found {found}")

    def must_say(self, condition: str, *, seconds: float = 20) -> None:
        """Count it if the screen does not come to say this."""
        try:
            self.page.wait_for_selector(f".iptf-desk{condition}", timeout=seconds * 1000)
        except Exception as error:  # noqa: BLE001 - counted, and told at the end
            self.tally.unsaid += 1
            self.tally.notes.append(f"{condition}: {type(error).__name__}")


def tab_killed(trial: Trial, _given: argparse.Namespace) -> None:
    """Kill the tab within 100 ms of the last key; nothing shown as saved may be lost."""
    many = trial.draw.randint(1, len(KEYS))
    trial.code(KEYS[:many])
    trial.page.wait_for_timeout(trial.draw.uniform(0, 100))
    shown = trial.recorded()
    trial.page.close(run_before_unload=False)
    time.sleep(1)
    trial.compare([], shown=shown)


def kernel_killed(trial: Trial, _given: argparse.Namespace) -> None:
    """Kill the kernel in a burst, go on, and run the cell again."""
    before = trial.draw.randint(0, 3)
    trial.code(KEYS[:before])
    os.kill(trial.kernel().pid, signal.SIGKILL)
    trial.code(KEYS[before:])
    trial.must_say("[data-state='gone']", seconds=60)
    shown = trial.recorded()
    trial.lab.wait()
    trial.lab.run_cell(0)
    trial.must_say("[data-unsaved='0'][data-state='saved']", seconds=60)
    trial.compare(WANTED, shown=shown)


def kernel_busy(trial: Trial, given: argparse.Namespace) -> None:
    """Code while a cell runs: saved meanwhile, or told as unsaved."""
    trial.lab.rewrite(1, f"import time\ntime.sleep({given.busy})")
    trial.lab.start_cell(1)
    trial.page.wait_for_timeout(500)
    trial.page.click(".iptf-desk .segment >> nth=0")
    trial.code(KEYS)
    trial.must_say(":is([data-state='saved'], [data-state='trying'])", seconds=6)
    shown = trial.recorded()
    trial.must_say("[data-unsaved='0'][data-state='saved']", seconds=given.busy + 60)
    trial.compare(WANTED, shown=shown)


def server_gone(trial: Trial, given: argparse.Namespace) -> None:
    """Stop the server for a while in a burst."""
    before = trial.draw.randint(0, 3)
    trial.code(KEYS[:before])
    server = psutil.Process(trial.lab.server.process.pid)
    server.suspend()
    try:
        trial.code(KEYS[before:])
        trial.must_say("[data-state='trying']", seconds=given.gone)
        shown = trial.recorded()
        trial.page.wait_for_timeout(max(0, given.gone - 4) * 1000)
    finally:
        server.resume()
    trial.must_say("[data-unsaved='0'][data-state='saved']", seconds=90)
    trial.compare(WANTED, shown=shown)


def disk_full(trial: Trial, _given: argparse.Namespace) -> None:
    """Let no file of the kernel grow in a burst, then give room."""
    before = trial.draw.randint(0, 3)
    trial.code(KEYS[:before])
    kernel = trial.kernel()
    kept = kernel.rlimit(psutil.RLIMIT_FSIZE)
    kernel.rlimit(psutil.RLIMIT_FSIZE, (ROOM_BYTES, kept[1]))
    try:
        trial.code(KEYS[before:])
        trial.must_say("[data-state='stuck']", seconds=30)
        shown = trial.recorded()
    finally:
        kernel.rlimit(psutil.RLIMIT_FSIZE, kept)
    trial.must_say("[data-unsaved='0'][data-state='saved']", seconds=90)
    trial.compare(WANTED, shown=shown)


def reload_in_burst(trial: Trial, _given: argparse.Namespace) -> None:
    """Load the page again in a burst, and run the cell again."""
    many = trial.draw.randint(1, len(KEYS))
    trial.code(KEYS[:many])
    trial.page.wait_for_timeout(trial.draw.uniform(0, 60))
    shown = trial.recorded()
    trial.lab.reload()
    trial.lab.run_cell(0)
    trial.must_say("[data-ready='1'][data-unsaved='0'][data-state='saved']", seconds=60)
    trial.compare(WANTED[:many], shown=shown)


def two_tabs(trial: Trial, _given: argparse.Namespace) -> None:
    """Code in two tabs by turns; both show the same in the end."""
    second = Lab.attach(trial.page.context.new_page(), trial.lab.server, trial.lab.path)
    other = desk.show(second)
    for number, key in enumerate(KEYS):
        page = trial.draw.choice((trial.page, other))
        page.click(f".iptf-desk [data-segment=g00{number + 1}]")
        desk.press(page, key)
        trial.tally.pressed += 1
    for page in (trial.page, other):
        desk.wait_saved(page)
    for page in (trial.page, other):
        for entry in WANTED:
            segment = entry[0].partition(":")[2]
            with contextlib.suppress(Exception):
                page.wait_for_selector(f".iptf-desk [data-segment={segment}] .chip", timeout=5000)
            trial.tally.unsaid += str(entry[2]) not in desk.margin(page, segment)
    trial.compare(WANTED, shown=trial.recorded() + int(recorded_of(other)))


def two_tabs_before_the_lock(trial: Trial, given: argparse.Namespace) -> None:
    """Code in two tabs, of which the first mark locks the cut; a lock is no mark of the sheet."""
    shown = trial.tally.shown
    two_tabs(trial, given)
    trial.tally.shown, trial.tally.lost = shown, 0


def recorded_of(page: Page) -> str:
    """How many marks a page has shown as saved."""
    return page.get_attribute(".iptf-desk", "data-recorded") or "0"


FAULTS: dict[str, Callable[[Trial, argparse.Namespace], None]] = {
    "tab killed within 100 ms of a key": tab_killed,
    "kernel killed in a burst": kernel_killed,
    "kernel busy": kernel_busy,
    "server gone": server_gone,
    "disk full": disk_full,
    "page loaded again in a burst": reload_in_burst,
    "two tabs on one sheet": two_tabs,
    "two tabs, the cut still open": two_tabs_before_the_lock,
}


@contextlib.contextmanager
def opened(browser: Browser, server: Server, path: str, source: str) -> Iterator[Lab]:
    """Open a notebook with a kernel of its own."""
    lab = Lab.open(browser, server, path, [source, "1 + 1"])
    try:
        yield lab
    finally:
        lab.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--busy", type=int, default=30, help="seconds that a cell runs")
    parser.add_argument("--gone", type=int, default=10, help="seconds without a server")
    parser.add_argument("--only", default="", help="faults whose name holds this")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="desk-faults-"))
    print(
        f"{'fault':34} times  pressed    shown   stored   lost  doubled  missing  unsaid",
        flush=True,
    )
    tallies = [Tally(name) for name in FAULTS if given.only in name]
    with jupyter_server(root) as server, chromium() as browser:
        for tally in tallies:
            for number in range(given.times):
                draw = random.Random(f"{given.seed} {tally.name} {number}")
                folder = tally.name.replace(" ", "-")
                first = "" if tally.name.endswith("open") else OPEN
                source = CELL.replace("{open}", first)
                with opened(browser, server, f"{folder}/{number}/a.ipynb", source) as lab:
                    trial = Trial(lab, desk.show(lab), draw, tally)
                    FAULTS[tally.name](trial, given)
            print(tally.line(given.times), flush=True)
            for note in tally.notes:
                print(f"  {note}", flush=True)
    sys.exit(any(tally.failed for tally in tallies))


if __name__ == "__main__":
    main()
