"""Casting as a widget."""

from __future__ import annotations

from typing import ClassVar

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript import Transcript
from ipt_fidelity.widgets.casting.exchange import Exchange
from ipt_fidelity.widgets.casting.state import Casting
from ipt_fidelity.widgets.shown import HEIGHT, ShownScreen, script, style


class CastingScreen(ShownScreen):
    """Who speaks: each speaker with a suggestion, a reason and first lines; a key states the role.

    Parameters
    ----------
    casting : Casting
        The transcripts and their roles.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.
    height : str
        Height as CSS writes it.
    """

    _esm: ClassVar[str] = script("casting")
    _css: ClassVar[str] = style("casting")

    def __init__(self, casting: Casting, *, language: str = "en", height: str = HEIGHT) -> None:
        self._casting = casting
        super().__init__(Exchange(casting), language=language, height=height)

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """The transcripts with the roles confirmed so far; speakers left open stay unknown."""
        return self._casting.transcripts

    @property
    def transcript(self) -> Transcript:
        """The only transcript, with the roles confirmed so far."""
        first, *others = self.transcripts
        if others:
            raise FidelityError(
                f"{1 + len(others)} transcripts are cast here.",
                where="casting",
                mend="Take them from transcripts.",
            )
        return first
