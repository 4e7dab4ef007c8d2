"""What a format of transcripts is: a name, a way to recognise it, a way to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ipt_fidelity.transcript.pieces import Opened, Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file that holds a transcript.

    Parameters
    ----------
    name : str
        Its name, as ``format=`` takes it.
    title : str
        Its name on a screen.
    suffixes : tuple of str
        Endings of file names, used only where contents are equally like two formats.
    likeness : callable
        How like this format a file is, by its content: 1 for a signature, 0.5 and more for a
        likely file, 0 for no likeness.
    parse : callable
        From a file to what it holds. Faults are returned, never raised.
    container : bool
        Whether it is read from bytes rather than text.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    likeness: Callable[[Opened], float]
    parse: Callable[[Opened], Parsed]
    container: bool = False
