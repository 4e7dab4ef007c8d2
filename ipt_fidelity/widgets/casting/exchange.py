"""What page and kernel say to each other while speakers are cast; no Jupyter, no store."""

from __future__ import annotations

from ipt_fidelity.widgets.acting import ActExchange
from ipt_fidelity.widgets.casting.state import Casting


class Exchange(ActExchange):
    """The kernel's side of casting.

    Parameters
    ----------
    casting : Casting
        The roles.
    """

    def __init__(self, casting: Casting) -> None:
        super().__init__(casting)
        self._casting = casting

    def told(self) -> str:
        """Say what a saved notebook may keep: numbers.

        Returns
        -------
        str
            No label, no word.
        """
        done, of = self._casting.counts()
        sessions = len(self._casting.transcripts)
        return f"Casting of {sessions} session(s): {done} of {of} speakers have a role."
