"""What is hardly meant is told as a warning, and a rubric that is meant is left in peace."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import Level
from tests.rubric.copies import CORE, LICENSED, SHIPPED, Broken, codes, line_of, shipped

C0 = "\n    - {id: C0, label: Area, construct: descriptor, type: nominal, values: [grief, none]"
ITEM = "\n    - {id: Z1, label: Zest, construct: adherence, type: binary, phases: [initial]"
G1 = "      label: Overall IPT quality\n"
VERDICT = '      - {id: mostly_ipt, label: Mostly IPT, when: "purity_floor"}\n'
SCALE = "freq7: {type: ordinal, values: [1, 2, 3, 4, 5, 6, 7], anchored_at: [1, 3, 5, 7]"


def added(text: str, line_at: str, code: str, path: str, mend: str) -> Broken:
    """Return a copy of the small rubric with one more item before its first one."""
    return Broken(
        code=code,
        text=CORE,
        old="  items:\n    - id: G2\n",
        new=f"  items:{text}\n    - id: G2\n",
        path=path,
        mend=mend,
        mended="  items:\n    - id: G2\n",
        line_at=line_at,
    )


DOUBTS = [
    added(
        C0 + ", phases: [initial]}" + ITEM + ", applies_if: \"phase == 'middle'\"}",
        "- {id: Z1",
        "unreachable_item",
        "session_layer.items[1].applies_if",
        "retire the item",
    ),
    added(
        ITEM + ", na_if: \"phase == 'initial'\"}",
        "- {id: Z1",
        "unreachable_item",
        "session_layer.items[0].na_if",
        "retire the item",
    ),
    added(
        ITEM.replace("phases: [initial]", "phases: []}"),
        "- {id: Z1",
        "unreachable_item",
        "session_layer.items[0].phases",
        "Name its phases",
    ),
    added(
        ITEM + ', na_if: "session_index < 0"}',
        "- {id: Z1",
        "never_holds",
        "session_layer.items[0].na_if",
        "Correct it",
    ),
    added(
        C0 + ", phases: [middle]}" + ITEM + ", applies_if: \"C0 == 'grief'\"}",
        "- {id: Z1",
        "branch_elsewhere",
        "session_layer.items[1].applies_if",
        "in the same phases",
    ),
    added(
        ITEM.replace("adherence", "gate") + "}",
        "- {id: Z1",
        "idle_gate_item",
        "session_layer.items[0]",
        "no_opportunity_if",
    ),
    added(
        ITEM.replace("adherence", "proscribed") + "}",
        "- {id: Z1",
        "not_reversed",
        "session_layer.items[0]",
        "Add 'reverse: true'",
    ),
    added(
        ITEM.replace("label: Zest, ", "") + "}",
        "- {id: Z1",
        "no_wording",
        "session_layer.items[0]",
        "'label:'",
    ),
    added(
        ITEM.replace("type: binary", "type: ordinal, values: [0, 1, 2], anchors: {0: Not}") + "}",
        "- {id: Z1",
        "missing_anchor",
        "session_layer.items[0].anchors",
        "under 'anchors:'",
    ),
    Broken(
        code="phase_without_codes",
        text=CORE,
        old="vocabulary:\n  phases: [initial, middle, ending, maintenance]\n",
        new="vocabulary:\n  phases: [initial, middle, ending, maintenance, follow_up]\n",
        path="vocabulary.phases[4]",
        mend="under 'expected:'",
        mended="vocabulary:\n  phases: [initial, middle, ending, maintenance]\n",
        line_at="  phases: [initial",
    ),
    Broken(
        code="phase_without_items",
        text=CORE,
        old="vocabulary:\n  phases: [initial, middle, ending, maintenance]\n",
        new="vocabulary:\n  phases: [initial, middle, ending, maintenance, follow_up]\n",
        path="vocabulary.phases[4]",
        mend="to the items",
        mended="vocabulary:\n  phases: [initial, middle, ending, maintenance]\n",
        line_at="  phases: [initial",
    ),
    Broken(
        code="empty_family",
        text=CORE,
        old="  families:\n",
        new="  families:\n    - {id: other, label: Other}\n",
        path="segment_layer.families[0]",
        mend="Take it away",
        mended="  families:\n",
        line_at="- {id: other",
    ),
    Broken(
        code="no_key",
        text=CORE,
        old="      key: p\n",
        new="",
        path="segment_layer.codes[3]",
        mend="a 'key:'",
        mended="      key: y\n",
        line_at="- id: area",
    ),
    Broken(
        code="no_rule",
        text=CORE,
        old="      rule: Risk comes first, and never counts against fidelity.\n",
        new="",
        path="segment_layer.codes[5]",
        mend="Add 'rule:'",
        mended="      rule: Risk comes first.\n",
        line_at="- id: neutral",
    ),
    Broken(
        code="unused_scale",
        text=LICENSED,
        old="    freq7: {",
        new="    freq5: {type: ordinal, values: [1, 2]}\n    freq7: {",
        path="session_layer.scales.freq5",
        mend="Use it",
        mended="    freq7: {",
        line_at="freq5",
    ),
    Broken(
        code="never_holds",
        text=CORE,
        old='        - {when: "not outside_ipt", status: neutral}\n',
        new="        - {when: \"code == 'neutral'\", status: neutral}\n",
        path="segment_layer.codes[6].status_rules[0].when",
        mend="Correct it",
        mended='        - {when: "not outside_ipt", status: neutral}\n',
    ),
    Broken(
        code="gate_never_passes",
        text=LICENSED,
        old="      none_at: 7\n",
        new="      at_least: 8\n",
        path="scoring.gates[0].at_least",
        mend="Write 7 or less",
        mended="      none_at: 7\n",
    ),
    Broken(
        code="gate_never_fails",
        text=LICENSED,
        old="      none_at: 7\n",
        new="      none_at: 8\n",
        path="scoring.gates[0].none_at",
        mend="Correct the value",
        mended="      none_at: 7\n",
    ),
    Broken(
        code="gate_never_passes",
        text=CORE,
        old="    purity_least: {value: 0.85,",
        new="    purity_least: {value: 85,",
        path="scoring.gates[0].at_least",
        mend="Write 1 or less",
        mended="    purity_least: {value: 0.9,",
        line_at="at_least: purity_least",
    ),
    Broken(
        code="threshold_off_range",
        text=LICENSED,
        old="    enough: {value: 50,",
        new="    enough: {value: 500,",
        path="scoring.thresholds.enough",
        mend="from 0 to 100",
        mended="    enough: {value: 60,",
    ),
    Broken(
        code="unused_threshold",
        text=CORE,
        old="  thresholds:\n",
        new="  thresholds:\n    spare: {value: 3}\n",
        path="scoring.thresholds.spare",
        mend="Use it in a gate or verdict",
        mended="  thresholds:\n",
        line_at="spare",
    ),
    Broken(
        code="threshold_without_source",
        text=CORE,
        old="    purity_least: {value: 0.85, provisional: true,",
        new="    purity_least: {value: 0.85, provisional: false,",
        path="scoring.thresholds.purity_least",
        mend="'date:'",
        mended="    purity_least: {value: 0.85, provisional: false, date: '2027-01-01',",
    ),
    Broken(
        code="unreachable_verdict",
        text=CORE,
        old=VERDICT,
        new=VERDICT.replace('"purity_floor"', '"not purity_scorable and purity_floor"'),
        path="scoring.verdicts.purity[1]",
        mend="Correct its condition",
        mended=VERDICT,
    ),
    Broken(
        code="no_last_verdict",
        text=CORE,
        old='      - {id: much_off_model, label: Much off-model, when: "true"}\n',
        new="",
        path="scoring.verdicts.purity",
        mend="'when: true'",
        mended='      - {id: other, label: Much off-model, when: "true"}\n',
        line_at="    purity:\n      - {id: not_scorable",
    ),
    Broken(
        code="unused_gate",
        text=CORE,
        old=VERDICT,
        new="",
        path="scoring.gates[0]",
        mend="Name it in a verdict",
        mended=VERDICT,
        line_at="- id: purity_floor",
    ),
    Broken(
        code="score_without_items",
        text=LICENSED,
        old="      items: {subscale: stance}\n",
        new="      items: {ids: [item_07]}\n",
        path="scoring.scores.stance.items",
        mend="asked in that phase",
        mended="      items: {subscale: stance}\n",
    ),
    Broken(
        code="ratio_without_per",
        text=LICENSED,
        old="      items: {construct: proscribed}\n      aggregate: mean\n",
        new="      items: {construct: proscribed}\n      aggregate: count_ratio\n",
        path="scoring.scores.avoidance",
        mend="under 'per:'",
        mended="      items: {construct: proscribed}\n      aggregate: count_ratio\n"
        "      per: {construct: adherence}\n",
        line_at="    avoidance:",
    ),
    Broken(
        code="wording_inside",
        text=LICENSED,
        old='    - id: item_02\n      text: "@pack"\n',
        new="    - id: item_02\n      text: Asked about the week.\n",
        path="session_layer.items[1]",
        mend="Move it into the pack",
        mended='    - id: item_02\n      text: "@pack"\n',
        line_at="- id: item_02",
    ),
    Broken(
        code="no_pack_named",
        text=CORE,
        old="  language: en\n",
        new="  language: en\n  redistribute: false\n",
        path="rubric.redistribute",
        mend="under 'text_pack:'",
        mended="  language: en\n  redistribute: true\n",
        line_at="redistribute",
    ),
    Broken(
        code="translation_behind",
        text=CORE,
        old="display:\n",
        new="translations:\n  - {language: de, of_version: 0.0.9, texts: {}}\n\ndisplay:\n",
        path="translations[0].of_version",
        mend="'of_version:'",
        mended="translations:\n  - {language: de, of_version: 0.1.0, texts: {}}\n\ndisplay:\n",
        line_at="- {language: de",
    ),
]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_has_nothing_doubtful_but_what_it_says_itself(name: str) -> None:
    faults = rubric.check_report(shipped(name), where=f"{name}.yaml")
    assert codes(faults) <= {"provisional_threshold", "no_pack"}
    assert {fault.level for fault in faults} == {Level.WARNING}


def test_provisional_thresholds_are_listed_by_name() -> None:
    faults = rubric.check_report(shipped("oif-0.1.0"), where="oif")
    assert "6 thresholds are provisional: adherent, high_fidelity," in faults[0].problem


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.code)
def test_a_doubt_is_told_with_its_line_its_path_and_its_mend(doubt: Broken) -> None:
    told = [
        fault
        for fault in rubric.check_report(doubt.broken, where="mine.yaml")
        if fault.code == doubt.code and fault.where.endswith(f", {doubt.path}")
    ]
    assert len(told) == 1
    assert told[0].level is Level.WARNING
    assert line_of(told[0]) == doubt.line
    assert doubt.mend in told[0].mend


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.code)
def test_following_the_mend_settles_the_doubt(doubt: Broken) -> None:
    assert doubt.code not in codes(rubric.check_report(doubt.followed, where="mine.yaml"))


def test_errors_come_alone_since_doubts_need_a_sound_rubric() -> None:
    text = CORE.replace("      key: p\n", "").replace("score: purity", "score: clarity")
    assert codes(rubric.check_report(text, where="mine.yaml")) == {"unknown_score"}


def test_a_text_that_is_no_rubric_is_reported_and_not_raised() -> None:
    assert codes(rubric.check_report("a: [", where="mine.yaml")) == {"not_yaml"}
    assert "missing" in codes(rubric.check_report("a: 1", where="mine.yaml"))
