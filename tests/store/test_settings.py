"""A study that asks for masked or checked transcripts admits no others, for anybody, ever after."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity.errors import NotAllowedError, UnknownNameError
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.transcript import MaskingState
from tests.store.scene import CANARY, SESSION, session

STATES = tuple(MaskingState)


def test_a_new_study_admits_every_transcript(memory: Study) -> None:
    assert memory.settings.admits is MaskingState.UNMASKED
    memory.admit(*session(masking=MaskingState.UNMASKED))


@pytest.mark.parametrize("asked", STATES)
@pytest.mark.parametrize("state", STATES)
def test_only_what_is_masked_so_far_is_admitted(
    memory: Study, asked: MaskingState, state: MaskingState
) -> None:
    memory.settings.admit_only(asked)
    if STATES.index(state) >= STATES.index(asked):
        memory.admit(*session(masking=state))
        assert memory.kept.session(SESSION).masking is state
        return
    with pytest.raises(NotAllowedError, match=f"is {state}, and this study admits {asked}") as no:
        memory.admit(*session(masking=state))
    assert no.value.where == SESSION
    assert ("check_off" in no.value.mend) == (asked is MaskingState.CHECKED)
    assert CANARY not in str(no.value)
    assert memory.sessions().empty


def test_the_setting_stands_when_the_study_is_opened_again(study: Study, path: Path) -> None:
    study.settings.admit_only("checked")
    study.close()
    with open_study(path) as again:
        assert again.settings.admits is MaskingState.CHECKED
        with pytest.raises(NotAllowedError):
            again.admit(*session(masking=MaskingState.MASKED))


def test_the_setting_may_be_changed(memory: Study) -> None:
    memory.settings.admit_only("checked")
    memory.settings.admit_only("masked")
    assert memory.settings.admits is MaskingState.MASKED


def test_what_is_kept_already_is_not_passed_over(memory: Study) -> None:
    memory.admit(*session(masking=MaskingState.UNMASKED))
    with pytest.raises(NotAllowedError, match="1 sessions that are kept are not masked") as caught:
        memory.settings.admit_only("masked")
    assert caught.value.where == SESSION
    assert memory.settings.admits is MaskingState.UNMASKED


def test_a_state_that_is_not_there_is_refused(memory: Study) -> None:
    with pytest.raises(UnknownNameError, match="checked"):
        memory.settings.admit_only("anonymous")
