"""Looking at forms of blocks and rows: what they say apart from values, what was confirmed, how they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reportgen.common.language import shortened
from reportgen.draft.refresh.plan.model import Form
from reportgen.word.forms import Paragraph, Row, Table, Text, Thing, Token, Value, paragraphs_in, shown

_BEGINNING = 20  # letters by which a text is known
_PICTURES = ("picture", "chart")


def confirmed(base: Form, mine: Form) -> bool:
    """True when a person confirmed a suggestion in it: our comment was deleted or resolved."""
    pairs = zip(forms_in(base), forms_in(mine), strict=False)
    return any(was.suggested and not is_now.suggested for was, is_now in pairs)


def forms_in(form: Form) -> Iterator[Paragraph]:
    """The paragraphs of a block or row in reading order."""
    parts = [block for cell in form.cells for block in cell.blocks] if isinstance(form, Row) else [form]
    for part in parts:
        yield from paragraphs_in(part)


def skeleton(form: Form) -> Any:
    """What a part says apart from its values and pictures, which have names and follow the data by themselves."""
    if isinstance(form, Paragraph):
        return form.style, form.numbering, tuple(bare(form))
    if isinstance(form, Table):
        return tuple(skeleton(row) for row in form.rows)
    return tuple((cell.span, cell.merge, *map(skeleton, cell.blocks)) for cell in form.cells)


def bare(form: Paragraph) -> Iterator[tuple[str, str]]:
    """The tokens without looks: words that follow each other as one, values and pictures without what they show."""
    words = ""
    for token in form.tokens:
        if not isinstance(token, Value | Thing):
            words += token.text
            continue
        yield "words", words
        words = ""
        if isinstance(token, Value):
            yield "value", token.mark.rpartition("_")[0]
        else:
            yield ("picture", "") if token.kind in _PICTURES else (token.kind, token.what)
    yield "words", words


def pictures(form: Paragraph) -> list[Thing]:
    """The pictures and charts of a paragraph."""
    return [token for token in form.tokens if isinstance(token, Thing) and token.kind in _PICTURES]


def same_looks(base: Paragraph, fresh: Paragraph) -> bool:
    """True when what is generated now looks as what was generated before: then a person's looks may stay."""
    if (base.style, base.numbering, base.looks) != (fresh.style, fresh.numbering, fresh.looks):
        return False
    return set(_text_looks(fresh.tokens)) <= set(_text_looks(base.tokens))


def _text_looks(tokens: tuple[Token, ...]) -> Iterator[str]:
    for token in tokens:
        if isinstance(token, Value):
            yield from _text_looks(token.tokens)
        elif isinstance(token, Text):
            yield token.looks


def wording(form: Form) -> str:
    """What a reader sees of a block or row."""
    return shown(Table((form,))) if isinstance(form, Row) else shown(form)


def brief(form: Form) -> str:
    """The first words of a block or row."""
    return shortened(wording(form), 80)


def is_blank(form: Form) -> bool:
    """True for an empty paragraph."""
    return isinstance(form, Paragraph) and not form.tokens


def is_joined(base: Form, mine: Form) -> bool:
    """True when a paragraph of the draft bears another's mark and says how that began or ended: they became one."""
    if not isinstance(base, Paragraph) or not isinstance(mine, Paragraph) or not set(base.keys) & set(mine.keys):
        return False
    words, text = wording(base), wording(mine)
    return any(part and part in text for part in (words[:_BEGINNING], words[-_BEGINNING:]))


def columns(table: Table) -> int:
    """How many columns the widest row of a table has."""
    return max((sum(cell.span for cell in row.cells) for row in table.rows), default=0)


def usual(table: Table) -> int:
    """The number of cells that most rows have: another when somebody put in or took out a column."""
    return max(Counter(len(row.cells) for row in table.rows).most_common(1), default=(0, 0))[0]
