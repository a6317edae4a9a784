"""Step 0: the question set, loaded from TOML and checked once."""

from reportgen.questions.loader import load_question_set

__all__ = ["load_question_set"]
