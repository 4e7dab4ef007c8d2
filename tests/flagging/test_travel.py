from __future__ import annotations

import hashlib
import json
import resource

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity import flagging
from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.flagging.travel import MAGIC
from ipt_fidelity.flagging.typical import typical_of
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.transcript.session import MaskingState
from tests.flagging import made_up

NAMES = ("zebulon", "quistgaard", "okonjo")


def _rubric(title: str) -> Rubric:
    return read(made_up.RUBRIC.replace("Small", title), where="small.yaml")


def _planted() -> pd.DataFrame:
    labelled = made_up.segments(1, each=9, share=0.3)
    cases = sorted(set(labelled["case_id"]))
    for place, name in enumerate(NAMES):
        for case in cases[place * 3 : place * 3 + 2]:
            mine = labelled["case_id"] == case
            labelled.loc[mine, "text"] += f"\ntherapist: {name.title()} rang\nclient: {name}"
    return labelled


SMALL = _rubric("Small")
LABELLED = _planted()
HOME = flagging.OffModelClassifier(seed=11, rubric=SMALL).fit(LABELLED)
CARD = flagging.cross_validate(LABELLED, seed=3, rubric=SMALL, beside=())
CONTENT = flagging.pack(HOME, CARD, masking=MaskingState.CHECKED)


def test_a_model_scores_the_same_after_its_journey() -> None:
    away, card = flagging.unpack(CONTENT, SMALL)
    others = made_up.segments(2)

    assert (away.predict_proba(others) == HOME.predict_proba(others)).all()
    assert away.classifier_id_ == HOME.classifier_id_
    assert card.value("pr_auc") == pytest.approx(CARD.value("pr_auc"))
    assert "stayed at home" in str(card)


def test_flags_of_a_travelled_model_name_rank_and_kind() -> None:
    away, _ = flagging.unpack(CONTENT, SMALL)
    others = made_up.unlabelled(made_up.segments(2))

    here, there = flagging.flag_segments(HOME, others), flagging.flag_segments(away, others)

    assert here[["session_id", "segment", "rank"]].equals(there[["session_id", "segment", "rank"]])
    assert there["reasons"].str.contains("resembles").all()
    assert not there["reasons"].str.contains("nearest coded").any()


def test_no_name_that_fewer_than_three_cases_share_is_in_the_file() -> None:
    low = CONTENT.lower()

    for name in NAMES:
        for start in range(len(name) - 3):
            assert f'"{name[start : start + 4]}"'.encode() not in low
        assert name.encode() not in low


def test_no_id_of_a_session_case_or_therapist_is_in_the_file() -> None:
    for column in ("session_id", "case_id", "therapist_id"):
        for name in set(LABELLED[column]):
            assert name.encode() not in CONTENT


def test_another_version_of_the_rubric_is_refused_and_the_right_one_is_taken() -> None:
    with pytest.raises(FidelityError, match="another rubric"):
        flagging.unpack(CONTENT, _rubric("Other"))
    flagging.unpack(CONTENT, SMALL)


def _signed(rest: bytes) -> bytes:
    return MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x80\x04\x95",
        b"PK\x03\x04",
        MAGIC,
        _signed(b"{}\n"),
        _signed(b"[" * 100_000 + b"\n"),
        _signed(b"no end"),
        CONTENT[:-8],
        CONTENT + b"\0" * 8,
        CONTENT[:-3] + b"\x01\x02\x03",
    ],
    ids=["empty", "pickle", "zip", "bare", "hollow", "deep", "endless", "short", "long", "altered"],
)
def test_what_is_no_whole_model_file_is_refused(broken: bytes) -> None:
    with pytest.raises(FidelityError, match="not a usable model file"):
        flagging.unpack(broken, SMALL)


def _with(**changes: object) -> bytes:
    start = len(MAGIC) + 65
    end = CONTENT.index(b"\n", start)
    rest = json.dumps(json.loads(CONTENT[start:end]) | changes).encode() + CONTENT[end:]
    return _signed(rest)


@pytest.mark.parametrize(
    "changes",
    [
        {"sizes": dict.fromkeys(("therapist", "others", "pieces", "weights"), 10**12)},
        {"sizes": dict.fromkeys(("therapist", "others", "pieces", "middle"), -1)},
        {"terms": {"therapist": [], "others": [], "pieces": []}},
        {"blocks": ["words", "pickle"]},
        {"blocks": []},
        {"kinds": ["BHV"]},
        {"numbers": {}},
        {"card": {}},
        {"seed": "none"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_header_that_does_not_fit_is_refused_before_anything_is_built(
    changes: dict[str, object],
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FidelityError):
        flagging.unpack(_with(**changes), SMALL)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256_000


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, by: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] = (changed[place] + by) % 256
    with pytest.raises(FidelityError):
        flagging.unpack(bytes(changed), SMALL)


def test_unmasked_sessions_do_not_travel() -> None:
    with pytest.raises(NotAllowedError, match="unmasked"):
        flagging.pack(HOME, CARD, masking=MaskingState.UNMASKED)


def test_without_cases_nothing_travels() -> None:
    nameless = flagging.OffModelClassifier(seed=11, rubric=SMALL).fit(
        LABELLED.drop(columns="case_id")
    )
    with pytest.raises(NotAllowedError, match="case_id"):
        flagging.pack(nameless, CARD, masking=MaskingState.CHECKED)


def test_without_a_rubric_nothing_travels() -> None:
    bare = flagging.OffModelClassifier(seed=11).fit(LABELLED)
    with pytest.raises(NotAllowedError, match="rubric"):
        flagging.pack(bare, CARD, masking=MaskingState.CHECKED)


def test_the_file_stays_under_five_megabytes() -> None:
    assert len(CONTENT) < 5_000_000


def test_a_travelled_model_still_says_what_is_unlike_anything_coded() -> None:
    away, _ = flagging.unpack(CONTENT, SMALL)
    others = made_up.unlabelled(made_up.segments(2))
    strange = others.copy()
    first = strange["session_id"] == strange["session_id"].iloc[0]
    strange.loc[first, "text"] = [
        f"therapist: {' '.join(['phone', 'letters', 'money'] * 8)}\nclient: yes"
        for _ in range(int(first.sum()))
    ]

    usual = flagging.session_means(away, others).set_index("session_id")["unlike"]
    told = flagging.session_means(away, strange).set_index("session_id")["unlike"]
    session = others["session_id"].iloc[0]

    assert told[session] == int(first.sum())
    assert usual.sum() < 0.2 * len(others)


def test_a_mean_that_travels_rests_on_five_segments_and_three_cases() -> None:
    few = LABELLED[LABELLED["case_id"].isin(sorted(set(LABELLED["case_id"]))[:2])]
    coded = HOME.coded_
    assert coded is not None
    rows = coded.directions[: len(few)]

    assert typical_of(rows, coded.cases[: len(few)], seed=1) is None
    whole = typical_of(coded.directions, coded.cases, seed=1)
    assert whole is not None
    assert len(whole.centres) <= len(LABELLED) // 10


def test_a_packed_model_packs_again_and_says_the_same() -> None:
    away, card = flagging.unpack(CONTENT, SMALL)
    again, _ = flagging.unpack(flagging.pack(away, card, masking=MaskingState.CHECKED), SMALL)
    others = made_up.unlabelled(made_up.segments(2))

    assert flagging.session_means(again, others).equals(flagging.session_means(away, others))
