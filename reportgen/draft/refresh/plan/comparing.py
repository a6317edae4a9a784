"""Forms of parts beside each other: which is which in another version, what they say apart from values, how they look.

Parts are paired by what lasts first: the keys of entries and rows. Then by what they say: equal parts in the same
order. What is left between parts that were paired is paired by likeness, in order; and where one side of such a stretch
could only become the other (as many parts, of the same kind), by place. Nothing is paired across a pair that was found
before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from reportgen.common.grouping import grouped
from reportgen.common.language import shortened
from reportgen.draft.refresh.plan.model import Form
from reportgen.word.forms import Block, Paragraph, Row, Table, Text, Thing, Token, Value, paragraphs_in, visible_text
from reportgen.word.marks import is_block_number, is_of_words, reference_key

_LIKE = 0.55  # from here on two texts are versions of one; found by trial on edited sentences
_FIRST_CELL = 3  # the first cell of a row says what the row is about: it weighs as much as three others
_LONGEST = 2_000  # characters compared of each text: likeness shows early, and its cost grows with the square
_BEGINNING = 20  # letters by which a text is known
_PICTURES = ("picture", "chart")


def pair(
    one: Sequence[Form],
    two: Sequence[Form],
    given: Mapping[int, int] | None = None,
    *,
    by_place: bool = True,
    is_marked: bool = False,
) -> dict[int, int]:
    """Numbers of parts of `one` with those of `two` that they became; `given` holds the pairs that are known.

    Without `by_place`, parts that share nothing but their place stay unpaired: a person may have put one for another.
    Where `is_marked`, `two` bears the bookmarks of `one`, as a draft does. A new build counts entries of one reference
    anew: those that stand several times are known by what they say.
    """
    pairs = dict(given or {})
    _by_keys(_keys(one, is_marked=is_marked), _keys(two, is_marked=is_marked), one, two, pairs)
    _by_content(one, two, pairs)
    if not is_marked:
        _by_neighbours(one, two, pairs)
    for first, second in _stretches(len(one), len(two), pairs):
        alone = _by_place(one, two, first, second) if by_place and len(first) == 1 else {}  # its place decides anyway
        pairs |= alone or _by_likeness(one, two, first, second)
    for first, second in _stretches(len(one), len(two), pairs) if by_place else ():
        pairs |= _by_place(one, two, first, second)
    return pairs


def _keys(found: Sequence[Form], *, is_marked: bool) -> list[list[str]]:
    """What each part is known by."""
    if is_marked:
        return [list(_lasting(form)) for form in found]
    references = [[reference_key(key) for key in _lasting(form)] for form in found]
    counts = Counter(key for keys in references for key in keys)
    return [[key for key in keys if counts[key] == 1] for keys in references]


def _by_keys(
    known: Sequence[Sequence[str]],
    bears: Sequence[Sequence[str]],
    one: Sequence[Form],
    two: Sequence[Form],
    pairs: dict[int, int],
) -> None:
    taken = set(pairs.values())
    where = {key: number for number, keys in enumerate(bears) for key in keys if number not in taken}
    for number, keys in enumerate(known):
        found = next((where[key] for key in keys if key in where), None)
        if number not in pairs and found is not None and found not in taken and _same_kind(one[number], two[found]):
            pairs[number] = found
            taken.add(found)


def share_rows(one: Form, two: Form) -> bool:
    """True for two tables that tell of the same things, in whatever words: a row below the head bears the same key."""
    return isinstance(one, Table) and isinstance(two, Table) and not _row_keys(one).isdisjoint(_row_keys(two))


def _row_keys(table: Table) -> set[str]:
    return {key for row in table.rows[1:] for key in row.keys if not is_block_number(key)}


def _lasting(form: Form) -> Iterable[str]:
    """The keys that say what a part is about; a mere number says nothing once something was put before it."""
    return (key for key in form.keys if not is_block_number(key)) if not isinstance(form, Table) else ()


def _by_content(one: Sequence[Form], two: Sequence[Form], pairs: dict[int, int]) -> None:
    """Parts that say the same; those that say it once on each side may have moved, the others keep their order."""
    taken = set(pairs.values())
    left = [number for number in range(len(one)) if number not in pairs]
    right = [number for number in range(len(two)) if number not in taken]
    said = {number: one[number].content for number in left}
    says = {number: two[number].content for number in right}
    counts = Counter(said.values()), Counter(says.values())
    once = {text: number for number, text in says.items() if counts[1][text] == 1}
    for number, text in said.items():
        if counts[0][text] == 1 and text in once:
            pairs[number] = once[text]
    for first, second in _stretches(len(one), len(two), pairs):
        matcher = SequenceMatcher(None, [one[n].content for n in first], [two[n].content for n in second], False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                pairs[first[block.a + offset]] = second[block.b + offset]


def _by_neighbours(one: Sequence[Form], two: Sequence[Form], pairs: dict[int, int]) -> None:
    """Parts that say the same, several times and in another order: first those beside what was paired, then the rest.

    One that was deleted by hand would else come back from where it is generated now.
    """
    taken = set(pairs.values())
    says = grouped((form.content, number) for number, form in enumerate(two) if number not in taken)
    for step in (1, -1):
        for number in range(len(one))[::step]:
            beside = pairs.get(number - step, -2) + step
            left = says.get(one[number].content, [])
            if number not in pairs and beside in left:
                left.remove(beside)
                pairs[number] = beside
    for number, form in enumerate(one):
        if number not in pairs and says.get(form.content):
            pairs[number] = says[form.content].pop(0)


def _stretches(one: int, two: int, pairs: Mapping[int, int]) -> list[tuple[list[int], list[int]]]:
    """The parts on both sides that are not paired yet, cut at pairs that stand in the same order on both sides."""
    cuts = _in_order(sorted(pairs.items()))
    taken = set(pairs.values())
    found = []
    before = (-1, -1)
    for cut in [*cuts, (one, two)]:
        first = [number for number in range(before[0] + 1, cut[0]) if number not in pairs]
        second = [number for number in range(before[1] + 1, cut[1]) if number not in taken]
        if first and second:
            found.append((first, second))
        before = cut
    return found


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs in which both sides ascend; what was moved is not in it."""
    tails: list[int] = []  # the smallest second number a series of each length can end with
    ends: list[int] = []  # the pair it ends with
    before: dict[int, int] = {}
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        tails[length : length + 1] = [second]
        ends[length : length + 1] = [place]
        if length:
            before[place] = ends[length - 1]
    series = []
    place = ends[-1] if ends else -1
    while place >= 0:
        series.append(pairs[place])
        place = before.get(place, -1)
    return series[::-1]


