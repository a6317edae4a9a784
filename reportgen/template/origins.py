"""Which words of a report somebody has to confirm or to write, by where they come from and not by how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from reportgen.common.exceptions import TemplateError
from reportgen.common.language import shortened
from reportgen.word.xml import Element, shown_text, squashed, w, word_text
from reportgen.words.context import Origin, Passage, ReportContext, RoadMapCell

_SHORTEST = 20  # letters of a prompt that is looked for; real ones have a hundred


@dataclass(frozen=True, slots=True)
class DraftedWords:
    """Words as they are printed, each text without its blanks."""

    suggestions: frozenset[str]
    placeholders: frozenset[str]
    prompts: frozenset[str]  # of the comments that ask for a suggestion to be confirmed


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
    prompts = [prompt for prompt in words.prompts if len(prompt) >= _SHORTEST]
    for paragraph in body.iter(w("p")):
        said = squashed(shown_text(paragraph))
        if any(prompt in said for prompt in prompts):
            raise TemplateError(
                f"{template}: a question to the consultant would be printed in the report: "
                f"'{shortened(shown_text(paragraph))}'. Put it as the first paragraph into a control tagged 'comment', "
                "round the words that it is about."
            )
