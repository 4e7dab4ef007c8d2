"""The verbs of a notebook: what a blinded rater sees, what pages hold, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ipt_fidelity as ipt
from ipt_fidelity.desk import seen_through
from ipt_fidelity.errors import NotEnoughDataError, UnknownNameError

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
SESSION = "case-07_session-03"


@pytest.fixture
def study(oif: ipt.Rubric, tmp_path: Path) -> Iterator[ipt.Study]:
    """Yield a study with two sessions; one has a gold sheet, two readers' and none of KM."""
    with ipt.open_study(tmp_path / "desk.store.sqlite") as study:
        for stem in (SESSION, "case-09_session-05"):
            transcript = ipt.read_transcript(SAMPLES / f"{stem}.vtt")
            study.admit(transcript, ipt.read_segments(SAMPLES / f"{stem}.segments.csv", transcript))
        for name in (f"{SESSION}.gold", f"{SESSION}.reader", f"simulated/{SESSION}.sim-1"):
            study.take_in(ipt.read_sheet(SAMPLES / "sheets" / f"{name}.sheet.yaml", oif), oif)
        yield study


def test_a_blinded_rater_sees_a_handle_and_a_phase_and_nothing_else(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    door = study.seen_by("KM")
    shown = door.sessions()
    assert list(shown.columns) == ["handle", "phase", "sheet"]
    handle = next(h for h, p in zip(shown["handle"], shown["phase"], strict=True) if p == "initial")
    ipt.rate_blinded(study, oif, handle, rater="KM")
    seen = seen_through(door, oif, handle)
    assert seen.handle == handle
    told = repr(seen) + seen.head.session_id + " ".join(turn.speaker for turn in seen.turns)
    for hidden in ("case-07", "session-03", "T07"):
        assert hidden not in told
    assert seen.circumstances.phase == "initial"
    assert len(seen.turns) == 151


def test_what_a_blinded_rater_marks_lands_on_the_sheet_of_the_session(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    door = study.seen_by("KM")
    handle = str(door.sessions().query("phase == 'initial'")["handle"].iloc[0])
    ipt.rate_blinded(study, oif, handle, rater="KM")
    mark = ipt.Mark(client="page", seq=1, target="segment:g001", field="primary", value="ADM")
    assert door.record(handle, [mark]) == 1
    heads = study.kept.heads(stage="independent")
    assert (SESSION, "KM") in {(head.session_id, head.rater_id) for head in heads}
    assert seen_through(door, oif, handle).sheet.codings["g001"].primary == "ADM"


def test_two_raters_see_other_handles(study: ipt.Study) -> None:
    first = set(study.seen_by("KM").sessions()["handle"])
    assert first.isdisjoint(study.seen_by("JD").sessions()["handle"])


def test_rating_a_session_that_is_not_there_names_the_ones_that_are(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean 'case-07_session-03'\?"):
        ipt.rate_session(study, oif, "case-07_session-30", rater="KM")


def test_the_desk_shows_itself_without_a_word_of_the_session(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    desk = ipt.rate_session(study, oif, SESSION, rater="KM")
    bundle = desk._repr_mimebundle_()
    assert bundle is not None
    spoken = [turn.text for turn in study.kept.transcript(SESSION)[0].turns if turn.words > 3]
    told = str(bundle) + str(desk.get_state())
    assert [text for text in spoken if text in told] == []


def test_a_page_of_a_session_needs_one_sheet_that_holds(study: ipt.Study, oif: ipt.Rubric) -> None:
    with pytest.raises(NotEnoughDataError, match="no single sheet"):
        ipt.report_session(study, oif, SESSION)


def test_the_page_of_an_adjudicated_session_holds_its_verdict_and_no_word(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    path = SAMPLES / "sheets" / f"{SESSION}.adjudicated.sheet.yaml"
    study.take_in(ipt.read_sheet(path, oif), oif)
    page = ipt.report_session(study, oif, SESSION)
    spoken = [turn.text for turn in study.kept.transcript(SESSION)[0].turns if turn.words > 5]
    assert "provisional" in page.html
    assert [text for text in spoken if text in page.html] == []


def test_the_methods_paragraph_says_what_was_not_recorded(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    told = ipt.methods_paragraph(study, oif, title="Two sessions", seed=1)
    assert "not recorded" in told
    assert "simulated" in told
    assert "oif" in told


def test_the_codebook_is_a_page_with_every_code(oif: ipt.Rubric) -> None:
    page = ipt.codebook(oif)
    assert all(code.label.split(":")[0] in page.html for code in oif.codes)


def test_a_page_is_written_whole(oif: ipt.Rubric, tmp_path: Path) -> None:
    page = ipt.codebook(oif)
    written = ipt.write_page(page, tmp_path / "codebook.html")
    assert written.read_text(encoding="utf-8") == page.html
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.html"]
