"""What a flag rests on, piece by piece, for a page that holds the words itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.cues import find_cues, whole_words
from ipt_fidelity.flagging.explaining import explain_row
from ipt_fidelity.flagging.features import matrix_of
from ipt_fidelity.flagging.flags import LOOK_AT, check_budget, flags_of, rule_of
from ipt_fidelity.flagging.labelled import in_order
from ipt_fidelity.flagging.model import Matrix
from ipt_fidelity.flagging.scored import Scored, score

EVIDENCE = (
    "session_id",
    "segment",
    "rank",
    "band",
    "logit",
    "resembles",
    "rule",
    "nearest_session",
    "nearest_segment",
    "unlike",
)
HIGHLIGHTS = ("session_id", "segment", "kind", "code_id", "start", "end", "contribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Flags with all that speaks for them; no words of a session are in it.

    Parameters
    ----------
    flags : pandas.DataFrame
        FLAGS frame, as ``flag_segments`` gives it.
    about : pandas.DataFrame
        One row a flag, in the same order: ``session_id``, ``segment``, ``rank``, ``band``
        (probably off-model, unsure, probably on-model), ``logit``, ``resembles`` (code; empty
        for none), ``rule`` (of that code), ``nearest_session`` and ``nearest_segment`` (coded
        example; empty for none), ``unlike`` (0 to 1; above .95 is unlike anything coded; NaN
        where it is not known).
    highlights : pandas.DataFrame
        As ``highlights`` gives it, of the flagged segments alone.
    sessions : pandas.DataFrame
        As ``session_means`` gives it, highest mean first.
    """

    flags: pd.DataFrame = field(repr=False)
    about: pd.DataFrame = field(repr=False)
    highlights: pd.DataFrame = field(repr=False)
    sessions: pd.DataFrame = field(repr=False)


def flags_with_evidence(
    classifier: OffModelClassifier, segments: pd.DataFrame, *, look_at: int = LOOK_AT
) -> Evidence:
    """Choose the segments to look at first, and tell of each what it rests on.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of one or more whole sessions.
    look_at : int
        How many segments of each session.

    Returns
    -------
    Evidence
        The same flags as ``flag_segments``, taken apart.

    Raises
    ------
    FidelityError
        As for ``flag_segments``.
    """
    check_budget(look_at)
    scored = score(classifier, segments)
    means = scored.means()
    rows = [
        (rank, row)
        for session in means["session_id"]
        for rank, row in enumerate(scored.first(str(session), count=look_at), 1)
    ]
    return Evidence(
        flags=flags_of(classifier, scored, look_at=look_at),
        about=pd.DataFrame(
            [_about(classifier, scored, rank, row) for rank, row in rows], columns=list(EVIDENCE)
        ),
        highlights=_highlights(classifier, scored.ordered, scored.matrix, [row for _, row in rows]),
        sessions=means,
    )


def highlights(classifier: OffModelClassifier, segments: pd.DataFrame) -> pd.DataFrame:
    """Return where in each segment the strongest reasons stand, for a page that holds the words.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of whole sessions, each in its order.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``segment``, ``kind`` (phrase, cue, before, after, other or base),
        ``code_id`` (of a cue), ``start``, ``end`` (characters of the segment's text, whole
        words; absent for what has no place), ``contribution`` (part of the logit; absent for a
        cue that the model does not weigh). No words.
    """
    ordered = in_order(segments)
    matrix = matrix_of(classifier.fitted().features, classifier.material(ordered))
    return _highlights(classifier, ordered, matrix, range(len(ordered)))


def _about(
    classifier: OffModelClassifier, scored: Scored, rank: int, row: int
) -> dict[str, object]:
    session, _, segment = str(scored.nearest[row]).rpartition(" ")
    kind = str(scored.kind[row])
    return {
        "session_id": scored.ordered["session_id"].iloc[row],
        "segment": scored.ordered["segment"].iloc[row],
        "rank": rank,
        "band": scored.band[row],
        "logit": float(scored.logit[row]),
        "resembles": kind,
        "rule": rule_of(classifier, kind),
        "nearest_session": session,
        "nearest_segment": segment,
        "unlike": float(scored.unlike[row]),
    }


def _highlights(
    classifier: OffModelClassifier, ordered: pd.DataFrame, matrix: Matrix, places: range | list[int]
) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for place in places:
        text = str(ordered["text"].iloc[place])
        reasons = explain_row(classifier.fitted(), text, matrix[[place]])
        found: list[tuple[str, str, tuple[int, int] | None, float]] = [
            ("phrase", "", whole_words(text, phrase.start, phrase.end), phrase.contribution)
            for phrase in reasons.strongest()
        ]
        if classifier.rubric is not None:
            found += [
                ("cue", cue.code_id, (cue.start, cue.end), np.nan)
                for cue in find_cues(text, classifier.rubric)
            ]
        found += [
            ("before", "", None, reasons.of_neighbours[0]),
            ("after", "", None, reasons.of_neighbours[1]),
            ("other", "", None, reasons.of_extras),
            ("base", "", None, reasons.base),
        ]
        for kind, code_id, span, contribution in found:
            row: dict[str, object] = {
                "session_id": ordered["session_id"].iloc[place],
                "segment": ordered["segment"].iloc[place],
                "kind": kind,
                "code_id": code_id,
                "start": span[0] if span else np.nan,
                "end": span[1] if span else np.nan,
                "contribution": contribution,
            }
            rows.append(row)
    return pd.DataFrame(rows, columns=list(HIGHLIGHTS))
