"""The words of servers side by side."""

from __future__ import annotations

TITLE = "{server} against {other}"
ANSWER = "Under load {server} draws {ratio} times what {other} draws: {draw}."
FIGURE_HEAD, RATIO_HEAD = "figure", "ratio"
REMARK = "{server}: {remark}."
ABSENT = "{server}: absent: {names}: {reason}."
INPUTS = "From the tables"
