"""What the kernel answers a page on which speakers are cast."""

from __future__ import annotations

import json

from ipt_fidelity.widgets.casting import Casting, CastingScreen
from ipt_fidelity.widgets.casting.exchange import Exchange
from tests.widgets.casting.made import CANARY, transcript

CAST = {
    "do": "cast",
    "session": "case-07_session-01",
    "speaker": "s1",
    "role": "therapist",
}


def act(n: int, what: object = CAST) -> dict[str, object]:
    return {"v": 1, "kind": "act", "page": "p1", "n": n, "act": what}


def test_a_hello_is_answered_with_everything_beside_the_reply() -> None:
    (answer,) = Exchange(Casting([transcript()], by="KM")).answer({"kind": "hello", "page": "p1"})
    assert answer.reply == {"v": 1, "kind": "snapshot", "to": "p1"}
    assert answer.buffer is not None
    assert CANARY in answer.buffer.decode()


def test_an_act_is_answered_with_the_new_state_and_what_was_done() -> None:
    (answer,) = Exchange(Casting([transcript()], by="KM")).answer(act(1))
    assert answer.reply == {"v": 1, "kind": "done", "to": "p1", "n": 1}
    assert answer.buffer is not None
    content = json.loads(answer.buffer)
    assert content["said"] == ["cast", {"label": "Quillfeather", "role": "therapist"}]
    assert content["sessions"][0]["speakers"][0]["role"] == "therapist"


def test_an_act_that_comes_again_is_not_done_again() -> None:
    casting = Casting([transcript()], by="KM")
    exchange = Exchange(casting)
    exchange.answer(act(1))
    exchange.answer(act(2, {**CAST, "role": "partner"}))
    (first,) = exchange.answer(act(3, {"do": "undo"}))
    (again,) = exchange.answer(act(3, {"do": "undo"}))
    assert first == again
    assert str(casting.transcripts[0].speakers[0].role) == "therapist"


def test_an_act_that_is_not_done_is_refused_by_its_number() -> None:
    (answer,) = Exchange(Casting([transcript()], by="KM")).answer(act(7, {**CAST, "role": "x"}))
    assert answer.buffer is None
    assert (answer.reply["kind"], answer.reply["seq"]) == ("refused", 7)


def test_what_is_no_act_is_refused() -> None:
    for message in (act(1, "x"), {**act(1), "n": "one"}, {"kind": "sing", "page": "p1"}):
        (answer,) = Exchange(Casting([transcript()], by="KM")).answer(message)
        assert answer.reply["kind"] == "refused"


def test_a_saved_notebook_keeps_numbers_and_no_label() -> None:
    screen = CastingScreen(Casting([transcript()], by="KM"))
    bundle = screen._repr_mimebundle_()
    assert bundle is not None
    told = "Casting of 1 session(s): 0 of 2 speakers have a role."
    assert bundle[0]["text/plain"] == told
    assert "Quillfeather" not in str(screen.get_state())
    assert CANARY not in str(screen.get_state()) + str(bundle)
