"""``ipt-fidelity rate``: what it refuses, what it writes, and what it never puts into a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ipt_fidelity import Rubric, open_study
from ipt_fidelity.cli.rate import PAGE, rate_command, rate_environment, write_page
from ipt_fidelity.desk.rating import rating_page, rubric_for, sessions_of, study_at
from ipt_fidelity.errors import FidelityError, StoreError
from ipt_fidelity.sheet import Mark
from ipt_fidelity.transcript import by_turns
from ipt_fidelity.widgets import CodingDesk
from tests.widgets import made

OIF = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "s.store.sqlite"
    transcript = made.transcript(6)
    with open_study(path) as study:
        study.admit(transcript, by_turns(transcript, at_most=2))
    return path


def markup(page: object) -> str:
    return str(getattr(page, "text", ""))


def test_a_study_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such study"):
        study_at(tmp_path / "slip.store.sqlite")
    assert not (tmp_path / "slip.store.sqlite").exists()


def test_a_study_without_sheets_asks_for_the_rubric(store: Path, oif: Rubric) -> None:
    with study_at(store) as study:
        with pytest.raises(FidelityError, match="does not say which rubric"):
            rubric_for(study, None)
        assert rubric_for(study, OIF).sha256 == oif.sha256
        study.open_sheet("case-90_session-05", "KM", oif)
        assert rubric_for(study, None).sha256 == oif.sha256


def test_the_list_names_handles_and_how_far_each_is(store: Path, oif: Rubric) -> None:
    page = rating_page(store, rater="K<M", rubric=OIF, query="")
    told = markup(page.body)
    assert "case-90" not in told
    assert made.WORD not in told
    assert "K&lt;M" in told
    assert "not begun" in told
    with study_at(store) as study:
        key = study.open_sheet("case-90_session-05", "K<M", oif)
        mark = Mark(client="c", seq=1, target="segment:g001", field="primary", value="COM")
        study.record(key, [mark])
        (row,) = sessions_of(study, "K<M").to_dict("records")
    assert (row["sheet"], row["read"], row["all"]) == ("open", 1, 3)
    again = markup(rating_page(store, rater="K<M", rubric=OIF, query="", language="de").body)
    assert "offen: 1 von 3 Segmenten gelesen" in again


def test_an_address_with_a_handle_opens_the_desk_and_a_wrong_one_the_list(store: Path) -> None:
    with study_at(store) as study:
        (handle,) = study.seen_by("KM").sessions()["handle"]
    page = rating_page(store, rater="KM", rubric=OIF, query=f"session={handle}")
    assert isinstance(page.body, CodingDesk)
    assert "All sessions" in page.head.text
    wrong = rating_page(store, rater="KM", rubric=OIF, query="session=<b>")
    assert "There is no session &lt;b&gt; for you" in markup(wrong.body)


def test_the_token_is_in_no_command_and_the_page_listens_here_only(tmp_path: Path) -> None:
    token = "a-token"  # noqa: S105 - a made-up one
    words = rate_command(tmp_path, port=4711)
    around = rate_environment(tmp_path, token)
    assert token not in " ".join(words)
    assert around["JUPYTER_TOKEN"] == token
    assert "--Voila.ip=127.0.0.1" in words
    assert "--strip_sources=True" in words


def test_the_template_asks_no_other_host(tmp_path: Path, store: Path) -> None:
    write_page(tmp_path, store, rater="KM", rubric=None, language="en")
    template = next(tmp_path.rglob("index.html.j2")).read_text(encoding="utf-8")
    assert "http" not in template
    notebook = json.loads((tmp_path / PAGE).read_text(encoding="utf-8"))
    assert [cell["source"].splitlines()[-1] for cell in notebook["cells"]] == [
        "page.head",
        "page.body",
    ]
