"""The recording of a session as a page of the desk hears it: where it lies, how it is shifted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from ipt_fidelity.widgets.talking import PROTOCOL, Answer, Json

Listened = Callable[[], None]


class ListenMessage(TypedDict):
    """Page: the rater is about to listen."""

    v: int
    kind: Literal["listen"]
    page: str


class ListeningReply(TypedDict):
    """Kernel: it is durable that the rater listens."""

    v: int
    kind: Literal["listening"]
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A recording that the Jupyter server may give to the page.

    Parameters
    ----------
    ways : tuple of str
        Ways in which the path of the file may be written, one of which begins as the server
        writes its root. Not part of ``repr``.
    seconds : float or None
        Length; None where it is not known.
    offset_seconds : float
        Seconds to be added to the times of turns to get times of the recording.
    fault : str
        Word for why there is no sound: ``"sound_missing"`` or ``"sound_other"``; empty where
        there is.
    is_logged : bool
        True where it is recorded that the rater listens, before anything is heard.
    """

    ways: tuple[str, ...] = field(default=(), repr=False)
    seconds: float | None = None
    offset_seconds: float = 0.0
    fault: str = ""
    is_logged: bool = False


def page_of(sound: Sound | None) -> Json:
    """Return what a page needs to play a recording, as JSON.

    Parameters
    ----------
    sound : Sound or None
        None where the session has no recording.

    Returns
    -------
    dict or None
        None where nothing of it is shown.
    """
    if sound is None:
        return None
    return {
        "ways": list(sound.ways),
        "seconds": sound.seconds,
        "offset": sound.offset_seconds,
        "fault": sound.fault,
        "logged": sound.is_logged,
    }


def listen(listened: Listened | None, message: Mapping[str, object]) -> Answer:
    """Record that the rater listens, then say so.

    Parameters
    ----------
    listened : callable or None
        Makes it durable; None where it need not be recorded.
    message : mapping
        A ListenMessage.

    Returns
    -------
    Answer
        A ListeningReply.
    """
    if listened is not None:
        listened()
    reply: ListeningReply = {
        "v": PROTOCOL,
        "kind": "listening",
        "to": str(message.get("page", "")),
    }
    return Answer(reply)
