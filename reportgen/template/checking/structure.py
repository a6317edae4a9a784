"""How the tags of a part fit together: each readable for itself, every beginning with its end, both in one place.

What fits is put together as a template of the tags alone, a tag a line, so that jinja can read it and every finding
leads back to its tag. What does not fit is a fault and is mended there, so that one slip does not hide the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import Fault, FaultKind
from reportgen.common.language import shortened
from reportgen.template.checking.tags import PartPlaces, Stray, Tag, names_unit
from reportgen.template.grammar import STATEMENTS, forbidden
from reportgen.template.sandbox import Sandbox
from reportgen.word.xml import Element, tag_of, w

ANYTHING = "anything_at_all"
"""Stands in the template of tags for what a tag that cannot be read would have set."""

_ENDS = {f"end{word}": word for word in STATEMENTS}
_BRANCHES = {"else": ("if", "for"), "elif": ("if",)}
_IN_CELLS = ("cellbg", "colspan", "vm", "hm")  # docxtpl's own
_FOREIGN = ("include", "import", "from", "extends", "block", "endblock", "autoescape", "endautoescape", "raw", "endraw")
_WORDS = (*STATEMENTS, *_ENDS, *_BRANCHES, *_IN_CELLS, *_FOREIGN)
_SIMPLE_SET = re.compile(r"set\s+[\w.,\s()]+=(?!=)")
_NAME_SET = re.compile(r"(?:for|set|macro)\s+(\w+)")
_UNIT_WORD = re.compile(rf"(p|tr|tc|r)\s*({'|'.join(_WORDS)})\b")  # a tag for a paragraph, cell or row, misspelt
_ODD = re.compile(r"(?:p|tr|tc|r)?\s*?([^\x00-\x7f])")  # a character of another program in front of the statement
_SINGLE_BRACES = re.compile(r"(?<!\{)\{\s*([A-Za-z_]\w*)(?:\.\w+)*\s*\}(?!\})")


@dataclass(slots=True)
class _Open:
    """A loop, condition or building block that has begun."""

    tag: Tag
    word: str
    end: str  # the statement that ends it in the template of tags
    is_guess: bool = False  # what it was meant to be is guessed, so nothing is said about where it stands
    branches: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Structure:
    """The tags of a part, put together."""

    tree: nodes.Template | None  # None when jinja cannot read what was put together
    owners: list[Tag]  # the tag of each line
    faults: list[Fault]


def structure_of(found: Iterable[Tag | Stray], places: PartPlaces, names: Iterable[str], sandbox: Sandbox) -> Structure:
    """The tags of a part put together, with every fault of their language but those of names.

    `names` are those that a single brace may have been meant for.
    """
    reader = _Reader(places, sandbox)
    found = list(found)
    reader.read(found)
    _single_braces(places, set(names), reader.faults)
    return Structure(reader.tree(), reader.owners, reader.faults)


def faults_of_language(structure: Structure, places: PartPlaces, sandbox: Sandbox) -> Iterator[Fault]:
    """What no template may do, and what Python cannot compile because it stands too deep inside itself."""
    if structure.tree is None:
        return
    found = list(dict.fromkeys(forbidden(structure.tree)))  # the same slip twice in one tag is told once
    for line, kind, words in found:
        tag = structure.owners[min(line, len(structure.owners)) - 1]
        yield kind.at(places.of(tag.element, shortened(tag.typed, 120)), reason=words)
    if found or structure.faults:
        return
    try:
        sandbox.from_string(structure.tree)
    except TemplateSyntaxError as error:
        tag = structure.owners[min(error.lineno, len(structure.owners)) - 1]
        yield kinds.BROKEN_TAG.at(places.of(tag.element, shortened(tag.typed, 120)), reason=_plain(error))
    except (SyntaxError, MemoryError):
        yield kinds.TOO_DEEP.at(places.of(), reason="conditions stand too deep inside each other")


def _single_braces(places: PartPlaces, names: set[str], faults: list[Fault]) -> None:
    for paragraph in places.root.iter(w("p")):
        text = "".join(e.text or "" for e in paragraph.iter(w("t")))
        for match in _SINGLE_BRACES.finditer(text):
            if match[1] in names:
                faults.append(kinds.SINGLE_BRACES.at(places.of(paragraph, match[0])))


class _Reader:
    """Reads tags one after the other and keeps what is open."""

    def __init__(self, places: PartPlaces, sandbox: Sandbox) -> None:
        self.faults: list[Fault] = []
        self.owners: list[Tag] = []
        self._lines: list[str] = []
        self._open: list[_Open] = []
        self._places = places
        self._sandbox = sandbox
        self._in_paragraph: Counter[Element] = Counter()

    def read(self, found: list[Tag | Stray]) -> None:
        """Read all, and end what was left open."""
        tags = [tag for tag in found if isinstance(tag, Tag) and not tag.attribute]
        around = (next(tag.element.iterancestors(w("p")), None) for tag in tags)
        self._in_paragraph = Counter(paragraph for paragraph in around if paragraph is not None)
        for entry in found:
            if isinstance(entry, Stray):
                spot = self._places.of(entry.element)
                self.faults.append(kinds.STRAY_CLOSER.at(spot, found=entry.found))
            elif not entry.closed:
                self.faults.append(kinds.TAG_NOT_CLOSED.at(self._places.of(entry.element, shortened(entry.typed))))
            else:
                self._fit(entry)
                if entry.form != "{#":
                    self._expression(entry) if entry.form == "{{" else self._statement(entry)
        while self._open:
            self._leave_open()

    def tree(self) -> nodes.Template | None:
        """What was read, as jinja reads it."""
        try:
            return self._sandbox.parse("\n".join(self._lines))
        except TemplateSyntaxError as error:
            self._report(kinds.BROKEN_TAG, self.owners[min(error.lineno, len(self.owners)) - 1], reason=_plain(error))
        except (RecursionError, MemoryError):
            reason = "conditions or brackets stand too deep inside each other"
            self.faults.append(kinds.TOO_DEEP.at(self._places.of(), reason=reason))
        return None

    def _report(self, kind: FaultKind, tag: Tag, /, **facts: object) -> None:
        self.faults.append(kind.at(self._places.of(tag.element, shortened(tag.typed, 120)), **facts))

    def _put(self, tag: Tag, text: str) -> None:
        self._lines.append(text)
        self.owners.append(tag)

    def _fit(self, tag: Tag) -> None:
        paragraph = next(tag.element.iterancestors(w("p")), None)
        for kind, facts in misfit(tag, self._in_paragraph[paragraph] if paragraph is not None else 1):
            self._report(kind, tag, **facts)

    # --------------------------------------------------------------------------------------------- single tags

    def _expression(self, tag: Tag) -> None:
        if self._readable(tag, "{{ " + tag.inner + " }}"):
            self._put(tag, "{{ " + tag.inner + " }}")

    def _readable(self, tag: Tag, text: str) -> bool:
        """Whether jinja can read a tag; reports why not."""
        try:
            self._sandbox.parse(text)
        except TemplateSyntaxError as error:
            self._report_syntax(tag, error)
        except (RecursionError, MemoryError, ValueError) as error:
            too_long = isinstance(error, ValueError)
            reason = "a number in the tag is too long" if too_long else "brackets stand too deep inside each other"
            self._report(kinds.BROKEN_TAG, tag, reason=reason)
        else:
            return True
        return False

    def _report_syntax(self, tag: Tag, error: TemplateSyntaxError) -> None:
        odd = re.match(r"unexpected char (['\"])(.+)\1", error.message or "")
        sign = odd[2].encode("latin-1", "backslashreplace").decode("unicode_escape") if odd else ""
        if len(sign) == 1 and not sign.isascii():
            self._report(kinds.ODD_CHARACTER, tag, found=_named(sign))
        elif sign:
            self._report(kinds.BROKEN_TAG, tag, reason=f"'{sign}' has no meaning in a tag")
        else:
            self._report(kinds.BROKEN_TAG, tag, reason=_plain(error))

    # ---------------------------------------------------------------------------------------------- statements

    def _statement(self, tag: Tag) -> None:
        word = tag.word
        if word in _ENDS:
            self._end(tag, word)
        elif word in _BRANCHES:
            self._branch(tag, word)
        elif word in STATEMENTS:
            self._begin(tag, word)
        elif word in _IN_CELLS:
            self._in_cell(tag, word)
        elif word in _FOREIGN:
            reason = f"'{word.removeprefix('end')}' is not for a template, which stands for itself"
            if not word.startswith("end"):
                self._report(kinds.FORBIDDEN_STATEMENT, tag, reason=reason)
        else:
            self._unknown(tag, word)

    def _unknown(self, tag: Tag, word: str) -> None:
        """A word nobody knows; what it was most likely meant to be is carried out, so that its end is not blamed."""
        odd = _ODD.match(tag.inner)
        meant, hint = _meant(tag.inner, self._open[-1].word if self._open else "")
        if odd:
            self._report(kinds.ODD_CHARACTER, tag, found=_named(odd[1]))
        else:
            self._report(kinds.UNKNOWN_STATEMENT, tag, word=word or tag.inner[:10], hint=hint)
        if meant in _ENDS and self._open:
            self._close(tag, self._open.pop())
        elif meant in STATEMENTS and meant != "set":
            self._push_broken(tag, meant, is_guess=True)

    def _begin(self, tag: Tag, word: str) -> None:
        text = "{% " + tag.inner + " %}"
        if word == "set" and _SIMPLE_SET.match(tag.inner):
            if self._readable(tag, text):
                self._put(tag, text)
            else:
                self._put_anything(tag)
        elif self._readable(tag, f"{text}{{% end{word} %}}"):
            self._put(tag, text)
            self._open.append(_Open(tag, word, f"end{word}"))
        else:
            self._push_broken(tag, word)

    def _push_broken(self, tag: Tag, word: str, *, is_guess: bool = False) -> None:
        self._put_anything(tag)
        self._put(tag, "{% if true %}")
        self._open.append(_Open(tag, word, "endif", is_guess))

    def _put_anything(self, tag: Tag) -> None:
        """Let the name that a broken tag would have set stand for anything."""
        name = _NAME_SET.search(tag.inner)
        if name and name[1].isidentifier():
            self._put(tag, f"{{% set {name[1]} = {ANYTHING} %}}")

    def _branch(self, tag: Tag, word: str) -> None:
        top = self._open[-1] if self._open else None
        if top is None or top.word not in _BRANCHES[word]:
            self._report(kinds.MISPLACED_BRANCH, tag, word=word)
            return
        top.branches.append(tag)
        condition = tag.inner if word == "elif" else "else"
        if word == "elif" and not self._readable(tag, "{% if true %}{% " + tag.inner + " %}{% endif %}"):
            condition = "elif true"
        if word == "else" and tag.inner != "else":
            self._report(kinds.BROKEN_TAG, tag, reason="nothing follows 'else'; a further condition is 'elif'")
        self._put(tag, "{% " + condition + " %}")

    def _end(self, tag: Tag, word: str) -> None:
        if tag.inner != word:
            self._report(kinds.BROKEN_TAG, tag, reason=f"nothing follows '{word}'")
        if all(entry.word != _ENDS[word] for entry in self._open):
            top = self._open[-1] if self._open else None
            hint = f"; open is {shortened(top.tag.typed)}" if top else ""
            self._report(kinds.CLOSES_NOTHING, tag, word=word, hint=hint)
            return
        while self._open[-1].word != _ENDS[word]:
            self._leave_open()
        self._close(tag, self._open.pop())

    def _close(self, tag: Tag, entry: _Open) -> None:
        self._put(tag, f"{{% {entry.end} %}}")
        for other in () if entry.is_guess else (*entry.branches, tag):
            for kind, facts in crossing(entry.tag, other):
                self._report(kind, entry.tag, **facts)

    def _leave_open(self) -> None:
        entry = self._open.pop()
        unit = entry.tag.unit
        self._report(kinds.NOT_CLOSED, entry.tag, word=entry.word, end=f"{{%{unit} end{entry.word} %}}")
        self._put(entry.tag, f"{{% {entry.end} %}}")

    def _in_cell(self, tag: Tag, word: str) -> None:
        """docxtpl's own tags for cells: a colour or span that is an expression, or merging while a loop runs."""
        if next(tag.element.iterancestors(w("tc")), None) is None:
            self._report(kinds.WRONG_FORM, tag, reason=f"'{word}' works in the cell of a table only")
        elif word in ("vm", "hm"):
            self._put(tag, "{% if loop.first %}{% endif %}")
        elif self._readable(tag, "{{ " + tag.inner.removeprefix(word) + " }}"):
            self._put(tag, "{% if " + tag.inner.removeprefix(word) + " %}{% endif %}")


