"""Review of masking under way: one act after the other, each kept before it holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from ipt_fidelity.errors import FidelityError, MarkError, UnknownNameError
from ipt_fidelity.transcript import (
    Key,
    MaskingCheck,
    MaskingState,
    Redaction,
    Transcript,
    check_off,
    decide,
    mask_more,
)
from ipt_fidelity.transcript.masking_finding import DOUBTFUL
from ipt_fidelity.transcript.masking_places import places_of
from ipt_fidelity.transcript.masking_review import KEEP, TAKE_BACK, TAKE_BACK_EVERYWHERE
from ipt_fidelity.widgets.acting import Content, Said, text_of, whole_of
from ipt_fidelity.widgets.masking import sample as sampling
from ipt_fidelity.widgets.masking.content import content_of
from ipt_fidelity.widgets.masking.sample import Sample

MOST_UNDO = 200
_NAMED = frozenset({"person", "place", "organisation", "other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a review beside the key; it holds no word.

    Parameters
    ----------
    checked_by : str or None
        Who has stated that the masked words were looked at; None where nobody has.
    checked : str
        Fingerprint of the masking that the statement is about; for another it does not hold.
    sample : Sample or None
        The person's own sample.
    masked_by : str or None
        Who has masked.
    """

    checked_by: str | None = None
    checked: str = ""
    sample: Sample | None = None
    masked_by: str | None = None


class Keeper(Protocol):
    """Makes a review durable; raises FidelityError where it cannot."""

    def keep_key(self, key: Key) -> None:
        """Keep the key with all decisions.

        Parameters
        ----------
        key : Key
            As it stands; durable when the call has returned.
        """
        ...

    def keep_facts(self, facts: Facts) -> None:
        """Keep what is known beside the key.

        Parameters
        ----------
        facts : Facts
            As they stand; durable when the call has returned.
        """
        ...


class _Point(NamedTuple):
    masked: Transcript
    key: Key


