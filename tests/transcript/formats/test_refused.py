from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from tests.transcript.samples import read


@pytest.mark.parametrize(
    ("content", "code", "mend"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "old_word", "save it as .docx"),
        (b"11:02:09\tAnn:\thello\n11:02:19\tBo:\thi\n", "chat_log", "transcript of the meeting"),
    ],
)
def test_what_holds_no_transcript_is_refused_with_the_mend(
    content: bytes, code: str, mend: str
) -> None:
    with pytest.raises(TranscriptError) as refusal:
        read(content)
    assert [fault.code for fault in refusal.value.faults] == [code]
    assert mend in refusal.value.mend


def test_talk_with_times_before_its_labels_is_no_chat() -> None:
    assert len(read("00:00:01 T: hello\n00:00:04 C: hi\n").turns) == 2
