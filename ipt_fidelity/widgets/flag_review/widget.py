"""The flag review as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.widgets.flag_review.exchange import Exchange, Expose, RecordOn, TakeReview
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style


class FlagReview(ShownScreen):
    """Flags of one or more sessions, to be settled by keyboard.

    Parameters
    ----------
    review : callable
        Takes the newest Review; called whenever a page opens.
    record : callable
        Makes decisions on the flags of one session durable, and returns the highest number of
        their client that is; marks that it has are passed over. Raises MarkError for a mark that
        it cannot take; after any other FidelityError the page keeps its marks and tries again.
    expose : callable
        Keeps that the flags of these sessions were shown; called before they are.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("flag_review")
    _css: ClassVar[str] = style("flag_review")

    def __init__(
        self,
        *,
        review: TakeReview,
        record: RecordOn,
        expose: Expose,
        language: str = "en",
        height: str = HEIGHT,
    ) -> None:
        super().__init__(
            Exchange(review=review, record=record, expose=expose),
            language=language,
            height=height,
            sheet=review().sheet_id,
        )
