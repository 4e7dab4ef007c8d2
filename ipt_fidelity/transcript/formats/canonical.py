"""The project's own JSON: a whole transcript, read back as it was written."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.json_tree import load_json, tree
from ipt_fidelity.transcript.transcript import Transcript

FORMAT = "ipt-transcript/1"


class _TranscriptFile(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["ipt-transcript/1"]
    transcript: Transcript


def write(transcript: Transcript) -> str:
    """Write a transcript with all that is known of it; the words stand in it.

    Parameters
    ----------
    transcript : Transcript
        Any transcript.

    Returns
    -------
    str
        JSON in UTF-8.
    """
    file = _TranscriptFile(format=FORMAT, transcript=transcript)
    return json.dumps(file.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def is_canonical(text: str) -> bool:
    """Say whether a text is the project's own JSON.

    Parameters
    ----------
    text : str
        Of a file.

    Returns
    -------
    bool
        True where its first key names the format.
    """
    start = text[:200].lstrip()
    return start.startswith("{") and f'"{FORMAT}"' in start


def read(text: str, *, where: str) -> Transcript:
    """Read the project's own JSON.

    Parameters
    ----------
    text : str
        What ``write`` gave.
    where : str
        File name, for faults.

    Returns
    -------
    Transcript
        As it was written.

    Raises
    ------
    TranscriptError
        Carries every fault: missing or unknown keys, wrong kinds of values, turns of unknown
        speakers, ids that stand twice.
    """
    mend = "Write the file again from its source, or set back what was changed by hand."
    try:
        found = _TranscriptFile.model_validate_json(text).transcript
    except ValidationError as refusal:
        faults = [
            error(
                str(one["type"]),
                f"{one['msg']}.",
                mend=mend,
                where=f"{where}, {'.'.join(str(step) for step in one['loc'])}",
            )
            for one in refusal.errors(include_url=False, include_input=False)
        ]
        raise TranscriptError(faults[:50]) from None
    known = {speaker.id for speaker in found.speakers}
    ids = [turn.id for turn in found.turns]
    faults = [
        error(
            "unknown_speaker",
            f"turn {turn.id} has a speaker that is not listed.",
            where=where,
            mend=mend,
        )
        for turn in found.turns
        if turn.speaker_id not in known
    ]
    if len(set(ids)) != len(ids):
        faults.append(error("repeated_id", "a turn stands twice.", where=where, mend=mend))
    if tree(load_json(text), "transcript") != tree(load_json(write(found)), "transcript"):
        faults.append(
            error("unknown_key", "the file holds keys that are not known.", where=where, mend=mend)
        )
    if faults:
        raise TranscriptError(faults)
    return found
