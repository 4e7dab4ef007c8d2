"""What a classifier is taught and asked: frames checked at the door, in one order."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import FrameError, NotEnoughDataError
from ipt_fidelity.transcript.session import Role

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
NEEDED = ("session_id", "segment", "text")
EVEN = 0.5
SOURCE = "Take the frame from study.segments() or study.labelled_segments(...)."


def in_order(segments: pd.DataFrame) -> pd.DataFrame:
    """Check a frame of segments and put its sessions in the order of their ids.

    Parameters
    ----------
    segments : pandas.DataFrame
        At least ``session_id``, ``segment`` and ``text``; the segments of one session stand in
        the order of the session, sessions in any order. Never changed.

    Returns
    -------
    pandas.DataFrame
        The same rows with index 0, 1, ...

    Raises
    ------
    FrameError
        A column is missing, a segment stands twice, or a text is empty or names no role.
    NotEnoughDataError
        There is no row.
    """
    missing = [name for name in NEEDED if name not in segments.columns]
    if missing:
        raise FrameError(
            f"column '{missing[0]}' is missing.", where="frame of segments", mend=SOURCE
        )
    if segments.empty:
        raise NotEnoughDataError("there is no segment.", where="frame of segments", mend=SOURCE)
    ordered = segments.sort_values("session_id", kind="stable").reset_index(drop=True)
    twice = ordered.duplicated(subset=["session_id", "segment"])
    if bool(twice.any()):
        raise FrameError(
            "the segment stands twice.", where=_place(ordered, int(twice.argmax())), mend=SOURCE
        )
    led_by_role = tuple(f"{role}:" for role in Role)
    for row, text in enumerate(ordered["text"]):
        if not isinstance(text, str) or not text.strip():
            raise FrameError(
                "the segment has no text.",
                where=_place(ordered, row),
                mend="Leave the segment out, or give its words.",
            )
        if not any(line.startswith(led_by_role) for line in text.split("\n")):
            raise FrameError(
                "no line of the text is led by a role and a colon.",
                where=_place(ordered, row),
                mend="Write one turn a line, for example 'therapist: ...'.",
            )
    return ordered


def shares_of(labelled: pd.DataFrame) -> Numbers:
    """Return the share of raters who found each segment off-model.

    Parameters
    ----------
    labelled : pandas.DataFrame
        With ``off_model``: true or false, or a share 0 to 1; absent where nobody has coded.

    Returns
    -------
    ndarray of shape (n,)
        0 to 1; NaN where nobody has coded.

    Raises
    ------
    FrameError
        The column is missing or a share lies outside 0 to 1.
    """
    if "off_model" not in labelled.columns:
        raise FrameError(
            "column 'off_model' is missing.",
            where="frame of labelled segments",
            mend="Take the frame from study.labelled_segments(...).",
        )
    shares = np.asarray(labelled["off_model"].astype("float64"), dtype=np.float64)
    wrong = (shares < 0) | (shares > 1)
    if bool(wrong.any()):
        raise FrameError(
            f"{shares[wrong][0]} is not a share of raters.",
            where=_place(labelled, int(wrong.argmax())),
            mend="Give 0 to 1, or true and false.",
        )
    return shares


def named(segments: pd.DataFrame, column: str, *, instead: str | None = None) -> Names:
    """Return a column of names.

    Parameters
    ----------
    segments : pandas.DataFrame
        Any frame of segments.
    column : str
        Its name.
    instead : str or None
        Column that stands in where the first is missing.

    Returns
    -------
    ndarray of str
        One name a row; an absent one is the empty name.

    Raises
    ------
    FrameError
        The column is missing and nothing stands in.
    """
    chosen = column if column in segments.columns else instead
    if chosen is None or chosen not in segments.columns:
        raise FrameError(f"column '{column}' is missing.", where="frame of segments", mend=SOURCE)
    return segments[chosen].fillna("").astype(str).to_numpy(dtype=object)


def fingerprint(*parts: object) -> str:
    """Return a short hash of what a classifier was made from.

    Parameters
    ----------
    *parts : object
        Frames, arrays or plain values.

    Returns
    -------
    str
        Sixteen hexadecimal digits, the same on every machine.
    """
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, pd.DataFrame):
            for row in part.astype(str).itertuples(index=False, name=None):
                digest.update("\x1f".join(row).encode())
                digest.update(b"\x1e")
        elif isinstance(part, np.ndarray):
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            digest.update(repr(part).encode())
        digest.update(b"\x1d")
    return digest.hexdigest()[:16]


def _place(frame: pd.DataFrame, row: int) -> str:
    return f"{frame['session_id'].iloc[row]}, segment {frame['segment'].iloc[row]}"
