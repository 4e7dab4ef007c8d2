"""The few words and the base that all parts of a rubric share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Scalar = str | int | float
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Perspective = Literal["observer", "supervisor", "self", "patient"]
PERSPECTIVES: tuple[str, ...] = get_args(Perspective)


class Status(StrEnum):
    """What a code is within IPT, as resolved from code, attributes, phase and variant."""

    ON_MODEL = "on_model"
    NEUTRAL = "neutral"
    OFF_MODEL = "off_model"
    TECHNICAL = "technical"


class Construct(StrEnum):
    """What an item speaks to."""

    ADHERENCE = "adherence"
    COMPETENCE = "competence"
    PROSCRIBED = "proscribed"
    GLOBAL = "global"
    COVARIATE = "covariate"
    GATE = "gate"
    DESCRIPTOR = "descriptor"
    BLINDING_CHECK = "blinding_check"


class ItemType(StrEnum):
    """Kind of answer that an item takes."""

    BINARY = "binary"
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    COUNT = "count"
    MULTI_LABEL = "multi_label"
    TEXT = "text"
    TIME_SPAN = "time_span"


class Specificity(StrEnum):
    """The four classical kinds of therapist behaviour (Waltz and others, 1993)."""

    UNIQUE_AND_ESSENTIAL = "unique_and_essential"
    ESSENTIAL_BUT_SHARED = "essential_but_shared"
    COMPATIBLE = "compatible"
    PROSCRIBED = "proscribed"


class Model(BaseModel):
    """Base of all parts: strict, frozen, closed; its errors never repeat the input."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, populate_by_name=True
    )
