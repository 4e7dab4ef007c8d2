"""What must hold on the sample sessions themselves."""

from __future__ import annotations

import json

import numpy as np

from ipt_fidelity import flagging
from ipt_fidelity.flagging import statistics
from ipt_fidelity.flagging.baselines import baseline_features, held_out_baseline
from ipt_fidelity.flagging.explaining import explain_segments
from ipt_fidelity.flagging.features import matrix_of
from ipt_fidelity.flagging.held_out import make_trial
from ipt_fidelity.flagging.labelled import in_order
from ipt_fidelity.flagging.words import spoken
from ipt_fidelity.transcript.session import MaskingState
from tests.flagging import samples

LABELLED = samples.labelled_segments()
OIF = samples.rubric()
FITTED = flagging.OffModelClassifier(seed=11, rubric=OIF).fit(LABELLED)


def test_contributions_sum_to_the_logit_for_every_sample_segment() -> None:
    ordered = in_order(LABELLED)
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))

    reasons = explain_segments(FITTED.fitted(), ordered, matrix)

    assert np.abs([one.logit for one in reasons] - FITTED.logits(ordered)).max() < 1e-9


def test_length_alone_does_not_tell_off_model_segments() -> None:
    trial = make_trial(LABELLED, group="therapist_id", rubric=None)
    folds = trial.folds(trial.groups, seed=11)
    rivals = baseline_features(trial.ordered, trial.material.counts, None)

    for name in ("length", "therapist_length"):
        score = held_out_baseline(rivals[name], trial.share, folds)
        assert statistics.roc_auc(trial.truth, score) <= 0.6


def test_no_word_of_fewer_than_three_cases_leaves_with_a_model() -> None:
    card = flagging.cross_validate(LABELLED, seed=11, rubric=OIF, beside=())
    content = flagging.pack(FITTED, card, masking=MaskingState.CHECKED)
    header = json.loads(content.split(b"\n")[2])
    listed = {word for terms in header["terms"].values() for term in terms for word in term.split()}
    cases: dict[str, set[str]] = {}
    for case, text in zip(LABELLED["case_id"], LABELLED["text"], strict=True):
        for side in spoken(text):
            for word in side:
                cases.setdefault(word, set()).add(case)
    rare = {word for word, held in cases.items() if len(held) < 3 and len(word) > 6}

    assert len(rare) > 500
    assert len(listed) > 500
    assert not rare & listed
    assert len(content) < 5_000_000
