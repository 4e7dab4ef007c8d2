"""Tables of a study: what enters, what is refused, and that each cell is its coefficient."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind
from ipt_fidelity.errors import FrameError, UnknownNameError
from ipt_fidelity.frames import AGREEMENT, check
from ipt_fidelity.rubric import Rubric, read, scale_of

ROOT = Path(__file__).resolve().parents[2]
SESSIONS, SEGMENTS = 8, 12


@cache
def rubric() -> Rubric:
    name = "oif-0.1.0.yaml"
    return read((ROOT / "rubrics" / name).read_text(encoding="utf-8"), where=name)


def codings(seed: int = 0, *, raters: str = "ABC") -> pd.DataFrame:
    """Simulated raters: A and B code every session, C every other one."""
    rng = np.random.default_rng(seed)
    names = [code.id for code in rubric().codes]
    status = {code.id: str(code.status) for code in rubric().codes}
    rows = []
    for session in range(SESSIONS):
        for segment in range(SEGMENTS):
            truth = rng.choice(names)
            for rater in raters:
                if rater == "C" and session % 2:
                    continue
                code = truth if rng.random() < 0.7 else rng.choice(names)
                reading = rng.choice(["coded", "read", "unread"], p=[0.9, 0.06, 0.04])
                given = str(code) if reading == "coded" else None
                rows.append(
                    {
                        "session_id": f"s{session}",
                        "segment": f"g{segment:03}",
                        "rater_id": rater,
                        "stage": "independent",
                        "perspective": "observer",
                        "reading": str(reading),
                        "primary": given,
                        "status": None if given is None else status[given],
                        "uncertain": False,
                        "therapist_words": 20,
                        "secondary_1": str(rng.choice(names)) if rng.random() < 0.1 else None,
                    }
                )
    return pd.DataFrame(rows)


def ratings(seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for session in range(SESSIONS):
        for item in rubric().items:
            scale = scale_of(rubric(), item)
            for rater in "AB":
                absent = rng.random() < 0.1
                choices = scale.values  # noqa: PD011 - a scale, not a frame
                if choices:
                    value: object = choices[int(rng.integers(len(choices)))]
                else:
                    value = int(rng.integers(2)) if str(scale.type) == "binary" else 3.0
                rows.append(
                    {
                        "session_id": f"s{session}",
                        "item_id": item.id,
                        "rater_id": rater,
                        "stage": "independent",
                        "perspective": "observer",
                        "value": None if absent else value,
                        "label": None,
                        "absence": "no_opportunity" if absent else None,
                        "evidence_for": None,
                        "evidence_against": None,
                        "uncertain": False,
                        "at": pd.NaT,
                    }
                )
    frame = pd.DataFrame(rows)
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True))


@cache
def per_code() -> pd.DataFrame:
    return ag.code_agreement(codings(), rubric(), level="code", seed=1, resamples=50)


@cache
def per_item() -> pd.DataFrame:
    return ag.item_agreement(ratings(), rubric(), seed=1)


def cell(frame: pd.DataFrame, what: str, level: str, statistic: str) -> pd.Series:
    chosen = frame[
        (frame["what"] == what) & (frame["level"] == level) & (frame["statistic"] == statistic)
    ]
    return chosen.iloc[0]


@pytest.mark.parametrize("level", ["family", "status", "primary"])
def test_every_table_is_an_agreement_frame(level: str) -> None:
    found = ag.code_agreement(codings(), rubric(), level=level, seed=1, resamples=50)
    assert check(found, AGREEMENT) is found


def test_units_and_sessions_are_always_told_together() -> None:
    found = ag.code_agreement(codings(), rubric(), level="family", seed=1, resamples=50)
    told = found[found["what"] != "all"].groupby("what")["level"].agg(set)
    assert told.map(lambda levels: levels == {"unit", "session"}).all()
    assert set(told.index) == {family.id for family in rubric().families}


def by_hand(frame: pd.DataFrame, family: str) -> pd.DataFrame:
    """Units by raters: 1 where any of the codes lies in the family."""
    of = {code.id: code.family for code in rubric().codes}
    read_only = frame[(frame["reading"] != "unread") & (frame["status"] != "technical")]
    given = (read_only["primary"].map(of) == family) | (read_only["secondary_1"].map(of) == family)
    return read_only.assign(given=given.astype(float)).pivot_table(
        index=["session_id", "segment"], columns="rater_id", values="given"
    )


@pytest.mark.parametrize("family", ["assess", "off_model"])
def test_a_cell_is_the_coefficient_of_its_table(family: str) -> None:
    found = ag.code_agreement(codings(), rubric(), level="family", seed=1, resamples=50)
    table = by_hand(codings(), family)
    row = cell(found, family, "unit", "krippendorff_alpha")
    assert row["value"] == pytest.approx(ag.krippendorff_alpha(table.to_numpy()).value)
    paired = table[table.notna().sum(axis=1) > 1]
    assert row["n_units"] == len(paired)
    assert row["n_positive"] == paired.sum().sum()
    assert row["prevalence"] == pytest.approx(np.nanmean(paired.to_numpy()))


def test_a_session_cell_is_the_icc_of_numbers_of_units() -> None:
    found = ag.code_agreement(codings(), rubric(), level="family", seed=1, resamples=50)
    table = by_hand(codings(), "assess").groupby(level="session_id").sum(min_count=1)
    row = cell(found, "assess", "session", "icc")
    expected = ag.icc_incomplete(table.to_numpy()).value
    assert row["value"] == pytest.approx(expected, abs=1e-6)


def test_units_nobody_read_are_no_units() -> None:
    unread = codings().assign(reading="unread", primary=None, status=None, secondary_1=None)
    more = pd.concat(
        [codings(), unread.assign(session_id="u" + unread["session_id"])], ignore_index=True
    )
    one, two = (
        ag.code_agreement(frame, rubric(), level="status", seed=1, resamples=50)
        for frame in (codings(), more)
    )
    pd.testing.assert_frame_equal(one, two)


def test_a_unit_read_and_given_no_code_counts() -> None:
    frame = codings(raters="AB")
    frame = frame[frame["reading"] != "unread"]
    found = ag.code_agreement(frame, rubric(), level="family", seed=1, resamples=50)
    counts = frame[frame["status"] != "technical"].groupby(["session_id", "segment"]).size()
    row = cell(found, "neutral", "unit", "krippendorff_alpha")
    assert row["n_units"] == (counts > 1).sum()


def test_technical_codings_leave_every_denominator_and_their_share_is_told() -> None:
    found = per_code()
    assert "UNC" not in set(found["what"])
    assert "technical" in cell(found, "all", "unit", "percent_agreement")["note"]


def test_rare_codes_are_told_as_too_few() -> None:
    found = per_code()
    rare = found[(found["what"] != "all") & (found["n_positive"] < 20)]
    assert rare["note"].str.contains("too_few").all()
    assert len(rare)


def test_the_order_of_rows_changes_nothing() -> None:
    one, two = (
        ag.code_agreement(frame, rubric(), level="status", seed=1, resamples=50)
        for frame in (codings(), codings().sample(frac=1, random_state=5))
    )
    pd.testing.assert_frame_equal(one, two)


def test_therapists_can_be_drawn_whole() -> None:
    therapists = {f"s{session}": f"t{session // 2}" for session in range(SESSIONS)}
    found = ag.code_agreement(codings(), rubric(), level="status", resample=therapists, seed=1)
    assert cell(found, "on_model", "unit", "krippendorff_alpha")["n_clusters"] == 4
    with pytest.raises(UnknownNameError, match="s0"):
        ag.code_agreement(codings(), rubric(), level="status", resample={"x": "t"}, seed=1)


def test_stages_are_not_mixed() -> None:
    mixed = pd.concat([codings(), codings().assign(stage="consensus")], ignore_index=True)
    with pytest.raises(FrameError, match="'consensus'"):
        ag.code_agreement(mixed, rubric(), seed=1)


def test_perspectives_are_not_mixed() -> None:
    own = codings(raters="A").assign(perspective="self", rater_id="T")
    with pytest.raises(FrameError, match="perspectives are mixed"):
        ag.code_agreement(pd.concat([codings(), own], ignore_index=True), rubric(), seed=1)


@pytest.mark.parametrize("change", [{"level": "phase"}, {"resample": "therapist"}])
def test_unknown_words_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError):
        ag.code_agreement(codings(), rubric(), seed=1, **change)


def test_an_unknown_code_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownNameError, match="ZZZ"):
        ag.code_agreement(codings().assign(primary="ZZZ"), rubric(), seed=1)


def test_one_rater_alone_is_undefined_and_says_what_to_do() -> None:
    found = ag.code_agreement(codings(raters="A"), rubric(), level="status", seed=1)
    assert set(found["undefined"]) <= {"no_pairable_values", "single_rater", "no_data"}
    assert found["note"].str.contains("second rater|two raters|Check").all()


def test_no_codings_give_an_empty_frame() -> None:
    found = ag.code_agreement(codings().iloc[:0], rubric(), seed=1)
    assert set(found["undefined"]) <= {"no_data"}


def test_each_item_gets_the_statistic_its_kind_declares() -> None:
    found = per_item()
    check(found, AGREEMENT)
    for item in rubric().items:
        declared = rubric().agreement.get(str(scale_of(rubric(), item).type))
        rows = found[found["what"] == item.id]
        if declared is not None and len(rows):
            assert rows["statistic"].iloc[0] == declared.statistic


def test_an_item_cell_is_the_coefficient_of_its_table() -> None:
    frame = ratings()
    item = next(i for i in rubric().items if str(scale_of(rubric(), i).type) == "ordinal")
    table = frame[frame["item_id"] == item.id].pivot_table(
        index="session_id", columns="rater_id", values="value", aggfunc="first"
    )
    row = cell(ag.item_agreement(frame, rubric(), seed=1), item.id, "session", "krippendorff_alpha")
    expected = ag.krippendorff_alpha(table.astype(float).to_numpy(), level="ordinal").value
    assert row["value"] == pytest.approx(expected)


def test_an_absence_is_no_value_but_has_agreement_of_its_own() -> None:
    found = per_item()
    absences = found[found["form"] == "absences"]
    assert set(absences["statistic"]) == {"krippendorff_alpha", "percent_agreement"}


def test_a_value_beside_an_absence_does_not_count() -> None:
    frame = ratings()
    item = next(i for i in rubric().items if str(scale_of(rubric(), i).type) == "ordinal")
    absent = (frame["item_id"] == item.id) & frame["absence"].notna()
    assert absent.any()
    kept = frame.assign(value=frame["value"].where(~absent, 0))
    one, two = (ag.item_agreement(x, rubric(), seed=1) for x in (frame, kept))
    pd.testing.assert_frame_equal(one, two)


def test_a_value_outside_the_scale_is_refused() -> None:
    frame = ratings()
    item = next(i for i in rubric().items if str(scale_of(rubric(), i).type) == "ordinal")
    frame.loc[frame["item_id"] == item.id, ["value", "absence"]] = [99, None]
    with pytest.raises(FrameError, match=f"item {item.id}: 99"):
        ag.item_agreement(frame, rubric(), seed=1)


def test_a_narrow_use_of_a_scale_is_told() -> None:
    frame = ratings()
    item = next(i for i in rubric().items if str(scale_of(rubric(), i).type) == "ordinal")
    rows = frame["item_id"] == item.id
    frame.loc[rows, "absence"] = None
    frame.loc[rows, "value"] = [3 + (n % 3 == 0) for n in range(int(rows.sum()))]
    row = cell(ag.item_agreement(frame, rubric(), seed=1), item.id, "session", "icc")
    assert "restricted_range" in row["note"]


def test_pairs_leave_one_out_and_time_are_agreement_frames() -> None:
    frame = codings()
    pairs = ag.pairs_of_raters(frame, rubric(), level="status", seed=1)
    assert pairs["form"].str.contains("A-B|A-C|B-C").all()
    without = ag.leave_one_rater_out(frame, rubric(), level="status")
    assert set(without["form"]) == {"without A", "without B", "without C"}
    assert without["note"].str.contains("influence").all()
    when = {f"s{session}": "early" if session < 4 else "late" for session in range(SESSIONS)}
    over = ag.over_time(frame, rubric(), when=when, level="status", seed=1)
    assert over["form"].str.contains("early|late").all()


def test_a_rater_who_is_the_gold_standard_is_perfect_against_it() -> None:
    frame = codings(raters="AB")
    gold = frame[frame["rater_id"] == "A"].assign(stage="gold", rater_id="panel")
    found = ag.codes_against_gold(frame, gold, rubric(), level="status")
    ours = found[(found["form"] == "A") & (found["statistic"] == "sensitivity")]
    assert (ours["value"] == 1).all()
    bias = found[(found["form"] == "A") & (found["statistic"] == "bias")]
    assert (bias["value"] == 0).all()


def test_severity_is_the_mean_difference_from_gold() -> None:
    frame = ratings()
    gold = frame[frame["rater_id"] == "A"].assign(stage="gold", rater_id="panel")
    found = ag.items_against_gold(frame, gold)
    assert (found[found["form"] == "A"]["value"] == 0).all()


def test_boundaries_are_compared_on_both_levels() -> None:
    cuts = {f"s{n}": {"A": [3, 7], "B": [3, 8 - n % 2]} for n in range(6)}
    found = ag.boundary_agreement(cuts, lengths=dict.fromkeys(cuts, 12), seed=1)
    assert set(found["level"]) == {"unit", "session"}


def test_a_spreadsheet_needs_no_study() -> None:
    table = pd.DataFrame({"KM": [1, 2, 3, 3, 2], "JD": [1, 2, 3, 2, None]})
    for level in ("nominal", "ordinal", "interval", "ratio"):
        found = ag.ratings_agreement(table, level=level, interval=Interval(seed=1, resamples=50))
        assert check(found, AGREEMENT) is found


def test_a_judgement_follows_the_interval_not_the_estimate() -> None:
    found = ag.Coefficient(statistic="icc", form="", value=0.78, se=0.1, low=0.45, high=0.93)
    judged = ag.judge(found, scale="koo_li")
    assert judged is not None
    assert (judged.shown, judged.of_value, judged.possible) == ("poor", "good", "excellent")
    assert sum(judged.membership.values()) == pytest.approx(1.0)


def test_a_result_shows_itself_with_its_interval() -> None:
    found = ag.krippendorff_alpha(
        [[1, 1], [2, 2], [1, 2]], interval=Interval(kind=IntervalKind.JACKKNIFE)
    )
    assert "krippendorff_alpha" in found._repr_html_()