def _meant(inner: str, top: str) -> tuple[str, str]:
    """The statement that an unknown one was most likely meant to be, and a hint at it; both may be empty."""
    words = re.findall(r"\w+", inner)
    if not words:
        return "", ""
    unit = _UNIT_WORD.match(inner)
    if unit:
        return unit[2], f"; write {{%{unit[1]} {unit[2]} ... %}}: the {unit[1]} right behind the sign, then a blank"
    if words[0] == "end":
        return (f"end{top}", f"; what is open here ends with 'end{top}'") if top else ("", "")
    if words[0] in ("elseif", "elsif"):
        return "elif", "; a further condition is 'elif'"
    close = get_close_matches(words[0], _WORDS, n=1, cutoff=0.7)
    return (close[0], f"; the nearest is '{close[0]}'") if close else ("", "")


def _named(sign: str) -> str:
    """A character with its name.

    >>> _named("\u201e")
    "'„' (double low-9 quotation mark)"
    """
    name = unicodedata.name(sign, "no name").lower()
    return f"'{sign}' ({name})" if sign.isprintable() else f"an invisible character ({name})"


def _plain(error: TemplateSyntaxError) -> str:
    """What jinja says about a tag, in plain words."""
    said = (error.message or "").rstrip(".")
    said = re.sub(r"'end of (print statement|statement block)'", "the end of the tag", said)
    said = re.sub(r"expected token ", "expected ", said)
    return f"the tag cannot be read ({said[:1].lower()}{said[1:]})"


