"""Sessions are taken in whole, cast and cut, and come back as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.errors import StoreError, TranscriptError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study
from ipt_fidelity.transcript.segmenting import by_session, by_turns
from ipt_fidelity.transcript.session import Purpose, Role
from tests.store.scene import CANARY, SESSION, opened, session, transcript


def test_a_session_comes_back_as_it_was_admitted(study: Study) -> None:
    told = session()
    study.admit(*told)
    assert study.kept.transcript(SESSION) == told


def test_the_cut_comes_back_with_the_same_id(memory: Study) -> None:
    told, cut = session()
    memory.admit(told, cut)
    assert memory.kept.segmentation(SESSION).id == cut.id


def test_admitting_the_same_again_changes_nothing(study: Study) -> None:
    study.admit(*session())
    before = study.kept.transcript(SESSION)
    study.admit(*session())
    assert study.kept.transcript(SESSION) == before
    assert len(study.sessions()) == 1


def test_a_speaker_without_a_role_is_refused(memory: Study) -> None:
    told, cut = session()
    uncast = replace(
        told, speakers=(told.speakers[0], replace(told.speakers[1], role=Role.UNKNOWN))
    )
    with pytest.raises(TranscriptError, match="speaker 's2' has no role") as caught:
        memory.admit(uncast, cut)
    assert "cast the speakers" in caught.value.mend
    assert memory.sessions().empty


def test_a_session_without_a_therapist_is_refused(memory: Study) -> None:
    told, cut = session()
    clients = tuple(replace(one, role=Role.CLIENT) for one in told.speakers)
    with pytest.raises(TranscriptError, match="no turn is a therapist's"):
        memory.admit(replace(told, speakers=clients), cut)


def test_every_reason_is_told_at_once(memory: Study) -> None:
    told, _ = session()
    nobody = tuple(replace(one, role=Role.UNKNOWN) for one in told.speakers)
    with pytest.raises(TranscriptError) as caught:
        memory.admit(replace(told, speakers=nobody), by_turns(transcript("other")))
    assert {fault.code for fault in caught.value.faults} == {
        "uncast_speaker",
        "no_therapist",
        "other_cut",
    }


def test_a_cut_of_other_words_is_refused(memory: Study) -> None:
    told, cut = session()
    other = replace(cut, transcript_sha256="0" * 64)
    with pytest.raises(TranscriptError, match="not one of this transcript"):
        memory.admit(told, other)


def test_a_cut_that_leaves_out_a_turn_is_refused(memory: Study) -> None:
    told, cut = session()
    with pytest.raises(TranscriptError, match="not one of this transcript"):
        memory.admit(told, replace(cut, segments=cut.segments[:-1]))


def test_other_words_under_a_known_id_are_refused(memory: Study) -> None:
    memory.admit(*session())
    with pytest.raises(StoreError, match="other words are kept") as caught:
        memory.admit(*session(turns=39))
    assert CANARY not in str(caught.value)


def test_an_unlocked_cut_may_be_replaced(memory: Study) -> None:
    told, cut = session()
    memory.admit(told, cut)
    memory.admit(told, by_session(told))
    assert len(memory.segments(SESSION)) == 1


def test_a_locked_cut_may_not_be_replaced(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    told, cut = session()
    with pytest.raises(StoreError, match="the cut is locked"):
        memory.admit(told, by_session(told))
    assert memory.kept.segmentation(SESSION) == cut


def test_the_kept_cut_is_the_mend_of_a_locked_one(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    memory.admit(*memory.kept.transcript(SESSION))


def test_the_record_of_an_unlocked_session_may_be_corrected(memory: Study) -> None:
    memory.admit(*session())
    memory.admit(*session(phase="middle"))
    assert list(memory.sessions()["phase"]) == ["middle"]


def test_the_phase_of_a_locked_session_may_not_change(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    with pytest.raises(StoreError, match="described otherwise"):
        memory.admit(*session(phase="middle"))


def test_consent_may_be_withdrawn_from_a_locked_session(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    memory.admit(*session(consent=(Purpose.CARE,)))
    assert memory.kept.session(SESSION).consent == (Purpose.CARE,)


def test_a_session_whose_record_says_nothing_can_be_admitted(memory: Study) -> None:
    nothing = dict.fromkeys(("case", "therapist", "number", "phase", "site", "client_group"))
    told = session(**nothing, consent=(), source=None)
    memory.admit(*told)
    assert memory.kept.transcript(SESSION) == told