def _by_likeness(one: Sequence[Form], two: Sequence[Form], first: list[int], second: list[int]) -> dict[int, int]:
    """The pairs, in order, that are most alike in sum; each of them alike enough to be versions of one text."""
    best = [[(0.0, ()) for _ in range(len(second) + 1)] for _ in range(len(first) + 1)]  # type: list[list[_Best]]
    for i, left in enumerate(first, 1):
        for j, right in enumerate(second, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], key=lambda entry: entry[0])
            alike = likeness(one[left], two[right])
            if alike >= _LIKE and best[i - 1][j - 1][0] + alike > best[i][j][0]:
                best[i][j] = best[i - 1][j - 1][0] + alike, (*best[i - 1][j - 1][1], (left, right))
    return dict(best[-1][-1][1])


_Best = tuple[float, tuple[tuple[int, int], ...]]


def _by_place(one: Sequence[Form], two: Sequence[Form], first: list[int], second: list[int]) -> dict[int, int]:
    """As many parts on both sides, and each of the kind of its counterpart: they are what the others became."""
    pairs = dict(zip(first, second, strict=False))
    alike = len(first) == len(second) and all(_same_kind(one[a], two[b], strictly=True) for a, b in pairs.items())
    return pairs if alike else {}


def _same_kind(one: Form, two: Form, *, strictly: bool = False) -> bool:
    about = [{reference_key(key) for key in _lasting(form) if not is_of_words(key)} for form in (one, two)]
    if all(about) and not about[0] & about[1]:
        return False  # about other things
    if isinstance(one, Paragraph) and isinstance(two, Paragraph):
        return not strictly or (one.style, one.numbering) == (two.style, two.numbering)
    if isinstance(one, Row) and isinstance(two, Row):
        return not strictly or len(one.cells) == len(two.cells)
    return isinstance(one, Table) and isinstance(two, Table)


def likeness(one: Form, two: Form) -> float:
    """How alike two parts are, from 0 to 1; parts of different kinds are not alike at all."""
    if not _same_kind(one, two):
        return 0.0
    if isinstance(one, Row) and isinstance(two, Row) and len(one.cells) == len(two.cells):
        texts = [(_words(a), _words(b)) for a, b in zip(_cells(one), _cells(two), strict=True)]
        weights = [_FIRST_CELL, *[1] * (len(texts) - 1)]
        return sum(weight * _alike(*pair) for weight, pair in zip(weights, texts, strict=True)) / sum(weights)
    if (
        isinstance(one, Table)
        and isinstance(two, Table)
        and share_rows(one, two)
        and _words(one.rows[0]) == _words(two.rows[0])
    ):
        return max(_LIKE, _alike(_words(one), _words(two)))  # of the same things: rows come, go and change places
    return _alike(_words(one), _words(two))


def _cells(row: Row) -> list[tuple[Block, ...]]:
    return [cell.blocks for cell in row.cells]


def _words(form: Form | tuple[Block, ...]) -> str:
    if isinstance(form, Row):
        return " | ".join(_words(blocks) for blocks in _cells(form))
    blocks = form if isinstance(form, tuple) else (form,)
    return "\n".join(visible_text(block) for block in blocks)[:_LONGEST]


@lru_cache(maxsize=20_000)
def _alike(one: str, two: str) -> float:
    """The share of letters two texts have in common in order; a common beginning counts, for endings get rewritten."""
    if one == two:
        return 1.0
    if not one or not two:
        return 0.0
    begin = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    by_begin = 0.6 * begin / max(len(one), len(two)) + (0.4 if begin > 3 else 0.0)
    matcher = SequenceMatcher(None, one, two, False)
    if max(matcher.real_quick_ratio(), by_begin) < _LIKE or max(matcher.quick_ratio(), by_begin) < _LIKE:
        return 0.0
    return max(matcher.ratio(), by_begin)


# ------------------------------------------------------------------------------------------------------- comparing


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


def brief(form: Form) -> str:
    """The first words of a block or row."""
    return shortened(visible_text(form), 80)


def is_joined(base: Form, mine: Form) -> bool:
    """True when a paragraph of the draft bears another's mark and says how that began or ended: they became one."""
    if not isinstance(base, Paragraph) or not isinstance(mine, Paragraph) or not set(base.keys) & set(mine.keys):
        return False
    words, text = visible_text(base), visible_text(mine)
    return any(part and part in text for part in (words[:_BEGINNING], words[-_BEGINNING:]))


def columns(table: Table) -> int:
    """How many columns the widest row of a table has."""
    return max((sum(cell.span for cell in row.cells) for row in table.rows), default=0)


def usual(table: Table) -> int:
    """The number of cells that most rows have: another when somebody put in or took out a column."""
    return max(Counter(len(row.cells) for row in table.rows).most_common(1), default=(0, 0))[0]
