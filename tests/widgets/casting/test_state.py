"""What casting holds: nothing counts before a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast as as_type

import pytest

from ipt_fidelity.errors import FidelityError, StoreError
from ipt_fidelity.transcript import Role, Session, Transcript
from ipt_fidelity.widgets.casting.state import Casting, Recalled
from tests.widgets.casting.made import transcript

ID = "case-07_session-01"


def state(casting: Casting, speaker: str, role: str, session: str = ID) -> None:
    casting.act({"do": "cast", "session": session, "speaker": speaker, "role": role})


def roles(casting: Casting) -> list[str]:
    return [str(speaker.role) for one in casting.transcripts for speaker in one.speakers]


def speakers(casting: Casting, place: int = 0) -> list[Mapping[str, object]]:
    sessions = as_type("list[Mapping[str, object]]", casting.content()["sessions"])
    return as_type("list[Mapping[str, object]]", sessions[place]["speakers"])


def test_a_suggestion_does_not_count_before_it_is_confirmed() -> None:
    casting = Casting([transcript()], by="KM")
    first, _ = speakers(casting)
    assert (first["suggested"], first["role"]) == ("therapist", "")
    assert roles(casting) == ["unknown", "unknown"]
    assert casting.counts() == (0, 2)
    state(casting, "s1", "therapist")
    (done,) = casting.transcripts
    assert done.speakers[0].role is Role.THERAPIST
    assert done.speakers[0].decided_by == "KM"
    assert done.speakers[1].role is Role.UNKNOWN


def test_the_reason_travels_as_a_sentence_with_its_facts() -> None:
    first, second = speakers(Casting([transcript()], by="KM"))
    assert first["why"] == ["why_asks", {"more": "100%", "less": "0%"}]
    assert first["why"] == second["why"]
    labelled = speakers(Casting([transcript(labels=("T", "Bramblewick"))], by="KM"))
    assert labelled[0]["why"] == ["why_label", {"label": "T"}]
    assert labelled[1]["why"] == ["why_other", {}]


def test_the_share_of_words_is_that_of_the_session() -> None:
    shares = [as_type("float", one["share"]) for one in speakers(Casting([transcript()], by="KM"))]
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == pytest.approx(22 / 46, abs=0.02)


def test_a_role_is_taken_back_undone_and_redone() -> None:
    casting = Casting([transcript()], by="KM")
    state(casting, "s1", "partner")
    state(casting, "s1", "")
    assert roles(casting) == ["unknown", "unknown"]
    casting.act({"do": "undo"})
    assert roles(casting) == ["partner", "unknown"]
    casting.act({"do": "undo"})
    casting.act({"do": "redo"})
    assert roles(casting) == ["partner", "unknown"]
    assert casting.act({"do": "undo"}).sentence == "undone"
    assert casting.act({"do": "undo"}).sentence == "nothing_undone"


def test_a_new_statement_ends_what_could_be_redone() -> None:
    casting = Casting([transcript()], by="KM")
    state(casting, "s1", "partner")
    casting.act({"do": "undo"})
    state(casting, "s2", "client")
    assert casting.act({"do": "redo"}).sentence == "nothing_redone"
    assert roles(casting) == ["unknown", "client"]


@pytest.mark.parametrize(
    "act",
    [
        {"do": "cast", "session": ID, "speaker": "s1", "role": "unknown"},
        {"do": "cast", "session": ID, "speaker": "s1", "role": "wizard"},
        {"do": "cast", "session": ID, "speaker": "s9", "role": "client"},
        {"do": "cast", "session": "other", "speaker": "s1", "role": "client"},
        {"do": "sing"},
        {},
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(act: Mapping[str, object]) -> None:
    casting = Casting([transcript()], by="KM")
    with pytest.raises(FidelityError):
        casting.act(act)
    assert roles(casting) == ["unknown", "unknown"]
    assert casting.content()["undo"] is False


def test_what_cannot_be_kept_is_not_shown_as_done() -> None:
    def full(_session: Session, _roles: Mapping[str, Role | None]) -> None:
        raise StoreError("the disk is full.", where="store", mend="Make room.")

    casting = Casting([transcript()], by="KM", keep=full)
    with pytest.raises(StoreError):
        state(casting, "s1", "therapist")
    assert roles(casting) == ["unknown", "unknown"]


def test_what_was_stated_on_the_session_holds_and_elsewhere_suggests() -> None:
    kept: list[tuple[str, Mapping[str, Role | None]]] = []
    recalled = Recalled(
        here={"Quillfeather": (Role.THERAPIST, "LS")},
        elsewhere={"Bramblewick": (Role.PARTNER, "case-07_session-00")},
    )
    casting = Casting(
        [transcript()],
        by="KM",
        recall=lambda _: recalled,
        keep=lambda session, stated: kept.append((session.id, stated)),
    )
    (done,) = casting.transcripts
    assert [(s.role, s.decided_by) for s in done.speakers] == [
        (Role.THERAPIST, "LS"),
        (Role.UNKNOWN, None),
    ]
    second = speakers(casting)[1]
    assert second["suggested"] == "partner"
    assert second["why"] == ["why_remembered", {"session": "case-07_session-00"}]
    state(casting, "s2", "partner")
    state(casting, "s2", "")
    assert kept == [(ID, {"Bramblewick": Role.PARTNER}), (ID, {"Bramblewick": None})]


def test_several_sessions_are_cast_together_each_on_its_own() -> None:
    other = transcript("case-07_session-02")
    casting = Casting([transcript(), other], by="KM")
    state(casting, "s1", "client", "case-07_session-02")
    assert roles(casting) == ["unknown", "unknown", "client", "unknown"]


@pytest.mark.parametrize(
    ("some", "by", "problem"),
    [
        ([], "KM", "no transcript"),
        ([transcript()], " ", "nobody"),
        ([transcript(), transcript()], "KM", "comes twice"),
    ],
)
def test_a_casting_needs_sessions_and_a_person(
    some: list[Transcript], by: str, problem: str
) -> None:
    with pytest.raises(FidelityError, match=problem):
        Casting(some, by=by)


def test_the_report_of_the_reader_travels_with_its_faults() -> None:
    sessions = as_type(
        "list[Mapping[str, object]]", Casting([transcript()], by="KM").content()["sessions"]
    )
    report = as_type("list[list[str]]", sessions[0]["report"])
    assert ["read as", "vtt", "", ""] in report
    assert [
        "warning",
        "the cue ends before it begins.",
        "invented.vtt, line 12",
        "Listen to that place.",
    ] in report
    assert sessions[0]["faults"] == {"error": 0, "warning": 1}
