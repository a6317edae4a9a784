"""Values in sentences: what each is now, what becomes of those in the draft, and numbers that went stale."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base
from reportgen.draft.locating import FoundValue
from reportgen.draft.refresh.changes import Conflict, StaleValue
from reportgen.draft.refresh.plan.model import ValuePlan
from reportgen.word.forms import Paragraph, Path, Text, Token, Value, words_of
from reportgen.word.marks import value_stem

_NUMBER = re.compile(r"(?<![\w.,])\d{2,}(?:[.,]\d+)?(?![\w]|[.,]\d)")  # one digit alone says too little to be told


class Values:
    """What the values of a draft were, and what they are now."""

    def __init__(self, base: Base, fresh: Base, titled: Callable[[str], str] = str) -> None:
        """`titled` gives what a value is, in words, by its name."""
        self._titled = titled
        self._was = {value.mark: value for value in base.values}
        self._now = grouped((value.name, value) for value in fresh.values)
        self._names = {value_stem(value.name): value.name for value in (*base.values, *fresh.values)}
        self.names = frozenset(self._names.values())
        self._gone: dict[str, dict[str, str]] = defaultdict(dict)  # numbers that were values, with what those are now
        for value in base.values:
            now = self.now(value.name, value.text, value.region)
            if now != value.text and _NUMBER.fullmatch(value.text):
                self._gone[value.text][value.name] = now or "not given"

    def now(self, name: str, like: str, region: str = "") -> str | None:
        """What a value reads now where it read `like`: it may stand in digits here and in letters there."""
        values = self._now.get(name, [])
        texts = list(dict.fromkeys(value.text for value in values))
        if len(texts) <= 1 or like in texts:
            return like if like in texts else next(iter(texts), None)
        alike = [value for value in values if _shape(value.text) == _shape(like)] or values
        here = [value.text for value in alike if value.region == region]
        return (here or [alike[0].text])[0]

    def planned(self, found: Sequence[FoundValue], frozen: Container[int]) -> Iterator[ValuePlan]:
        """What becomes of the values of the draft that do not stay as they are, but for those in `frozen` blocks."""
        for number, value in enumerate(found):
            was = self._was.get(value.mark)
            if was is None or (value.path is not None and value.path[0] in frozen):
                continue
            now = self.now(value.name, was.text, was.region)
            if value.text == was.text and now is not None:
                if now != was.text:
                    yield ValuePlan(number, value, was.text, now)
            elif now not in (value.text, was.text) and (now or value.text.strip()):  # nothing for nothing: no question
                conflict = self._conflict(value.name, was.text, now, value.text)
                yield ValuePlan(number, value, was.text, None, conflict)

    def lost(self, base: Paragraph, mine: Paragraph, fresh: Paragraph) -> Iterator[Conflict]:
        """Changed values of an edited paragraph that stand in it as plain text, without their anchor."""
        kept = Counter(token.mark.rpartition("_")[0] for token in mine.tokens if isinstance(token, Value))
        was, now = ([token for token in form.tokens if isinstance(token, Value)] for form in (base, fresh))
        typed = "".join(token.text for token in mine.tokens if isinstance(token, Text))
        for before, after in zip(was, now, strict=True):
            stem = before.mark.rpartition("_")[0]
            if kept[stem]:
                kept[stem] -= 1
                continue
            old, new = words_of(before.tokens), words_of(after.tokens)
            if old != new and re.search(rf"(?<!\w){re.escape(old)}(?!\w)", typed):
                yield self._conflict(self._names.get(stem, ""), old, new, old)

    def stale(self, paragraph: Paragraph, base: Paragraph | None) -> Iterator[StaleValue]:
        """Numbers in a paragraph that a person wrote which were values and are not any more.

        `base` is what was generated in its place.
        """
        typed = Counter(_NUMBER.findall(_outside(paragraph)))
        typed.subtract(_NUMBER.findall(_outside(base)) if base else ())
        for text in [text for text, count in typed.items() if count > 0 and text in self._gone]:
            now = self._gone[text]
            yield StaleValue(text, tuple(now), tuple(now.values()), words_of(paragraph.tokens).strip(), "")

    def _conflict(self, name: str, before: str, now: str | None, draft: str) -> Conflict:
        figure = f"The figure '{self._titled(name)}'"
        if now is None:
            why = f"{figure} is not given any more, but stands in a sentence that was edited."
        elif draft == before:
            why = f"{figure} has changed, but stands here as plain text, which a refresh does not touch."
        else:
            why = f"{figure} was typed over by hand, and has changed in the data too."
        return Conflict(before, now or "", draft, why, name)


def _shape(text: str) -> tuple[bool, bool]:
    return any(map(str.isdigit, text)), text[:1].isupper()


def _outside(paragraph: Paragraph) -> str:
    """The words of a paragraph with a gap for every value in it that is still anchored."""
    return "".join(token.text if isinstance(token, Text) else "\n" for token in paragraph.tokens)


def by_paragraph(plans: Iterable[ValuePlan]) -> dict[Path, dict[str, ValuePlan]]:
    """What becomes of values, by the path of their paragraph and by their mark."""
    found: dict[Path, dict[str, ValuePlan]] = {}
    for plan in plans:
        if plan.value.path is not None:
            found.setdefault(plan.value.path, {})[plan.value.mark] = plan
    return found


def renewed(paragraph: Paragraph, plans: Mapping[str, ValuePlan]) -> Paragraph:
    """A paragraph with its values as they will be; one that is given up is mere text."""
    return replace(paragraph, tokens=tuple(_renewed(token, plans) for token in paragraph.tokens))


def _renewed(token: Token, plans: Mapping[str, ValuePlan]) -> Token:
    plan = plans.get(token.mark) if isinstance(token, Value) else None
    if plan is None or not isinstance(token, Value):
        return token
    if plan.is_given_up:
        return Text(words_of(token.tokens))
    return token if plan.now is None else Value(token.mark, (Text(plan.now),))
