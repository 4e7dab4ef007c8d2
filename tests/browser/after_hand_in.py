"""A study with sheets that are handed in, and flags on it: what notebooks of these tests import."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

import ipt_fidelity as ipt
from ipt_fidelity import files
from ipt_fidelity.frames import FLAGS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
RUBRIC = ROOT / "rubrics" / "oif-0.1.0.yaml"
SESSIONS = (
    "case-07_session-03",
    "case-04_session-05",
    "case-07_session-09",
    "case-09_session-05",
    "case-01_session-07",
)
LOOKS = ("COG", "THX", "UNF", "PST")


@functools.cache
def rubric() -> ipt.Rubric:
    """Read the project's own rubric."""
    return files.read_rubric(RUBRIC)


def make_study(
    place: Path, sessions: Sequence[str] = SESSIONS, kinds: Sequence[str] = ("reader",)
) -> Path:
    """Make a study with the sheets of these kinds, each handed in."""
    place.parent.mkdir(parents=True, exist_ok=True)
    held = rubric()
    with ipt.open_study(place) as study:
        for stem in sessions:
            transcript = files.read_transcript(_words_of(stem))
            cut = files.read_segments(SAMPLES / f"{stem}.segments.csv", transcript)
            study.admit(transcript, cut)
            for kind in kinds:
                name = f"{stem}.{kind}.sheet.yaml"
                folder = SAMPLES / "sheets" / ("simulated" if kind.startswith("sim") else "")
                study.take_in(files.read_sheet(folder / name, held), held)
    return place


def _words_of(stem: str) -> Path:
    found = [SAMPLES / f"{stem}{ending}" for ending in (".vtt", ".txt", ".csv")]
    return next(path for path in found if path.exists())


def made_flags(study: ipt.Study, sessions: Sequence[str], per_session: int = 5) -> pd.DataFrame:
    """Flag every third segment from the second on, as a classifier would write it."""
    rows: list[dict[str, object]] = []
    for session in sessions:
        order = list(study.segments(session)["segment"])[1::3][:per_session]
        for rank, segment in enumerate(order, 1):
            near = f"{SESSIONS[0]} g009" if session != SESSIONS[0] else "case-12_session-10 g011"
            rows.append(
                {
                    "session_id": session,
                    "segment": segment,
                    "probability": round(0.97 - 0.09 * rank - 0.01 * len(rows) / 2, 4),
                    "rank": rank,
                    "reasons": f"resembles {LOOKS[rank % 4]}; rule: {_rule(LOOKS[rank % 4])}; "
                    f"the segment before adds 0.82 to the logit; nearest coded example {near}",
                    "classifier_id": "abe8c2b0e42a584d",
                }
            )
    return pd.DataFrame(rows, columns=list(FLAGS.names))


def _rule(code_id: str) -> str | None:
    return rubric().code(code_id).rule


def made_highlights(study: ipt.Study, flags: pd.DataFrame) -> pd.DataFrame:
    """Give each flagged segment two phrases and a cue, by character."""
    rows: list[dict[str, object]] = []
    sessions = dict.fromkeys(flags["session_id"])
    texts = {one: study.segments(one).set_index("segment")["text"] for one in sessions}
    for session, segment in zip(flags["session_id"], flags["segment"], strict=True):
        text = texts[session][segment]
        first = str(text).index(": ") + 2
        second = str(text).index(": ", first + 10) + 2
        for kind, start, end in (
            ("phrase", first, first + 12),
            ("cue", first + 20, first + 30),
            ("phrase", second, second + 9),
            ("before", None, None),
        ):
            rows.append(
                {
                    "session_id": session,
                    "segment": segment,
                    "kind": kind,
                    "code_id": "",
                    "start": start,
                    "end": end,
                    "contribution": 0.5,
                }
            )
    return pd.DataFrame(rows)
