"""Tasks of measured rows: their prompts, and whether these hold pictures."""

from __future__ import annotations

from wattlas import facts
from wattlas.accuracy.measured import unit_of
from wattlas.accuracy.rows import Row

FIXED_LENGTHS = "fixed lengths"
"""Task of runs in which every prompt and every answer has one length."""


def prompt_tokens(row: Row) -> float | None:
    """Return a row's prompt tokens; where it has none, those of its kind of task.

    >>> row = Row("a", {"task": "gpqa"}, {})
    >>> prompt_tokens(row) == facts.number(
    ...     "constants", "prompts-reasoning", "task_prompt_tokens").value
    True
    """
    stated = row.number("prompt_tokens_mean")
    if stated is not None or not row.text("task"):
        return stated
    key = f"prompts-{task_kind(row.text('task'))}"
    return facts.number("constants", key, "task_prompt_tokens").value


_KINDS = (
    ("video", "video"),
    ("image", "image"),
    ("visual", "image"),
    ("fim", "infill"),
    ("infill", "infill"),
    ("gpqa", "reasoning"),
    ("reason", "reasoning"),
    ("math", "reasoning"),
    ("code", "code"),
)


def task_kind(task: str) -> str:
    """Return the kind of a task: what its prompts are like.

    >>> task_kind("sourcegraph-fim"), task_kind("lm-arena-chat")
    ('infill', 'chat')
    """
    word = task.lower()
    return next((kind for part, kind in _KINDS if part in word), "chat")


def has_pictures(row: Row) -> bool:
    """Say whether a row that generates text has images or videos in its prompts.

    >>> has_pictures(Row("a", {"task": "visual-chat"}, {}))
    True
    >>> has_pictures(Row("a", {"task": "text-to-image", "unit": "image"}, {}))
    False
    """
    pictures = ("image", "video")
    return unit_of(row) not in pictures and task_kind(row.text("task")) in pictures
