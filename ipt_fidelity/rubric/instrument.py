"""The nouns of a rubric, as its file writes them.

Strict and frozen: nothing is coerced, an unknown key is a fault. The same models print the JSON
Schema that gives editors completion. What cannot be said of one field alone (pointers between
codes, expressions, clashes of keys) is checked by ``reading``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ipt_fidelity.rubric.history import LocalNote, Migration, Translation
from ipt_fidelity.rubric.kinds import (
    Construct,
    Expression,
    Id,
    ItemType,
    Model,
    Perspective,
    Scalar,
    Specificity,
    Status,
    Text,
)
from ipt_fidelity.rubric.scoring_form import Scoring


class TextPack(Model):
    """Wording that may not be shared: kept in another file, known by its hash."""

    path: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class Identity(Model):
    """Which rubric this is, and what may be done with it."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(-[a-z0-9.]+)?$")]
    title: Text
    language: Text = "en"
    licence: Text
    status: Text
    sources: tuple[Text, ...] = ()
    authors: tuple[Text, ...] = ()
    citation: str | None = None
    owner: str | None = None
    supersedes: str | None = None
    redistribute: bool = True
    text_pack: TextPack | None = None


class Vocabulary(Model):
    """The words a study may use for phases, problem areas, variants and modalities."""

    phases: tuple[Id, ...]
    phase_positions: tuple[Id, ...] = ("early", "late", "only")
    problem_areas: tuple[Id, ...] = ()
    variants: tuple[Id, ...] = ()
    modalities: tuple[Id, ...] = ()


class Limits(Model):
    """How few and how many."""

    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=0)]


class Assign(Model):
    """How many primary and secondary codes a segment takes, and whether words are marked.

    With ``span`` *allowed*, a rater may mark the words of one turn that the primary code is about.
    """

    primary: Limits
    secondary: Limits
    span: Literal["none", "allowed"] = "none"


class Unit(Model):
    """What is coded as one unit."""

    type: Literal[
        "turn", "therapist_task_episode", "fixed_minutes", "fixed_turns", "session", "case"
    ]
    boundaries: Literal["locked_before_coding", "set_by_rater"] = "locked_before_coding"
    help: str | None = None


class Attribute(Model):
    """A further fact about a coded segment."""

    id: Id
    label: str | None = None
    type: Literal["binary", "nominal", "ordinal", "text"]
    values: tuple[Scalar, ...] = ()
    labels: tuple[Text, ...] = ()
    multiple: bool = False
    help: str | None = None
    ask_if: Expression | None = None
    optional: bool = False
    variant_values: Mapping[str, tuple[Id, ...]] = Field(default_factory=dict)


class Family(Model):
    """A group of codes; agreement is always told at this level, too."""

    id: Id
    label: Text
    key: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = None
    help: str | None = None


class NearMiss(Model):
    """A passage that is taken for this code, and the code it is."""

    text: Text
    code: Id


class StatusRule(Model):
    """When the expression holds, the code has this status instead."""

    when: Expression
    status: Status


class CodePhases(Model):
    """Where a code is expected, allowed or odd; its omission can be marked where expected."""

    expected: tuple[Id, ...] = ()
    allowed: tuple[Id, ...] = ()
    odd: tuple[Id, ...] = ()


class CodeOverride(Model):
    """What a variant changes of a code; its status is changed by ``status_rules``."""

    label: Text | None = None
    definition: Text | None = None
    include: tuple[Text, ...] | None = None
    exclude: tuple[Text, ...] | None = None
    example: Text | None = None
    rule: Text | None = None
    cues: tuple[Text, ...] | None = None


class Code(Model):
    """A category that a segment can be given."""

    id: Id
    label: Text
    key: Annotated[str, StringConstraints(pattern=r"^([a-z]|[a-z][1-9])$")] | None = None
    family: Id
    status: Status
    status_rules: tuple[StatusRule, ...] = ()
    specificity: Specificity | None = None
    phases: CodePhases
    definition: Text
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    example: str | None = None
    near_miss: NearMiss | None = None
    rule: str | None = None
    cues: tuple[Text, ...] = ()
    only_in_variants: tuple[Id, ...] = ()
    disabled_in_variants: tuple[Id, ...] = ()
    variant_overrides: Mapping[str, CodeOverride] = Field(default_factory=dict)
    retired: bool = False
    local_notes: tuple[LocalNote, ...] = ()


