"""Two thousand random tables per coefficient: gaps, ties, unused categories, silent raters."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import krippendorff
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Weighting
from ipt_fidelity.agreement.distributions import Floats
from tests.agreement import naive

TABLES = 2000
PLAIN = Interval(kind=IntervalKind.NONE)
CLOSE = 1e-9


def tables(seed: int, *, many: int = TABLES, raters: int | None = None) -> Iterator[Floats]:
    """Small tables of every kind: one unit to twelve, two raters to five, up to half missing."""
    rng = np.random.default_rng(seed)
    for _ in range(many):
        n, r, q = (
            int(rng.integers(1, 13)),
            raters or int(rng.integers(2, 6)),
            int(rng.integers(2, 6)),
        )
        truth = rng.integers(0, q, size=(n, 1))
        noise = rng.integers(0, q, size=(n, r))
        table = np.where(rng.random((n, r)) < rng.uniform(0.2, 0.95), truth, noise).astype(float)
        table[rng.random((n, r)) < rng.choice([0.0, 0.2, 0.5])] = np.nan
        if rng.random() < 0.1:
            table[:, 0] = np.nan
        yield table


def same(ours: ag.Coefficient, theirs: float) -> bool:
    if np.isnan(ours.value):
        return ours.undefined is not None and (np.isnan(theirs) or np.isinf(theirs))
    return bool(abs(ours.value - theirs) < CLOSE)


def has_pairs(table: Floats) -> bool:
    return bool(((~np.isnan(table)).sum(axis=1) > 1).any())


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_equals_the_package_krippendorff(level: str) -> None:
    compared = 0
    for table in tables(1, many=TABLES // 2):
        if not has_pairs(table):
            continue
        paired = table[(~np.isnan(table)).sum(axis=1) > 1]
        ours = ag.krippendorff_alpha(table, level=level, interval=PLAIN)
        if np.nanmin(paired) == np.nanmax(paired):
            assert ours.undefined is ag.Undefined.NO_VARIATION
            continue
        theirs = krippendorff.alpha(paired.T, level_of_measurement=level)
        assert ours.value == pytest.approx(theirs, abs=CLOSE)
        compared += 1
    assert compared > TABLES / 4


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_equals_sums_over_all_pairs(level: str) -> None:
    for table in tables(2, many=300):
        if has_pairs(table):
            ours = ag.krippendorff_alpha(table, level=level, interval=PLAIN)
            assert same(ours, naive.alpha(table, level))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_of_many_distinct_values_is_the_same_alpha(level: str) -> None:
    table = np.round(np.random.default_rng(4).gamma(2, 10, (60, 3)), 1)
    table[::7, 1] = np.nan
    ours = ag.krippendorff_alpha(table, level=level, interval=PLAIN).value
    theirs = krippendorff.alpha(table.T, level_of_measurement=level)
    assert ours == pytest.approx(theirs, abs=CLOSE)


def identity(a: float, b: float) -> float:
    return float(a == b)


PAIRWISE = [
    (ag.fleiss_kappa, naive.fleiss),
    (ag.gwet_ac, naive.gwet),
    (ag.brennan_prediger, naive.brennan),
    (ag.conger_kappa, naive.conger),
]


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize(("ours", "theirs"), PAIRWISE)
@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_chance_corrected_coefficients_equal_sums_over_all_pairs(
    ours: Callable[..., ag.Coefficient], theirs: Callable[..., float], weights: str
) -> None:
    for table in tables(5, many=TABLES // 3 + 1):
        if not has_pairs(table) or (~np.isnan(table)).any(axis=0).sum() < 2:
            continue
        known = sorted({float(one) for one in table[~np.isnan(table)]})
        span = known[-1] - known[0]
        weight = {
            "identity": identity,
            "linear": lambda a, b, span=span: 1 - abs(a - b) / span if span else 1.0,
            "quadratic": lambda a, b, span=span: 1 - (a - b) ** 2 / span**2 if span else 1.0,
        }[weights]
        found = ours(table, weighting=Weighting(weights=weights), interval=PLAIN)
        if len(known) == 1:
            assert found.undefined is ag.Undefined.NO_VARIATION
            continue
        assert same(found, theirs(table, known, weight))


def test_percent_agreement_equals_sums_over_all_pairs() -> None:
    for table in tables(6):
        if has_pairs(table):
            ours = ag.percent_agreement(table, interval=PLAIN)
            assert same(ours, naive.observed_agreement(table, identity))


def test_specific_agreement_equals_sums_over_units() -> None:
    for table in tables(7):
        if has_pairs(table):
            ours = ag.specific_agreement(table, category=1, interval=PLAIN)
            assert same(ours, naive.specific(table, 1.0))


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohen_equals_scikit_learn_with_weights_by_rank(weights: str) -> None:
    for table in tables(8, many=400, raters=2):
        complete = table[~np.isnan(table).any(axis=1)]
        if len(np.unique(complete)) < 2:
            continue
        name = None if weights == "identity" else weights
        theirs = cohen_kappa_score(complete[:, 0], complete[:, 1], weights=name)
        weighting = Weighting(weights=weights, by=ag.By.RANK)
        ours = ag.cohen_kappa(complete, weighting=weighting, interval=PLAIN)
        assert same(ours, float(theirs))


def test_cohen_equals_sums_over_all_pairs() -> None:
    for table in tables(9, raters=2):
        if has_pairs(table):
            ours = ag.cohen_kappa(table, interval=PLAIN)
            assert same(ours, naive.cohen(table, [], identity))


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_light_equals_the_mean_of_cohens() -> None:
    for table in tables(10, many=300):
        complete = table[~np.isnan(table).any(axis=1)]
        if len(np.unique(complete)) > 1 and len(complete) > 1:
            ours = ag.light_kappa(complete, interval=PLAIN)
            assert same(ours, naive.light(complete, [], identity))


def test_cohen_standard_error_equals_statsmodels() -> None:
    rng = np.random.default_rng(11)
    for _ in range(100):
        counts = rng.integers(1, 30, size=(3, 3))
        table = np.array(
            [[a, b] for a in range(3) for b in range(3) for _ in range(counts[a, b])], dtype=float
        )
        for weights, name in (("identity", None), ("quadratic", "quadratic")):
            theirs = inter_rater.cohens_kappa(counts, wt=name, return_results=True)
            ours = ag.cohen_kappa(table, weighting=Weighting(weights=weights))
            assert (ours.value, ours.se) == pytest.approx(
                (theirs.kappa, theirs.std_kappa), abs=CLOSE
            )


def test_fleiss_equals_statsmodels_on_complete_tables() -> None:
    for table in tables(12, many=400):
        complete = table[~np.isnan(table).any(axis=1)]
        if len(np.unique(complete)) > 1:
            counts, _ = inter_rater.aggregate_raters(complete)
            ours = ag.fleiss_kappa(complete, interval=PLAIN)
            assert same(ours, float(inter_rater.fleiss_kappa(counts)))


def anova(table: Floats) -> dict[str, float]:
    """The six forms from sums of squares by definition."""
    n, k = table.shape
    grand = table.mean()
    of_unit, of_rater = table.mean(axis=1), table.mean(axis=0)
    r = k * ((of_unit - grand) ** 2).sum() / (n - 1)
    c = n * ((of_rater - grand) ** 2).sum() / (k - 1)
    rest = table - of_unit[:, None] - of_rater[None, :] + grand
    e = (rest**2).sum() / ((n - 1) * (k - 1))
    w = ((table - of_unit[:, None]) ** 2).sum() / (n * (k - 1))
    return {
        "1,1": (r - w) / (r + (k - 1) * w),
        "A,1": (r - e) / (r + (k - 1) * e + k * (c - e) / n),
        "C,1": (r - e) / (r + (k - 1) * e),
        "1,k": (r - w) / r,
        "A,k": (r - e) / (r + (c - e) / n),
        "C,k": (r - e) / r,
    }


def test_icc_equals_sums_of_squares_by_definition() -> None:
    rng = np.random.default_rng(13)
    for _ in range(TABLES):
        n, k = rng.integers(2, 15), rng.integers(2, 6)
        table = rng.normal(size=(n, 1)) * rng.uniform(0, 3) + rng.normal(size=(n, k))
        theirs = anova(table)
        ours = [one.value for one in ag.icc_all(table, interval=PLAIN)]
        assert np.allclose(ours, list(theirs.values()), rtol=1e-8, atol=CLOSE)


def test_icc_intervals_and_tests_equal_pingouin() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pingouin  # noqa: PLC0415 - warns at import
    rng = np.random.default_rng(14)
    for _ in range(5):
        table = rng.normal(size=(12, 1)) * 2 + rng.normal(size=(12, 4))
        long = pd.DataFrame(
            {
                "unit": np.repeat(np.arange(12), 4),
                "rater": np.tile(np.arange(4), 12),
                "value": table.ravel(),
            }
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = pingouin.intraclass_corr(long, "unit", "rater", "value")
        ours = ag.icc_all(table)
        assert [one.value for one in ours] == pytest.approx(theirs["ICC"].tolist(), abs=1e-9)
        ends = np.array([[one.low, one.high] for one in ours])
        peers = np.array([list(pair) for pair in theirs.filter(like="CI95").iloc[:, 0]])
        assert np.abs(ends - peers).max() < 0.00501
        f = [one.test.value for one in ours if one.test is not None]
        assert f == pytest.approx(theirs["F"].tolist(), rel=1e-9)


def test_lin_ccc_equals_its_definition() -> None:
    rng = np.random.default_rng(15)
    for _ in range(TABLES):
        table = rng.normal(size=(int(rng.integers(3, 15)), 2)) + rng.normal(size=2)
        assert ag.lin_ccc(table, interval=PLAIN).value == pytest.approx(naive.ccc(table), abs=CLOSE)


def test_kendall_w_is_the_friedman_statistic_rescaled() -> None:
    rng = np.random.default_rng(16)
    for _ in range(300):
        n, k = int(rng.integers(3, 9)), int(rng.integers(3, 6))
        table = rng.integers(0, 6, size=(n, k)).astype(float)
        found = ag.kendall_w(table)
        if found.undefined is None and not np.isnan(found.value):
            chi = stats.friedmanchisquare(*table).statistic
            assert found.value == pytest.approx(chi / (k * (n - 1)), abs=CLOSE)


def test_reml_is_the_optimum_of_the_written_out_likelihood() -> None:
    rng = np.random.default_rng(17)
    for _ in range(20):
        n, k = int(rng.integers(5, 12)), int(rng.integers(3, 5))
        table = rng.normal(size=(n, 1)) * 2 + rng.normal(size=(1, k)) + rng.normal(size=(n, k))
        table[rng.random((n, k)) < 0.25] = np.nan
        table = table[(~np.isnan(table)).any(axis=1)]
        if not has_pairs(table) or np.isnan(table).all(axis=0).any():
            continue
        found = ag.variance_components(table)
        if not np.isfinite(found.criterion):
            continue
        at = (found.units, found.raters, found.residual)
        best = naive.reml_criterion(table, *at)
        assert found.criterion == pytest.approx(best, abs=1e-6)
        for place in range(3):
            for factor in (0.9, 1.1):
                moved = list(at)
                moved[place] = moved[place] * factor + (1e-3 if factor > 1 else 0)
                assert naive.reml_criterion(table, *moved) > best - 1e-6


def test_reml_of_a_complete_table_is_the_analysis_of_variance() -> None:
    rng = np.random.default_rng(18)
    for _ in range(8):
        table = (
            rng.normal(size=(10, 1)) * 3 + rng.normal(size=(1, 4)) * 2 + rng.normal(size=(10, 4))
        )
        for form in ("A,1", "C,1", "A,k"):
            ours = ag.icc_incomplete(table, form=form, interval=PLAIN).value
            assert ours == pytest.approx(ag.icc(table, form=form).value, abs=1e-5)
