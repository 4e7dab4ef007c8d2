from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role
from ipt_fidelity.transcript.formats.canonical import write
from tests.transcript.samples import dialogues, read, transcript

RICH = read(
    "# Head\n[00:01] T: so [pause] (laughs)\nC: yes --\n[phone rings]\nT: hm",
    roles={"T": Role.THERAPIST},
)


def _changed(**values: object) -> str:
    root = cast("dict[str, dict[str, object]]", json.loads(write(RICH)))
    root["transcript"].update(values)
    return json.dumps(root)


def test_reading_what_was_written_gives_the_same_transcript() -> None:
    assert RICH.faults
    assert RICH.notes
    assert read(write(RICH), name="another.json") == RICH


@given(dialogues(), st.lists(st.none() | st.floats(0, 1e6), max_size=2))
@settings(max_examples=30, deadline=None)
def test_reading_is_the_inverse_of_writing(
    talk: list[tuple[str, str]], starts: list[float | None]
) -> None:
    whole = transcript(talk, starts=starts)
    assert read(write(whole)) == whole


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_changed(speakers=[]), "unknown_speaker"),
        (_changed(turns=[*json.loads(write(RICH))["transcript"]["turns"]] * 2), "repeated_id"),
        (_changed(surplus=1), "unexpected_keyword_argument"),
        (_changed(turns="x"), "tuple_type"),
        (write(RICH)[:-40], "json_invalid"),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused(text: str, code: str) -> None:
    with pytest.raises(TranscriptError) as refusal:
        read(text)
    assert code in {fault.code for fault in refusal.value.faults}
    assert "phone" not in str(refusal.value)
