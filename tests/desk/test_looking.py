"""Agreement on the screen comes from the frames of the study, and words only for one segment."""

from __future__ import annotations

import json

import pytest

from ipt_fidelity.desk.looking import show_agreement
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.transcript import by_turns
from ipt_fidelity.widgets.dashboard import AgreementView
from tests.widgets import made


@pytest.fixture
def study(oif: Rubric) -> Study:
    """Make a study of one session with two independent sheets that differ in g001."""
    held = open_study(":memory:")
    transcript = made.transcript(6)
    held.admit(transcript, by_turns(transcript, at_most=2))
    for rater, codes in {"A": ("COM", "SYM", "SYM"), "B": ("DSP", "SYM", "SYM")}.items():
        key = held.open_sheet(transcript.session.id, rater, oif)
        marks = [
            Mark(client="c", seq=n, target=f"segment:g00{n}", field="primary", value=code)
            for n, code in enumerate(codes, 1)
        ]
        held.record(
            key, [*marks, Mark(client="c", seq=9, target="sheet", field="hand_in", value=True)]
        )
    return held


def asked(shown: AgreementView, **message: object) -> dict[str, list[dict[str, object]]]:
    (answer,) = shown._exchange.answer({"page": "p", **message})  # noqa: SLF001 - what a page sends
    assert answer.buffer is not None
    return json.loads(answer.buffer)


def test_the_page_gets_raters_and_confusions_at_once(study: Study, oif: Rubric) -> None:
    facts = asked(show_agreement(study, oif), kind="hello")
    assert facts["raters"] == ["A", "B"]
    assert facts["shared"] == 1
    assert [one["codes"] for one in facts["confusions"]] == [["COM", "DSP"]]
    assert made.WORD not in json.dumps(facts)


def test_a_status_and_a_family_of_one_name_are_told_apart(study: Study, oif: Rubric) -> None:
    view = show_agreement(study, oif)
    kinds = {
        name: {str(one["kind"]) for one in asked(view, kind="figures", view=name)["figures"]}
        for name in ("family", "status", "pairs", "time")
    }
    assert kinds["family"] >= {"family", "all"}
    assert "family" not in kinds["status"]
    assert "status" in kinds["status"]
    assert kinds["pairs"] == {"family"}
    assert kinds["time"] == {"family"}


def test_words_of_a_segment_come_with_their_roles(study: Study, oif: Rubric) -> None:
    view = show_agreement(study, oif)
    session = made.transcript(6).session.id
    said = asked(view, kind="words", session=session, segment="g002")["turns"]
    assert [role for role, _ in said] == ["therapist", "client"]
    wrong = asked(view, kind="words", session=session, segment="g099")
    assert "g099" in str(wrong["problem"])
    assert made.WORD not in view._exchange.told()  # noqa: SLF001
