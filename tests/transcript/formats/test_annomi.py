from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role, Wish
from tests.transcript.samples import codes, read, said

FILE = """\
transcript_id,interlocutor,timestamp,utterance_text,utterance_id,main_therapist_behaviour
0,therapist,00:00:13,so?,0,question
0,client,00:00:24,yes,1,
1,client,00:00:01,other,0,
"""


def test_a_person_names_the_session_of_a_file_that_holds_several() -> None:
    with pytest.raises(TranscriptError, match="part=: '0', '1'"):
        read(FILE)
    assert said(read(FILE, wish=Wish(part="1"))) == [("client", "other")]


def test_roles_come_from_the_file_and_codes_are_left_out_and_told() -> None:
    found = read(FILE, wish=Wish(part="0"))
    assert [speaker.role for speaker in found.speakers] == [Role.THERAPIST, Role.CLIENT]
    assert "columns_left_out" in codes(found)
