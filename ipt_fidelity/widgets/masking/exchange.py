"""What page and kernel say to each other while masking is reviewed; no Jupyter, no store."""

from __future__ import annotations

from ipt_fidelity.widgets.acting import ActExchange
from ipt_fidelity.widgets.masking.review import Review


class Exchange(ActExchange):
    """The kernel's side of a review of masking.

    Parameters
    ----------
    review : Review
        The decisions.
    """

    def __init__(self, review: Review) -> None:
        super().__init__(review)
        self._review = review

    def told(self) -> str:
        """Say what a saved notebook may keep: state and numbers.

        Returns
        -------
        str
            No name, no word.
        """
        left, of = self._review.counts()
        about = self._review.masked.session
        return f"Masking of {about.id}: {about.masking}, {of} finds, {left} doubtful ones open."
