"""A scikit-learn estimator for the probability that a segment is off-model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from ipt_fidelity.errors import FidelityError, FrameError, NotEnoughDataError
from ipt_fidelity.flagging.calibration import Fold, grouped_folds
from ipt_fidelity.flagging.features import (
    DEFAULT_BLOCKS,
    LEAST_CASES,
    Material,
    gather,
    known_share,
    learn_features,
    matrix_of,
)
from ipt_fidelity.flagging.labelled import fingerprint, in_order, named, shares_of
from ipt_fidelity.flagging.model import STRENGTH, Kinds, Model, fit_calibrated, fit_kinds
from ipt_fidelity.flagging.resemblance import Coded
from ipt_fidelity.flagging.typical import Typical
from ipt_fidelity.rubric import Rubric

Numbers = NDArray[np.float64]
INNER_FOLDS = 5
RECIPE = 1
CLASSES = 2


class OffModelClassifier(ClassifierMixin, BaseEstimator):
    """Learns from coded segments how likely a segment is off-model.

    Parameters
    ----------
    seed : int or None
        Deals groups to the folds of the calibration; without one ``fit`` refuses.
    rubric : Rubric or None
        The instrument of the codes; needed for cues, for the rules shown with a flag, and to
        let a model travel.
    group : str
        Column whose groups are kept together when calibrating.
    blocks : tuple of str
        What is weighed: words, characters, client, before, after, and where asked for phase,
        cues, given (columns that begin with ``feature_``, for example an embedding made
        elsewhere).
    strength : float
        Inverse of the penalty of the logistic regression.
    least_cases : int
        In how many cases a term must occur to be known; a model that travels needs three.
    origin : str
        What every reason begins with where the training data are not the study's own, for example
        ``"trained on invented sample sessions"``.

    Attributes
    ----------
    model_ : Model
        All that scoring needs.
    coded_ : Coded
        The training segments by id, for the nearest coded example.
    typical_ : Typical or None
        What coded talk was usually like, in a model that has travelled; None at home.
    classes_ : ndarray of shape (2,)
        The two classes; the second is off-model.
    classifier_id_ : str
        Hash of recipe, rubric and training set.
    cases_known_ : bool
        Whether the frame told which sessions belong to one client.

    Notes
    -----
    Besides a frame of segments, ``fit`` takes an array of numbers with two classes, as every
    scikit-learn classifier does; then only the calibrated line is fitted.
    """

    def __init__(
        self,
        *,
        seed: int | None = None,
        rubric: Rubric | None = None,
        group: str = "therapist_id",
        blocks: tuple[str, ...] = DEFAULT_BLOCKS,
        strength: float = STRENGTH,
        least_cases: int = LEAST_CASES,
        origin: str = "",
    ) -> None:
        self.seed = seed
        self.rubric = rubric
        self.group = group
        self.blocks = blocks
        self.strength = strength
        self.least_cases = least_cases
        self.origin = origin

    def fit(self, X: object, y: object = None) -> Self:  # noqa: N803 - scikit-learn's own name
        """Learn from coded segments.

        Parameters
        ----------
        X : pandas.DataFrame or array of shape (n, f)
            Labelled segments: SEGMENTS columns, ``off_model`` and the column of ``group``;
            ``case_id`` and ``primary`` where known. Rows that nobody has coded are passed over.
        y : array of shape (n,) or None
            Labels in place of ``off_model``; needed for an array of numbers.

        Returns
        -------
        OffModelClassifier
            Itself.

        Raises
        ------
        NotEnoughDataError
            One class, one group, or no word that three cases share.
        FrameError
            The frame is not one of segments.
        FidelityError
            No seed was stated.
        """
        if self.seed is None:
            raise FidelityError(
                "no seed was stated.",
                where="OffModelClassifier",
                mend="Write OffModelClassifier(seed=11): one seed, the same flags.",
            )
        if isinstance(X, pd.DataFrame) and "text" in X.columns:
            return self._fit_segments(X, y)
        return self._fit_numbers(X, y)

    def decision_function(self, X: object) -> Numbers:  # noqa: N803 - scikit-learn's own name
        """Return the calibrated logit of being off-model.

        Parameters
        ----------
        X : pandas.DataFrame or array of shape (n, f)
            Segments, the rows of one session in its order; or numbers, where fitted on numbers.

        Returns
        -------
        ndarray of shape (n,)
            In the order of the rows given.

        Raises
        ------
        FidelityError
            The words of the segments are mostly unknown to the classifier.
        """
        check_is_fitted(self, "sigmoid_")
        if self.model_ is None:
            given = np.asarray(cast("Callable[..., object]", validate_data)(self, X, reset=False))
            return self.sigmoid_.logit(self.line_.decision(given.astype(np.float64)))
        if not isinstance(X, pd.DataFrame):
            raise FidelityError(
                "it was fitted on segments and is asked about something else.",
                where="OffModelClassifier",
                mend="Give a frame from study.segments().",
            )
        ordered = in_order(X.assign(row_given=np.arange(len(X))))
        logit = np.empty(len(ordered))
        logit[ordered["row_given"].to_numpy()] = self.logits(ordered)
        return logit

    def predict_proba(self, X: object) -> Numbers:  # noqa: N803 - scikit-learn's own name
        """Return the probabilities of both classes.

        Parameters
        ----------
        X : pandas.DataFrame or array of shape (n, f)
            As in ``decision_function``.

        Returns
        -------
        ndarray of shape (n, 2)
            The second column is the probability of being off-model.
        """
        off = 1 / (1 + np.exp(-self.decision_function(X)))
        return np.column_stack([1 - off, off])

    def predict(self, X: object) -> NDArray[np.object_]:  # noqa: N803 - scikit-learn's own name
        """Return the likelier class.

        Parameters
        ----------
        X : pandas.DataFrame or array of shape (n, f)
            As in ``decision_function``.

        Returns
        -------
        ndarray of shape (n,)
            One of ``classes_``.
        """
        decision = self.decision_function(X)
        return self.classes_[(decision > 0).astype(int)]

    def logits(self, ordered: pd.DataFrame) -> Numbers:
        """Return calibrated logits of segments that are in order already.

        Parameters
        ----------
        ordered : pandas.DataFrame
            As ``labelled.in_order`` gives it.

        Returns
        -------
        ndarray of shape (n,)
            In the order of the rows.
        """
        matrix = matrix_of(self.fitted().features, self.material(ordered))
        return self.sigmoid_.logit(self.line_.decision(matrix))

    def material(self, ordered: pd.DataFrame) -> Material:
        """Count what the model knows in segments that are in order already.

        Parameters
        ----------
        ordered : pandas.DataFrame
            As ``labelled.in_order`` gives it.

        Returns
        -------
        Material
            One row a segment.
        """
        return gather(ordered, blocks=self.blocks, rubric=self.rubric, known=self.fitted().features)

    def fitted(self) -> Model:
        """Return the model of segments.

        Returns
        -------
        Model
            All that scoring needs.

        Raises
        ------
        FidelityError
            Not fitted yet, or fitted on numbers.
        """
        model = self.model_ if hasattr(self, "sigmoid_") else None
        if model is None:
            raise FidelityError(
                "the classifier was not fitted on segments.",
                where="OffModelClassifier",
                mend="Call fit with a frame of labelled segments first.",
            )
        return model

    def adopt(self, model: Model, *, classifier_id: str, typical: Typical | None = None) -> None:
        """Take over a model that was fitted elsewhere.

        Parameters
        ----------
        model : Model
            All that scoring needs.
        classifier_id : str
            Its id at home.
        typical : Typical or None
            What coded talk was usually like there.
        """
        self.model_ = model
        self.line_, self.sigmoid_ = model.line, model.sigmoid
        self.coded_ = None
        self.typical_ = typical
        self.cases_known_ = True
        self.classes_ = np.array([False, True])
        self.classifier_id_ = classifier_id

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "sigmoid_")

    def _fit_segments(self, labelled: pd.DataFrame, y: object) -> Self:
        given = labelled if y is None else labelled.assign(off_model=np.asarray(y, dtype=float))
        ordered = in_order(given)
        share = shares_of(ordered)
        rows = np.flatnonzero(np.isfinite(share))
        groups = named(ordered, self.group)
        _needs_both(share[rows])
        _needs_groups(groups[rows], self.group)
        material = gather(ordered, blocks=self.blocks, rubric=self.rubric)
        cases = named(ordered, "case_id", instead="session_id")
        features = learn_features(
            material, rows=rows, cases=cases, blocks=self.blocks, least_cases=self.least_cases
        )
        matrix = matrix_of(features, material)
        folds = grouped_folds(
            (share[rows] > 1 / 2).astype(float),
            groups[rows],
            folds=INNER_FOLDS,
            seed=self.seed or 0,
        )
        line, sigmoid = fit_calibrated(matrix[rows], share[rows], folds, strength=self.strength)
        self.line_, self.sigmoid_ = line, sigmoid
        start, end = features.spans()["words"] if "words" in self.blocks else (0, 0)
        kinds: Kinds | None = None
        codes = named(ordered, "primary", instead="segment")
        if end > start and "primary" in ordered.columns:
            kinds = fit_kinds(matrix[:, start:end][rows], codes[rows], share[rows])
        self.model_: Model | None = Model(
            features=features,
            line=line,
            sigmoid=sigmoid,
            kinds=kinds,
            prevalence=float(share[rows].mean()),
            known_words=float(np.nanmean(known_share(features, material)[rows])),
        )
        self.typical_: Typical | None = None
        self.coded_: Coded | None = Coded.of(ordered.iloc[rows], matrix[rows], share[rows])
        self.classes_ = np.array([False, True])
        self.cases_known_ = "case_id" in ordered.columns
        self.classifier_id_ = fingerprint(
            RECIPE,
            self.blocks,
            self.strength,
            self.least_cases,
            self.seed,
            self.rubric.sha256 if self.rubric else "",
            ordered[["session_id", "segment", "text"]],
            share,
        )
        return self

    def _fit_numbers(self, given: object, y: object) -> Self:
        if y is None:
            raise FrameError(
                "requires y to be passed, but the target y is None.",
                where="OffModelClassifier.fit",
                mend="Give the labels, or a frame of labelled segments.",
            )
        checked = cast("Callable[..., tuple[Numbers, NDArray[np.object_]]]", validate_data)
        numbers, labels = checked(self, given, y, dtype=np.float64)
        labels = column_or_1d(labels, warn=True)
        check_classification_targets(labels)
        self.classes_, sides = np.unique(labels, return_inverse=True)
        if type_of_target(labels) != "binary" or len(self.classes_) != CLASSES:
            raise NotEnoughDataError(
                "Only binary classification is supported. The type of the target is "
                f"{type_of_target(labels)} with {len(self.classes_)} class(es).",
                where="OffModelClassifier.fit",
                mend="Give labels of two classes.",
            )
        share = sides.astype(float)
        rows = np.arange(len(share)).astype(str).astype(object)
        folds: list[Fold] = []
        if min(share.sum(), (1 - share).sum()) >= INNER_FOLDS:
            folds = grouped_folds(share, rows, folds=INNER_FOLDS, seed=self.seed or 0)
        self.line_, self.sigmoid_ = fit_calibrated(numbers, share, folds, strength=self.strength)
        self.model_ = None
        return self


def _needs_both(share: Numbers) -> None:
    if not len(share) or not share.any() or share.min() == 1:
        raise NotEnoughDataError(
            "all coded segments are of one class.",
            where="OffModelClassifier.fit",
            mend="Code sessions that hold on-model and off-model segments.",
        )


def _needs_groups(groups: NDArray[np.object_], column: str) -> None:
    if len(np.unique(groups.astype(str))) < 2:  # noqa: PLR2004 - calibration holds one out
        raise NotEnoughDataError(
            f"all coded segments have one {column}.",
            where="OffModelClassifier.fit",
            mend="Code sessions of a second one; a model of one therapist says nothing of others.",
        )
