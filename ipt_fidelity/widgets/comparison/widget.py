"""Sheets side by side as widgets: one to read, one to decide."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.widgets.comparison.exchange import Exchange, TakeCompared
from ipt_fidelity.widgets.joining import join
from ipt_fidelity.widgets.shown import HEIGHT, ROOM, ShownScreen, script, style
from ipt_fidelity.widgets.talking import Record


class SideBySide(ShownScreen):
    """Two sheets or more of one session, disagreements first; only to be read.

    Parameters
    ----------
    compared : callable
        Takes the newest Compared; called whenever a page opens.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("comparison")
    _css: ClassVar[str] = style("comparison")

    def __init__(
        self, *, compared: TakeCompared, language: str = "en", height: str = HEIGHT
    ) -> None:
        super().__init__(Exchange(compared=compared), language=language, height=height)


class Adjudication(ShownScreen):
    """Two sheets or more of one session, and a third that holds what was decided.

    Parameters
    ----------
    compared : callable
        Takes the newest Compared, with the deciding sheet in its snapshot; called whenever a page
        opens, and before hand-in.
    record : callable
        Makes marks of the deciding sheet durable and returns the highest number of their client
        that is; marks that it has are passed over. Raises MarkError for a mark that it cannot
        take; after any other FidelityError the page keeps its marks and tries again.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = join(ROOM, "comparison/deciding_view.js")
    _css: ClassVar[str] = style("comparison")

    def __init__(
        self,
        *,
        compared: TakeCompared,
        record: Record,
        language: str = "en",
        height: str = HEIGHT,
    ) -> None:
        super().__init__(
            Exchange(compared=compared, record=record),
            language=language,
            height=height,
            sheet=compared().snapshot.sheet_id,
        )
