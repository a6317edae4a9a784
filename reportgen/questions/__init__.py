"""Step 0: the question set, loaded from TOML and checked once, in the words of the client's sector."""

from reportgen.questions.files import set_digest
from reportgen.questions.loader import load_question_set, load_set_of
from reportgen.questions.sectors import find_profile, for_sector, sector_profiles

__all__ = ["find_profile", "for_sector", "load_question_set", "load_set_of", "sector_profiles", "set_digest"]
