"""A model that leaves the house: data only, sizes checked first, nothing that could run.

One line of JSON that says what follows, then plain little-endian numbers. It carries vocabulary,
weights, calibration, kinds, means of like segments and the card; training segments, ids of sessions
and therapists and held-out rows stay at home, and with them the nearest coded example.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.flagging.calibration import Sigmoid
from ipt_fidelity.flagging.card import Card
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.features import BLOCKS, LEAST_CASES, Features, Vocabulary
from ipt_fidelity.flagging.model import Kinds, Line, Model
from ipt_fidelity.flagging.typical import Typical, typical_of
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.transcript.session import MaskingState

Numbers = NDArray[np.float64]
Opened = tuple[Mapping[str, object], Mapping[str, Numbers]]
MAGIC = b"ipt-fidelity off-model 2\n"
MOST_BYTES = 32_000_000
MOST_HEADER = 8_000_000
LONGEST_TERM = 80
MOST_USUAL = 1000
DIGEST = 65  # 64 hexadecimal digits and the end of their line
WHERE = "model file"
ARRAYS = (
    *("therapist", "others", "pieces", "weights", "middle", "directions"),
    *("centres", "usual"),
)
FRAMES = ("evaluation", "calibration", "learning", "base_rates", "bands")
STAYS = (
    "Packed for travel: results by group, held-out rows and training segments stayed at home; so "
    "the nearest coded example is not told, and being unlike anything coded is measured from means "
    "of like segments, more roughly than at home."
)


def pack(classifier: OffModelClassifier, card: Card, *, masking: MaskingState) -> bytes:
    """Pack a classifier and its card for another place.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on segments, with a rubric.
    card : Card
        Of the same recipe and data.
    masking : MaskingState
        State of the least masked session it was trained on.

    Returns
    -------
    bytes
        The file's content. No word is in it that fewer than three cases share.

    Raises
    ------
    NotAllowedError
        Unmasked sessions, no rubric, or no telling which sessions belong to one client.
    """
    model = classifier.fitted()
    _may_travel(classifier, masking)
    rubric_sha256 = classifier.rubric.sha256 if classifier.rubric else ""
    kinds = model.kinds
    nothing = np.zeros(0)
    typical = _typical(classifier, model)
    arrays = {
        "therapist": model.features.therapist.idf,
        "others": model.features.others.idf,
        "pieces": model.features.pieces.idf,
        "weights": model.line.weights,
        "middle": kinds.middle if kinds else nothing,
        "directions": kinds.directions.ravel() if kinds else nothing,
        "centres": typical.centres.ravel() if typical else nothing,
        "usual": typical.usual[:: max(1, len(typical.usual) // MOST_USUAL)] if typical else nothing,
    }
    body = b"".join(np.ascontiguousarray(arrays[name], dtype="<f8").tobytes() for name in ARRAYS)
    header = {
        "rubric": rubric_sha256,
        "classifier_id": classifier.classifier_id_,
        "seed": classifier.seed,
        "origin": classifier.origin,
        "strength": classifier.strength,
        "blocks": list(model.features.blocks),
        "extras": model.features.extras,
        "sizes": {name: len(arrays[name]) for name in ARRAYS},
        "terms": {
            "therapist": list(model.features.therapist.names),
            "others": list(model.features.others.names),
            "pieces": list(model.features.pieces.names),
        },
        "kinds": list(kinds.codes) if kinds else [],
        "numbers": {
            "base": model.line.base,
            "slope": model.sigmoid.slope,
            "offset": model.sigmoid.offset,
            "prevalence": model.prevalence,
            "known_words": model.known_words,
        },
        "card": {
            "facts": dict(card.facts),
            "promise": card.promise,
            "warnings": list(card.warnings),
            "frames": {name: _rows(getattr(card, name)) for name in FRAMES},
        },
    }
    line = json.dumps(header, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    digest = hashlib.sha256(line + body).hexdigest().encode() + b"\n"
    return MAGIC + digest + line + body


def unpack(content: bytes, rubric: Rubric) -> tuple[OffModelClassifier, Card]:
    """Read a packed classifier and its card.

    Parameters
    ----------
    content : bytes
        A file's content, from anybody.
    rubric : Rubric
        The rubric in use here.

    Returns
    -------
    tuple of OffModelClassifier and Card
        The same probabilities as at home.

    Raises
    ------
    FidelityError
        Not a model file, larger than 32 MB, cut short, altered, or of another rubric version.
    """
    header, arrays = _opened(content)
    told = str(header["rubric"])
    if told != rubric.sha256:
        raise FidelityError(
            f"the model was made for another rubric ({told[:12]}, here {rubric.sha256[:12]}).",
            where=WHERE,
            mend="Use the rubric version it was made for, or fit a new model.",
        )
    try:
        model = _model(header, arrays)
        classifier = OffModelClassifier(
            seed=int(str(header["seed"])),
            rubric=rubric,
            blocks=model.features.blocks,
            strength=float(str(header["strength"])),
            origin=str(header["origin"]),
        )
        classifier.adopt(
            model,
            classifier_id=str(header["classifier_id"]),
            typical=_travelled(arrays, len(model.features.therapist.names)),
        )
        card = _card(cast("Mapping[str, object]", header["card"]), rubric)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _broken("a part of it is missing or of the wrong kind") from fault
    return classifier, card


def _typical(classifier: OffModelClassifier, model: Model) -> Typical | None:
    coded = classifier.coded_
    if coded is None:
        return classifier.typical_
    if "words" not in model.features.blocks:
        return None
    start, end = model.features.spans()["words"]
    return typical_of(coded.directions[:, start:end], coded.cases, seed=classifier.seed or 0)


def _travelled(arrays: Mapping[str, Numbers], width: int) -> Typical | None:
    centres, usual = arrays["centres"], arrays["usual"]
    if not len(usual) and not len(centres):
        return None
    if not len(usual) or not len(centres) or len(centres) % width or (np.diff(usual) < 0).any():
        raise _broken("its means do not fit its words")
    return Typical(centres=centres.reshape(-1, width), usual=usual)


def _may_travel(classifier: OffModelClassifier, masking: MaskingState) -> None:
    problem = mend = ""
    if masking is MaskingState.UNMASKED:
        problem, mend = "it was trained on unmasked sessions.", "Mask them and fit it again."
    elif classifier.least_cases < LEAST_CASES:
        problem, mend = "it knows words of fewer than three cases.", "Fit it with least_cases=3."
    elif not classifier.cases_known_:
        problem, mend = "it is unknown which sessions belong to one client.", "Give case_id."
    elif classifier.rubric is None:
        problem, mend = "it names no rubric.", "Fit OffModelClassifier(rubric=...)."
    if problem:
        raise NotAllowedError(problem, where="pack", mend=mend)


def _opened(content: bytes) -> Opened:
    if len(content) > MOST_BYTES:
        raise _broken(f"it holds {len(content)} bytes, {MOST_BYTES} are the most")
    if not content.startswith(MAGIC):
        raise _broken("it does not begin as one")
    start = len(MAGIC) + DIGEST
    if hashlib.sha256(content[start:]).hexdigest().encode() != content[len(MAGIC) : start - 1]:
        raise _broken("it was altered or cut short")
    end = content.find(b"\n", start, start + MOST_HEADER)
    if end < 0:
        raise _broken("its first part has no end")
    try:
        header = json.loads(content[start:end])
        sizes = {name: int(header["sizes"][name]) for name in ARRAYS}
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise _broken("its first part cannot be read") from fault
    body = content[end + 1 :]
    if any(size < 0 for size in sizes.values()) or 8 * sum(sizes.values()) != len(body):
        raise _broken("its length is not what it says")
    numbers = np.frombuffer(body, dtype="<f8").astype(np.float64)
    if not np.isfinite(numbers).all():
        raise _broken("it holds numbers that are none")
    ends = np.cumsum([sizes[name] for name in ARRAYS])
    parts = np.split(numbers, ends[:-1])
    return header, dict(zip(ARRAYS, parts, strict=True))


def _model(header: Mapping[str, object], arrays: Mapping[str, Numbers]) -> Model:
    blocks = tuple(str(block) for block in cast("Sequence[object]", header["blocks"]))
    terms = cast("Mapping[str, Sequence[object]]", header["terms"])
    extras = cast("Mapping[str, int]", header["extras"])
    numbers = cast("Mapping[str, float]", header["numbers"])
    if not blocks or any(block not in BLOCKS for block in blocks):
        raise _broken("it names blocks that do not exist")
    features = Features(
        blocks=blocks,
        therapist=_vocabulary(terms["therapist"], arrays["therapist"]),
        others=_vocabulary(terms["others"], arrays["others"]),
        pieces=_vocabulary(terms["pieces"], arrays["pieces"]),
        extras={str(name): int(width) for name, width in extras.items()},
    )
    width = max(end for _, end in features.spans().values())
    if len(arrays["weights"]) != width:
        raise _broken("it has not one weight for each feature")
    codes = tuple(str(code) for code in cast("Sequence[object]", header["kinds"]))
    words = len(features.therapist.names)
    fits = len(arrays["directions"]) == len(codes) * words and len(arrays["middle"]) == words
    if codes and not fits:
        raise _broken("its kinds do not fit its words")
    return Model(
        features=features,
        line=Line(weights=arrays["weights"], base=float(numbers["base"])),
        sigmoid=Sigmoid(slope=float(numbers["slope"]), offset=float(numbers["offset"])),
        kinds=Kinds(
            codes=codes,
            middle=arrays["middle"],
            directions=arrays["directions"].reshape(len(codes), words),
        )
        if codes
        else None,
        prevalence=float(numbers["prevalence"]),
        known_words=float(numbers["known_words"]),
    )


def _vocabulary(names: Sequence[object], idf: Numbers) -> Vocabulary:
    terms = tuple(name for name in names if isinstance(name, str) and len(name) <= LONGEST_TERM)
    if len(terms) != len(names) or len(set(terms)) != len(terms) or len(terms) != len(idf):
        raise _broken("its vocabulary is not one")
    return Vocabulary(names=terms, idf=idf)


def _card(told: Mapping[str, object], rubric: Rubric) -> Card:
    frames = cast("Mapping[str, Mapping[str, Sequence[object]]]", told["frames"])
    read = {
        name: pd.DataFrame(
            list(frames[name]["rows"]), columns=[str(one) for one in frames[name]["columns"]]
        )
        for name in FRAMES
    }
    facts = cast("Mapping[str, object]", told["facts"])
    return Card(
        facts={str(name): str(words) for name, words in facts.items()},
        evaluation=read["evaluation"],
        calibration=read["calibration"],
        groups=pd.DataFrame(),
        learning=read["learning"],
        base_rates=read["base_rates"],
        bands=read["bands"],
        held_out=pd.DataFrame(),
        promise=str(told["promise"]),
        warnings=(*map(str, cast("Sequence[object]", told["warnings"])), STAYS),
        rubric_sha256=rubric.sha256,
    )


def _rows(frame: pd.DataFrame) -> dict[str, list[object]]:
    """Give columns and rows as JSON has them; an absent number is null."""
    rows: list[object] = []
    for row in frame.itertuples(index=False, name=None):
        plain = [value.item() if isinstance(value, np.generic) else value for value in row]
        rows.append([None if value != value else value for value in plain])  # noqa: PLR0124 - absent
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


def _broken(problem: str) -> FidelityError:
    return FidelityError(
        f"not a usable model file: {problem}.",
        where=WHERE,
        mend="Ask for the file again, and check its hash with the sender.",
    )
