"""What the dashboard shows of agreement: bands by the interval, confusions with their places."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
import pytest

from ipt_fidelity.agreement import code_agreement
from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.dashboard import Exchange, Source, confusions_of, figures_of
from ipt_fidelity.widgets.talking import Json

WORD = "kingfisher"


def codings(given: Mapping[str, str]) -> pd.DataFrame:
    """Lay out codes by rater, a letter each segment: C COM, D DSP, - nothing, u unread, N UNC."""
    letters = {"C": "COM", "D": "DSP", "S": "SYM", "N": "UNC"}
    rows = [
        {
            "session_id": "s1" if number < len(word) / 2 else "s2",
            "segment": f"g{number:03d}",
            "rater_id": rater,
            "stage": "independent",
            "perspective": "observer",
            "reading": {"-": "read", "u": "unread"}.get(letter, "coded"),
            "primary": letters.get(letter),
            "status": "technical" if letter == "N" else "on_model",
            "uncertain": False,
            "therapist_words": 10,
        }
        for rater, word in given.items()
        for number, letter in enumerate(word)
    ]
    frame = pd.DataFrame(rows)
    words = ["session_id", "segment", "rater_id", "stage", "perspective", "reading", "status"]
    return frame.astype({**dict.fromkeys([*words, "primary"], "str"), "therapist_words": "Int64"})


def test_a_confusion_counts_pairs_of_raters_and_names_its_places(oif: Rubric) -> None:
    found = confusions_of(codings({"A": "CCDS", "B": "DCCS", "E": "DC-S"}), oif)
    first = found[0]
    assert isinstance(first, dict)
    assert first["codes"] == ["COM", "DSP"]
    assert first["n"] == 3
    places = first["places"]
    assert places == [
        ["s1", "g000", "A", "COM", "B", "DSP"],
        ["s1", "g000", "A", "COM", "E", "DSP"],
        ["s2", "g002", "A", "DSP", "B", "COM"],
    ]
    assert first["compared"] == 9
    assert [one["codes"] for one in found[1:] if isinstance(one, dict)] == [
        ["COM", "none"],
        ["DSP", "none"],
    ]


def test_what_was_not_read_or_could_not_be_coded_is_no_confusion(oif: Rubric) -> None:
    assert confusions_of(codings({"A": "CuNC", "B": "CDDC"}), oif) == []


def test_a_figure_is_judged_by_the_lower_end_of_its_interval(oif: Rubric) -> None:
    given = {"A": "CDCDSC" * 8, "B": "CDCDSC" * 7 + "DCCDSC"}
    frame = code_agreement(codings(given), oif, seed=1, resample="unit", resamples=200)
    figures = [one for one in figures_of(frame, oif) if isinstance(one, dict)]
    (alpha,) = [
        one for one in figures if (one["what"], one["statistic"]) == ("COM", "krippendorff_alpha")
    ]
    assert isinstance(alpha["low"], float)
    assert alpha["value"] > 0.8  # type: ignore[operator]
    assert alpha["band"] == ("almost perfect" if alpha["low"] > 0.8 else "substantial")
    assert alpha["possible"] == "almost perfect"
    assert (alpha["kind"], alpha["family"], alpha["n_units"]) == ("code", "technique", 48)
    assert alpha["source"]
    (percent,) = [
        one for one in figures if (one["what"], one["statistic"]) == ("COM", "percent_agreement")
    ]
    assert percent["band"] == ""


def test_a_rare_code_is_told_as_too_few_and_an_undefined_one_has_no_number(oif: Rubric) -> None:
    frame = code_agreement(
        codings({"A": "CCCS", "B": "CCCS"}), oif, seed=1, resample="unit", resamples=50
    )
    figures = {
        (one["what"], one["statistic"]): one
        for one in figures_of(frame, oif)
        if isinstance(one, dict) and one["level"] == "unit"
    }
    assert figures["SYM", "krippendorff_alpha"]["few"] is True
    missing = figures["BHV", "krippendorff_alpha"]
    assert missing["value"] is None
    assert missing["undefined"]
    assert missing["band"] == ""
    json.dumps([*figures.values()], allow_nan=False)


class Counted:
    """A source that remembers what was asked of it."""

    def __init__(self) -> None:
        self.views: list[str] = []

    def figures(self, view: str) -> list[Json]:
        self.views.append(view)
        if view == "time":
            raise NotEnoughDataError("too few.", where="x", mend="Rate more.")
        return []

    def source(self) -> Source:
        return Source(
            facts=lambda: {"sessions": ["s1"], "raters": ["A", "B"], "confusions": []},
            figures=self.figures,
            words=lambda session, segment: [("client", f"{WORD} {session} {segment}")],
        )


def told(held: Exchange, **message: object) -> tuple[Mapping[str, object], str]:
    (answer,) = held.answer({"v": 1, "page": "p", **message})
    return answer.reply, "" if answer.buffer is None else answer.buffer.decode()


def test_figures_are_computed_when_asked_and_once() -> None:
    counted = Counted()
    held = Exchange(source=counted.source())
    told(held, kind="hello")
    assert counted.views == []
    reply, _ = told(held, kind="figures", view="code")
    told(held, kind="figures", view="code")
    assert (reply["kind"], reply["view"], counted.views) == ("figures", "code", ["code"])
    refused, _ = told(held, kind="figures", view="everything")
    assert refused["kind"] == "refused"


def test_a_view_that_cannot_be_computed_says_why() -> None:
    held = Exchange(source=Counted().source())
    _, content = told(held, kind="figures", view="time")
    assert json.loads(content) == {"figures": [], "problem": "too few. Rate more."}


def test_words_travel_only_when_a_segment_is_asked_for() -> None:
    held = Exchange(source=Counted().source())
    assert WORD not in told(held, kind="hello")[1]
    reply, content = told(held, kind="words", session="s1", segment="g1")
    assert WORD not in str(reply)
    assert json.loads(content)["turns"] == [["client", f"{WORD} s1 g1"]]
    assert held.told() == "Agreement: 1 sessions, 2 raters."


@pytest.mark.parametrize("kind", ["marks", "missing", ""])
def test_other_messages_are_refused(kind: str) -> None:
    reply, _ = told(Exchange(source=Counted().source()), kind=kind)
    assert reply["kind"] == "refused"
