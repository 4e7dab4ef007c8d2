"""The terminal refuses with problem, place and mend, and leaves everything as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ipt_fidelity import files, open_study, read_rubric
from ipt_fidelity.errors import FidelityError

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
OIF = ROOT / "rubrics" / "oif-0.1.0.yaml"


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from ipt_fidelity.cli import main; main()", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


BAD = {
    "empty.vtt": (b"", "the file is empty"),
    "binary.txt": (bytes(range(256)) * 20, "the file is not text"),
    "nobody.txt": (b"only words\nand no label\n", "nobody is named as speaker"),
    "ragged.csv": (b"speaker,text\nT,hello\nC\n", "ragged.csv, line 3"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_transcript_is_refused_with_file_problem_and_mend(name: str, tmp_path: Path) -> None:
    content, told = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = run("read", name, cwd=tmp_path)
    assert done.returncode == 1
    assert name in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / name).read_bytes() == content


def test_a_wrong_encoding_is_read_and_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("T: hello\nC: the café\nT: yes\nC: no\n".encode("cp1252"))
    done = run("read", "old.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "old.txt, line 2" in done.stdout
    assert "Windows-1252" in done.stdout


def test_good_files_are_read_although_one_is_bad_and_the_status_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = run("read", SAMPLES / "case-07_session-03.vtt", "empty.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "151" in done.stdout
    assert "Therapist (therapist)" in done.stdout


def test_a_rubric_with_a_typo_is_told_with_line_path_and_nearest_word(tmp_path: Path) -> None:
    broken = OIF.read_text(encoding="utf-8").replace("scale: extent", "scale: extend", 1)
    (tmp_path / "mine.yaml").write_text(broken, encoding="utf-8")
    done = run("rubric", "check", "mine.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "mine.yaml, line " in done.stdout
    assert "session_layer.items[0].scale" in done.stdout
    assert "Did you mean 'extent'?" in done.stdout


@pytest.mark.parametrize("path", sorted((ROOT / "rubrics").glob("*.yaml")), ids=lambda p: p.name)
def test_a_shipped_rubric_passes_the_check(path: Path, tmp_path: Path) -> None:
    done = run("rubric", "check", path, cwd=tmp_path)
    assert done.returncode == 0
    assert "0 faults" in done.stdout


def test_a_codebook_is_written_as_a_page(tmp_path: Path) -> None:
    done = run("rubric", "show", OIF, "--into", "codebook.html", cwd=tmp_path)
    assert done.returncode == 0
    page = (tmp_path / "codebook.html").read_text(encoding="utf-8")
    assert "Communication analysis" in page
    assert "<script" not in page


def test_a_rubric_held_against_itself_has_not_changed(tmp_path: Path) -> None:
    done = run("rubric", "diff", OIF, OIF, cwd=tmp_path)
    assert "Nothing changed." in done.stdout


def admitted(folder: Path) -> Path:
    transcript = files.read_transcript(SAMPLES / "case-07_session-03.vtt")
    place = folder / "mine.store.sqlite"
    with open_study(place) as study:
        cut = files.read_segments(SAMPLES / "case-07_session-03.segments.csv", transcript)
        study.admit(transcript, cut)
    return place


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_sheet_with_an_unknown_code_is_refused_and_the_store_is_unchanged(
    tmp_path: Path,
) -> None:
    place = admitted(tmp_path)
    before = digest(place)
    rubric = read_rubric(OIF)
    gold = SAMPLES / "sheets" / "case-07_session-03.gold.sheet.yaml"
    broken = gold.read_text(encoding="utf-8").replace("primary: SYM", "primary: SYN", 1)
    (tmp_path / "mine.sheet.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(FidelityError, match=r"mine\.sheet\.yaml, line \d+: there is no code 'SYN'"):
        files.read_sheet(tmp_path / "mine.sheet.yaml", rubric)
    assert digest(place) == before


def test_a_sheet_of_segments_that_are_not_there_is_refused_whole(tmp_path: Path) -> None:
    place = admitted(tmp_path)
    rubric = read_rubric(OIF)
    gold = SAMPLES / "sheets" / "case-07_session-03.gold.sheet.yaml"
    broken = gold.read_text(encoding="utf-8").replace("segment: g005", "segment: g905", 1)
    (tmp_path / "mine.sheet.yaml").write_text(broken, encoding="utf-8")
    written = files.read_sheet(tmp_path / "mine.sheet.yaml", rubric)
    with open_study(place) as study:
        with pytest.raises(FidelityError, match=r"mine\.sheet\.yaml, line \d+.*g905"):
            study.take_in(written, rubric)
        assert study.kept.heads() == ()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.store.sqlite").write_text("hello", encoding="utf-8")
    done = run("verify", "no.store.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert "not an SQLite database" in done.stderr
    assert (tmp_path / "no.store.sqlite").read_text(encoding="utf-8") == "hello"


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = run("verify", "none.store.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert "there is no such file" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_study_is_verified(tmp_path: Path) -> None:
    place = admitted(tmp_path)
    done = run("verify", place, cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "Nothing is wrong.")


def test_a_tour_that_cannot_write_its_folder_says_where_else(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    done = run("tour", "--into", "taken", cwd=tmp_path)
    assert done.returncode == 1
    assert "Name another folder" in done.stderr


def test_agreement_of_a_spreadsheet_gives_krippendorffs_published_values(tmp_path: Path) -> None:
    table = """unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,,3,
"""
    (tmp_path / "ratings.csv").write_text(table, encoding="utf-8")
    for level, alpha in (("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")):
        done = run("agreement", "ratings.csv", "--level", level, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"{alpha} [" in done.stdout


@pytest.mark.parametrize(
    ("table", "level", "told"),
    [
        ("unit,A\n1,1\n", "nominal", "there are no two raters"),
        ("unit,A,B\n1,1,x\n2,2,2\n", "ordinal", "B"),
        ("unit,A,B\n1,1,1\n1,2,2\n", "nominal", "unit '1' stands twice"),
        ("unit,rater,value\n1,A,1\n1,A,2\n", "nominal", "A"),
        ("unit,A,B\n1,1,1\n", "rational", "there is no"),
        ("", "nominal", "ratings.csv"),
    ],
)
def test_a_bad_table_of_ratings_is_refused_with_a_mend(
    table: str, level: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "ratings.csv").write_text(table, encoding="utf-8")
    done = run("agreement", "ratings.csv", "--level", level, cwd=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_has_help(tmp_path: Path) -> None:
    for words in ([], ["tour"], ["lab"], ["read"], ["verify"], ["rubric"]):
        done = run(*words, "--help", cwd=tmp_path)
        assert done.returncode == 0
        assert "Usage" in done.stdout


def test_the_command_is_installed_beside_python() -> None:
    found = shutil.which("ipt-fidelity", path=os.fspath(Path(sys.executable).parent))
    assert found is not None
