"""Review of masking as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.transcript import Key, MaskingCheck, Transcript
from ipt_fidelity.widgets.masking.exchange import Exchange
from ipt_fidelity.widgets.masking.review import Review
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style


class MaskingReview(ShownScreen):
    """Every find in its context, the most doubtful first; a key keeps it, takes it back, names it.

    Parameters
    ----------
    review : Review
        The decisions.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("masking")
    _css: ClassVar[str] = style("masking")

    def __init__(self, review: Review, *, language: str = "en", height: str = HEIGHT) -> None:
        self._review = review
        super().__init__(Exchange(review), language=language, height=height)

    @property
    def transcript(self) -> Transcript:
        """The transcript as it is masked now; its session says whether it is checked."""
        return self._review.masked

    @property
    def key(self) -> Key:
        """The key that undoes the masking."""
        return self._review.key

    @property
    def check(self) -> MaskingCheck | None:
        """What the person's own sample says of the masking; None before it is done."""
        return self._review.check
