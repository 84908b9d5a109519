"""Streams of clients that are watched while they pass: theirs in every other way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from wattlas.telemetry.calls import HARMLESS, Reading

Done = Callable[[Any, Reading], None]
"""Called once with the stream and what it told, when it has ended or is closed."""


class WatchedStream:
    """A stream whose pieces are read as they pass, and then handed on unchanged.

    It has the class, attributes and methods of the stream that it wraps.
    """

    def __init__(self, inner: Any, reading: Reading, done: Done) -> None:
        self._inner, self._reading, self._done = inner, reading, done
        self._pieces: Any = None
        self._is_done = False

    @property
    def __class__(self) -> Any:
        """Return the class of the stream, so that it passes for one."""
        return type(self._inner)

    @__class__.setter
    def __class__(self, value: Any) -> None:  # no stream changes its class
        raise TypeError("the class of a stream stays")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._pieces is None:
            self._pieces = iter(self._inner)
        try:
            piece = next(self._pieces)
        except BaseException:
            self._finish()
            raise
        self._read(piece)
        return piece

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        if self._pieces is None:
            self._pieces = aiter(self._inner)
        try:
            piece = await anext(self._pieces)
        except BaseException:
            self._finish()
            raise
        self._read(piece)
        return piece

    def __enter__(self) -> Any:
        entered = self._inner.__enter__()
        return self if entered is self._inner else entered

    def __exit__(self, *raised: Any) -> Any:
        self._finish()
        return self._inner.__exit__(*raised)

    async def __aenter__(self) -> Any:
        entered = await self._inner.__aenter__()
        return self if entered is self._inner else entered

    async def __aexit__(self, *raised: Any) -> Any:
        self._finish()
        return await self._inner.__aexit__(*raised)

    def close(self) -> Any:
        """Close the stream; what had come counts."""
        self._finish()
        return self._inner.close()

    def _read(self, piece: Any) -> None:
        try:
            self._reading.add(piece)
        except HARMLESS:
            return

    def _finish(self) -> None:
        if not self._is_done:
            self._is_done = True
            _tell(self._done, self, self._reading)


class WatchedManager:
    """What opens a stream in a `with` block, as `client.messages.stream` does."""

    def __init__(self, inner: Any, done: Done) -> None:
        self._inner, self._done = inner, done
        self._stream: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> Any:
        self._stream = self._inner.__enter__()
        return self._stream

    def __exit__(self, *raised: Any) -> Any:
        self._finish()
        return self._inner.__exit__(*raised)

    async def __aenter__(self) -> Any:
        self._stream = await self._inner.__aenter__()
        return self._stream

    async def __aexit__(self, *raised: Any) -> Any:
        self._finish()
        return await self._inner.__aexit__(*raised)

    def _finish(self) -> None:
        reading = Reading()
        try:
            reading.add(self._stream.current_message_snapshot)
        except (*HARMLESS, AssertionError):  # nothing had come
            reading = Reading()
        _tell(self._done, self._stream, reading)


def _tell(done: Done, stream: Any, reading: Reading) -> None:
    """Say that a stream has ended; what goes wrong with us stays here."""
    try:
        done(stream, reading)
    except HARMLESS:
        return
