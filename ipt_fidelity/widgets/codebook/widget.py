"""The codebook as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.codebook.exchange import Exchange
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style


class CodebookView(ShownScreen):
    """The codebook of a rubric, for reading by keyboard and for print.

    Parameters
    ----------
    rubric : Rubric
        As read. Where its words may not be handed on, they are shown only if they came from a
        text pack on this machine; else ids stand in their place.
    phase : str or None
        Phase that it opens with; None shows all.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height as CSS writes it.

    Raises
    ------
    UnknownNameError
        The rubric has no such phase.
    """

    _esm: ClassVar[str] = script("codebook")
    _css: ClassVar[str] = style("codebook")

    def __init__(
        self,
        rubric: Rubric,
        *,
        phase: str | None = None,
        language: str = "en",
        height: str = HEIGHT,
    ) -> None:
        super().__init__(Exchange(rubric=rubric, phase=phase), language=language, height=height)
