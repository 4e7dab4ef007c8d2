"""The main job in small: from transcripts to one report, and again without harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ipt_fidelity import open_study, read_transcript
from ipt_fidelity.cli.lab import lab_command
from ipt_fidelity.errors import FidelityError
from tests.journeys.conftest import Tour


def test_the_tour_prints_agreement_verdicts_and_the_flaggers_evaluation(tour: Tour) -> None:
    assert "Agreement on families of codes" in tour.printed
    assert re.search(r"off_model +│ 0\.\d\d \[0\.\d\d, 0\.\d\d\]", tour.printed)
    assert "high fidelity" in tour.printed
    assert "partly adherent" in tour.printed
    assert "held-out therapists" in tour.printed
    assert "majority" in tour.printed


def test_simulated_raters_are_called_simulated_in_the_terminal_and_in_the_report(
    tour: Tour,
) -> None:
    page = (tour.folder / "report.html").read_text(encoding="utf-8")
    assert "simulated" in tour.printed
    for rater in ("sim-1", "sim-2", "sim-3", "sim-4"):
        assert f"{rater} (simulated)" in page


def test_the_report_has_figures_and_asks_nothing_of_the_network(tour: Tour) -> None:
    page = (tour.folder / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 3
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"']https?:", page)


def test_the_report_holds_no_sentence_of_a_session(tour: Tour) -> None:
    page = (tour.folder / "report.html").read_text(encoding="utf-8")
    spoken = [
        turn.text
        for name in ("case-07_session-03.vtt", "case-02_session-14.txt")
        for turn in read_transcript(tour.folder / "sample_transcripts" / name).turns
        if turn.words >= 6
    ]
    assert len(spoken) > 100
    assert [text for text in spoken if text in page or text in tour.printed] == []


def test_every_session_and_sheet_is_in_the_study_and_the_chains_hold(tour: Tour) -> None:
    with open_study(tour.folder / "tour.store.sqlite") as study:
        sessions = study.sessions()
        heads = study.kept.heads()
        faults = study.kept.verify()
    assert len(sessions) == 24
    sheets = list((tour.folder / "sample_transcripts").rglob("*.sheet.yaml"))
    assert len([head for head in heads if head.rater_id != "KM"]) == len(sheets)
    assert {head.rater_id for head in heads if head.simulated} == {
        "sim-1",
        "sim-2",
        "sim-3",
        "sim-4",
    }
    assert faults == ()


def test_the_lab_opens_notebook_one_without_asking_for_news(tour: Tour) -> None:
    command = lab_command(tour.folder)
    assert "--LabApp.default_url=/lab/tree/1_rate_a_session.ipynb" in command
    assert "--LabApp.news_url=None" in command


def test_the_lab_without_a_tour_says_what_to_run_first(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from ipt_fidelity.cli import main; main()", "lab"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Run 'ipt-fidelity tour' first" in done.stderr


def test_lab_command_refuses_a_folder_without_a_study(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="no study with notebooks"):
        lab_command(tmp_path)
