"""Tasks done by processes of their own: any function, in a process that can be ended with all that it started."""

from reportgen.work.workers import Limits, Workers, cores

__all__ = ["Limits", "Workers", "cores"]
