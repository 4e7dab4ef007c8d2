"""Files that hold no transcript that can be read, each with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed

_CHAT_LINE = re.compile(r"\d{1,2}:\d{2}:\d{2}(?:\t[^\n:\t]{1,80}:\t?|[\t ]+From[ ].{1,80}?:)")
_ENOUGH = 0.6
_LEAST = 2


def _refusal(code: str, problem: str, mend: str) -> Callable[[Opened], Parsed]:
    def parse(opened: Opened) -> Parsed:
        told = error(code, problem, where=opened.name, mend=mend)
        return Parsed(format=code, pieces=[], faults=[told])

    return parse


def _like_chat(opened: Opened) -> float:
    lines = [line for line in opened.text[:20_000].split("\n") if line.strip()]
    if len(lines) < _LEAST:
        return 0.0
    return float(sum(_CHAT_LINE.match(line) is not None for line in lines) >= _ENOUGH * len(lines))


CHAT_LOG = Format(
    name="chat-log",
    title="chat of a meeting",
    suffixes=(".txt",),
    likeness=_like_chat,
    parse=_refusal(
        "chat_log",
        "this is the chat of a meeting, not what was said.",
        "Export the transcript of the meeting instead, as VTT or text.",
    ),
)
OLD_WORD = Format(
    name="doc",
    title="Word before 2007",
    suffixes=(".doc",),
    likeness=lambda opened: float(opened.content.startswith(b"\xd0\xcf\x11\xe0")),
    parse=_refusal(
        "old_word",
        "this is a file of Word or Excel from before 2007.",
        "Open it and save it as .docx or .xlsx.",
    ),
    container=True,
)
