from __future__ import annotations

from ipt_fidelity.transcript import Role
from tests.transcript.samples import codes, read, said

FILE = """\
@UTF8
@Begin
@Participants:\tTHE Ann Therapist, CLI Bo Client
*THE:\tso <how> [/] how &-um is it
\tgoing ? \x15100_2000\x15
%mor:\tx
*CLI:\t0 .
*CLI:\tfine (.) xxx .
@End
"""


def test_a_tier_goes_on_over_its_lines_and_has_the_times_of_its_bullet() -> None:
    found = read(FILE)
    assert said(found)[0] == ("THE", "so <how> [/] how &-um is it going ?")
    assert (found.turns[0].start_s, found.turns[0].end_s) == (0.1, 2.0)
    assert found.turns[0].where == "lines 4-5"


def test_roles_are_those_of_the_participants() -> None:
    assert [speaker.role for speaker in read(FILE).speakers] == [Role.THERAPIST, Role.CLIENT]


def test_a_tier_without_words_is_a_note_and_dependent_tiers_are_told() -> None:
    found = read(FILE)
    assert [note.kind for note in found.notes] == ["head", "head", "head", "stage", "heading"]
    assert "tiers_left_out" in codes(found)
