"""Names of files and faults of the reading tell who spoke; they are masked and put back, too."""

from __future__ import annotations

import re

from ipt_fidelity.transcript import (
    Recording,
    Role,
    Session,
    SessionRecord,
    Transcript,
    decide,
    draw_key,
    findings_frame,
    mask,
    parse,
    unmask,
    write_json,
)

VTT = b"""WEBVTT

00:00:01.000 --> 00:00:04.000
<v Dr Keller>How was the week?

00:00:05.000 --> 00:00:09.000
<v Marta Vogel>Quiet. I cooked.
"""
NAMES = re.compile("vogel|keller|marta", re.IGNORECASE)


def _told() -> Transcript:
    session = Session(id="s-02", recording=Recording(path="sound/Marta_VOGEL-2.m4a", seconds=2.0))
    record = SessionRecord(session=session, speakers={"Dr Keller": Role.THERAPIST})
    return parse(VTT, name="Vogel_2.vtt", record=record)


def test_no_name_of_a_label_is_left_anywhere_in_the_masked_file() -> None:
    told = _told()
    assert any("Marta Vogel" in fault.problem for fault in told.faults)
    masked, _ = mask(told, cast={}, key=draw_key("c", seed=3), by="KM")
    assert NAMES.search(write_json(masked)) is None


def test_the_head_of_a_caption_file_is_no_name() -> None:
    masked, _ = mask(_told(), cast={}, key=draw_key("c", seed=3), by="KM")
    assert masked.notes[0].text == "WEBVTT"


def test_masking_of_faults_is_undone_exactly() -> None:
    told = _told()
    masked, key = mask(told, cast={}, key=draw_key("c", seed=3), by="KM")
    assert unmask(masked, key) == told


def test_a_decision_on_a_fault_can_be_undone_exactly() -> None:
    told = _told()
    masked, key = mask(told, cast={}, key=draw_key("c", seed=3), by="KM")
    found = findings_frame(masked, key)
    first = found[found["place"].str.startswith("fault:")]["redaction"].iloc[0]
    again, longer = decide(masked, key, {first: "take back"})
    assert any("Marta Vogel" in fault.problem for fault in again.faults)
    assert unmask(again, longer) == told
