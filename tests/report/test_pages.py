from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ipt_fidelity.report import (
    Page,
    Quote,
    Rater,
    Table,
    gather_quotes,
    gather_session,
    gather_study,
    session_page,
    session_page_with_words,
    study_page,
)
from tests.report.by_hand import (
    CANARY,
    FEEDBACK,
    FIDELITY,
    FIRST,
    RUBRIC,
    SHEET,
    STUDY,
    UNIT,
    frames,
    making,
    segments,
)
from tests.scoring.by_hand import oif

HOSTILE = "<script>alert('x')</script>\"'$\\frac{1}{&amp;"
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reading(HTMLParser):
    """Tags, attributes and text of a page; complains of tags that do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += f"{data} "


def words(page: Page) -> str:
    return re.sub(r"\s+", " ", Reading(page.html).words)


def every_page() -> list[Page]:
    simulated = replace(SHEET, rater=Rater(id="R1", simulated="a program"))
    return [
        study_page(STUDY),
        study_page(replace(STUDY, agreement=(), sheets=(), flagging=(), made_at=None)),
        session_page(FEEDBACK),
        session_page(replace(FEEDBACK, sheet=simulated, passages=(), flags=(), ratings=())),
        session_page_with_words(FEEDBACK, [Quote(passage=FIRST, lines=(("client", "Yes."),))]),
    ]


@pytest.mark.parametrize("page", every_page(), ids=range(5))
def test_a_page_holds_no_script_and_fetches_nothing(page: Page) -> None:
    found = Reading(page.html)
    assert not {"script", "iframe", "object", "embed", "link", "form", "img"} & set(found.tags)
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert not [
        value
        for name, value in found.attributes
        if name in {"src", "href", "xlink:href"} and not (value or "").startswith("#")
    ]


@pytest.mark.parametrize("page", every_page(), ids=range(5))
def test_a_page_forbids_everything_but_its_own_style(page: Page) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page.html


@pytest.mark.parametrize("page", every_page(), ids=range(5))
def test_a_page_names_its_rubric_and_its_provisional_cut_offs(page: Page) -> None:
    said = words(page)
    assert RUBRIC.sha256 in said
    assert "(oif), version 0.1.0, draft-unvalidated" in said
    assert (
        "Provisional cut-offs. No standard was set on real sessions yet for adherent 62.5." in said
    )


def test_a_cut_off_that_was_set_is_not_called_provisional() -> None:
    notice = words(study_page(STUDY)).partition("Provisional cut-offs.")[2].partition("What was")[0]
    assert "floor" not in notice


def test_a_rubric_without_provisional_cut_offs_has_no_such_notice() -> None:
    settled = replace(RUBRIC, thresholds=RUBRIC.thresholds[1:])
    assert "rovisional" not in words(session_page(replace(FEEDBACK, rubric=settled)))


def test_hostile_names_stay_text_wherever_they_stand() -> None:
    sheet = replace(SHEET, session_id=HOSTILE, rater=Rater(id=HOSTILE, simulated=HOSTILE))
    table = Table(caption=HOSTILE, columns=(HOSTILE,), rows=((HOSTILE,),), note=HOSTILE)
    facts = replace(
        STUDY,
        title=HOSTILE,
        raters=(sheet.rater,),
        sheets=(sheet,),
        agreement=(replace(UNIT, what=HOSTILE, label=HOSTILE, note=HOSTILE),),
        levels=(table,),
        flagging=(table,),
    )
    page = study_page(facts)
    assert "<script" not in page.html
    assert Reading(page.html).words.count("<script>alert('x')</script>") > 10
    feedback = replace(FEEDBACK, sheet=sheet, therapist_id=HOSTILE, classifier_id=HOSTILE)
    assert "<script" not in session_page(feedback).html


def test_a_title_with_quotes_does_not_leave_its_frame_in_a_notebook() -> None:
    shown = study_page(replace(STUDY, title=HOSTILE))._repr_html_()
    assert Reading(shown).tags == ["iframe"]
    assert ("sandbox", "") in Reading(shown).attributes


def test_the_study_page_tells_both_levels_and_why_one_is_undefined() -> None:
    said = words(study_page(STUDY))
    assert "COM Communication analysis" in said
    assert "0.71 [0.62, 0.79]" in said
    assert "sessions: no variation" in said


def test_the_study_page_tells_what_decided_a_verdict() -> None:
    assert FIDELITY.deciding[0] in words(study_page(STUDY))


def test_simulated_raters_are_called_simulated_wherever_they_stand() -> None:
    rater = Rater(id="R1", simulated="a program")
    facts = replace(STUDY, raters=(rater,), sheets=(replace(SHEET, rater=rater),))
    said = words(study_page(facts))
    assert "Simulated raters. R1 (simulated): a program." in said
    assert len(re.findall(r"\bR1\b", said)) == len(
        re.findall(r"R1 \(simulated\)|simulated \(R1\)", said)
    )
    feedback = words(session_page(replace(FEEDBACK, sheet=facts.sheets[0])))
    assert len(re.findall(r"\bR1\b", feedback)) == feedback.count("R1 (simulated)")


def test_a_study_of_people_speaks_of_no_simulation() -> None:
    assert "imulated" not in words(study_page(STUDY))


def test_the_session_page_tells_strengths_steps_and_flags_by_turn() -> None:
    said = words(session_page(FEEDBACK))
    assert "Link A2 full (3 of 4) Look at segment 1" in said
    assert "Next step: Ask further" in said
    assert "1 g002 turn 9 \N{EN DASH} COG Cognitive 0.81 cue words of COG" in said


def test_no_word_of_a_session_stands_on_a_page_that_was_not_asked_for_it() -> None:
    given = frames()
    study = study_page(gather_study(oif(), given, title="Study", making=making()))
    feedback = gather_session(
        oif(), "s1", given, rater_id="KM", stage="independent", making=making()
    )
    assert CANARY not in study.html
    assert CANARY not in session_page(feedback).html
    assert CANARY not in repr(feedback)


def test_the_page_with_words_quotes_the_chosen_segments_and_says_so() -> None:
    feedback = gather_session(
        oif(), "s1", frames(), rater_id="KM", stage="independent", making=making()
    )
    quotes = gather_quotes(segments(), feedback, ["g002"])
    page = session_page_with_words(feedback, quotes)
    said = words(page)
    assert "This page quotes the session." in said
    assert f"g002, turns 5 to 8: COM Communication analysis therapist {CANARY}" in said
    assert said.count(CANARY) == 2
    assert CANARY not in repr(quotes)


def test_a_page_with_words_does_not_show_itself_in_a_notebook() -> None:
    quote = Quote(passage=FIRST, lines=(("client", CANARY),))
    page = session_page_with_words(FEEDBACK, [quote])
    assert CANARY in page.html
    assert CANARY not in page._repr_html_()
    assert CANARY not in repr(page)


def test_every_figure_has_an_alternative_text() -> None:
    for page in every_page():
        figures = page.html.count("<svg")
        assert page.html.count('role="img" aria-label="') == figures
    assert figures == 1


def test_ids_on_a_page_stand_once() -> None:
    ids = re.findall(r'\sid="([^"]+)"', study_page(STUDY).html)
    assert len(ids) == len(set(ids))


def test_the_same_facts_give_the_same_page() -> None:
    assert study_page(STUDY).html == study_page(STUDY).html
    assert session_page(FEEDBACK).html == session_page(FEEDBACK).html


def test_a_page_speaks_to_dark_light_and_print() -> None:
    html = session_page(FEEDBACK).html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "@media print" in html
