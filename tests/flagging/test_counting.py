from __future__ import annotations

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from ipt_fidelity.flagging.counting import count_segments
from ipt_fidelity.flagging.features import gather, learn_features, matrix_of
from ipt_fidelity.flagging.words import spoken
from tests.flagging import made_up

WORD = r"\S+"
LABELLED = made_up.segments(3, therapists=4, sessions=1)
THERAPIST = [" ".join(spoken(text)[0]) for text in LABELLED["text"]]


def test_counts_are_those_of_scikit_learns_vectorisers() -> None:
    counts = count_segments(LABELLED)

    words = CountVectorizer(ngram_range=(1, 2), token_pattern=WORD).fit(THERAPIST)
    order = [counts.terms.index(name) for name in words.get_feature_names_out()]
    assert (counts.therapist.toarray()[:, order] == words.transform(THERAPIST).toarray()).all()
    pieces = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit(THERAPIST)
    order = [counts.pieces.index(name) for name in pieces.get_feature_names_out()]
    assert (counts.characters.toarray()[:, order] == pieces.transform(THERAPIST).toarray()).all()


def test_weighed_words_are_those_of_scikit_learns_tfidf() -> None:
    material = gather(LABELLED, blocks=("words",), rubric=None)
    cases = LABELLED["case_id"].to_numpy(dtype=object)
    features = learn_features(
        material, rows=np.arange(len(LABELLED)), cases=cases, blocks=("words",), least_cases=1
    )

    expected = TfidfVectorizer(ngram_range=(1, 2), token_pattern=WORD, sublinear_tf=True)
    wanted = expected.fit_transform(THERAPIST).toarray()

    assert list(features.therapist.names) == list(expected.get_feature_names_out())
    assert np.allclose(matrix_of(features, material).toarray(), wanted, atol=1e-12)


def test_scoring_by_known_terms_gives_the_features_of_training() -> None:
    blocks = ("words", "characters", "client", "before", "after")
    material = gather(LABELLED, blocks=blocks, rubric=None)
    cases = LABELLED["case_id"].to_numpy(dtype=object)
    features = learn_features(material, rows=np.arange(len(LABELLED)), cases=cases, blocks=blocks)
    again = gather(LABELLED, blocks=blocks, rubric=None, known=features)

    difference = matrix_of(features, material) - matrix_of(features, again)

    assert abs(difference).max() < 1e-12


def test_a_term_of_two_cases_is_not_known() -> None:
    planted = LABELLED.copy()
    two_cases = planted["case_id"].isin(sorted(set(planted["case_id"]))[:2])
    planted.loc[two_cases, "text"] += "\ntherapist: zanzibar"
    material = gather(planted, blocks=("words", "characters"), rubric=None)
    features = learn_features(
        material,
        rows=np.arange(len(planted)),
        cases=planted["case_id"].to_numpy(dtype=object),
        blocks=("words", "characters"),
    )

    assert "zanzibar" not in features.therapist.names
    assert not [name for name in features.pieces.names if "zanz" in name or "zib" in name]


def test_neighbours_never_cross_a_session() -> None:
    counts = count_segments(LABELLED)
    first = ~LABELLED.duplicated("session_id")
    last = ~LABELLED.duplicated("session_id", keep="last")

    assert (counts.before[first] == -1).all()
    assert (counts.after[last] == -1).all()
    assert (counts.before[~first] == np.flatnonzero(~first) - 1).all()
