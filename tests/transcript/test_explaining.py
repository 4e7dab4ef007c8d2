from __future__ import annotations

from ipt_fidelity.transcript import Role, explain
from tests.transcript.samples import read


def test_the_report_names_format_encoding_speakers_and_every_fault() -> None:
    content = "T: so?\nC: caf\xe9 [pause]\n[door]\nT: hm".encode("windows-1252")
    shown = explain(read(content, roles={"T": Role.THERAPIST}))
    facts = dict(zip(shown["what"], shown["value"], strict=True))
    assert facts["read as"] == "dialogue"
    assert facts["encoding"] == "windows-1252"
    assert facts["notations"] == "1 pause"
    assert facts["notes"] == "1 stage"
    assert facts["speaker T"] == "therapist, 2 turns"
    assert facts["turns with a time"] == "0%"
    assert shown.loc[shown["what"] == "warning", "where"].tolist() == [
        "made.txt, line 2",
        "case-01_session-02",
    ]
    assert (shown.loc[shown["what"] == "warning", "mend"] != "").all()
