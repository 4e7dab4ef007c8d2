"""What every screen is as a widget: carries messages between page and exchange, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from threading import Lock
from typing import cast

import anywidget
import traitlets

from ipt_fidelity.widgets import talking
from ipt_fidelity.widgets.joining import join

ROOM = Path(__file__).resolve().parent
HEIGHT = "min(76vh, 64rem)"


class ShownScreen(anywidget.AnyWidget):
    """A screen whose words travel by message; its synced traits hold none.

    Parameters
    ----------
    exchange : Answering
        The kernel's side.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.
    height : str
        Height as CSS writes it.
    sheet : str
        Opaque name of what the marks of the page belong to; empty where a page makes none.

    Notes
    -----
    Traits, which notebooks save, hold an opaque name, a language and a height.
    """

    sheet = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    height = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        exchange: talking.Answering,
        *,
        language: str = "en",
        height: str = HEIGHT,
        sheet: str = "",
    ) -> None:
        self._exchange = exchange
        self._lock = Lock()
        super().__init__(sheet=sheet, language=language, height=height)
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a message; what goes wrong is told to the page, since nobody else would see it."""
        if not isinstance(message, Mapping):
            return
        said = cast("Mapping[str, object]", message)
        try:
            with self._lock:
                answers = self._exchange.answer(said)
        except Exception as error:  # noqa: BLE001 - an exception in a handler is seen by nobody
            answers = [talking.failure(said, error)]
        for answer in answers:
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


def script(folder: str) -> str:
    """Join the modules of a screen.

    Parameters
    ----------
    folder : str
        Its folder in this room; the entry is its ``view.js``.

    Returns
    -------
    str
        One module, as anywidget takes it.
    """
    return join(ROOM, f"{folder}/view.js")


def style(folder: str) -> str:
    """Put the ground that all screens stand on before the style of one.

    Parameters
    ----------
    folder : str
        Its folder in this room; the style is its ``view.css``.

    Returns
    -------
    str
        One style sheet.
    """
    parts = (ROOM / "page" / "ground.css", ROOM / folder / "view.css")
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)
