"""Segments are labelled by those who read them, and only with consent."""

from __future__ import annotations

import pytest

from ipt_fidelity.errors import NotAllowedError, NotEnoughDataError, UnknownNameError
from ipt_fidelity.frames import SEGMENTS
from ipt_fidelity.rubric import Rubric, Status
from ipt_fidelity.store import Study
from ipt_fidelity.transcript.session import Purpose
from tests.store.scene import SESSION, coded, full, hand_in, mark, opened, session


@pytest.fixture
def off(oif: Rubric) -> str:
    """Return a code that is off-model whatever the circumstances."""
    return next(
        code.id
        for code in oif.codes
        if code.status is Status.OFF_MODEL and not code.status_rules and not code.retired
    )


def test_the_columns_are_those_of_segments_and_labels(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    labelled = memory.labelled_segments(oif, purpose="research")
    assert list(labelled.columns) == [
        *SEGMENTS.names,
        "therapist_id",
        "case_id",
        "phase",
        "variants",
        "off_model",
        "n_raters",
        "primary",
        "site",
        "client_group",
    ]


def test_the_label_is_the_share_of_those_who_read_the_segment(
    memory: Study, oif: Rubric, off: str
) -> None:
    full(memory, oif, "KM", [off, off])
    full(memory, oif, "JD", [off])
    full(memory, oif, "AO", ["SYM"])
    labelled = memory.labelled_segments(oif, purpose="research").set_index("segment")
    assert list(labelled.index) == ["g001", "g002"]
    assert labelled.loc["g001", "off_model"] == pytest.approx(2 / 3)
    assert list(labelled["n_raters"]) == [3, 1]
    assert list(labelled["primary"]) == [off, off]


def test_a_segment_read_and_found_to_need_no_code_is_not_off_model(
    memory: Study, oif: Rubric
) -> None:
    key = opened(memory, oif)
    memory.record(key, [mark(1, "segment:g001", "reading", "read"), hand_in(2)])
    labelled = memory.labelled_segments(oif, purpose="research")
    assert list(labelled["off_model"]) == [0.0]
    assert list(labelled["primary"]) == [None]


def test_a_tie_has_no_primary_code(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    full(memory, oif, "JD", ["AFF"])
    assert list(memory.labelled_segments(oif, purpose="research")["primary"]) == [None]


@pytest.mark.parametrize("stage", ["consensus", "adjudicated", "gold"])
def test_what_was_settled_outweighs_single_opinions(
    memory: Study, oif: Rubric, off: str, stage: str
) -> None:
    full(memory, oif, "KM", [off])
    full(memory, oif, "AO", ["SYM"], stage=stage)
    labelled = memory.labelled_segments(oif, purpose="research")
    assert list(labelled["off_model"]) == [0.0]
    assert list(labelled["n_raters"]) == [1]


def test_sheets_of_practice_and_drafts_do_not_label(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"], stage="practice")
    memory.record(opened(memory, oif, "JD"), [coded(1)])
    with pytest.raises(NotEnoughDataError, match="handed in"):
        memory.labelled_segments(oif, purpose="research")


def test_sessions_without_consent_are_left_out_and_named(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    memory.admit(*session("closed", consent=(Purpose.CARE,)))
    key = memory.open_sheet("closed", "KM", oif)
    memory.record(key, [coded(1), hand_in(2)])
    labelled = memory.labelled_segments(oif, purpose="research")
    assert set(labelled["session_id"]) == {SESSION}
    assert labelled.attrs["without_consent"] == ("closed",)


def test_nothing_is_given_when_no_session_has_consent(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    with pytest.raises(NotAllowedError, match="supervision") as caught:
        memory.labelled_segments(oif, purpose="supervision")
    assert "record their consent" in caught.value.mend
    memory.admit(*session(consent=(Purpose.SUPERVISION,)))
    assert len(memory.labelled_segments(oif, purpose="supervision")) == 1


def test_an_unknown_purpose_is_told(memory: Study, oif: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="there is no purpose 'profit'"):
        memory.labelled_segments(oif, purpose="profit")