class Review:
    """The review of one masked session.

    Parameters
    ----------
    masked : Transcript
        Masked, not yet checked.
    key : Key
        That it was masked with.
    by : str
        The person who looks.
    keeper : Keeper
        Where it is kept.
    facts : Facts
        From an earlier opening.
    n, seed : int
        How many turns the sample has, and the seed of its draw.
    """

    def __init__(
        self,
        masked: Transcript,
        key: Key,
        *,
        by: str,
        keeper: Keeper,
        facts: Facts = Facts(),
        n: int = 50,
        seed: int = 1,
    ) -> None:
        self._by = by
        self._keeper = keeper
        self._n, self._seed = n, seed
        self._facts = facts
        self._past: list[_Point] = []
        self._undone: list[_Point] = []
        holds = facts.checked_by is not None and facts.checked == fingerprint(masked, key)
        if holds and facts.checked_by is not None:
            masked = check_off(masked, key, by=facts.checked_by)
        self._now = _Point(masked, key)
        self._acts: Mapping[str, Callable[[Mapping[str, object]], Said]] = {
            "keep": self._accept,
            "take_back": self._take_back,
            "name": self._name,
            "everywhere": self._everywhere,
            "mask": self._mask,
            "undo": lambda _: self._go(self._past, self._undone, "undone"),
            "redo": lambda _: self._go(self._undone, self._past, "redone"),
            "check": self._check,
            "sample_draw": self._draw,
            "sample_read": self._read,
            "sample_missed": self._missed,
            "sample_finish": self._finish,
        }

    @property
    def masked(self) -> Transcript:
        """The transcript, masked or checked, as the decisions have it now."""
        return self._now.masked

    @property
    def key(self) -> Key:
        """The key that undoes it."""
        return self._now.key

    @property
    def check(self) -> MaskingCheck | None:
        """What the person's sample says of the masking; None before it is done."""
        sample = self._facts.sample
        if sample is None or not sample.is_done or self._is_stale(sample):
            return None
        return sampling.result(sample, self._redactions())

    def act(self, what: Mapping[str, object]) -> Said:
        """Do one act; it is kept when the call returns.

        Parameters
        ----------
        what : mapping
            ``do`` names it; the other entries say on what.

        Returns
        -------
        Said
            What was done.

        Raises
        ------
        FidelityError
            It is not done; nothing has changed then.
        """
        name = text_of(what, "do")
        act = self._acts.get(name)
        if act is None:
            raise MarkError(f"there is no act '{name[:20]}'.", where="masking", mend="")
        return act(what)

    def content(self) -> Content:
        """Return what a page shows, names included.

        Returns
        -------
        mapping
            Finds, places, people, counts, and the sample.
        """
        sample = self._facts.sample
        check = self.check
        told = None if sample is None else {
            "seed": sample.seed,
            "turns": sample.turns,
            "read": sample.read,
            "missed": {turn: list(map(list, spans)) for turn, spans in sample.missed.items()},
            "done": sample.is_done,
            "stale": self._is_stale(sample),
            "check": None if check is None else {
                "turns": check.turns, "identifiers": check.identifiers, "found": check.found,
                "recall": check.recall, "low": check.low, "high": check.high,
                "missed": [turn for turn, _ in check.missed],
            },
        }  # fmt: skip
        return {
            **content_of(self.masked, self.key),
            "by": self._by,
            "undo": bool(self._past),
            "redo": bool(self._undone),
            "sample": told,
            "sample_of": min(self._n, len(self.masked.turns)),
        }

    def counts(self) -> tuple[int, int]:
        """Return how many doubtful finds are open, and how many finds there are.

        Returns
        -------
        tuple of int
            Open and doubtful, and all.
        """
        some = self._redactions()
        return sum(r.decided == "open" and r.doubt >= DOUBTFUL for r in some), len(some)

    def _redactions(self) -> tuple[Redaction, ...]:
        return self.key.session(self.masked.session.id).redactions

    def _redaction(self, what: Mapping[str, object]) -> Redaction:
        wanted = text_of(what, "find")
        for redaction in self._redactions():
            if redaction.id == wanted:
                return redaction
        known = [redaction.id for redaction in self._redactions()]
        raise UnknownNameError.of("find", wanted[:20], known, where=self.masked.session.id)

    def _same(self, one: Redaction) -> list[Redaction]:
        words = one.original.casefold()
        return [r for r in self._redactions() if r.original.casefold() == words]

    def _accept(self, what: Mapping[str, object]) -> Said:
        one = self._redaction(what)
        some = self._same(one) if what.get("all") is True else [one]
        self._put(_Point(*decide(*self._now, {r.id: KEEP for r in some})))
        return Said("kept", {"placeholder": one.placeholder, "n": len(some)})

    def _take_back(self, what: Mapping[str, object]) -> Said:
        one = self._redaction(what)
        is_all = what.get("all") is True
        how = TAKE_BACK_EVERYWHERE if is_all else TAKE_BACK
        self._put(_Point(*decide(*self._now, {one.id: how})))
        return Said("no_name", {"words": one.original, "n": len(self._same(one)) + (not is_all)})

    def _name(self, what: Mapping[str, object]) -> Said:
        one, who = self._redaction(what), text_of(what, "who").strip()
        if who.casefold() in {"", KEEP, TAKE_BACK, TAKE_BACK_EVERYWHERE, "not a name"}:
            raise MarkError(
                "this says not who it is.",
                where=one.id,
                mend="Write it in words, for example sister 2 or town.",
            )
        after = _Point(*decide(*self._now, {one.id: who}))
        self._put(after)
        return Said("named", {"placeholder": self._redaction({"find": one.id}).placeholder})

    def _everywhere(self, what: Mapping[str, object]) -> Said:
        """Keep a find wherever its words are replaced, and replace them where they are not."""
        one = self._redaction(what)
        before = len(self._same(one))
        after = decide(*self._now, {r.id: KEEP for r in self._same(one)})
        if one.kind in _NAMED and _stands(one.original, after[0]):
            after = mask_more(*after, one.original, who=_who(one.placeholder))
        self._put(_Point(*after))
        added = len(self._same(one)) - before
        return Said("everywhere", {"placeholder": one.placeholder, "n": before, "more": added})

    def _mask(self, what: Mapping[str, object]) -> Said:
        text = places_of(self.masked).get(text_of(what, "place"), "")
        start, end = whole_of(what, "start"), whole_of(what, "end")
        words = text[start:end].strip() if 0 <= start < end else ""
        if not words:
            raise MarkError("no words are selected.", where="masking", mend="Select some.")
        before = len(self._redactions())
        self._put(_Point(*mask_more(*self._now, words, who=text_of(what, "who"))))
        return Said("masked_more", {"words": words, "n": len(self._redactions()) - before})

    def _check(self, _: Mapping[str, object]) -> Said:
        masked = replace(
            self.masked, session=replace(self.masked.session, masking=MaskingState.MASKED)
        )
        self._put(_Point(check_off(masked, self.key, by=self._by), self.key))
        return Said("checked", {"by": self._by})

    def _go(self, source: list[_Point], target: list[_Point], sentence: str) -> Said:
        if not source:
            return Said(f"nothing_{sentence}")
        before = self._now
        self._keep(source[-1])
        self._now = source.pop()
        target.append(before)
        return Said(sentence)

    def _put(self, after: _Point) -> None:
        before = self._now
        self._keep(after)
        self._now = after
        self._past = [*self._past, before][-MOST_UNDO:]
        self._undone.clear()

    def _keep(self, after: _Point) -> None:
        if after.key != self.key:
            self._keeper.keep_key(after.key)
        about = after.masked.session
        is_checked = about.masking is MaskingState.CHECKED
        facts = replace(
            self._facts,
            checked_by=about.checked_by if is_checked else None,
            checked=fingerprint(*after) if is_checked else "",
        )
        if facts != self._facts:
            self._keep_facts(facts)

    def _keep_facts(self, facts: Facts) -> None:
        self._keeper.keep_facts(facts)
        self._facts = facts

    def _is_stale(self, sample: Sample) -> bool:
        return sample.masked_sha256 != self.masked.sha256

    def _sample(self) -> Sample:
        if self._facts.sample is None:
            raise FidelityError(
                "no sample is drawn.", where=self.masked.session.id, mend="Draw one."
            )
        return self._facts.sample

    def _draw(self, _: Mapping[str, object]) -> Said:
        before = self._facts.sample
        seed = self._seed if before is None else before.seed + 1
        sample = sampling.draw(self.masked, self.key, n=self._n, seed=seed)
        self._keep_facts(replace(self._facts, sample=sample))
        return Said("sample_drawn", {"n": len(sample.turns), "seed": seed})

    def _read(self, what: Mapping[str, object]) -> Said:
        sample = sampling.with_read(self._sample(), self.masked, text_of(what, "turn"))
        if sample != self._facts.sample:
            self._keep_facts(replace(self._facts, sample=sample))
        return Said("sample_read", {"n": len(sample.read), "of": len(sample.turns)})

    def _missed(self, what: Mapping[str, object]) -> Said:
        turn, span = text_of(what, "turn"), (whole_of(what, "start"), whole_of(what, "end"))
        before = self._sample()
        sample = sampling.with_missed(before, self.masked, self._redactions(), turn, span)
        self._keep_facts(replace(self._facts, sample=sample))
        is_less = len(sample.missed[turn]) < len(before.missed.get(turn, ()))
        return Said("not_missed" if is_less else "missed")

    def _finish(self, _: Mapping[str, object]) -> Said:
        sample = sampling.finished(self._sample(), self.masked)
        self._keep_facts(replace(self._facts, sample=sample))
        return Said("sample_done")


def fingerprint(masked: Transcript, key: Key) -> str:
    """Return what tells one state of the decisions from another.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    some = key.session(masked.session.id).redactions
    decided = [[r.id, r.place, r.start, r.placeholder, r.decided] for r in some]
    return hashlib.sha256(json.dumps([masked.sha256, decided]).encode()).hexdigest()


def _stands(words: str, masked: Transcript) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    return any(pattern.search(text) for text in places_of(masked).values())


def _who(placeholder: str) -> str:
    """Return how a person would write who stands behind a placeholder."""
    return re.sub(r"-(\d+)$", r" \1", placeholder.strip("[]")).lower()
