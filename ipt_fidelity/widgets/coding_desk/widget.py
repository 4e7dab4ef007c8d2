"""The coding desk as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.widgets.coding_desk.cutting import Cutting
from ipt_fidelity.widgets.coding_desk.exchange import Exchange, TakeSnapshot
from ipt_fidelity.widgets.coding_desk.sound import Listened
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style
from ipt_fidelity.widgets.talking import Record


class CodingDesk(ShownScreen):
    """A session, its codebook and its form, to be coded and rated by keyboard.

    Parameters
    ----------
    snapshot : callable
        Takes the newest Snapshot; called whenever a page opens, and before hand-in.
    record : callable
        Makes marks durable and returns the highest number of their client that is durable; marks
        that it has are passed over. Raises MarkError for a mark that it cannot take; after any
        other FidelityError the page keeps its marks and tries again.
    cutting : Cutting or None
        Keeps and locks the cut of a session of which no sheet is open yet; None where the cut is
        locked.
    listened : callable or None
        Records that the rater listens, before anything is heard; None where that need not be.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height of the desk as CSS writes it.
    """

    _esm: ClassVar[str] = script("coding_desk")
    _css: ClassVar[str] = style("coding_desk")

    def __init__(
        self,
        *,
        snapshot: TakeSnapshot,
        record: Record,
        cutting: Cutting | None = None,
        listened: Listened | None = None,
        language: str = "en",
        height: str = HEIGHT,
    ) -> None:
        super().__init__(
            Exchange(snapshot=snapshot, record=record, cutting=cutting, listened=listened),
            language=language,
            height=height,
            sheet=snapshot().sheet_id,
        )
