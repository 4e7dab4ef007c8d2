from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity import flagging
from ipt_fidelity.flagging.explaining import explain_segments, without_phrases
from ipt_fidelity.flagging.features import matrix_of
from ipt_fidelity.flagging.labelled import in_order
from tests.flagging import made_up

LABELLED = made_up.segments(1)
FITTED = flagging.OffModelClassifier(seed=11).fit(LABELLED)
WITH_PHASE = flagging.OffModelClassifier(seed=11, blocks=("words", "characters", "phase")).fit(
    LABELLED
)
WORDS = st.sampled_from([*made_up.ORDINARY, "diary", "evidence", "dream", "um", "don't", "3"])


@pytest.mark.parametrize("classifier", [FITTED, WITH_PHASE], ids=["default", "phase"])
def test_contributions_sum_to_the_logit(classifier: flagging.OffModelClassifier) -> None:
    ordered = in_order(made_up.segments(2))
    matrix = matrix_of(classifier.fitted().features, classifier.material(ordered))

    reasons = explain_segments(classifier.fitted(), ordered, matrix)

    assert np.abs([r.logit for r in reasons] - classifier.logits(ordered)).max() < 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["therapist", "client"]), st.lists(WORDS)), max_size=4))
def test_contributions_sum_whatever_was_said(turns: list[tuple[str, list[str]]]) -> None:
    said = [("therapist", ["so"]), *turns]
    text = "\n".join(f"{role}: {' '.join(words)}" for role, words in said)
    changed = LABELLED.copy()
    changed.loc[4, "text"] = text
    ordered = in_order(changed[changed["session_id"] == changed["session_id"].iloc[4]])
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))

    reasons = explain_segments(FITTED.fitted(), ordered, matrix)[4]

    assert reasons.logit == pytest.approx(FITTED.logits(ordered)[4], abs=1e-9)


def test_the_strongest_phrase_holds_the_telling_word() -> None:
    changed = LABELLED.copy()
    changed.loc[4, "text"] = "therapist: we were talking about the diary schedule\nclient: yes"
    ordered = in_order(changed)
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))

    first = explain_segments(FITTED.fitted(), ordered.iloc[:5], matrix)[4].strongest(1)[0]

    assert "diary" in ordered["text"].iloc[4][first.start : first.end]


def test_phrases_do_not_overlap_and_are_at_most_four_counted_words() -> None:
    ordered = in_order(LABELLED)
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))

    for reasons in explain_segments(FITTED.fitted(), ordered.iloc[:40], matrix):
        taken: set[int] = set()
        for phrase in reasons.strongest():
            places = set(range(phrase.start, phrase.end))
            assert not taken & places
            taken |= places
            inside = [word for word in reasons.words if places & {word.start}]
            assert len(inside) <= 4


def test_taking_phrases_out_keeps_roles_and_lines() -> None:
    ordered = in_order(LABELLED)
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))
    reasons = explain_segments(FITTED.fitted(), ordered.iloc[:20], matrix)

    for row, one in enumerate(reasons):
        text = ordered["text"].iloc[row]
        left = without_phrases(text, one.strongest())
        assert [line.partition(":")[0] for line in left.split("\n")] == [
            line.partition(":")[0] for line in text.split("\n")
        ]
        assert len(left) < len(text)


def test_taking_the_strongest_out_lowers_the_logit() -> None:
    changed = LABELLED.copy()
    changed.loc[4, "text"] = "therapist: we were talking about the diary schedule\nclient: yes"
    ordered = in_order(changed)
    matrix = matrix_of(FITTED.fitted().features, FITTED.material(ordered))
    reasons = explain_segments(FITTED.fitted(), ordered.iloc[:5], matrix)[4]
    without = ordered.copy()
    without.loc[4, "text"] = without_phrases(ordered["text"].iloc[4], reasons.strongest())

    assert FITTED.logits(without)[4] < FITTED.logits(ordered)[4] - 1
