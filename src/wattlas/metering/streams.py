"""What a decorated function measures: until its result is whole.

A generator, an asynchronous one and an answer that is streamed are whole with their
last item: their windows stay open until then, or until they are closed or dropped.
"""

from __future__ import annotations

import functools
import inspect
import io
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from wattlas.metering.window import Window

Function = TypeVar("Function", bound=Callable[..., Any])


Maker: TypeAlias = "Callable[[], Window]"


def measured(function: Function, window: Maker) -> Function:
    """Return a function each call of which is a window, until its result is whole."""
    if inspect.isasyncgenfunction(function):
        made = _of_asynchronous_generator(function, window)
    elif inspect.isgeneratorfunction(function):
        made = _of_generator(function, window)
    elif inspect.iscoroutinefunction(function):
        made = _of_coroutine(function, window)
    else:
        made = _of_function(function, window)
    return cast("Function", functools.wraps(function)(made))


def _of_asynchronous_generator(function: Any, window: Maker) -> Callable[..., Any]:
    async def streamed(*arguments: Any, **named: Any) -> Any:
        inner, sent = function(*arguments, **named), None
        with closing(window().apart()):
            try:
                while True:
                    sent = yield await inner.asend(sent)
            except StopAsyncIteration:
                return
            finally:
                await inner.aclose()

    return streamed


def _of_generator(function: Any, window: Maker) -> Callable[..., Any]:
    def streamed(*arguments: Any, **named: Any) -> Any:
        with closing(window().apart()):
            return (yield from function(*arguments, **named))

    return streamed


def _of_coroutine(function: Any, window: Maker) -> Callable[..., Any]:
    async def called(*arguments: Any, **named: Any) -> Any:
        with _Call(window()) as call:
            return call.result(await function(*arguments, **named))

    return called


def _of_function(function: Any, window: Maker) -> Callable[..., Any]:
    def called(*arguments: Any, **named: Any) -> Any:
        with _Call(window()) as call:
            return call.result(function(*arguments, **named))

    return called


class _Call:
    """One call: its window ends with it, or with the last item of what it returns."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._goes_on = False

    def __enter__(self) -> Self:
        self._window.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._goes_on:
            self._window.__exit__(kind, error, trace)

    def result(self, value: Any) -> Any:
        """Return what a function returned; a stream is measured to its end."""
        stream: Any = value
        if inspect.isgenerator(value):
            stream = _generated(value, self._window)
            next(stream)  # what it waits at first is the caller
        elif inspect.iscoroutine(value):
            stream = _awaited(value, self._window)
        elif not isinstance(value, io.IOBase):
            kind = _KINDS[isinstance(value, Iterator), isinstance(value, AsyncIterator)]
            stream = value if kind is None else kind(value, self._window)
        self._goes_on = stream is not value
        if self._goes_on:
            self._window.apart()
        return stream


def _generated(inner: Generator[Any, Any, Any], window: Window) -> Any:
    """Go on as a generator does, and close the window with it."""
    try:
        yield
        return (yield from inner)
    finally:
        window.close()


async def _awaited(inner: Any, window: Window) -> Any:
    try:
        return await inner
    finally:
        window.close()


class _Proxy:
    """Stands for a stream: all that it has, and a window that ends with it."""

    def __init__(self, stream: Any, window: Window) -> None:
        self._stream, self._window = stream, window

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __del__(self) -> None:
        window = self.__dict__.get("_window")
        if window is not None:
            window.close()


class _Stream(_Proxy):
    """A stream of items that came back from a call."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        is_whole = True
        try:
            item = next(self._stream)
            is_whole = False
        finally:
            if is_whole:
                self._window.close()
        return item

    def __enter__(self) -> Self:
        self._stream.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        try:
            return self._stream.__exit__(*error)
        finally:
            self._window.close()

    def close(self) -> Any:
        """Close the stream, and the window with it."""
        try:
            return self._stream.close()
        finally:
            self._window.close()


class _AsyncStream(_Proxy):
    """A stream of items to be awaited that came back from a call."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        is_whole = True
        try:
            item = await anext(self._stream)
            is_whole = False
        finally:
            if is_whole:
                self._window.close()
        return item

    async def __aenter__(self) -> Self:
        await self._stream.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> Any:
        try:
            return await self._stream.__aexit__(*error)
        finally:
            self._window.close()

    async def aclose(self) -> Any:
        """Close the stream, and the window with it."""
        try:
            return await self._stream.aclose()
        finally:
            self._window.close()


class _BothStream(_Stream, _AsyncStream):
    """A stream that may be read either way."""


_KINDS: dict[tuple[bool, bool], type[_Proxy] | None] = {
    (False, False): None,
    (True, False): _Stream,
    (False, True): _AsyncStream,
    (True, True): _BothStream,
}
