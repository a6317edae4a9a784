"""Which words of a report somebody has to confirm or to write, by where they come from and not by how they look."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple

from reportgen.common.exceptions import TemplateError
from reportgen.common.language import shortened
from reportgen.word.marks import DRAFTED
from reportgen.word.regions import region_of
from reportgen.word.xml import Element, shown_text, squashed, tagged_controls, w, word_text
from reportgen.words.context import Origin, Passage, ReportContext, RoadMapCell

_SHORTEST = 20  # letters of a prompt that is looked for; real ones have a hundred


@dataclass(frozen=True, slots=True)
class DraftedWords:
    """Words as they are printed, each text without its blanks."""

    suggestions: frozenset[str]
    placeholders: frozenset[str]
    prompts: frozenset[str]  # of the comments that ask for a suggestion to be confirmed


class DraftedText(NamedTuple):
    """A paragraph that somebody has to confirm or write, or words of one."""

    region: str  # the digest of the region it stands in; empty: wherever its words stand
    text: str  # without blanks


@dataclass(frozen=True, slots=True)
class DraftedTexts:
    """What somebody has to confirm or write in a report, as it is printed."""

    suggestions: tuple[DraftedText, ...]
    placeholders: tuple[DraftedText, ...]


def origins(names: Any) -> dict[int, str]:
    """By the id of an item: whether its words are a suggestion or a placeholder. `names` hold those of a report."""
    kinds = (Origin.SUGGESTION, Origin.PLACEHOLDER)
    found = (words for each in names for words in _passages(each) if words.origin in kinds)
    return {id(item): words.origin.value for words in found for item in words.items}


def drafted_paragraphs(body: Element) -> list[tuple[Element, Origin]]:
    """The paragraphs of a body in which such words came to stand, as long as their controls are there."""
    found: dict[tuple[Element, Origin], None] = {}
    for control, tag in tagged_controls(body, DRAFTED):
        paragraph = next(control.iterancestors(w("p")), None)
        if paragraph is not None:
            found[paragraph, Origin(tag.removeprefix(DRAFTED))] = None
    return list(found)


def drafted_texts(paragraphs: Collection[tuple[Element, Origin]], words: DraftedWords) -> DraftedTexts:
    """The same with their regions; words that came into none of them are looked for by what they say.

    So a template that makes new words of such words, by a filter, hides none.
    """

    def texts(origin: Origin, drafted: frozenset[str]) -> tuple[DraftedText, ...]:
        said = [DraftedText(region_of(p), squashed(shown_text(p))) for p, kind in paragraphs if kind is origin]
        whole = "\n".join(each.text for each in said)
        return (*said, *(DraftedText("", each) for each in sorted(drafted) if each not in whole))

    return DraftedTexts(texts(Origin.SUGGESTION, words.suggestions), texts(Origin.PLACEHOLDER, words.placeholders))


def drafted(context: ReportContext) -> DraftedWords:
    """The words of a report that nobody has written yet."""
    found = list(_passages(context))

    def texts(origin: Origin) -> frozenset[str]:
        return frozenset(_bare(item.text) for words in found if words.origin is origin for item in words.items)

    said = {_bare(item.text) for words in found for item in words.items}
    prompts = frozenset(_bare(words.why) for words in found if words.why) - said
    return DraftedWords(texts(Origin.SUGGESTION), texts(Origin.PLACEHOLDER), prompts)


def _passages(part: Any) -> Iterator[Passage | RoadMapCell]:
    if isinstance(part, Passage | RoadMapCell):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _passages(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _passages(getattr(part, field.name))


def _bare(text: str) -> str:
    return squashed(word_text(text))


def require_no_prompt(body: Element, words: DraftedWords, template: str) -> None:
    """Refuse a body that prints what only a comment may say. Raises `TemplateError` naming `template`."""
    whole = squashed(shown_text(body))
    prompts = [prompt for prompt in words.prompts if len(prompt) >= _SHORTEST and prompt in whole]
    for paragraph in body.iter(w("p")) if prompts else ():
        said = squashed(shown_text(paragraph))
        if any(prompt in said for prompt in prompts):
            raise TemplateError(
                f"{template}: a question to the consultant would be printed in the report: "
                f"'{shortened(shown_text(paragraph))}'. Put it as the first paragraph into a control tagged 'comment', "
                "round the words that it is about."
            )
