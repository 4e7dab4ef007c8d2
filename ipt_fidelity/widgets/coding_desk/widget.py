"""The coding desk as a widget: carries messages between page and exchange, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from threading import Lock
from typing import ClassVar, cast

import anywidget
import traitlets

from ipt_fidelity.widgets.coding_desk.exchange import (
    PROTOCOL,
    Exchange,
    Record,
    RefusedReply,
    TakeSnapshot,
)
from ipt_fidelity.widgets.joining import join

_ROOM = Path(__file__).resolve().parents[1]


class CodingDesk(anywidget.AnyWidget):
    """A session, its codebook and its form, to be coded and rated by keyboard.

    Parameters
    ----------
    snapshot : callable
        Takes the newest Snapshot; called whenever a page opens, and before hand-in.
    record : callable
        Makes marks durable and returns the highest number of their client that is durable; marks
        that it has are passed over. Raises MarkError for a mark that it cannot take; after any
        other FidelityError the page keeps its marks and tries again.
    language : str
        Language of the screen words, ``"en"`` or ``"de"``; the rubric keeps its own.
    height : str
        Height of the desk as CSS writes it.

    Notes
    -----
    Words of the session travel by message when a page asks for them. Traits, which notebooks
    save, hold an opaque name of the sheet, a language and a height.
    """

    _esm: ClassVar[str] = join(_ROOM, "coding_desk/view.js")
    _css: ClassVar[str] = (_ROOM / "coding_desk" / "view.css").read_text(encoding="utf-8")

    sheet = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    height = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        snapshot: TakeSnapshot,
        record: Record,
        language: str = "en",
        height: str = "min(76vh, 64rem)",
    ) -> None:
        self._exchange = Exchange(snapshot=snapshot, record=record)
        self._lock = Lock()
        super().__init__(sheet=snapshot().sheet_id, language=language, height=height)
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a message; what goes wrong is told to the page, since nobody else would see it."""
        if not isinstance(message, Mapping):
            return
        said = cast("Mapping[str, object]", message)
        try:
            with self._lock:
                answers = self._exchange.answer(said)
            for answer in answers:
                beside = [] if answer.buffer is None else [answer.buffer]
                self.send(dict(answer.reply), beside)
        except Exception as error:  # noqa: BLE001 - an exception in a handler is seen by nobody
            refusal: RefusedReply = {
                "v": PROTOCOL,
                "kind": "refused",
                "to": str(said.get("page", "")),
                "client": str(said.get("client", "")),
                "seq": 0,
                "problem": f"{type(error).__name__} in the kernel.",
                "mend": "Run the cell again; what is not saved stays in this page.",
                "keep": True,
            }
            self.send(dict(refusal))

    def _repr_mimebundle_(
        self, **options: dict[str, object]
    ) -> tuple[dict[str, object], dict[str, object]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        content, facts = bundle
        told = self._told()
        return {**content, "text/plain": told, "text/html": f"<p>{escape(told)}</p>"}, facts

    def _told(self) -> str:
        """Say how far the sheet is, without a word of the session."""
        seen = self._exchange.snapshot()
        done = sum(1 for coding in seen.sheet.codings.values() if coding.reading != "unread")
        return f"Coding desk, session {seen.handle}: {done} of {len(seen.segments)} segments read."
