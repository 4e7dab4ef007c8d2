"""Flags of a stream of sessions, on as many workers as there are, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from typing import Protocol, cast

import pandas as pd
from joblib import Parallel, delayed, parallel_config

from ipt_fidelity.errors import Fault, FidelityError, Level
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.flags import LOOK_AT, check_budget, flags_of
from ipt_fidelity.flagging.scored import score
from ipt_fidelity.frames import FLAGS

AT_ONCE = 40
LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFlags:
    """What was found in one session, or why nothing was.

    Parameters
    ----------
    session_id : str
        The session.
    flags : pandas.DataFrame
        FLAGS frame; no rows where the session was refused.
    means : pandas.DataFrame
        Its row of ``session_means``; no rows where the session was refused.
    refusal : Fault or None
        Why nothing was found.
    """

    session_id: str
    flags: pd.DataFrame = field(repr=False)
    means: pd.DataFrame = field(repr=False)
    refusal: Fault | None = None


def flag_sessions(
    classifier: OffModelClassifier,
    sessions: Iterable[pd.DataFrame],
    *,
    look_at: int = LOOK_AT,
) -> Iterator[pd.DataFrame]:
    """Flag a stream of sessions one by one, on as many workers as the caller has set up.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    sessions : iterable of pandas.DataFrame
        One SEGMENTS frame a session; read as they are needed, so that memory does not grow.
    look_at : int
        How many segments of each session.

    Yields
    ------
    pandas.DataFrame
        FLAGS frame of one session, in the order of the stream. Workers come from
        ``on_workers``, ``on_cluster`` or ``joblib.parallel_config``; without it this process
        works.

    Raises
    ------
    FidelityError
        A session is refused; ``flag_corpus`` tells it and goes on.
    """
    for found in flag_corpus(classifier, sessions, look_at=look_at):
        if found.refusal is not None:
            fault = found.refusal
            raise FidelityError(fault.problem, where=fault.where, mend=fault.mend)
        yield found.flags


def flag_corpus(
    classifier: OffModelClassifier,
    sessions: Iterable[pd.DataFrame],
    *,
    look_at: int = LOOK_AT,
) -> Iterator[SessionFlags]:
    """Flag a stream of sessions and tell the mean of each; a bad session stops none of the others.

    What is found in a session rests on that session and the classifier alone: it is the same in
    any order, in any batch and on any number of workers.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    sessions : iterable of pandas.DataFrame
        One SEGMENTS frame a session, none empty; read as they are needed.
    look_at : int
        How many segments of each session.

    Yields
    ------
    SessionFlags
        One a session, in the order of the stream.
    """
    check_budget(look_at)
    work = (
        delayed(_flag_batch)(classifier, batch, look_at=look_at)
        for batch in _batches(sessions, AT_ONCE)
    )
    run = cast("Callable[[object], Iterator[list[SessionFlags]]]", Parallel(return_as="generator"))
    for found in run(work):
        yield from found


@contextmanager
def on_workers(count: int) -> Generator[None]:
    """Let processes of this machine work.

    Parameters
    ----------
    count : int
        How many, from 1.

    Yields
    ------
    None
        While they stand ready for ``flag_sessions`` and ``flag_corpus``.
    """
    with parallel_config(n_jobs=count):
        yield


@contextmanager
def on_cluster(
    address: str = LOCAL, *, count: int | None = None, wait: float = 10
) -> Generator[None]:
    """Let a Dask cluster work; needs the extra ``cluster``.

    Parameters
    ----------
    address : str
        Of its scheduler, for example ``"tcp://10.0.0.5:8786"``; ``"local"`` starts one of
        processes on this machine.
    count : int or None
        Workers of a local cluster; as many as there are processors by default.
    wait : float
        Seconds that a scheduler is given to answer.

    Yields
    ------
    None
        While it stands ready for ``flag_sessions`` and ``flag_corpus``. Words of sessions travel
        to the workers: use no cluster that may not hold them.

    Raises
    ------
    FidelityError
        Dask is not installed, or the scheduler does not answer.
    """
    try:
        dask = cast("_Distributed", import_module("distributed"))
    except ImportError:
        raise FidelityError(
            "Dask is not installed.",
            where="on_cluster",
            mend="Install the extra: pip install 'ipt-fidelity[cluster]'.",
        ) from None
    try:
        client = (
            dask.Client(n_workers=count, threads_per_worker=1, dashboard_address=None)
            if address == LOCAL
            else dask.Client(address, timeout=wait)
        )
    except (OSError, ValueError) as error:
        raise FidelityError(
            "the scheduler does not answer.",
            where=f"on_cluster, {address}",
            mend="Give its address as 'dask scheduler' prints it, or 'local'.",
        ) from error
    with client, parallel_config(backend="dask"):
        yield


class _Client(Protocol):
    def __enter__(self) -> object: ...

    def __exit__(self, *failure: object) -> None: ...


class _Distributed(Protocol):
    def Client(self, *address: str, **options: object) -> _Client: ...  # noqa: N802 - Dask's name


def _batches(sessions: Iterable[pd.DataFrame], size: int) -> Iterator[list[pd.DataFrame]]:
    stream = iter(sessions)
    while batch := list(islice(stream, size)):
        yield batch


def _flag_batch(
    classifier: OffModelClassifier, batch: list[pd.DataFrame], *, look_at: int
) -> list[SessionFlags]:
    """Flag some sessions in one go: a worker is handed the classifier once for all of them."""
    try:
        scored = score(classifier, pd.concat(batch, ignore_index=True))
    except FidelityError as refused:
        if len(batch) == 1:
            return [_refused(str(batch[0]["session_id"].iloc[0]), refused)]
        return [
            found
            for session in batch
            for found in _flag_batch(classifier, [session], look_at=look_at)
        ]
    flags, means = flags_of(classifier, scored, look_at=look_at), scored.means()
    flags_by = dict(iter(flags.groupby("session_id", sort=False)))
    means_by = dict(iter(means.groupby("session_id", sort=False)))
    names = [str(session["session_id"].iloc[0]) for session in batch]
    return [
        SessionFlags(
            session_id=name,
            flags=flags_by[name].reset_index(drop=True),
            means=means_by[name].reset_index(drop=True),
        )
        for name in names
    ]


def _refused(session_id: str, error: FidelityError) -> SessionFlags:
    return SessionFlags(
        session_id=session_id,
        flags=pd.DataFrame(columns=list(FLAGS.names)),
        means=pd.DataFrame(),
        refusal=Fault(
            level=Level.ERROR,
            code="not_flagged",
            problem=error.problem,
            where=error.where,
            mend=error.mend,
        ),
    )
