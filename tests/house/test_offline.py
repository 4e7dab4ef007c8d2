"""At run time nothing is asked of the network."""

from __future__ import annotations

import subprocess
import sys

from tests.house.gates import ROOT

GUARDED = """
import socket
from pathlib import Path

asked = []
connect = socket.socket.connect


def guarded(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
        asked.append(address)
        raise OSError("no network")
    return connect(self, address)


socket.socket.connect = guarded
socket.getaddrinfo = lambda host, *more, **options: asked.append(host) or []
{body}
print("asked", asked)
"""

BODY = """
import ipt_fidelity as ipt
from ipt_fidelity import flagging

rubric = ipt.read_rubric("rubrics/oif-0.1.0.yaml")
study = ipt.open_study(":memory:")
for stem in ("case-07_session-03", "case-09_session-05"):
    transcript = ipt.read_transcript(f"sample_transcripts/{stem}.vtt")
    cut = ipt.read_segments(f"sample_transcripts/{stem}.segments.csv", transcript)
    study.admit(transcript, cut)
    for kind in ("reader", "adjudicated"):
        path = f"sample_transcripts/sheets/{stem}.{kind}.sheet.yaml"
        study.take_in(ipt.read_sheet(path, rubric), rubric)
ipt.rate_session(study, rubric, "case-07_session-03", rater="KM")
ipt.report_study(study, rubric, title="Two sessions", seed=1)
flagging.cold_start(rubric, seed=1)
"""


def asked_by(body: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", GUARDED.replace("{body}", body)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()[-1]


def test_reading_rating_reporting_and_flagging_ask_nobody() -> None:
    assert asked_by(BODY) == "asked []"


def test_the_guard_notices_who_asks() -> None:
    told = asked_by("socket.getaddrinfo('example.org', 443)")
    assert told == "asked ['example.org']"
