"""Practice as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.widgets.practice.exchange import Exchange
from ipt_fidelity.widgets.shown import HEIGHT, ROOM, ShownScreen, script, style


class PracticeScreen(ShownScreen):
    """Passages with a gold code, answered one at a time by the keys of the coding desk.

    Parameters
    ----------
    exchange : Exchange
        The passages, where the marks go, and where they come from.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("practice")
    _css: ClassVar[str] = "\n".join(
        (style("coding_desk"), (ROOM / "practice" / "view.css").read_text(encoding="utf-8"))
    )

    def __init__(self, exchange: Exchange, *, language: str = "en", height: str = HEIGHT) -> None:
        super().__init__(exchange, language=language, height=height, sheet=exchange.sheet_id)
