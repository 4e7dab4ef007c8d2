"""How alike independent sheets are: coefficients of arrays, tables of studies, and their plans."""

from ipt_fidelity.agreement.alignment import Dissimilarity, Span
from ipt_fidelity.agreement.alpha import krippendorff_alpha
from ipt_fidelity.agreement.boundaries import boundary_similarity, window_difference
from ipt_fidelity.agreement.breakdowns import (
    boundary_agreement,
    leave_one_rater_out,
    over_time,
    pairs_of_raters,
)
from ipt_fidelity.agreement.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    scott_pi,
)
from ipt_fidelity.agreement.code_tables import code_agreement
from ipt_fidelity.agreement.components import Components, variance_components
from ipt_fidelity.agreement.concordance import (
    Limits,
    MeasurementError,
    bland_altman,
    kendall_w,
    lin_ccc,
    measurement_error,
)
from ipt_fidelity.agreement.conger import conger_kappa
from ipt_fidelity.agreement.gamma import disorder, gamma, gamma_cat
from ipt_fidelity.agreement.generalizability import Study, d_study, enough_for, g_study
from ipt_fidelity.agreement.gold import (
    against_gold,
    codes_against_gold,
    items_against_gold,
    severity,
)
from ipt_fidelity.agreement.icc import icc, icc_all
from ipt_fidelity.agreement.icc_incomplete import icc_incomplete
from ipt_fidelity.agreement.intervals import Interval, IntervalKind
from ipt_fidelity.agreement.item_tables import item_agreement
from ipt_fidelity.agreement.judging import Judgement, judge
from ipt_fidelity.agreement.kappas import (
    KappaFacts,
    cohen_kappa,
    kappa_facts,
    light_kappa,
)
from ipt_fidelity.agreement.latent import LatentClasses, dawid_skene
from ipt_fidelity.agreement.mean_squares import Form, MeanSquares, mean_squares
from ipt_fidelity.agreement.metrics import By, Metric, Weights, weights_from_costs
from ipt_fidelity.agreement.overlaps import alpha_overlaps
from ipt_fidelity.agreement.pairwise import Weighting
from ipt_fidelity.agreement.planning import (
    Precision,
    expected_precision,
    units_for_icc_test,
    units_for_icc_width,
    units_for_kappa,
)
from ipt_fidelity.agreement.result import Coefficient, FTest, Note, Undefined
from ipt_fidelity.agreement.specific import specific_agreement
from ipt_fidelity.agreement.spreadsheet import from_long, ratings_agreement
from ipt_fidelity.agreement.two_way import over_units_and_raters
from ipt_fidelity.agreement.unitizing import alpha_segments, alpha_unitizing

__all__ = [
    "By",
    "Coefficient",
    "Components",
    "Dissimilarity",
    "FTest",
    "Form",
    "Interval",
    "IntervalKind",
    "Judgement",
    "KappaFacts",
    "LatentClasses",
    "Limits",
    "MeanSquares",
    "MeasurementError",
    "Metric",
    "Note",
    "Precision",
    "Span",
    "Study",
    "Undefined",
    "Weighting",
    "Weights",
    "against_gold",
    "alpha_overlaps",
    "alpha_segments",
    "alpha_unitizing",
    "bland_altman",
    "boundary_agreement",
    "boundary_similarity",
    "brennan_prediger",
    "code_agreement",
    "codes_against_gold",
    "cohen_kappa",
    "conger_kappa",
    "d_study",
    "dawid_skene",
    "disorder",
    "enough_for",
    "expected_precision",
    "fleiss_kappa",
    "from_long",
    "g_study",
    "gamma",
    "gamma_cat",
    "gwet_ac",
    "icc",
    "icc_all",
    "icc_incomplete",
    "item_agreement",
    "items_against_gold",
    "judge",
    "kappa_facts",
    "kendall_w",
    "krippendorff_alpha",
    "leave_one_rater_out",
    "light_kappa",
    "lin_ccc",
    "mean_squares",
    "measurement_error",
    "over_time",
    "over_units_and_raters",
    "pairs_of_raters",
    "percent_agreement",
    "ratings_agreement",
    "scott_pi",
    "severity",
    "specific_agreement",
    "units_for_icc_test",
    "units_for_icc_width",
    "units_for_kappa",
    "variance_components",
    "weights_from_costs",
    "window_difference",
]
