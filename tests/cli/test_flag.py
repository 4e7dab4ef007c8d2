"""Flags at the terminal: taken up again after a break, the same in any order, refused in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from ipt_fidelity import files, flagging, open_study, read_rubric
from ipt_fidelity.cli import flag_run
from ipt_fidelity.cli.corpus import FolderCorpus, Results, open_corpus
from ipt_fidelity.cli.flag_run import Source, Wish, run_flag
from ipt_fidelity.errors import FidelityError, NotAllowedError, NotEnoughDataError
from ipt_fidelity.frames import FLAGS, check
from ipt_fidelity.transcript.session import MaskingState
from tests.flagging import samples

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
OIF = ROOT / "rubrics" / "oif-0.1.0.yaml"
STEMS = ("case-01_session-02", "case-07_session-03", "case-09_session-05", "case-11_session-08")
ENDINGS = (".vtt", ".txt", ".csv", ".session.yaml", ".segments.csv")
WISH = Wish(look_at=2, workers=1, cluster="", words=False)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    labelled = samples.labelled_segments()
    others = labelled[~labelled["session_id"].isin(STEMS)]
    rubric = read_rubric(OIF)
    card = flagging.cross_validate(others, seed=11, rubric=rubric, beside=())
    classifier = flagging.OffModelClassifier(seed=11, rubric=rubric).fit(others)
    path = tmp_path_factory.mktemp("model") / "home.iptmodel"
    path.write_bytes(flagging.pack(classifier, card, masking=MaskingState.CHECKED))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sessions"
    made.mkdir()
    for stem in STEMS:
        for ending in ENDINGS:
            if (SAMPLES / f"{stem}{ending}").exists():
                shutil.copy(SAMPLES / f"{stem}{ending}", made)
    return made


def source(model: Path | None, *, rubric: Path = OIF, train: Path | None = None) -> Source:
    return Source(rubric=rubric, model=model, train=train, seed=11, purpose="supervision")


def test_a_folder_is_flagged_by_a_model_file_without_a_word_of_a_session(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    refused = run_flag(folder, source(model), WISH, into=tmp_path / "out", turns=10)

    flags = check(pd.read_csv(tmp_path / "out" / "flags.csv"), FLAGS)
    means = pd.read_csv(tmp_path / "out" / "sessions.csv")
    assert refused == 0
    assert (flags.groupby("session_id").size() == WISH.look_at).all()
    assert list(dict.fromkeys(flags["session_id"])) == list(means["session_id"])
    assert list(means["mean_logit"]) == sorted(means["mean_logit"], reverse=True)
    written = "".join(path.read_text() for path in (tmp_path / "out").rglob("*.*"))
    transcript = files.read_transcript(folder / "case-07_session-03.vtt")
    assert not any(turn.text in written for turn in transcript.turns if turn.words > 4)


def test_words_are_written_where_they_are_asked_for(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    wish = Wish(look_at=1, workers=1, cluster="", words=True)
    run_flag(folder, source(model), wish, into=tmp_path / "out", turns=10)

    flags = pd.read_csv(tmp_path / "out" / "flags.csv").set_index("session_id")
    corpus = FolderCorpus(folder=folder, turns=10)
    segments = corpus.segments("case-07_session-03.vtt").set_index("segment")["text"]
    row = flags.loc["case-07_session-03"]
    assert row["text"] == segments[row["segment"]]
    assert not any("therapist:" in path.read_text() for path in (tmp_path / "out").rglob("*.json"))


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


def test_a_broken_off_run_goes_on_where_it_stopped_and_ends_the_same(
    folder: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_flag(folder, source(model), WISH, into=tmp_path / "whole", turns=10)
    keep, kept = Results.keep, []

    def until_killed(self: Results, name: str, found: object, *, made_of: str) -> None:
        if len(kept) == 2:
            raise Killed
        kept.append(name)
        keep(self, name, found, made_of=made_of)

    monkeypatch.setattr(Results, "keep", until_killed)
    with pytest.raises(Killed):
        run_flag(folder, source(model), WISH, into=tmp_path / "out", turns=10)
    assert len(list((tmp_path / "out" / "sessions").iterdir())) == 2
    monkeypatch.undo()

    scored: list[str] = []
    segments = FolderCorpus.segments

    def told(self: FolderCorpus, name: str) -> pd.DataFrame:
        scored.append(name)
        return segments(self, name)

    monkeypatch.setattr(FolderCorpus, "segments", told)
    run_flag(folder, source(model), WISH, into=tmp_path / "out", turns=10)

    assert set(scored).isdisjoint(kept)
    assert len(scored) == len(STEMS) - 2
    for name in ("flags.csv", "sessions.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_half_a_result_file_is_no_result(folder: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_flag(folder, source(model), WISH, into=out, turns=10)
    whole = (out / "flags.csv").read_bytes()
    first = min((out / "sessions").iterdir())
    first.write_bytes(first.read_bytes()[:40])

    run_flag(folder, source(model), WISH, into=out, turns=10)

    assert json.loads(first.read_text())["flags"]
    assert (out / "flags.csv").read_bytes() == whole


def test_a_session_whose_words_changed_is_flagged_again(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_flag(folder, source(model), WISH, into=out, turns=10)
    results, name = Results(folder=out), "case-09_session-05.vtt"
    before = {path.name: path.stat().st_mtime_ns for path in (out / "sessions").iterdir()}
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace("you", "you all", 1), encoding="utf-8")

    run_flag(folder, source(model), WISH, into=out, turns=10)

    after = {path.name: path.stat().st_mtime_ns for path in (out / "sessions").iterdir()}
    assert [one for one in after if after[one] != before[one]] == [f"{name}.json"]
    assert len(results.flags(name)) == WISH.look_at


def test_the_order_of_the_sessions_changes_nothing(
    folder: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_flag(folder, source(model), WISH, into=tmp_path / "one", turns=10)
    names = FolderCorpus.names
    monkeypatch.setattr(FolderCorpus, "names", lambda self: names(self)[::-1])
    run_flag(folder, source(model), WISH, into=tmp_path / "other", turns=10)

    for name in ("flags.csv", "sessions.csv"):
        one, other = (tmp_path / run / name for run in ("one", "other"))
        assert one.read_bytes() == other.read_bytes()


def test_a_transcript_that_cannot_be_read_is_told_and_stops_none_of_the_others(
    folder: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "nobody.txt").write_text("only words\nand no label\n", encoding="utf-8")
    (folder / "strangers.txt").write_text("A: hello\nB: yes\nA: so\nB: no\n", encoding="utf-8")

    refused = run_flag(folder, source(model), WISH, into=tmp_path / "out", turns=10)

    told = capsys.readouterr().err
    assert refused == 2
    assert "nobody.txt" in told
    assert "strangers.session.yaml" in told
    flags = pd.read_csv(tmp_path / "out" / "flags.csv")
    assert set(flags["session_id"]) == set(STEMS)


def test_a_model_of_another_rubric_version_is_refused(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    other = tmp_path / "oif-next.yaml"
    text = OIF.read_text(encoding="utf-8")
    other.write_text(text.replace('version: "0.1.0"', 'version: "0.1.1"'), encoding="utf-8")

    with pytest.raises(FidelityError, match="another rubric"):
        run_flag(folder, source(model, rubric=other), WISH, into=tmp_path / "out", turns=10)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("what", "error"),
    [("nothing", FidelityError), ("empty", NotEnoughDataError), ("twice", FidelityError)],
)
def test_what_is_no_corpus_is_refused(
    what: str, error: type[FidelityError], folder: Path, model: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "twice").mkdir()
    for ending in (".vtt", ".txt"):
        (tmp_path / "twice" / f"a{ending}").write_text("T: hello\nC: yes\n", encoding="utf-8")
    with pytest.raises(error):
        run_flag(tmp_path / what, source(model), WISH, into=tmp_path / "out", turns=10)
    assert folder.exists()


def test_a_folder_without_model_or_study_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="it is not said by what"):
        run_flag(folder, source(None), WISH, into=tmp_path / "out", turns=10)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rubric = read_rubric(OIF)
    path = tmp_path_factory.mktemp("study") / "flag.store.sqlite"
    records = sorted(SAMPLES.glob("*.session.yaml"))
    with open_study(path) as opened:
        for place, record in enumerate(records[:12]):
            stem = record.name.removesuffix(".session.yaml")
            words = next(
                SAMPLES / f"{stem}{ending}"
                for ending in (".vtt", ".txt", ".csv")
                if (SAMPLES / f"{stem}{ending}").exists()
            )
            transcript = files.read_transcript(words)
            cut = files.read_segments(SAMPLES / f"{stem}.segments.csv", transcript)
            opened.admit(transcript, cut)
            if place < 10:
                sheet = SAMPLES / "sheets" / f"{stem}.gold.sheet.yaml"
                opened.take_in(files.read_sheet(sheet, rubric), rubric)
    return path


def test_a_study_trains_itself_and_no_session_is_flagged_by_its_own_codes(
    study: Path, tmp_path: Path
) -> None:
    run_flag(study, source(None), WISH, into=tmp_path / "out", turns=10)

    flags = pd.read_csv(tmp_path / "out" / "flags.csv")
    by_session = flags.groupby("session_id")["classifier_id"].first()
    with open_corpus(study, purpose="supervision", turns=10) as corpus:
        names = corpus.names()
    with open_study(study) as opened:
        therapists = {one: opened.kept.session(one).therapist for one in names}
        fitted = flag_run.fit_flagger(opened, read_rubric(OIF), seed=11)
    coded = set(fitted.apart)
    assert len(names) == 12
    assert len(coded) == 10
    assert all(by_session[one] != fitted.everybody.classifier_id_ for one in coded)
    assert len({by_session[one] for one in coded}) == len({therapists[one] for one in coded})
    assert all(
        by_session[one] == fitted.everybody.classifier_id_ for one in names if one not in coded
    )


def test_a_study_whose_clients_did_not_agree_is_not_flagged(study: Path, tmp_path: Path) -> None:
    asked = Source(rubric=OIF, model=None, train=None, seed=11, purpose="care")

    with pytest.raises(NotAllowedError, match="no consent"):
        run_flag(study, asked, WISH, into=tmp_path / "out", turns=10)