# ----------------------------------------------------------------------------- whether a tag has the form for its place

Misfit = tuple[FaultKind, dict[str, object]]

_BESIDE = {  # what a paragraph may hold beside text, that would be lost with it
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an object",
    "sectPr": "a section break",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "fldChar": "a field",
}
_CONTAINERS = {w("tc"): "a cell of a table", w("txbxContent"): "a text box", w("tbl"): "a table", w("tr"): "a row"}


def misfit(tag: Tag, in_paragraph: int) -> Iterator[Misfit]:
    """What is wrong with the form of a tag; `in_paragraph` is how many tags its paragraph has."""
    if not tag.unit:
        return
    if tag.attribute or tag.target is None:
        reason = "cannot stand in a property" if tag.attribute else "works in a table only"
        yield kinds.WRONG_FORM, {"reason": f"a tag for a whole {names_unit(tag.unit)} {reason}"}
        return
    sign = next((sign for sign in "}%" if sign in tag.typed[2:-2]), "")
    if sign and tag.unit != "r":
        yield kinds.SIGN_IN_TAG, {"found": sign}
    if _in_inline_control(tag.element):
        reason = "a tag for a whole paragraph stands in a control inside a paragraph, and both would be lost"
        yield kinds.WRONG_FORM, {"reason": reason}
    found = _beside(tag, in_paragraph)
    if found:
        yield kinds.TAG_NOT_ALONE, {"unit": names_unit(tag.unit), "found": found}


