"""The clients whose calls are watched: which functions of which packages."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from wattlas.telemetry.calls import HARMLESS

HOOKS = {
    "openai": (
        "openai.resources.chat.completions:Completions.create",
        "openai.resources.chat.completions:Completions.parse",
        "openai.resources.chat.completions:AsyncCompletions.create",
        "openai.resources.chat.completions:AsyncCompletions.parse",
        "openai.resources.responses:Responses.create",
        "openai.resources.responses:Responses.parse",
        "openai.resources.responses:AsyncResponses.create",
        "openai.resources.responses:AsyncResponses.parse",
    ),
    "anthropic": (
        "anthropic.resources.messages:Messages.create",
        "anthropic.resources.messages:Messages.stream",
        "anthropic.resources.messages:AsyncMessages.create",
        "anthropic.resources.messages:AsyncMessages.stream",
    ),
    "google.genai": (
        "google.genai.models:Models.generate_content",
        "google.genai.models:Models.generate_content_stream",
        "google.genai.models:AsyncModels.generate_content",
        "google.genai.models:AsyncModels.generate_content_stream",
    ),
    "mistralai": (
        "mistralai.client.chat:Chat.complete",
        "mistralai.client.chat:Chat.complete_async",
        "mistralai.client.chat:Chat.stream",
        "mistralai.client.chat:Chat.stream_async",
    ),
    "huggingface_hub": (
        "huggingface_hub:InferenceClient.chat_completion",
        "huggingface_hub:AsyncInferenceClient.chat_completion",
    ),
    "litellm": ("litellm:completion", "litellm:acompletion"),
}
"""By package: where its calls to models pass."""

Answered = Callable[[Any, dict[str, Any]], Any]
"""Given an answer and the arguments of its call, returns what the caller gets."""

_inside: ContextVar[bool] = ContextVar("wattlas_inside", default=False)
"""Whether a call is made within one that is watched: it is not counted twice."""


@dataclass(frozen=True)
class Hook:
    """One function that was replaced, and how to put it back."""

    owner: Any
    name: str
    original: Any

    def undo(self) -> None:
        """Put the function back."""
        setattr(self.owner, self.name, self.original)


def hook_clients(answered: Answered) -> tuple[list[Hook], list[str]]:
    """Replace the functions of all clients that are installed; return them by package.

    A function that a version of a package does not have is left aside.
    """
    hooks: list[Hook] = []
    found: list[str] = []
    for package, places in HOOKS.items():
        if not _is_installed(package):
            continue
        made = [hook for place in places if (hook := _hook(place, answered))]
        hooks += made
        found += [package] if made else []
    return hooks, found


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ImportError:
        return False


def _hook(place: str, answered: Answered) -> Hook | None:
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    try:
        owner = import_module(module)
        for part in owners:
            owner = getattr(owner, part)
        original = getattr(owner, name)
    except (ImportError, AttributeError):
        return None
    is_async = inspect.iscoroutinefunction(original)
    make = _watched_async if is_async else _watched
    setattr(owner, name, make(original, answered))
    return Hook(owner, name, original)


def _watched(original: Callable[..., Any], answered: Answered) -> Callable[..., Any]:
    @wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _inside.get():
            return original(*args, **kwargs)
        token = _inside.set(True)
        try:
            answer = original(*args, **kwargs)
        finally:
            _inside.reset(token)
        if inspect.isawaitable(answer):
            return _awaited(answer, answered, kwargs)
        return _told(answer, answered, kwargs)

    return call


def _watched_async(
    original: Callable[..., Any], answered: Answered
) -> Callable[..., Any]:
    @wraps(original)
    async def call(*args: Any, **kwargs: Any) -> Any:
        if _inside.get():
            return await original(*args, **kwargs)
        token = _inside.set(True)
        try:
            answer = await original(*args, **kwargs)
        finally:
            _inside.reset(token)
        return _told(answer, answered, kwargs)

    return call


async def _awaited(answer: Any, answered: Answered, kwargs: dict[str, Any]) -> Any:
    return _told(await answer, answered, kwargs)


def _told(answer: Any, answered: Answered, kwargs: dict[str, Any]) -> Any:
    """Return what the caller gets: the answer itself, whatever went wrong with us."""
    try:
        return answered(answer, kwargs)
    except HARMLESS:
        return answer
