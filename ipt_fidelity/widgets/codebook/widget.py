"""The codebook as a widget: carries messages between page and exchange, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import ClassVar, cast

import anywidget
import traitlets

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.codebook.exchange import Exchange
from ipt_fidelity.widgets.joining import join

_ROOM = Path(__file__).resolve().parents[1]


class CodebookView(anywidget.AnyWidget):
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

    Notes
    -----
    Words of the rubric travel by message when a page asks for them. Traits, which notebooks save,
    hold a language and a height.
    """

    _esm: ClassVar[str] = join(_ROOM, "codebook/view.js")
    _css: ClassVar[str] = (_ROOM / "codebook" / "view.css").read_text(encoding="utf-8")

    language = traitlets.Unicode().tag(sync=True)
    height = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        rubric: Rubric,
        *,
        phase: str | None = None,
        language: str = "en",
        height: str = "min(76vh, 64rem)",
    ) -> None:
        self._exchange = Exchange(rubric=rubric, phase=phase)
        super().__init__(language=language, height=height)
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: object, _buffers: object) -> None:
        if not isinstance(message, Mapping):
            return
        answer = self._exchange.answer(cast("Mapping[str, object]", message))
        self.send(dict(answer.reply), [] if answer.buffer is None else [answer.buffer])

    def _repr_mimebundle_(
        self, **options: dict[str, object]
    ) -> tuple[dict[str, object], dict[str, object]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        content, facts = bundle
        told = self._exchange.told()
        return {**content, "text/plain": told, "text/html": f"<p>{escape(told)}</p>"}, facts
