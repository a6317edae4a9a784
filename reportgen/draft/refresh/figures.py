"""Figures in sentences: what each is now, bringing edited text up to date, and finding numbers that went stale."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.draft.base import Base, BaseValue
from reportgen.draft.locating import FoundValue
from reportgen.draft.refresh.changes import Conflict, FigureChange, StaleFigure
from reportgen.word.forms import Paragraph, Text, Token, Value, words_of
from reportgen.word.marks import value_stem
from reportgen.word.xml import XML_SPACE, Element, local, w

_NUMBER = re.compile(r"(?<![\w.,])\d{2,}(?:[.,]\d+)?(?![\w]|[.,]\d)")  # one digit alone says too little to be told


@dataclass(frozen=True, slots=True)
class Retyped:
    """A figure that somebody typed over, or that is not given any more: a conflict, if it is still there at the end."""

    value: FoundValue
    conflict: Conflict


class Figures:
    """What the figures of a draft were, and what they are now."""

    def __init__(self, base: Base, fresh: Base) -> None:
        self._was = {value.mark: value for value in base.values}
        self._before: dict[str, list[BaseValue]] = defaultdict(list)
        self._now: dict[str, list[BaseValue]] = defaultdict(list)
        self._names = {value_stem(value.name): value.name for value in (*base.values, *fresh.values)}
        for known, values in ((self._before, base.values), (self._now, fresh.values)):
            for value in values:
                known[value.name].append(value)
        self.names = frozenset(self._names.values())
        self._updated: list[tuple[FoundValue, str, str]] = []

    def name_of(self, mark: str) -> str:
        """The name of the figure that a mark stands for; empty for none of ours."""
        return self._names.get(mark.rpartition("_")[0], "")

    def generated_text(self, name: str, like: str, region: str = "") -> str | None:
        """What a figure reads now where it read `like`: a figure may stand in digits here and in letters there."""
        values = self._now.get(name, [])
        texts = list(dict.fromkeys(value.text for value in values))
        if len(texts) <= 1 or like in texts:
            return like if like in texts else next(iter(texts), None)
        alike = [value for value in values if _shape(value.text) == _shape(like)] or values
        here = [value.text for value in alike if value.region == region]
        return (here or [alike[0].text])[0]

    def update(self, values: Iterable[FoundValue], is_frozen: Callable[[FoundValue], bool]) -> list[Retyped]:
        """Write the present text of every figure where nobody typed over it; returns those that somebody did."""
        retyped = []
        for value in values:
            was = self._was.get(value.mark)
            if was is None or is_frozen(value):
                continue
            now = self.generated_text(value.name, was.text, was.region)
            if value.text == was.text and now is not None:
                if now != was.text:
                    write_figure(value.start, now)
                    self._updated.append((value, was.text, now))
            elif value.text != now and now != was.text:
                retyped.append(Retyped(value, _conflict(value.name, was.text, now, value.text)))
        return retyped

    def renewed(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph of the draft with the figures that `update` wrote into it since it was read."""
        now = {value.mark: text for value, _, text in self._updated}
        return replace(paragraph, tokens=tuple(_with_text(token, now) for token in paragraph.tokens))

    def lost(self, base: Paragraph, mine: Paragraph, fresh: Paragraph) -> Iterator[Conflict]:
        """Changed figures of an edited paragraph that stand in it as plain text, without their anchor."""
        kept = Counter(token.mark.rpartition("_")[0] for token in mine.tokens if isinstance(token, Value))
        now = [token for token in fresh.tokens if isinstance(token, Value)]
        was = [token for token in base.tokens if isinstance(token, Value)]
        typed = "".join(token.text for token in mine.tokens if isinstance(token, Text))
        for before, after in zip(was, now, strict=True):
            stem = before.mark.rpartition("_")[0]
            if kept[stem]:
                kept[stem] -= 1
                continue
            old, new = words_of(before.tokens), words_of(after.tokens)
            if old != new and re.search(rf"(?<!\w){re.escape(old)}(?!\w)", typed):
                yield _conflict(self.name_of(before.mark), old, new, old)

    def changes(self, is_there: Callable[[Element], bool]) -> tuple[FigureChange, ...]:
        """The figures that were brought up to date in text that is still there, each with how often."""
        found = Counter((value.name, before, now) for value, before, now in self._updated if is_there(value.start))
        return tuple(FigureChange(*key, places=count) for key, count in found.items())

    def stale(self, handmade: Iterable[tuple[Paragraph, Paragraph | None, str]]) -> Iterator[StaleFigure]:
        """Numbers in text that a person wrote which were figures and are not any more.

        `handmade`: paragraphs of the draft, what was generated in their place, and the chapter.
        """
        gone: dict[str, dict[str, str]] = defaultdict(dict)
        for name, values in self._before.items():
            for value in values:
                now = self.generated_text(name, value.text, value.region)
                if now != value.text and _NUMBER.fullmatch(value.text):
                    gone[value.text][name] = now or "not given"
        for paragraph, base, chapter in handmade:
            typed = Counter(_NUMBER.findall(_outside(paragraph)))
            typed.subtract(_NUMBER.findall(_outside(base)) if base else ())
            for text in [text for text, count in typed.items() if count > 0 and text in gone]:
                yield StaleFigure(text, tuple(gone[text]), tuple(gone[text].values()), _all(paragraph), chapter)


def _shape(text: str) -> tuple[bool, bool]:
    return any(map(str.isdigit, text)), text[:1].isupper()


def _with_text(token: Token, texts: Mapping[str, str]) -> Token:
    return Text(texts[token.mark]) if isinstance(token, Value) and token.mark in texts else token


def _conflict(name: str, before: str, now: str | None, draft: str) -> Conflict:
    if now is None:
        why = f"The figure '{name}' is not given any more, but stands in a sentence that was edited."
    elif draft == before:
        why = f"The figure '{name}' has changed, but stands here as plain text, which a refresh does not touch."
    else:
        why = f"The figure '{name}' was typed over by hand, and has changed in the data too."
    return Conflict(before, now or "", draft, why)


def _outside(paragraph: Paragraph) -> str:
    """The words of a paragraph with a gap for every figure in it that is still anchored."""
    return "".join(token.text if isinstance(token, Text) else "\n" for token in paragraph.tokens)


def _all(paragraph: Paragraph) -> str:
    return words_of(paragraph.tokens).strip()


def write_figure(start: Element, text: str) -> None:
    """Put a text between a figure's bookmarks, in the look of what stands there."""
    paragraph = next(start.iterancestors(w("p")), None)
    if paragraph is None:
        return
    inside = False
    places = []
    for element in paragraph.iter():
        if element is start:
            inside = True
        elif inside and local(element) == "bookmarkEnd" and element.get(w("id")) == start.get(w("id")):
            break
        elif inside and element.tag == w("t"):
            places.append(element)
    for number, place in enumerate(places):
        place.text = text if number == 0 else ""
        place.set(XML_SPACE, "preserve")
