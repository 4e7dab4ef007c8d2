"""How long one durable save takes, against plain ``sqlite3`` in the same run.

``python -m tests.bench.store [SAVES]``. Both write the same columns with the same settings and
wait for the disk at each save; the rows alternate, so that a busy machine slows both. The last
line is with several processes at once: the longest that one of them waited for one save.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ipt_fidelity import rubric as rubric_room
from ipt_fidelity.store import SheetKey, open_study
from tests.store.scene import coded, mark, opened

RUBRIC = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"
SAVES = 300
WRITERS = 4


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def plain(path: Path) -> sqlite3.Connection:
    """Return a plain connection with the settings of the store."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE mark (mark_id INTEGER PRIMARY KEY, sheet_id INTEGER, place INTEGER,"
        " client TEXT, seq INTEGER, at_us INTEGER, target TEXT, field TEXT, value TEXT,"
        " worded INTEGER, before TEXT, hash TEXT, UNIQUE (sheet_id, place),"
        " UNIQUE (sheet_id, client, seq)) STRICT"
    )
    return connection


def save_plainly(connection: sqlite3.Connection, seq: int) -> None:
    """Save one row as the store would, without any check."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO mark VALUES (NULL, 1, ?, 'page', ?, ?, 'segment:g001', 'primary', '\"SYM\"',"
        " 0, ?, ?)",
        (seq, seq, seq, "0" * 64, "0" * 64),
    )
    connection.execute("COMMIT")


def row(name: str, times: list[float], against: list[float]) -> str:
    """Return a line of the table."""
    cut = statistics.quantiles(times, n=20)
    ratio = statistics.median(times) / statistics.median(against)
    return (
        f"{name:<34}{statistics.median(times):>9.2f}{cut[-1]:>9.2f}{max(times):>9.1f}{ratio:>8.1f}"
    )


def alone(folder: Path, saves: int) -> None:
    """Print the times of one writer."""
    rubric = rubric_room.read(RUBRIC.read_text(encoding="utf-8"), where=RUBRIC.name)
    by_kind: dict[str, list[float]] = {"plain": [], "mark": [], "memo": [], "memory": []}
    with (
        open_study(folder / "a.store.sqlite") as study,
        open_study(":memory:") as memory,
    ):
        baseline = plain(folder / "plain.sqlite")
        key, in_memory = opened(study, rubric), opened(memory, rubric)
        study.record(key, [coded(1)])
        memory.record(in_memory, [coded(1)])
        for seq in range(2, 2 * saves + 2, 2):
            one, memo = coded(seq), mark(seq + 1, "segment:g001", "memo", f"memo {seq}")
            by_kind["plain"].append(timed(lambda seq=seq: save_plainly(baseline, seq)))
            by_kind["mark"].append(timed(lambda one=one: study.record(key, [one])))
            by_kind["memo"].append(timed(lambda memo=memo: study.record(key, [memo])))
            by_kind["memory"].append(timed(lambda one=one: memory.record(in_memory, [one])))
        baseline.close()
    print(f"{f'{saves} saves, ms':<34}{'p50':>9}{'p95':>9}{'max':>9}{'ratio':>8}")
    print(row("plain sqlite3, nothing checked", by_kind["plain"], by_kind["plain"]))
    print(row("a mark", by_kind["mark"], by_kind["plain"]))
    print(row("a memo (two files)", by_kind["memo"], by_kind["plain"]))
    print(row("a mark in memory (no disk)", by_kind["memory"], by_kind["plain"]))


def forked(store: Path, key: SheetKey, saves: int, told: Path) -> int:
    """Start a process that saves at machine speed; return its id."""
    child = os.fork()
    if child == 0:
        try:
            with open_study(store) as study:
                times = [
                    timed(lambda seq=seq: study.record(key, [coded(seq)]))
                    for seq in range(1, saves + 1)
                ]
            told.write_text(" ".join(map(str, times)), encoding="utf-8")
        finally:
            os._exit(0)
    return child


def together(folder: Path, saves: int) -> None:
    """Print the times of several writers at machine speed."""
    rubric = rubric_room.read(RUBRIC.read_text(encoding="utf-8"), where=RUBRIC.name)
    store = folder / "b.store.sqlite"
    with open_study(store) as study:
        keys = [opened(study, rubric, f"R{n}") for n in range(WRITERS)]
    children = [
        forked(store, key, saves, folder / f"times-{number}") for number, key in enumerate(keys)
    ]
    for child in children:
        os.waitpid(child, 0)
    times = [
        float(word)
        for number in range(WRITERS)
        for word in (folder / f"times-{number}").read_text(encoding="utf-8").split()
    ]
    cut = statistics.quantiles(times, n=20)
    print(
        f"{f'{WRITERS} writers at once, {len(times)} saves':<34}"
        f"{statistics.median(times):>9.2f}{cut[-1]:>9.2f}{max(times):>9.1f}"
    )


def main() -> None:
    """Print the table."""
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else SAVES
    with tempfile.TemporaryDirectory() as folder:
        alone(Path(folder), saves)
        if hasattr(os, "fork"):
            together(Path(folder), saves)


if __name__ == "__main__":
    main()
