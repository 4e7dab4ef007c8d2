"""A program of its own that records marks until it is killed, and prints each acknowledgement.

``python -m tests.store.writing STORE KILLS`` opens sheets for a victim and a bystander. The
bystander goes on in a second process; the victim is killed at a random moment after some
acknowledgements and started again. Each line of the output is ``<rater> <client> <seq>``, written
by the recording process after the call that recorded the mark returned. Importing takes longer
than a victim lives, so processes are forked from one that has imported.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
import time
from pathlib import Path

from ipt_fidelity import rubric as rubric_room
from ipt_fidelity.store import SheetKey, open_study
from tests.store.scene import SESSION, coded, mark, opened

RUBRIC = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"
MOST_SAVES = 3
LONGEST_S = 0.03


def record_without_end(store: str, key: SheetKey, client: str, told: int) -> None:
    """Record one mark after the other, every third with words; tell each that was kept."""
    with open_study(store) as study:
        for seq in itertools.count(1):
            one = coded(seq, client=client)
            if seq % 3 == 0:
                one = mark(seq, "segment:g002", "memo", f"memo {seq}", client)
            kept = study.record(key, [one])
            os.write(told, f"{key.rater_id} {client} {kept}\n".encode())


def forked(store: str, key: SheetKey, client: str, told: int) -> int:
    """Start a process that records; return its id."""
    child = os.fork()
    if child == 0:
        try:
            record_without_end(store, key, client, told)
        finally:
            os._exit(1)
    return child


def kill_one(store: str, key: SheetKey, client: str, chance: random.Random) -> bytes:
    """Start a victim, kill it after some acknowledgements, and return them all."""
    reading, telling = os.pipe()
    victim = forked(store, key, client, telling)
    os.close(telling)
    acknowledged = b""
    for _ in range(chance.randint(1, MOST_SAVES)):
        acknowledged += os.read(reading, 64)
    time.sleep(chance.uniform(0, LONGEST_S))
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    while rest := os.read(reading, 4096):
        acknowledged += rest
    os.close(reading)
    return acknowledged


def main() -> int:
    """Kill the victim as often as told; 0 when the bystander could go on to the end."""
    store, kills = sys.argv[1], int(sys.argv[2])
    rubric = rubric_room.read(RUBRIC.read_text(encoding="utf-8"), where=RUBRIC.name)
    with open_study(store) as study:
        for rater in ("victim", "bystander"):
            opened(study, rubric, rater)
    keys = {name: SheetKey(session_id=SESSION, rater_id=name) for name in ("victim", "bystander")}
    chance = random.Random(17)
    bystander = forked(store, keys["bystander"], "page", 1)
    for life in range(kills):
        os.write(1, kill_one(store, keys["victim"], f"life-{life}", chance))
    gone, _ = os.waitpid(bystander, os.WNOHANG)
    os.kill(bystander, signal.SIGKILL)
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
