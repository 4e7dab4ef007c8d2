"""A model file at the terminal: made of a study, taken in elsewhere, never over another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity import open_study, read_rubric
from ipt_fidelity.cli.model import model
from ipt_fidelity.desk.flags import unpacked
from ipt_fidelity.desk.travelling import pack_flagger
from ipt_fidelity.errors import FidelityError
from tests.journeys.conftest import Tour

ROOT = Path(__file__).resolve().parents[2]
OIF = ROOT / "rubrics" / "oif-0.1.0.yaml"


def store_of(tour: Tour) -> Path:
    return tour.folder / "tour.store.sqlite"


def test_a_model_of_a_study_is_taken_in_elsewhere_and_has_its_card(
    tour: Tour, tmp_path: Path
) -> None:
    into = tmp_path / "home.iptmodel"
    model(store_of(tour), rubric=OIF, into=into, purpose="training", seed=11)

    flagger = unpacked(into.read_bytes(), read_rubric(OIF))
    card = (tmp_path / "home.card.txt").read_text(encoding="utf-8")
    with open_study(store_of(tour)) as study:
        names = set(study.kept.session_ids())
        segments = study.segments("case-07_session-03")
    assert flagger.everybody.predict_proba(segments).shape == (len(segments), 2)
    assert "sim-1" in card
    assert "are simulated" in card
    assert not any(name.encode() in into.read_bytes() for name in names)


def test_a_file_that_is_there_is_not_written_over(tour: Tour, tmp_path: Path) -> None:
    card = tmp_path / "home.card.txt"
    card.write_text("mine", encoding="utf-8")
    with pytest.raises(FidelityError, match="such a file already"):
        model(store_of(tour), rubric=OIF, into=tmp_path / "home.iptmodel")
    assert card.read_text(encoding="utf-8") == "mine"


def test_a_study_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="no such study"):
        model(tmp_path / "none.store.sqlite", rubric=OIF, into=tmp_path / "m.iptmodel")


def test_without_consent_nothing_is_trained(tour: Tour) -> None:
    with open_study(store_of(tour)) as study, pytest.raises(FidelityError, match="consent"):
        pack_flagger(study, read_rubric(OIF), seed=11, purpose="care")
