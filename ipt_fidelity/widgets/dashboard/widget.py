"""Agreement as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.widgets.dashboard.exchange import Exchange, Source
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style


class AgreementView(ShownScreen):
    """Agreement of independent raters: figures with intervals, and where they differ.

    Parameters
    ----------
    source : Source
        Where figures and words come from.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("dashboard")
    _css: ClassVar[str] = style("dashboard")

    def __init__(self, source: Source, *, language: str = "en", height: str = HEIGHT) -> None:
        super().__init__(Exchange(source=source), language=language, height=height)