def _in_inline_control(element: Element) -> bool:
    """Whether a control lies between an element and its paragraph."""
    for around in element.iterancestors():
        if around.tag == w("p"):
            return False
        if around.tag == w("sdtContent"):
            return True
    return False


def _beside(tag: Tag, in_paragraph: int) -> str:
    """What would be lost with the unit of a tag; empty when it stands alone."""
    target = tag.target
    if target is None or tag.unit == "r":
        return ""
    if tag.unit == "p" and tag.beside:
        return f"“{shortened(tag.beside)}”"
    if tag.unit == "p" and in_paragraph > 1:
        return "another tag"
    if tag.unit != "p":
        text = "".join(text.text or "" for text in target.iter(w("t"))).replace(tag.typed, "", 1).strip()
        if text:
            return f"“{shortened(text)}”"
    return next((words for name, words in _BESIDE.items() if next(target.iter(w(name)), None) is not None), "")


def crossing(begin: Tag, end: Tag) -> Iterator[Misfit]:
    """How beginning and end, or a branch in between, fail to stand side by side."""
    if begin.unit != end.unit and {begin.unit, end.unit} != {"", "r"}:
        yield kinds.MIXED_FORMS, {"begin": _form(begin), "end": _form(end)}
        return
    if begin.holder is end.holder:
        return
    controls = [_around(tag, {w("sdt")}) for tag in (begin, end)]
    kind = kinds.CROSSES_CONTROL if controls[0] is not controls[1] else kinds.CROSSES_CELL
    inside, outside = _described(begin), _described(end)
    if inside == outside:
        outside = outside.replace(" a ", " another ", 1)
    yield kind, {"word": begin.word, "inside": inside, "outside": outside, "end": shortened(end.typed)}


def _form(tag: Tag) -> str:
    return f"{{%{tag.unit} {tag.word} %}}"


def _around(tag: Tag, wanted: set[str]) -> Element | None:
    start = tag.target if tag.target is not None else tag.element
    return next((element for element in start.iterancestors() if element.tag in wanted), None)


def _described(tag: Tag) -> str:
    """Where a tag stands, as far as it matters for what it may be paired with."""
    if tag.attribute:
        return "in a property"
    around = _around(tag, {w("sdt"), *_CONTAINERS})
    if around is None:
        return "in the page"
    if around.tag == w("sdt"):
        name = tag_of(around)
        return f"in the control '{name}'" if name else "in a control"
    return f"in {_CONTAINERS[around.tag]}"
