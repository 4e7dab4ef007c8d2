from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import MaskingState, Purpose, Recording, Role, parse_session

RECORD = """\
format: ipt-session/1
session: {id: case-01_session-02, case: case-01, therapist: T01, number: 2, phase: initial,
          phase_position: early}
variants: []
problem_area: transition
speakers: {T: therapist, C: client}
language: en
recording: {path: sound/two.m4a, sha256: null, length_s: 2940, offset_s: 1.5}
masked: {by: invented, checked_by: null}
consent: [supervision, training, research]
source: synthetic, written for this project
"""


def _refused(text: str) -> TranscriptError:
    with pytest.raises(TranscriptError) as refusal:
        parse_session(text, where="s.session.yaml")
    return refusal.value


def test_a_record_states_the_facts_of_a_session() -> None:
    record = parse_session(RECORD, where="s.session.yaml")
    session = record.session
    assert (session.id, session.case, session.therapist) == ("case-01_session-02", "case-01", "T01")
    assert (session.number, session.phase, session.phase_position) == (2, "initial", "early")
    assert session.consent == (Purpose.SUPERVISION, Purpose.TRAINING, Purpose.RESEARCH)
    assert record.speakers == {"T": Role.THERAPIST, "C": Role.CLIENT}
    assert session.recording == Recording(path="sound/two.m4a", seconds=2940, offset_seconds=1.5)


def test_words_are_masked_when_somebody_masked_them_and_checked_when_somebody_checked() -> None:
    assert parse_session(RECORD, where="s").session.masking is MaskingState.MASKED
    checked = RECORD.replace("checked_by: null", "checked_by: KM")
    assert parse_session(checked, where="s").session.masking is MaskingState.CHECKED
    bare = RECORD.replace("masked: {by: invented, checked_by: null}\n", "")
    assert parse_session(bare, where="s").session.masking is MaskingState.UNMASKED


def test_every_fault_is_told_at_once_with_its_line() -> None:
    text = RECORD.replace("C: client", "C: clients").replace("number: 2", "number: zero")
    faults = _refused(text.replace("language", "lanugage")).faults
    assert [fault.where.split(", ")[1] for fault in faults] == ["line 2", "line 6", "line 7"]
    assert any("client" in fault.mend for fault in faults)


def test_a_mend_is_followed_and_the_record_reads() -> None:
    wrong = RECORD.replace("phase_position: early", "phase_position: erly")
    assert "'early', 'late' or 'only'" in _refused(wrong).mend
    assert (
        parse_session(wrong.replace("erly", "early"), where="s").session.phase_position == "early"
    )


def test_an_id_with_a_name_in_capitals_is_refused() -> None:
    assert "id" in _refused(RECORD.replace("case-01_session-02", "Anna Keller")).faults[0].where


def test_one_label_with_two_roles_is_refused() -> None:
    text = RECORD.replace("{T: therapist, C: client}", "{T: therapist, t: client}")
    assert _refused(text).faults[0].code == "two_roles"


def test_an_empty_record_is_refused() -> None:
    assert _refused("").faults[0].code == "empty"


def test_a_length_without_path_and_hash_links_to_no_recording() -> None:
    bare = RECORD.replace("path: sound/two.m4a, ", "")
    assert parse_session(bare, where="s").session.recording is None
    hashed = bare.replace("sha256: null", f"sha256: {'a' * 64}")
    assert parse_session(hashed, where="s").session.recording == Recording(
        sha256="a" * 64, seconds=2940, offset_seconds=1.5
    )


@pytest.mark.parametrize(
    "path",
    ["../two.m4a", "/srv/two.m4a", "C:/two.m4a", "a/../../two.m4a", "https://x/two.m4a"],
)
def test_a_recording_outside_the_folder_of_the_transcript_is_refused(path: str) -> None:
    refusal = _refused(RECORD.replace("sound/two.m4a", f"'{path}'"))
    assert refusal.faults[0].code == "odd_recording"
    assert refusal.faults[0].where == "s.session.yaml, line 8, recording"