class TieRule(Model):
    """A numbered rule for choosing between codes; applied in order."""

    id: Id
    text: Text


class SegmentLayer(Model):
    """Codes for segments: what was done, where."""

    unit: Unit
    assign: Assign
    attributes: tuple[Attribute, ...] = ()
    families: tuple[Family, ...]
    codes: tuple[Code, ...]
    tie_rules: tuple[TieRule, ...] = ()
    confusable: tuple[tuple[Id, Id], ...] = ()


class Scale(Model):
    """The values that an item may take, and their names."""

    type: ItemType
    values: tuple[Scalar, ...] = ()
    labels: tuple[Text, ...] = ()
    range: tuple[float, float] | None = None
    step: Annotated[float, Field(gt=0)] | None = None
    start_at: Scalar | None = None
    anchored_at: tuple[Scalar, ...] | None = None


class Override(Model):
    """What a variant changes of an item."""

    construct_: Construct | None = Field(default=None, alias="construct")
    reverse: bool | None = None
    essential: bool | None = None
    label: Text | None = None
    text: Text | None = None
    help: Text | None = None
    scale: Id | None = None
    phases: tuple[Id, ...] | None = None
    applies_if: Expression | None = None
    na_if: Expression | None = None
    no_opportunity_if: Expression | None = None
    evidence_for: tuple[Scalar, ...] | None = None
    anchors: Mapping[str, Text] | None = None


class Statistic(Model):
    """Which coefficient is reported for a kind of rating, declared before data."""

    statistic: Text
    metric: str | None = None
    form: str | None = None
    weights: str | None = None
    tolerance: float | None = None
    target: float | None = None
    beside: tuple[Text, ...] = ()


class Item(Model):
    """A statement that is rated for a whole session."""

    id: Id
    label: str | None = None
    text: str | None = None
    construct_: Construct = Field(alias="construct")
    subscale: Id | None = None
    scale: Id | None = None
    type: ItemType | None = None
    values: tuple[Scalar, ...] = ()
    labels: tuple[Text, ...] = ()
    range: tuple[float, float] | None = None
    values_from: Literal["codes", "families"] | None = None
    max: int | None = None
    unit: str | None = None
    phases: tuple[Id, ...]
    applies_if: Expression | None = None
    na_if: Expression | None = None
    no_opportunity_if: Expression | None = None
    essential: bool = False
    discriminating: bool = True
    reverse: bool = False
    adaptable: bool = True
    pair_of: Id | None = None
    evidence_for: tuple[Scalar, ...] = ()
    anchors: Mapping[str, Text] = Field(default_factory=dict[str, str])
    help: str | None = None
    perspectives: tuple[Perspective, ...] = ()
    parallel_to: Id | None = None
    agreement: Statistic | None = None
    only_in_variants: tuple[Id, ...] = ()
    disabled_in_variants: tuple[Id, ...] = ()
    variant_overrides: Mapping[str, Override] = Field(default_factory=dict)
    retired: bool = False
    local_notes: tuple[LocalNote, ...] = ()


class SessionLayer(Model):
    """Items for sessions: how much, how well."""

    scales: Mapping[str, Scale] = Field(default_factory=dict)
    items: tuple[Item, ...] = ()


class Order(Model):
    """What is shown first; the rest follows in the order of the file."""

    codes: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()


class Display(Model):
    """Order and showing; never meaning."""

    order: Order = Field(default_factory=Order)
    hide_until_done: tuple[Text, ...] = ()
    ask_before_scores: tuple[Id, ...] = ()


class Blinding(Model):
    """Facts that raters do not see, and what they are asked to guess at hand-in."""

    hide: tuple[Text, ...] = ()
    guess: tuple[Id, ...] = ()


class RubricFile(Model):
    """A whole rubric file."""

    format: Literal["ipt-rubric/1"]
    rubric: Identity
    vocabulary: Vocabulary
    segment_layer: SegmentLayer | None = None
    session_layer: SessionLayer | None = None
    agreement: Mapping[str, Statistic] = Field(default_factory=dict)
    scoring: Scoring = Field(default_factory=Scoring)
    display: Display = Field(default_factory=Display)
    blinding: Blinding = Field(default_factory=Blinding)
    migration: tuple[Migration, ...] = ()
    translations: tuple[Translation, ...] = ()
