"""What the kernel tells a page of a review, and what it keeps to itself."""

from __future__ import annotations

import json

from ipt_fidelity.widgets.masking import MaskingReview
from ipt_fidelity.widgets.masking.exchange import Exchange
from tests.widgets.masking.made import Kept, review

NAMES = ("Dorabella", "Quentin", "Brisling", "Wexcombe")


def test_names_travel_beside_the_reply_alone() -> None:
    (answer,) = Exchange(review()).answer({"kind": "hello", "page": "p1"})
    assert answer.buffer is not None
    told = answer.buffer.decode()
    assert all(name in told for name in NAMES)
    assert not any(name in str(answer.reply) for name in NAMES)
    act = {"do": "take_back", "find": "r0010"}
    (done,) = Exchange(review()).answer({"kind": "act", "page": "p1", "n": 1, "act": act})
    assert not any(name in str(done.reply) for name in NAMES)
    assert done.buffer is not None
    assert json.loads(done.buffer)["said"] == ["no_name", {"words": "Brisling", "n": 2}]


def test_an_act_that_is_not_kept_is_refused_by_its_number() -> None:
    kept = Kept()
    exchange = Exchange(review(kept))
    kept.is_full = True
    act = {"do": "keep", "find": "r0010"}
    (answer,) = exchange.answer({"kind": "act", "page": "p1", "n": 1, "act": act})
    assert (answer.reply["kind"], answer.reply["seq"]) == ("refused", 1)
    assert answer.reply["problem"] == "the disk is full."
    kept.is_full = False
    (again,) = exchange.answer({"kind": "act", "page": "p1", "n": 1, "act": act})
    assert again.reply["kind"] == "done"


def test_a_saved_notebook_keeps_state_and_numbers_and_no_name() -> None:
    screen = MaskingReview(review())
    bundle = screen._repr_mimebundle_()
    assert bundle is not None
    told = "Masking of case-07_session-01: masked, 13 finds, 2 doubtful ones open."
    assert bundle[0]["text/plain"] == told
    kept = str(screen.get_state()) + str(bundle)
    assert not any(name in kept for name in NAMES)


def test_the_screen_gives_transcript_key_and_check_to_the_next_cell() -> None:
    opened = review()
    screen = MaskingReview(opened)
    opened.act({"do": "keep", "find": "r0010", "all": True})
    assert screen.transcript == opened.masked
    assert screen.key == opened.key
    assert screen.check is None
