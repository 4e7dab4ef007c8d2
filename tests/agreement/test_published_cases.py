"""Every published case is reproduced to its printed digits, and to the exact value beyond."""

from __future__ import annotations

import numpy as np
import pytest

from ipt_fidelity import agreement as ag
from ipt_fidelity.agreement import Interval, IntervalKind, Span, Weighting
from tests.agreement import published as p

EXACT = 1e-6


@pytest.mark.parametrize(
    ("level", "printed", "exact"),
    [
        ("nominal", 0.743, 0.743421053),
        ("ordinal", 0.815, 0.815387504),
        ("interval", 0.849, 0.849107143),
        ("ratio", 0.797, 0.797402775),
    ],
)
def test_krippendorff_2011_with_missing_data(level: str, printed: float, exact: float) -> None:
    value = ag.krippendorff_alpha(p.KRIPPENDORFF_2011, level=level).value
    assert round(value, 3) == printed
    assert value == pytest.approx(exact, abs=1e-9)


def test_krippendorff_2011_analytic_interval_of_nominal_alpha() -> None:
    found = ag.krippendorff_alpha(p.KRIPPENDORFF_2011)
    assert pytest.approx((found.se, found.low, found.high), abs=EXACT) == (0.145574, 0.419062, 1.0)
    assert found.n_units == 11


def test_hayes_and_krippendorff_2007_ordinal_alpha() -> None:
    found = ag.krippendorff_alpha(p.HAYES_KRIPPENDORFF_2007, level="ordinal")
    assert found.value == pytest.approx(0.759829189, abs=1e-9)


def test_hayes_and_krippendorff_2007_pair_bootstrap_is_narrow_and_says_so() -> None:
    wanted = Interval(kind=IntervalKind.PAIRS, resamples=10_000, seed=1)
    found = ag.krippendorff_alpha(p.HAYES_KRIPPENDORFF_2007, level="ordinal", interval=wanted)
    assert pytest.approx((found.low, found.high), abs=0.006) == (0.715, 0.813)
    assert "narrow_interval" in [note.code for note in found.notes]


def test_hayes_and_krippendorff_2007_unit_bootstrap() -> None:
    wanted = Interval(kind=IntervalKind.PERCENTILE, resamples=10_000, seed=1)
    found = ag.krippendorff_alpha(p.HAYES_KRIPPENDORFF_2007, level="ordinal", interval=wanted)
    assert pytest.approx((found.low, found.high), abs=0.008) == (0.625, 0.843)
    assert found.se == pytest.approx(0.0557, abs=0.002)


@pytest.mark.parametrize(
    ("form", "printed", "exact", "low", "high"),
    [
        ("1,1", 0.17, 0.165741768, -0.132932, 0.722560),
        ("A,1", 0.29, 0.289763780, 0.018787, 0.761084),
        ("C,1", 0.71, 0.714840715, 0.342465, 0.945858),
        ("1,k", 0.44, 0.442797134, -0.884442, 0.912415),
        ("A,k", 0.62, 0.620050548, 0.071137, 0.927232),
        ("C,k", 0.91, 0.909315542, 0.675675, 0.985892),
    ],
)
def test_shrout_and_fleiss_1979(
    form: str, printed: float, exact: float, low: float, high: float
) -> None:
    found = ag.icc(p.SHROUT_FLEISS_1979, form=form)
    assert round(found.value, 2) == printed
    assert found.value == pytest.approx(exact, abs=1e-9)
    assert (low, high) == pytest.approx((found.low, found.high), abs=EXACT)


def test_shrout_and_fleiss_1979_mean_squares() -> None:
    found = ag.mean_squares(p.SHROUT_FLEISS_1979)
    printed = (11.24, 6.26, 32.49, 1.02)
    assert printed == tuple(
        round(one, 2) for one in (found.units, found.within, found.raters, found.residual)
    )


def test_fleiss_1971_diagnoses() -> None:
    found = ag.fleiss_kappa(p.FLEISS_1971)
    assert found.value == pytest.approx(0.430244520, abs=1e-9)
    assert pytest.approx((found.se, found.low, found.high), abs=EXACT) == (
        0.054199,
        0.319395,
        0.541094,
    )


def test_fleiss_1971_category_kappas() -> None:
    kappas = [
        round(ag.fleiss_kappa((category == p.FLEISS_1971) * 1.0).value, 3) for category in range(5)
    ]
    assert kappas == [0.245, 0.245, 0.520, 0.471, 0.566]


def test_alpha_of_the_diagnoses_is_not_that_of_r_irr() -> None:
    assert ag.krippendorff_alpha(p.FLEISS_1971).value == pytest.approx(0.43341, abs=1e-5)


def test_cohen_1960() -> None:
    found = ag.cohen_kappa(p.COHEN_1960)
    assert found.value == pytest.approx(0.491525424, abs=1e-9)
    assert pytest.approx((found.se, found.low, found.high), abs=EXACT) == (
        0.051002,
        0.391564,
        0.591487,
    )
    assert ag.kappa_facts(p.COHEN_1960).largest == pytest.approx(0.830508, abs=EXACT)


def test_cohen_1968_with_disagreement_weights() -> None:
    weighting = Weighting(weights=ag.weights_from_costs(p.COHEN_1968_COSTS))
    value = ag.cohen_kappa(p.COHEN_1960, weighting=weighting).value
    assert value == pytest.approx(0.347826087, abs=1e-9)


