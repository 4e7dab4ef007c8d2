"""A gold code leaves the kernel only for an answer that is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark
from ipt_fidelity.widgets.practice import Exchange, PracticeScreen, attempts_of, first_answers
from tests.widgets.practice.practice_made import WHY, WORD, Kept, exchange


def ask(held: Exchange, **message: object) -> tuple[Mapping[str, object], str]:
    answers = held.answer({"v": 1, "page": "p", **message})
    first = answers[0]
    return first.reply, "" if first.buffer is None else first.buffer.decode()


def give(held: Exchange, *marks: list[object]) -> list[Mapping[str, object]]:
    return [
        answer.reply
        for answer in held.answer(
            {"v": 1, "kind": "marks", "page": "p", "client": "c1", "marks": list(marks)}
        )
    ]


def test_no_gold_code_travels_before_the_answer(oif: Rubric) -> None:
    held = exchange(oif, Kept())
    _, told = ask(held, kind="hello")
    assert WORD in told
    assert WHY not in told
    assert json.loads(told)["gold"] == {}
    reply, more = ask(held, kind="reveal", passage="p1")
    assert reply["kind"] == "refused"
    assert WHY not in more


def test_an_answer_that_is_kept_reveals_code_reason_and_grade(oif: Rubric) -> None:
    held = exchange(oif, Kept())
    (reply,) = give(
        held, [1, "segment:p2", "attr_severity", 2], [2, "segment:p2", "primary", "COG"]
    )
    assert reply["kind"] == "recorded"
    reply, told = ask(held, kind="reveal", passage="p2")
    assert (reply["kind"], reply["to"], reply["passage"]) == ("gold", "p", "p2")
    assert json.loads(told) == {
        "code": "COG",
        "reason": f"{WHY} again",
        "mistaken_for": "",
        "grades": {"severity": 3},
    }
    _, again = ask(held, kind="hello")
    assert list(json.loads(again)["gold"]) == ["p2"]


def test_a_mark_that_is_no_answer_here_is_refused_alone(oif: Rubric) -> None:
    kept = Kept()
    replies = give(
        exchange(oif, kept),
        [1, "segment:p9", "primary", "COM"],
        [2, "segment:p1", "primary", "XXX"],
        [3, "segment:p1", "attr_severity", 9],
        [4, "segment:p1", "memo", "words"],
        [5, "sheet", "hand_in", True],
        [6, "segment:p1", "primary", "COM"],
        [7, "segment:p1", "reading", "unread"],
    )
    refused = [reply["seq"] for reply in replies if reply["kind"] == "refused"]
    assert refused == [1, 2, 3, 4, 5]
    assert [mark.seq for mark in kept.held] == [6, 7]


def test_the_order_is_the_same_for_the_same_seed_and_another_for_another(oif: Rubric) -> None:
    orders = {
        seed: json.loads(ask(exchange(oif, Kept(), seed=seed), kind="hello")[1])["order"]
        for seed in range(8)
    }
    again = json.loads(ask(exchange(oif, Kept(), seed=3), kind="hello")[1])["order"]
    assert again == orders[3]
    assert {tuple(order) for order in orders.values()} == {("p1", "p2"), ("p2", "p1")}


def test_what_a_notebook_keeps_counts_first_answers_and_says_no_word(oif: Rubric) -> None:
    kept = Kept()
    held = exchange(oif, kept)
    give(held, [1, "segment:p1", "primary", "DSP"], [2, "segment:p1", "primary", "COM"])
    assert held.told() == "Practice small: 1 of 2 passages answered, 0 right at once."
    state = str(PracticeScreen(held).get_state())
    assert WORD not in state
    assert WHY not in state


def test_the_code_closes_an_attempt_and_the_first_one_counts() -> None:
    def mark(seq: int, field: str, value: object) -> Mark:
        return Mark(client="c", seq=seq, target="segment:p1", field=field, value=value)  # type: ignore[arg-type]

    marks = [
        mark(1, "uncertain", value=True),
        mark(2, "attr_severity", 2),
        mark(3, "primary", "COG"),
        mark(3, "primary", "COG"),
        mark(4, "primary", "COM"),
    ]
    attempts = attempts_of(marks)
    assert [(one.code, one.uncertain, dict(one.grades)) for one in attempts] == [
        ("COG", True, {"severity": 2}),
        ("COM", False, {}),
    ]
    assert first_answers(attempts)["p1"].code == "COG"
