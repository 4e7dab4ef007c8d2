"""How the terminal shows frames, faults and long work."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import TypeVar

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ipt_fidelity.errors import FidelityError, FileFormatError

Part = TypeVar("Part")

NARROWEST = 120

OUT = Console(highlight=False)
if not OUT.is_terminal:
    OUT.width = NARROWEST
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def tracker(what: str) -> Callable[[Sequence[Part]], Iterable[Part]]:
    """Return a function that shows a progress bar while its sequence is worked through.

    Parameters
    ----------
    what : str
        What is being done, as a present participle.

    Returns
    -------
    callable
        From a sequence to an iterable of the same things.
    """

    def track(parts: Sequence[Part]) -> Iterable[Part]:
        columns = (
            TextColumn(f"{what:<34}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=ERR, transient=not ERR.is_terminal) as progress:
            yield from progress.track(parts, total=len(parts))

    return track


@contextmanager
def working(what: str) -> Generator[None]:
    """Show that one long step goes on, where its length is not known.

    Parameters
    ----------
    what : str
        What is being done, as a present participle.

    Yields
    ------
    None
        While the step is done.
    """
    columns = (TextColumn(f"{what:<34}"), BarColumn(bar_width=28), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=not ERR.is_terminal) as progress:
        step = progress.add_task(what, total=None)
        yield
        progress.update(step, total=1, completed=1)


def show_frame(frame: pd.DataFrame, *, title: str, note: str = "") -> None:
    """Print a frame as a table; cells are words already.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns in the order of printing; a column whose cells are numbers is set to the right.
    title : str
        What it shows.
    note : str
        What a reader must know.
    """
    table = Table(title=title, title_justify="left", caption=note or None, caption_justify="left")
    for name in frame.columns:
        right = pd.api.types.is_numeric_dtype(frame[name])
        whole = bool(frame[name].astype(str).str.contains(" [", regex=False).any())
        table.add_column(
            str(name), justify="right" if right else "left", overflow="fold", no_wrap=whole
        )
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    OUT.print(table)


def show_error(error: FidelityError) -> None:
    """Print what is wrong, where, and the mend; every fault of a file on a line of its own.

    Parameters
    ----------
    error : FidelityError
        Any refusal.
    """
    faults = error.faults if isinstance(error, FileFormatError) else (error,)
    for fault in faults:
        ERR.print(str(fault), markup=False)


def interval(value: object, low: object, high: object, *, digits: int = 2) -> str:
    """Return an estimate with its interval in words.

    Parameters
    ----------
    value, low, high : number or absent
        As a frame holds them.
    digits : int
        Decimals.

    Returns
    -------
    str
        ``"undefined"`` where there is no value.
    """
    if not isinstance(value, (int, float)) or pd.isna(value):
        return "undefined"
    if not isinstance(low, (int, float)) or pd.isna(low) or not isinstance(high, (int, float)):
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"