@pytest.mark.parametrize(
    ("weights", "exact"), [("linear", 0.473684211), ("quadratic", 0.454545455)]
)
def test_cohen_1960_with_weights(weights: str, exact: float) -> None:
    value = ag.cohen_kappa(p.COHEN_1960, weighting=Weighting(weights=weights)).value
    assert value == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    ("statistic", "value", "se", "low"),
    [
        (ag.percent_agreement, 0.818182, 0.125609, 0.541718),
        (ag.gwet_ac, 0.775444, 0.142950, 0.460813),
        (ag.fleiss_kappa, 0.761169, 0.153019, 0.424376),
        (ag.conger_kappa, 0.762817, 0.149168, 0.434501),
        (ag.brennan_prediger, 0.772727, 0.144717, 0.454208),
        (ag.krippendorff_alpha, 0.743421, 0.145574, 0.419062),
    ],
)
def test_gwet_2014_with_missing_ratings(statistic, value: float, se: float, low: float) -> None:  # noqa: ANN001 - any coefficient
    found = statistic(p.GWET_2014)
    assert (value, se, low, 1.0) == pytest.approx(
        (found.value, found.se, found.low, found.high), abs=EXACT
    )


def test_gwet_2014_ac2_with_quadratic_weights() -> None:
    found = ag.gwet_ac(p.GWET_2014, weighting=Weighting(weights="quadratic"))
    assert pytest.approx((found.value, found.se, found.low, found.high), abs=EXACT) == (
        0.914001,
        0.103962,
        0.685181,
        1.0,
    )


def test_gwet_2008_paradox_is_computed_and_explained() -> None:
    kappa = ag.cohen_kappa(p.GWET_2008)
    assert ag.percent_agreement(p.GWET_2008).value == pytest.approx(0.944, abs=1e-9)
    assert kappa.value == pytest.approx(-0.023392, abs=EXACT)
    assert ag.gwet_ac(p.GWET_2008).value == pytest.approx(0.940776, abs=EXACT)
    assert ag.brennan_prediger(p.GWET_2008).value == pytest.approx(0.888, abs=1e-9)
    assert "prevalence" in [note.code for note in kappa.notes]


def test_bland_and_altman_1986() -> None:
    found = ag.bland_altman(p.BLAND_ALTMAN_1986, multiple=2)
    assert pytest.approx(
        (found.bias, found.sd, found.lower, found.upper, found.bias_low, found.bias_high), abs=5e-5
    ) == (-2.117647, 38.765130, -79.6479, 75.4126, -22.0488, 17.8135)


def test_lin_ccc_of_bland_and_altman_1986() -> None:
    found = ag.lin_ccc(p.BLAND_ALTMAN_1986)
    assert pytest.approx((found.value, found.low, found.high), abs=EXACT) == (
        0.942742,
        0.850492,
        0.978726,
    )


def test_brennan_2001_variance_components() -> None:
    found = ag.g_study(p.BRENNAN_2001).components
    assert pytest.approx(found, abs=EXACT) == {"p": 0.057407, "i": 0.075421, "pi": 0.126852}


def test_brennan_2001_decision_study() -> None:
    found = ag.d_study(ag.g_study(p.BRENNAN_2001), conditions=[5, 10, 12, 15, 20])
    assert pytest.approx(found["g"].tolist(), abs=0.0007) == [0.693, 0.819, 0.844, 0.871, 0.900]
    assert pytest.approx(found["phi"].tolist(), abs=0.0007) == [0.586, 0.740, 0.773, 0.810, 0.850]


def _spans(*ends: tuple[float, float]) -> list[Span]:
    return [Span(start=start, end=end) for start, end in ends]


@pytest.mark.parametrize("grain", [None, 1 / 50_000])
def test_krippendorff_1995_section_a(grain: float | None) -> None:
    continuum = {"1": _spans((2, 10), (14, 20)), "2": _spans((4, 8), (15, 17))}
    found = ag.alpha_unitizing(continuum, length=24, grain=grain)
    assert found.value == pytest.approx(0.552947, abs=EXACT)


def test_krippendorff_1995_section_c() -> None:
    continuum = {
        "1": _spans((1, 4), (5, 6), (7, 9), (10, 11)),
        "2": _spans((0, 1), (2, 4), (5, 7), (8, 9), (10, 11)),
    }
    found = ag.alpha_unitizing(continuum, length=12, grain=1)
    assert found.value == pytest.approx(0.494382, abs=EXACT)


def test_altman_and_bland_1994_liver_scan() -> None:
    judged = np.repeat([1.0, 0.0, 1.0, 0.0], [231, 27, 32, 54])
    gold = np.repeat([1.0, 1.0, 0.0, 0.0], [231, 27, 32, 54])
    values = [round(one.value, 2) for one in ag.against_gold(judged, gold)[:4]]
    assert values == [0.90, 0.63, 0.88, 0.67]


def test_walter_1998_sample_size() -> None:
    assert ag.units_for_icc_test(least=0.6, assumed=0.8, raters=2) == 39


def test_dawid_and_skene_1979_anaesthetists() -> None:
    found = ag.dawid_skene(p.DAWID_SKENE_1979, same_rater=[(0, 1, 2)])
    assert found.log_likelihood == pytest.approx(-192.891, abs=5e-4)
    assert pytest.approx(found.prevalence.tolist(), abs=0.005) == [0.40, 0.42, 0.11, 0.07]
