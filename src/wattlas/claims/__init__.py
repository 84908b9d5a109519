"""Is it true? Claims about the electricity of AI, recomputed and judged.

A claim is a sentence, English or Chinese, or an entry of a file. It is read as typed
relations; each is recomputed from stated quantities and known figures and graded.
"""

from wattlas.claims.check import check, check_file
from wattlas.claims.record import VERDICTS, Verdict, VerdictFile

__all__ = ["VERDICTS", "Verdict", "VerdictFile", "check", "check_file"]
