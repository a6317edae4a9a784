"""What a question set is about, in the words that sentences of the report are made of.

What a set does not say has words that are true of any set: they name nobody's subject and promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

CLIENT, MARKET = "{client}", "{market}"  # what stands for the client's name, and for its market, in such words


@dataclass(frozen=True, slots=True)
class Subject:
    """What is assessed, as parts of sentences."""

    noun: str = "good practice"  # "the areas of customer management"
    does: str = "works"  # what a company does well or badly: "manages its customers"
    served: str = ""  # those it does it for: "customers"; empty: nobody in particular
    low: str = "good practice is, on average, still close to its starting point"
    middling: str = "good practice is, on average, in place in part, with a part still to come"
    high: str = "good practice is, on average, largely in place"
    highest: tuple[str, ...] = ()  # in place of `high`, from the highest box on, then from the one below it

    def said(self, say: Callable[[str], str]) -> Subject:
        """The same in the words of a sector."""
        texts = {name: say(getattr(self, name)) for name in ("noun", "does", "served", "low", "middling", "high")}
        return replace(self, **texts, highest=tuple(map(say, self.highest)))

    @property
    def met_by(self) -> str:
        """Whose accounts an assessment rests on."""
        doing = f"deal with {self.served}" if self.served else "do the work"
        return f"people who {doing} or decide how others should"

    @property
    def at_work(self) -> str:
        """What people tell of when they tell what is special: "the way they look after customers"."""
        return f"the way they look after {self.served}" if self.served else "the way they work"

    @property
    def chances(self) -> str:
        """Where opportunities come from."""
        others = f", {self.served} or new means" if self.served else " or new means"
        return f"what the market{others} now make possible"

    @property
    def dangers(self) -> str:
        """Where threats come from."""
        others = f", regulators or changing habits of {self.served}" if self.served else " or regulators"
        return f"what competitors{others} could do"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Titles and standing sentences of the report; in them `CLIENT` and `MARKET` may stand."""

    title: str = ""  # of the cover; empty: the title of the set, as of the next
    method: str = ""  # its name
    subtitle: str = f"Report into {CLIENT}"
    method_mark: str = ""  # at the foot of the cover; empty: made of the name of the method
    strapline: str = ""  # below the heading of chapter 4
    aims: tuple[str, ...] = ()  # what every assessment with the set is to find out; empty: made of the subject
    drivers_lead: str = f"Several forces are changing the ground on which {CLIENT} works:"
    drivers_close: str = f"How well is {CLIENT} prepared for them?"
    origin: str = "Every question describes good practice in terms that can be seen."  # where the questions come from
    breadth: str = "Together they cover the subject in breadth and in depth."  # the areas of the model
    levels: str = ""  # heading of what the levels see differently; empty: made of their plurals
    levels_told: str = ""  # what comes of hearing several levels
    states_told: str = ""  # why evidence states are kept apart
    evidence: str = ""  # what counts: "evidence of intention, of reality and of effect"
    horizons: Mapping[str, str] = field(default_factory=dict)  # what belongs to a horizon of the road map, by id

    def said(self, say: Callable[[str], str]) -> ReportWords:
        """The same in the words of a sector; names stay."""
        texts = {name: say(getattr(self, name)) for name in _SENTENCES}
        horizons = {name: say(text) for name, text in self.horizons.items()}
        return replace(self, **texts, aims=tuple(map(say, self.aims)), horizons=horizons)


_SENTENCES = ("drivers_lead", "drivers_close", "origin", "breadth", "levels_told", "states_told")
ANY_SUBJECT, ANY_REPORT = Subject(), ReportWords()  # what is true of any set


def put(text: str, client: str, market: str = "") -> str:
    """Words of a set with a client's name and market in them."""
    given = {CLIENT: client, MARKET: market}
    return re.sub(f"{CLIENT}|{MARKET}", lambda found: given[found[0]], text)
