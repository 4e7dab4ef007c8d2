"""A spaCy pipeline as a finder: people and places that it knows are masked, the rest is not."""

from __future__ import annotations

import spacy

from ipt_fidelity.transcript import finder_of, mask, unmask
from ipt_fidelity.transcript.masking_key import draw_key
from tests.transcript.test_masking import talk

PATTERNS = [
    {"label": "PERSON", "pattern": "the tall one"},
    {"label": "GPE", "pattern": "down our end"},
    {"label": "CARDINAL", "pattern": "three"},
]


def pipeline() -> spacy.language.Language:
    made = spacy.blank("en")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns(PATTERNS)  # type: ignore[attr-defined]
    return made


def test_what_a_pipeline_finds_is_masked_and_undone_exactly() -> None:
    told = talk("It was the tall one, down our end, at three.")
    done, key = mask(
        told, cast={}, key=draw_key("case-1", seed=1), by="KM", also=[finder_of(pipeline())]
    )
    assert done.turns[0].text == "It was [NAME-1], [PLACE-1], at three."
    assert unmask(done, key).turns == told.turns


def test_a_label_that_is_no_name_is_left_to_the_rules() -> None:
    assert list(finder_of(pipeline())("at three")) == []
