"""Opening a study, or beginning one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.places import find_place
from ipt_fidelity.store.study import Study
from ipt_fidelity.store.times import now

PATIENCE_S = 60.0


def open_study(
    place: str | os.PathLike[str],
    *,
    patience_s: float = PATIENCE_S,
    clock: Callable[[], datetime] = now,
) -> Study:
    """Open a study, or begin one.

    Parameters
    ----------
    place : str or path
        The store, by custom ``<name>.store.sqlite``; made where it is not there, with
        ``<name>.words.sqlite`` beside it, both readable by their owner alone. ``":memory:"``
        keeps nothing.
    patience_s : float
        Seconds to wait while others write.
    clock : callable
        Returns the present in UTC.

    Returns
    -------
    Study
        Close it, or use it in a ``with`` block. Where the file or its folder is write-protected
        or lies on a network, it can be read and refuses to be written.

    Raises
    ------
    StoreError
        A folder, no SQLite file, another program's, a newer schema, words of another study, a
        new store where nothing may be written, or held by others until patience is over.
    """
    return Study(Ledger(find_place(place), patience_s=patience_s, clock=clock))
