from __future__ import annotations

import pytest

from ipt_fidelity.errors import FidelityError, UnknownNameError
from ipt_fidelity.transcript import Role, cast, suggest_casting, uncast
from tests.transcript.samples import read, transcript

TALK = [("Ann", "how was it?"), ("Bo", "bad"), ("Ann", "why?"), ("Bo", "he left")]


def test_without_a_record_and_casting_every_role_is_unknown() -> None:
    read_as = read("T: hello\nC: hi")
    assert [speaker.role for speaker in read_as.speakers] == [Role.UNKNOWN, Role.UNKNOWN]
    assert [speaker.decided_by for speaker in read_as.speakers] == [None, None]


def test_casting_states_roles_and_who_decided() -> None:
    done = cast(transcript(TALK), {"Ann": "therapist", "Bo": "client"}, by="KM")
    assert [(s.role, s.decided_by) for s in done.speakers] == [
        (Role.THERAPIST, "KM"),
        (Role.CLIENT, "KM"),
    ]


def test_casting_leaves_the_words_alone() -> None:
    whole = transcript(TALK)
    assert cast(whole, {"Ann": "therapist"}, by="KM").sha256 == whole.sha256


def test_speakers_that_are_left_out_stay_unknown() -> None:
    assert uncast(cast(transcript(TALK), {"Ann": "therapist"}, by="KM")) == ("Bo",)


def test_capitals_make_no_difference_and_ids_are_taken() -> None:
    assert uncast(cast(transcript(TALK), {"ANN": "therapist", "s2": "client"}, by="KM")) == ()


def test_an_unknown_label_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'Ann'"):
        cast(transcript(TALK), {"Anne": "therapist"}, by="KM")


def test_an_unknown_role_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'therapist'"):
        cast(transcript(TALK), {"Ann": "therapst"}, by="KM")


def test_one_speaker_cannot_have_two_roles() -> None:
    with pytest.raises(FidelityError, match="two roles"):
        cast(transcript(TALK), {"Ann": "therapist", "s1": "client"}, by="KM")


def test_somebody_must_state_the_roles() -> None:
    with pytest.raises(FidelityError, match="nobody"):
        cast(transcript(TALK), {"Ann": "therapist"}, by=" ")


def test_usual_labels_suggest_their_role() -> None:
    found = suggest_casting(transcript([("T", "a"), ("Client", "b"), ("Interpreter", "c")]))
    assert [one.role for one in found] == [Role.THERAPIST, Role.CLIENT, Role.INTERPRETER]


def test_of_two_names_the_one_who_asks_is_suggested_as_therapist() -> None:
    found = suggest_casting(transcript(TALK))
    assert [one.role for one in found] == [Role.THERAPIST, Role.CLIENT]
    assert "100%" in found[0].reason


def test_nothing_is_suggested_where_both_ask_alike() -> None:
    found = suggest_casting(transcript([("Ann", "why?"), ("Bo", "why not?")]))
    assert [one.role for one in found] == [Role.UNKNOWN, Role.UNKNOWN]


def test_suggesting_decides_nothing() -> None:
    whole = transcript(TALK)
    suggest_casting(whole)
    assert uncast(whole) == ("Ann", "Bo")


def test_what_a_person_has_stated_is_shown_as_stated() -> None:
    done = cast(transcript(TALK), {"Ann": "client"}, by="KM")
    assert suggest_casting(done)[0].reason == "stated by KM"
