"""What was acknowledged is there, whoever is killed and whoever else writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import SheetKey, open_study
from tests.store.scene import SESSION, coded, opened

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="the processes of these tests are forked"
)


def test_fifty_kills_of_a_writer_lose_no_acknowledged_mark(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.writing", str(path), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    acknowledged: dict[tuple[str, str], int] = defaultdict(int)
    for line in done.stdout.splitlines():
        rater, client, seq = line.split()
        acknowledged[rater, client] = max(acknowledged[rater, client], int(seq))
    assert len(acknowledged) == KILLS + 1
    with open_study(path) as study:
        kept: dict[tuple[str, str], list[int]] = defaultdict(list)
        for rater in ("victim", "bystander"):
            for one in study.kept.marks(SheetKey(session_id=SESSION, rater_id=rater)):
                kept[rater, one.client].append(one.seq)
        assert study.kept.verify() == ()
    for who, upto in acknowledged.items():
        # The last mark may be kept without its acknowledgement; none before may be missing.
        assert kept[who] in (list(range(1, upto + 1)), list(range(1, upto + 2)))


def test_two_processes_write_without_loss(path: Path, oif: Rubric) -> None:
    with open_study(path) as study:
        keys = [opened(study, oif, rater) for rater in ("KM", "JD")]
    children: list[int] = []
    for key in (*keys, *keys):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                with open_study(path) as study:
                    for seq in range(1, 26):
                        study.record(key, [coded(seq, client=f"p{os.getpid()}")])
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children] == [0] * 4
    with open_study(path) as study:
        assert [len(study.kept.marks(key)) for key in keys] == [50, 50]
        assert study.kept.verify() == ()


def test_two_processes_begin_a_study_at_the_same_time(path: Path) -> None:
    children: list[int] = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                with open_study(path) as study:
                    status = len(study.sessions())
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children] == [0] * 4
    with open_study(path) as study:
        assert study.kept.verify() == ()
