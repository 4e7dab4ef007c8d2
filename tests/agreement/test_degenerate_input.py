"""What has no answer says why; what is wrong is refused with its place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Undefined, Weighting
from ipt_fidelity.errors import FrameError, UnknownNameError
from tests.agreement import published as p

NA = np.nan
DECLARED = Weighting(categories=(1, 2))
CHANCE_CORRECTED = [
    ag.krippendorff_alpha,
    ag.fleiss_kappa,
    ag.conger_kappa,
    ag.light_kappa,
    ag.gwet_ac,
    ag.brennan_prediger,
]


def codes(found: ag.Coefficient) -> list[str]:
    return [note.code for note in found.notes]


@pytest.mark.parametrize("statistic", CHANCE_CORRECTED)
def test_without_variation_there_is_no_value_but_a_reason(statistic) -> None:  # noqa: ANN001 - any coefficient
    found = statistic(p.NO_VARIATION)
    assert np.isnan([found.value, found.low, found.high]).all()
    assert found.undefined is Undefined.NO_VARIATION


def test_without_variation_percent_agreement_is_1() -> None:
    assert ag.percent_agreement(p.NO_VARIATION).value == 1.0


@pytest.mark.parametrize("statistic", [ag.scott_pi, ag.cohen_kappa])
def test_without_variation_two_raters_have_no_kappa(statistic) -> None:  # noqa: ANN001 - any coefficient
    assert statistic(p.NO_VARIATION[:, :2]).undefined is Undefined.NO_VARIATION


@pytest.mark.parametrize("statistic", [ag.gwet_ac, ag.brennan_prediger])
def test_with_two_declared_categories_and_no_variation_it_is_1(statistic) -> None:  # noqa: ANN001 - any coefficient
    found = statistic(p.NO_VARIATION, weighting=DECLARED)
    assert (found.value, found.se, found.low, found.high) == (1.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize("statistic", [ag.icc, ag.icc_incomplete])
def test_icc_without_variation_is_undefined(statistic) -> None:  # noqa: ANN001 - any coefficient
    assert statistic(p.NO_VARIATION).undefined is Undefined.NO_VARIATION


@pytest.mark.parametrize(
    ("statistic", "value"),
    [(ag.krippendorff_alpha, 0.0), (ag.percent_agreement, 1 / 3), (ag.fleiss_kappa, -0.5)],
)
def test_one_unit_has_a_value_and_no_interval(statistic, value: float) -> None:  # noqa: ANN001 - any coefficient
    found = statistic([[1, 1, 2]])
    assert found.value == pytest.approx(value)
    assert np.isnan(found.low)
    assert "single_unit" in codes(found)


def test_icc_where_the_base_is_nothing_but_rounding_is_undefined() -> None:
    found = ag.icc([[30.0, 0.0, 0.0], [0.0, 0.0, 30.0], [0.0, 30.0, 30.0]], form="A,k")
    assert found.undefined is Undefined.NO_UNIT_VARIATION


def test_icc_of_one_unit_is_undefined() -> None:
    assert ag.icc([[1, 2, 3]]).undefined is Undefined.SINGLE_UNIT


@pytest.mark.parametrize("statistic", CHANCE_CORRECTED)
def test_without_pairs_the_reason_is_told(statistic) -> None:  # noqa: ANN001 - any coefficient
    assert statistic([[1, None], [None, 2]]).undefined is Undefined.NO_PAIRABLE_VALUES


@pytest.mark.parametrize("statistic", CHANCE_CORRECTED)
def test_empty_input_has_no_data(statistic) -> None:  # noqa: ANN001 - any coefficient
    assert statistic([]).undefined is Undefined.NO_DATA


@pytest.mark.parametrize("statistic", CHANCE_CORRECTED)
def test_a_silent_rater_is_named_and_not_counted(statistic) -> None:  # noqa: ANN001 - any coefficient
    spoken = [[1, 1], [2, 2], [1, 2], [2, 2]]
    found = statistic([[a, NA, b] for a, b in spoken])
    assert found.value == pytest.approx(statistic(spoken).value)
    assert found.n_raters == 2
    assert "silent_rater" in codes(found)


@pytest.mark.parametrize("statistic", CHANCE_CORRECTED)
def test_a_unit_nobody_rated_is_no_unit(statistic) -> None:  # noqa: ANN001 - any coefficient
    table = [[1.0, 1.0], [2.0, 2.0], [1.0, 2.0], [2.0, 2.0]]
    found = statistic([*table, [NA, NA]])
    assert (found.value, found.n_units) == pytest.approx((statistic(table).value, 4))


def test_a_negative_value_is_told_and_not_cut() -> None:
    found = ag.krippendorff_alpha([[1, 2], [2, 1], [1, 2]])
    assert found.value < 0
    assert "below_chance" in codes(found)


def test_an_upper_end_above_1_is_cut_and_says_so() -> None:
    found = ag.gwet_ac(p.GWET_2014)
    assert found.high == 1.0
    assert "cut at 1" in found.method


def test_ordinal_words_need_a_declared_order() -> None:
    words = [["some", "much"], ["none", "none"], ["much", "much"]]
    with pytest.raises(FrameError, match="no order"):
        ag.krippendorff_alpha(words, level="ordinal")
    known = ["none", "some", "much"]
    assert ag.krippendorff_alpha(words, level="ordinal", categories=known).undefined is None


def test_an_ordered_categorical_column_brings_its_order() -> None:
    kind = pd.CategoricalDtype(["none", "some", "much"], ordered=True)
    frame = pd.DataFrame({"A": ["some", "none", "much"], "B": ["much", "none", "much"]})
    words = ag.krippendorff_alpha(frame.astype(kind), level="ordinal")
    numbers = ag.krippendorff_alpha([[1, 2], [0, 0], [2, 2]], level="ordinal")
    assert words.value == pytest.approx(numbers.value)


def test_unused_declared_categories_count() -> None:
    used, more = (
        ag.brennan_prediger([[1, 1], [2, 2], [1, 2]], weighting=Weighting(categories=known))
        for known in ((1, 2), (1, 2, 3, 4))
    )
    assert more.value > used.value


def test_weights_by_value_and_by_rank_differ_and_are_named() -> None:
    table = [[1, 2], [2, 2], [5, 5], [9, 5], [1, 1], [9, 9], [2, 5], [5, 9]]
    value = ag.cohen_kappa(table, weighting=Weighting(weights="quadratic"))
    rank = ag.cohen_kappa(table, weighting=Weighting(weights="quadratic", by=ag.By.RANK))
    assert value.value != pytest.approx(rank.value, abs=0.01)
    assert ("by value" in value.form, "by rank" in rank.form) == (True, True)
    assert "spacing" in codes(value)


@pytest.mark.parametrize(
    "value",
    [
        lambda x: ag.krippendorff_alpha(x, level="interval").value,
        lambda x: ag.icc(x).value,
        lambda x: ag.icc_incomplete(x).value,
        lambda x: ag.lin_ccc(x[:, :2]).value,
    ],
)
def test_a_large_offset_changes_nothing(value) -> None:  # noqa: ANN001 - any coefficient
    table = np.random.default_rng(3).integers(0, 5, (30, 3)).astype(float)
    assert value(table + 1e9) == pytest.approx(value(table), abs=1e-8)


def test_zero_does_not_differ_from_zero_on_a_ratio_scale() -> None:
    assert ag.krippendorff_alpha([[0, 0], [1, 1], [4, 4]], level="ratio").value == 1.0


def test_a_ratio_scale_has_no_negative_values() -> None:
    with pytest.raises(FrameError, match="-2 is negative"):
        ag.krippendorff_alpha([[0, -2], [1, 1]], level="ratio")


def test_raters_who_differ_by_a_constant_are_consistent_and_it_is_told() -> None:
    found = ag.icc([[1, 2], [2, 3], [4, 5]], form="C,1")
    assert found.value == 1.0
    assert "no_residual" in codes(found)


def test_perfect_ratings_with_gaps_have_an_icc_of_1() -> None:
    assert ag.icc_incomplete([[1, 1], [2, 2], [4, 4], [None, 3]]).value == pytest.approx(1.0)


def test_few_units_are_told_with_the_width_of_the_interval() -> None:
    assert "small_sample" in codes(ag.icc(p.SHROUT_FLEISS_1979))


def test_resamples_without_variation_are_counted() -> None:
    found = ag.krippendorff_alpha([[1, 1]] * 39 + [[1, 2]], interval=Interval(seed=1))
    assert "undefined_resamples" in codes(found)


def test_fleiss_interval_is_not_that_of_the_null_variance() -> None:
    null_se = 0.430244520 / 17.6518
    assert ag.fleiss_kappa(p.FLEISS_1971).se > 2 * null_se


def test_a_table_of_distinct_values_needs_no_square_of_them() -> None:
    values = np.random.default_rng(1).normal(size=(20_000, 2))
    assert (
        ag.krippendorff_alpha(
            values, level="interval", interval=ag.Interval(kind=IntervalKind.NONE)
        ).undefined
        is None
    )


def test_a_bootstrap_needs_a_seed_and_works_with_one() -> None:
    with pytest.raises(FrameError, match="needs a seed"):
        ag.krippendorff_alpha(p.GWET_2014, interval=Interval(kind=IntervalKind.BCA))
    wanted = Interval(kind=IntervalKind.BCA, seed=1)
    assert ag.krippendorff_alpha(p.GWET_2014, interval=wanted).low < 0.7434


REFUSED = [
    ("letters", lambda: ag.icc([[1, "x"], [1, 2]]), "row 0, column 1: 'x' is not a number"),
    ("infinities", lambda: ag.krippendorff_alpha([[1, np.inf], [1, 1]]), "row 0, column 1"),
    ("ragged rows", lambda: ag.icc([[1, 2], [1]]), "row 1"),
    ("one dimension", lambda: ag.krippendorff_alpha(np.array([1, 2])), "1 dimension"),
    (
        "negative weights",
        lambda: ag.cohen_kappa([[1, 2], [2, 2]], weighting=Weighting(weights=[[1, -1], [0, 1]])),
        "between 0 and 1",
    ),
    ("an undeclared category", lambda: ag.gwet_ac([[1, 3]], weighting=DECLARED), "column 1"),
    ("three raters for Cohen", lambda: ag.cohen_kappa([[1, 2, 1]]), "3 raters"),
    ("gaps in an ANOVA", lambda: ag.icc([[1, 2], [NA, 2]]), "row 1, column 0"),
    ("an unknown form", lambda: ag.icc([[1, 2]], form="Z"), "no form 'Z'"),
]


@pytest.mark.parametrize(("name", "call", "told"), REFUSED, ids=[one[0] for one in REFUSED])
def test_bad_input_is_refused_with_its_place(name: str, call, told: str) -> None:  # noqa: ANN001 - any call
    with pytest.raises(FrameError) as caught:
        call()
    assert told in str(caught.value), name


def test_an_unknown_level_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'ordinal'"):
        ag.krippendorff_alpha([[1, 2]], level="ordinl")


def test_a_rating_given_twice_is_refused_with_its_rows() -> None:
    long = pd.DataFrame({"unit": [1, 2, 1], "rater": ["A", "A", "A"], "value": [1, 2, 3]})
    with pytest.raises(FrameError, match="rows 0, 2"):
        ag.from_long(long, unit="unit", rater="rater", value="value")


def test_the_input_is_not_changed() -> None:
    table = p.GWET_2014.copy()
    ag.krippendorff_alpha(table, level="ordinal", interval=Interval(seed=1))
    assert np.array_equal(table, p.GWET_2014, equal_nan=True)


def test_an_interval_never_leaves_what_is_possible() -> None:
    wanted = Interval(seed=1)
    for table in ([[1, 1]] * 9 + [[1, 2], [2, 2]], p.KRIPPENDORFF_2011, p.GWET_2014):
        for found in (
            ag.krippendorff_alpha(table, level="ordinal", interval=wanted),
            ag.gwet_ac(table, interval=wanted),
            ag.conger_kappa(table, interval=wanted),
        ):
            assert -1 <= found.low <= found.value <= found.high <= 1
        for found in (
            ag.percent_agreement(table, interval=wanted),
            ag.specific_agreement(table, category=1, interval=wanted),
        ):
            assert 0 <= found.low <= found.value <= found.high <= 1


def test_where_leaving_out_a_unit_leaves_nothing_the_bootstrap_takes_over() -> None:
    found = ag.krippendorff_alpha([[1, 1]] * 39 + [[1, 2]], interval=Interval(seed=1))
    assert found.method.startswith("bootstrap")
    assert found.low <= found.value <= found.high


def test_resamples_on_one_side_of_the_value_are_told() -> None:
    found = ag.krippendorff_alpha([[i, i + 1] for i in range(200)], interval=Interval(seed=1))
    assert "shifted" in codes(found)
    assert found.low <= found.value <= found.high


def test_an_icc_of_values_too_small_to_differ_says_why() -> None:
    found = ag.icc_incomplete([[1e-300, 2e-300], [3e-300, 1e-300], [1e-300, 1e-300]])
    assert found.undefined is not None


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: ag.icc([[1e200, 1], [1, 2]]), r"row 0, column 0: 1e\+200 is too large"),
        (lambda: ag.krippendorff_alpha([[1, 2], [1, -1e300]], level="interval"), "row 1, column 1"),
        (lambda: ag.gwet_ac(pd.DataFrame([[1, 2]], columns=["A", "A"])), "two raters are called"),
        (lambda: ag.g_study([["x", 1], [1, 2]]), "no number"),
    ],
)
def test_what_cannot_be_computed_with_is_refused(call, told: str) -> None:  # noqa: ANN001 - any call
    with pytest.raises(FrameError, match=told):
        call()
