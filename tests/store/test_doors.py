"""Through the rater's door comes nothing that could bias, and each exposure is kept."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from ipt_fidelity.errors import FidelityError, MarkError, NotAllowedError, UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Door, Study
from tests.store.scene import SESSION, coded, full, hand_in, opened, reopen, session

HIDDEN = (SESSION, "session-03", "case-07", "T-02", "north", "students", "Dr Anna", "Bea")


@pytest.fixture
def door(memory: Study, oif: Rubric) -> Door:
    """Return the door of KM, who has an open sheet; JD has handed one in."""
    full(memory, oif, "JD", ["AFF", "SYM"])
    opened(memory, oif, "KM")
    return memory.seen_by("KM")


@pytest.fixture
def handle(door: Door) -> str:
    """Return the one handle."""
    return str(door.sessions()["handle"].iloc[0])


def _flags() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "session_id": [SESSION],
            "segment": ["g001"],
            "probability": [0.9],
            "rank": [1],
            "reasons": ["long advice"],
            "classifier_id": ["c1"],
        }
    )


def test_sessions_have_a_handle_and_a_phase_and_nothing_else(door: Door) -> None:
    sessions = door.sessions()
    assert list(sessions.columns) == ["handle", "phase", "sheet"]
    assert list(sessions["phase"]) == ["initial"]
    assert list(sessions["sheet"]) == ["open"]


def test_the_session_that_is_seen_holds_no_hidden_fact(door: Door, handle: str) -> None:
    transcript, segmentation = door.session(handle)
    words = " ".join(turn.text for turn in transcript.turns)
    told = repr((transcript, segmentation, transcript.turns, transcript.notes))
    told = told.replace(words, "")
    facts = transcript.session
    assert (facts.id, facts.phase) == (handle, "initial")
    assert (facts.case, facts.therapist, facts.number, facts.site) == (None, None, None, None)
    assert (facts.client_group, facts.source, facts.consent) == (None, None, ())
    assert transcript.notes == ()
    assert not [hidden for hidden in HIDDEN if hidden in told]
    assert [speaker.display for speaker in transcript.speakers] == ["therapist", "client"]


def test_the_words_and_the_cut_are_those_of_the_session(
    door: Door, handle: str, memory: Study
) -> None:
    seen, cut = door.session(handle)
    told, kept = memory.kept.transcript(SESSION)
    assert [turn.text for turn in seen.turns] == [turn.text for turn in told.turns]
    assert cut.segments == kept.segments


def test_each_rater_has_a_handle_of_their_own(memory: Study, door: Door) -> None:
    handles = {
        str(memory.seen_by(rater).sessions()["handle"].iloc[0]) for rater in ("KM", "JD", "AO")
    }
    assert len(handles) == 3
    assert set(door.sessions()["handle"]) <= handles


def test_the_handle_stays_the_same(memory: Study, handle: str) -> None:
    assert set(memory.seen_by("KM").sessions()["handle"]) == {handle}


def test_a_rater_records_through_the_door(door: Door, handle: str) -> None:
    assert door.record(handle, [coded(1)]) == 1
    assert door.sheet(handle).codings["g001"].primary == "SYM"
    assert door.sheet(handle).head.session_id == handle
    assert [one.seq for one in door.marks(handle)] == [1]


def test_a_rater_opens_a_sheet_through_the_door(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    door = memory.seen_by("AO")
    handle = str(door.sessions()["handle"].iloc[0])
    assert list(door.sessions()["sheet"]) == ["none"]
    door.open_sheet(handle, oif, perspective="supervisor")
    assert str(door.sheet(handle).head.perspective) == "supervisor"


def test_the_own_sheet_is_never_another_rater_s(door: Door, handle: str) -> None:
    assert door.sheet(handle).head.rater_id == "KM"
    assert dict(door.sheet(handle).codings) == {}


def test_others_sheets_are_not_seen_before_the_own_is_handed_in(
    door: Door, handle: str, memory: Study
) -> None:
    with pytest.raises(NotAllowedError, match="not handed in"):
        door.others(handle)
    assert memory.kept.exposures().empty


def test_others_sheets_are_seen_after_hand_in_and_that_is_kept(
    door: Door, handle: str, memory: Study
) -> None:
    door.record(handle, [coded(1), hand_in(2)])
    (other,) = door.others(handle)
    assert (other.head.rater_id, other.head.session_id) == ("JD", handle)
    exposures = memory.kept.exposures()
    assert list(exposures["rater_id"]) == ["KM"]
    assert list(exposures["what"]) == ["others' sheets"]
    assert list(exposures["session_id"]) == [SESSION]


def test_others_open_sheets_are_not_seen(memory: Study, oif: Rubric) -> None:
    opened(memory, oif, "JD")
    full(memory, oif, "KM", ["SYM"])
    door = memory.seen_by("KM")
    assert door.others(str(door.sessions()["handle"].iloc[0])) == ()


def test_a_sheet_that_was_opened_again_shuts_the_others_away(door: Door, handle: str) -> None:
    door.record(handle, [coded(1), hand_in(2), reopen(3)])
    with pytest.raises(NotAllowedError):
        door.others(handle)


def test_flags_do_not_pass_before_hand_in(door: Door, memory: Study) -> None:
    with pytest.raises(NotAllowedError, match="not handed in"):
        door.flags(_flags())
    assert memory.kept.exposures().empty


def test_flags_pass_after_hand_in_under_the_handle_and_that_is_kept(
    door: Door, handle: str, memory: Study
) -> None:
    door.record(handle, [coded(1), hand_in(2)])
    assert list(door.flags(_flags())["session_id"]) == [handle]
    assert list(memory.kept.exposures()["what"]) == ["flags"]


def test_flags_of_one_session_that_is_not_handed_in_hold_back_all(
    door: Door, handle: str, memory: Study, oif: Rubric
) -> None:
    door.record(handle, [coded(1), hand_in(2)])
    memory.admit(*session("other"))
    both = pd.concat([_flags(), _flags().assign(session_id="other")], ignore_index=True)
    with pytest.raises(NotAllowedError):
        door.flags(both)
    assert memory.kept.exposures().empty
    assert oif.id == "oif"


def test_no_error_at_the_door_names_a_hidden_fact(
    door: Door, handle: str, memory: Study, oif: Rubric
) -> None:
    memory.admit(*session("unopened_session-09"))
    other = str(door.sessions().set_index("sheet").loc["none", "handle"])
    calls: list[Callable[[], object]] = [
        lambda: door.record(handle, [coded(1, code="NOPE")]),
        lambda: door.record(handle, [coded(1, "g999")]),
        lambda: door.record(handle, []),
        lambda: door.record(other, [coded(1)]),
        lambda: door.sheet(other),
        lambda: door.marks(other),
        lambda: door.session("s-0"),
        lambda: door.others(handle),
        lambda: door.open_sheet(handle, oif, perspective="self"),
        lambda: door.flags(_flags().assign(session_id="elsewhere")),
    ]
    for call in calls:
        with pytest.raises(FidelityError) as caught:
            call()
        told = str(caught.value)
        assert not [one for one in (*HIDDEN, "JD", "session-09") if one in told]


def test_an_error_at_the_door_keeps_its_kind(door: Door, handle: str) -> None:
    with pytest.raises(MarkError, match="there is no mark"):
        door.record(handle, [])
    with pytest.raises(UnknownNameError, match="there is no code 'NOPE'"):
        door.record(handle, [coded(1, code="NOPE")])
    door.record(handle, [coded(1), hand_in(2)])
    with pytest.raises(NotAllowedError, match="handed in"):
        door.record(handle, [coded(3)])
