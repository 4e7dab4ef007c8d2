"""What changed between two versions, what it does to old ratings, and where old ids went."""

from __future__ import annotations

from functools import lru_cache

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Effect, Rubric
from tests.rubric.copies import CORE, LICENSED

NEXT = ('version: "0.1.0"', 'version: "0.2.0"')
MIGRATION = """migration:
  - since: 0.1.0
    changes:
      - {layer: code, was: ending, kind: renamed, became: [closing], why: clearer}
      - {layer: code, was: neutral, kind: split, became: [listening, housekeeping]}
      - {layer: item, was: G1, kind: reworded, rescore: true}

display:
"""


@lru_cache(maxsize=32)
def read(text: str) -> Rubric:
    return rubric.read(text, where="x")


def changed(*edits: tuple[str, str], text: str = CORE) -> dict[str, Effect]:
    new = text
    for old, replaced in (NEXT, *edits) if text is CORE else edits:
        assert new.count(old) >= 1, old
        new = new.replace(old, replaced, 1)
    return {part.what: part.effect for part in rubric.diff(read(text), read(new))}


def test_two_texts_that_say_the_same_do_not_differ() -> None:
    assert rubric.diff(read(CORE), read("# comment\n" + CORE)) == ()


def test_a_change_under_the_same_version_is_told_first() -> None:
    new = read(CORE.replace("value: 0.85", "value: 0.9"))
    first = rubric.diff(read(CORE), new)[0]
    assert first.effect is Effect.OTHER
    assert "version 0.1.0 does not lie after 0.1.0" in first.what


@pytest.mark.parametrize(
    ("old", "new", "what", "effect"),
    [
        ("value: 0.85", "value: 0.9", "threshold purity_least: changed", Effect.SCORED_ANEW),
        ("      key: p\n", "      key: y\n", "code area: key", Effect.NONE),
        (
            "label: Problem-area work",
            "label: Work on the area",
            "code area: label",
            Effect.REWORDED,
        ),
        (
            "      family: beside\n      status: neutral",
            "      family: within\n      status: neutral",
            "code neutral: family",
            Effect.ROLLED_UP,
        ),
        (
            '{when: "not outside_ipt", status: neutral}',
            '{when: "not outside_ipt", status: on_model}',
            "code off_model: status rules",
            Effect.RESOLVED_ANEW,
        ),
        ("      range: [0, 100]\n", "      range: [0, 10]\n", "item G1: values", Effect.RATE_AGAIN),
        (
            "      construct: global\n      type: interval",
            "      construct: covariate\n      type: interval",
            "item G1: construct",
            Effect.SCORED_ANEW,
        ),
        ("- id: G1\n", "- id: G1\n      retired: true\n", "item G1: retired", Effect.RETIRED),
        ("    - id: G1\n", "    - id: G9\n", "item G1: gone", Effect.LOST),
        (
            "      least_sessions: 3\n",
            "      least_sessions: 4\n",
            "levels of aggregation",
            Effect.SCORED_ANEW,
        ),
        (", ipsrt, prescriber", ", prescriber", "vocabulary: variants lose 'ipsrt'", Effect.LOST),
        ("target: 0.67", "target: 0.8", "declared statistics", Effect.AGREED_ANEW),
        (
            "most: 1}\n  attributes",
            "most: 2}\n  attributes",
            "segment layer: what a segment is assigned",
            Effect.ASKED_OTHERWISE,
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_with_what_it_does(old: str, new: str, what: str, effect: Effect) -> None:
    if what == "item G1: values":
        anchors = ("        50: Acceptable trainee work\n        100: Would use it to teach\n", "")
        assert changed((old, new), anchors)[what] is effect
    else:
        assert changed((old, new))[what] is effect


def test_a_change_of_a_scale_reaches_every_item_on_it() -> None:
    found = changed(
        ("values: [1, 2, 3, 4, 5, 6, 7], anchored_at: [1, 3, 5, 7]", "values: [1, 2, 3, 4, 5, 7]"),
        ("version: 1.0.0", "version: 1.1.0") if "version: 1.0.0" in LICENSED
        else ('version: "1.0.0"', 'version: "1.1.0"'),
        text=LICENSED,
    )  # fmt: skip
    assert sum(effect is Effect.RATE_AGAIN for effect in found.values()) == 27


def test_each_difference_says_in_a_sentence_what_to_expect() -> None:
    new = read(CORE.replace(*NEXT).replace("value: 0.85", "value: 0.9"))
    assert [str(part) for part in rubric.diff(read(CORE), new)] == [
        "threshold purity_least: changed. Old ratings stay; scores and verdicts come out anew."
    ]


def _migrated() -> Rubric:
    start = CORE.index("    - id: neutral\n")
    stop = CORE.index("    - id: off_model\n")
    part = CORE[start:stop]
    listening = part.replace("- id: neutral", "- id: listening")
    keeping = part.replace("- id: neutral", "- id: housekeeping").replace("key: h", "key: y")
    text = CORE[:start] + listening + keeping + CORE[stop:]
    text = text.replace(", neutral]", ", listening]").replace("[neutral, ", "[listening, ")
    text = text.replace(
        "of: [on_model, listening, off_model]", "of: [on_model, neutral, off_model]"
    )
    text = text.replace("code: neutral", "code: listening").replace(*NEXT)
    text = text.replace("- id: ending\n", "- id: closing\n").replace(
        "[ending, list", "[closing, list"
    )
    text = text.replace("label: Overall IPT quality", "label: IPT quality overall")
    return read(text.replace("display:\n", MIGRATION))


def test_the_migration_map_says_where_old_ids_went() -> None:
    new = _migrated()
    assert rubric.carried(new, "code", "ending", since="0.1.0") == ("closing",)
    assert rubric.carried(new, "code", "neutral", since="0.1.0") == ("listening", "housekeeping")
    assert rubric.carried(new, "code", "area", since="0.1.0") == ("area",)
    assert rubric.carried(new, "item", "G1", since="0.1.0") == ("G1",)


def test_an_id_of_which_nothing_is_said_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        rubric.carried(_migrated(), "code", "vanished", since="0.1.0")


def test_the_migration_map_turns_losses_into_moves() -> None:
    found = {part.what: part.effect for part in rubric.diff(read(CORE), _migrated())}
    assert found["code ending: renamed, now closing"] is Effect.CARRIED
    assert found["code neutral: split, now listening and housekeeping"] is Effect.SPLIT
    assert found["item G1: label"] is Effect.NONE
    assert Effect.LOST not in found.values()
    assert Effect.ADDED not in found.values()
