"""The sample sessions of the project read without a fault, with their records and segments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ipt_fidelity.files import read_segments, read_transcript
from ipt_fidelity.transcript import Transcript, uncast
from ipt_fidelity.transcript.session import THERAPIST_ROLES
from ipt_fidelity.transcript.session_file import SUFFIX

SAMPLES = Path(__file__).parents[2] / "sample_transcripts"


def _samples() -> Iterator[tuple[str, Transcript]]:
    for record in sorted(SAMPLES.glob(f"*{SUFFIX}")):
        stem = record.name.removesuffix(SUFFIX)
        (path,) = (path for path in SAMPLES.glob(f"{stem}.*") if path.stem == stem)
        yield stem, read_transcript(path)


def test_every_sample_reads_without_a_fault_and_is_cast() -> None:
    for stem, found in _samples():
        assert (found.faults, uncast(found), found.session.id) == ((), (), stem)
        assert {speaker.role for speaker in found.speakers} & THERAPIST_ROLES


def test_every_cut_of_the_samples_fits_its_transcript() -> None:
    for stem, found in _samples():
        cut = read_segments(SAMPLES / f"{stem}.segments.csv", found)
        assert len(cut.segments) > 1
