"""The sample sessions are whole, invented, and no easier than they say."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

from ipt_fidelity import files
from ipt_fidelity.rubric import Rubric

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
STEMS = sorted(path.name.partition(".")[0] for path in SAMPLES.glob("*.session.yaml"))
LEAST_FORMAT = 4


@cache
def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, SAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    import sys  # noqa: PLC0415 - dataclasses look their module up by name

    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def transcript_of(stem: str) -> Path:
    return next(p for e in (".vtt", ".txt", ".csv") if (p := SAMPLES / f"{stem}{e}").exists())


@pytest.mark.parametrize("stem", STEMS)
def test_a_session_is_read_without_a_fault_and_says_that_it_is_invented(stem: str) -> None:
    transcript = files.read_transcript(transcript_of(stem))
    assert transcript.session.source is not None
    assert "synthetic" in transcript.session.source
    assert [fault for fault in transcript.faults if fault.level == "error"] == []
    assert all(speaker.role != "unknown" for speaker in transcript.speakers)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("kind", ["gold", "reader", "adjudicated"])
def test_a_sheet_codes_every_segment_of_its_session(stem: str, kind: str, oif: Rubric) -> None:
    transcript = files.read_transcript(transcript_of(stem))
    cut = files.read_segments(SAMPLES / f"{stem}.segments.csv", transcript)
    written = files.read_sheet(SAMPLES / "sheets" / f"{stem}.{kind}.sheet.yaml", oif)
    coded = {m.target_id for m in written.marks if m.field == "primary"}
    assert coded == {segment.id for segment in cut.segments}


@pytest.mark.parametrize("stem", STEMS)
def test_gold_gives_a_reason_for_every_segment(stem: str, oif: Rubric) -> None:
    written = files.read_sheet(SAMPLES / "sheets" / f"{stem}.gold.sheet.yaml", oif)
    coded = {m.target for m in written.marks if m.field == "primary"}
    assert coded == {m.target for m in written.marks if m.field == "memo" and m.target in coded}


def test_the_three_source_formats_are_each_there_four_times_or_more() -> None:
    formats = Counter(transcript_of(stem).suffix for stem in STEMS)
    assert set(formats) == {".vtt", ".txt", ".csv"}
    assert min(formats.values()) >= LEAST_FORMAT


def test_the_simulated_sheets_are_what_the_script_makes_and_say_that_they_are() -> None:
    made = script("simulated_raters").every_sheet()
    folder = SAMPLES / "sheets" / "simulated"
    assert {path.name for path in folder.iterdir()} == set(made)
    for name, text in made.items():
        assert (folder / name).read_text(encoding="utf-8") == text
        assert "made_by: simulated" in text


def test_length_alone_does_not_tell_off_model_segments() -> None:
    counts = script("counts")
    segments = counts.every_segment()
    off = segments["status"] == "off_model"
    for name in ("therapist_turn", "longest_turn", "therapist_words", "turns", "words"):
        assert counts.folded_auc(segments[name], off) <= 0.60


def test_the_sessions_are_as_many_as_the_readme_says() -> None:
    segments = script("counts").every_segment()
    phases = segments.drop_duplicates("session_id").groupby("phase").size().to_dict()
    assert phases == {"initial": 6, "middle": 12, "ending": 4, "maintenance": 2}
    assert segments["turns"].sum() >= 2200
    assert segments["therapist"].nunique() >= 10


def test_the_readme_tells_the_agreement_of_the_two_readings_that_the_command_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script("readings").main()
    printed = capsys.readouterr().out
    told = " ".join((SAMPLES / "README.md").read_text(encoding="utf-8").split())
    same, total = printed.split("same code: ")[1].split(" (")[0].split(" of ")
    assert f"same primary code in {same} of {total} segments" in told
    for line in printed.splitlines():
        if line.startswith("  "):
            pair, _, rest = line.strip().partition(": ")
            assert f"| {pair} | {rest.partition(';')[0]} |" in told


PRACTICE = YAML(typ="safe", pure=True).load(
    (SAMPLES / "practice" / "practice-1.yaml").read_text(encoding="utf-8")
)


def test_the_practice_set_has_three_passages_for_each_pair_that_raters_confuse(
    oif: Rubric,
) -> None:
    layer = oif.file.segment_layer
    assert layer is not None
    passages = PRACTICE["segments"]
    pairs = Counter(frozenset((p["answer"], p["mistaken_for"])) for p in passages)
    assert len(passages) >= 60
    assert min(pairs[frozenset(pair)] for pair in layer.confusable) >= 3


@pytest.mark.parametrize("passage", PRACTICE["segments"], ids=lambda p: p["id"])
def test_a_practice_passage_has_words_of_a_therapist_an_answer_and_a_reason(
    passage: dict[str, object], oif: Rubric
) -> None:
    turns = passage["turns"]
    assert isinstance(turns, list)
    assert any(str(turn).startswith("T: ") for turn in turns)
    assert oif.code(str(passage["answer"])).id != oif.code(str(passage["mistaken_for"])).id
    assert passage["phase"] in oif.phases
    assert passage["reason"]
