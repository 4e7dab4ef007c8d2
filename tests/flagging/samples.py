"""The sample sessions as labelled segments: read plainly, for tests and benches of this room."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from ipt_fidelity import rubric as instruments
from ipt_fidelity.sheet.sheet import Coding, Reading
from ipt_fidelity.sheet.status import resolve_status

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("IPT_FIDELITY_SAMPLES", ROOT / "sample_transcripts"))
VOICE = re.compile(r"^(?:<v ([^>]+)>(.*?)(?:</v>)?|([A-Z]\w*): (.*))$")
THERAPISTS = ("therapist", "co_therapist")
PLAIN = YAML(typ="safe")


def rubric() -> instruments.Rubric:
    """Read the rubric of the sample sheets."""
    path = ROOT / "rubrics" / "oif-0.1.0.yaml"
    return instruments.read(path.read_text(encoding="utf-8"), where=path.name)


def labelled_segments() -> pd.DataFrame:
    """Read every sample session that has a gold sheet; no rows where there is none."""
    oif = rubric()
    rows: list[dict[str, object]] = []
    for record in sorted(FOLDER.glob("*.session.yaml")):
        name = record.name.removesuffix(".session.yaml")
        gold = sorted(FOLDER.rglob(f"{name}.gold.sheet.yaml"))
        if gold:
            rows += _session(name, record, gold[0], oif)
    return pd.DataFrame(rows)


def _session(
    name: str, record: Path, gold: Path, oif: instruments.Rubric
) -> Iterator[dict[str, object]]:
    facts = PLAIN.load(record.read_text(encoding="utf-8"))
    session, variants = facts["session"], tuple(facts.get("variants") or ())
    turns = [
        (facts["speakers"][label], " ".join(words for _, words in together))
        for label, together in groupby(_turns(name), key=itemgetter(0))
    ]
    sheet = PLAIN.load(gold.read_text(encoding="utf-8"))
    codings = {coding["segment"]: coding for coding in sheet["codings"]}
    circumstances = instruments.Circumstances(
        phase=session["phase"],
        phase_position=session.get("phase_position"),
        variants=variants,
        session_index=session.get("number"),
    )
    with (FOLDER / f"{name}.segments.csv").open(encoding="utf-8") as cut:
        for segment in csv.DictReader(cut):
            first, last = (int(segment[key].lstrip("t")) for key in ("first_turn", "last_turn"))
            said = turns[first - 1 : last]
            coding = codings[segment["segment"]]
            status = resolve_status(oif, _coding(coding, oif), circumstances)
            yield {
                "session_id": name,
                "segment": segment["segment"],
                "segmentation_id": "by_hand",
                "first_turn": f"t{first:04d}",
                "last_turn": f"t{last:04d}",
                "start_s": float("nan"),
                "end_s": float("nan"),
                "therapist_words": sum(len(w.split()) for role, w in said if role in THERAPISTS),
                "text": "\n".join(f"{role}: {words}" for role, words in said),
                "therapist_id": session["therapist"],
                "case_id": session["case"],
                "phase": session["phase"],
                "variants": " ".join(variants),
                "problem_area": facts.get("problem_area"),
                "primary": coding["primary"],
                "off_model": float(status == "off_model"),
                "n_raters": 1,
            }


def _coding(told: dict[str, object], oif: instruments.Rubric) -> Coding:
    known = {attribute.id for attribute in oif.attributes}
    attributes = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in told.items()
        if key in known
    }
    return Coding(
        segment=str(told["segment"]),
        reading=Reading.CODED,
        primary=str(told["primary"]),
        secondary=tuple(told.get("secondary") or ()),
        attributes=attributes,
    )


def _turns(name: str) -> Iterator[tuple[str, str]]:
    table, cues, plain = (FOLDER / f"{name}{ending}" for ending in (".csv", ".vtt", ".txt"))
    if table.exists():
        with table.open(encoding="utf-8") as rows:
            yield from ((row["speaker"], row["text"]) for row in csv.DictReader(rows))
    elif cues.exists():
        for line in cues.read_text(encoding="utf-8").splitlines():
            if found := VOICE.match(line):
                yield found[1] or found[3], found[2] or found[4] or ""
    else:
        for line in plain.read_text(encoding="utf-8").splitlines():
            label, colon, words = line.partition(":")
            if colon and not line.startswith("#"):
                yield label.strip(), words.strip()
