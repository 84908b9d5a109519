"""Which file of a model a path means: a file, a folder of it, a cache of a hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wattlas.errors import InputError
from wattlas.estimation.gguf_parts import first_parts
from wattlas.estimation.safetensors import INDEX_ENDING, WEIGHTS_ENDING

GGUF_ENDING = ".gguf"
FILE_ENDINGS = (".json", GGUF_ENDING, WEIGHTS_ENDING)
"""What the path of a model's file ends in."""
CONFIG = "config.json"
_STARTS = ("/", "./", "../", "~")
_CACHED = "models--"
"""What a folder of a hub's cache has in its name."""
_SNAPSHOTS, _MAIN = "snapshots", Path("refs", "main")
"""Where a cache of Hugging Face keeps the files of each commit, and the last one."""


def looks_like_path(text: str) -> bool:
    """Say whether a text is written as a path: no name of a model is.

    >>> looks_like_path("./llama"), looks_like_path("meta-llama/Llama-3.1-8B")
    (True, False)
    """
    plain = text.strip()
    begins = plain.startswith(_STARTS) or _CACHED in plain
    return begins or plain.lower().endswith((*FILE_ENDINGS, "/"))


def names_file(text: str) -> bool:
    """Say whether a text is the path of a model's file, or of a folder that exists."""
    if text.endswith(FILE_ENDINGS):
        return True
    return looks_like_path(text) and Path(text).expanduser().is_dir()


def file_of(text: str) -> Path:
    """Return the file that a path means: of a folder the one that describes its model.

    Raises
    ------
    InputError
        If a folder has none, or several.
    """
    path = Path(text).expanduser()
    if text.endswith(FILE_ENDINGS) or not path.is_dir():
        return _described(path) if path.name.endswith(_OF_WEIGHTS) else path
    folder = _snapshot(path)
    if (folder / CONFIG).is_file():
        return folder / CONFIG
    for ending in (GGUF_ENDING, INDEX_ENDING, WEIGHTS_ENDING):
        found = first_parts(sorted(folder.glob(f"*{ending}")))
        if found:
            return _only(path, found)
    raise InputError(
        "{path} holds no config.json, GGUF or safetensors file: give the folder of a "
        "model's files.",
        path=path,
    )


_OF_WEIGHTS = (WEIGHTS_ENDING, INDEX_ENDING)


def _described(path: Path) -> Path:
    """Return the configuration beside weights, which says more than they do."""
    config = path.with_name(CONFIG)
    return config if config.is_file() else path


def _snapshot(folder: Path) -> Path:
    """Return where a hub's cache keeps the files of its last commit, or the folder.

    Raises
    ------
    InputError
        If the cache has several commits, and does not say which is the last.
    """
    kept = folder / _SNAPSHOTS
    if not kept.is_dir():
        return folder
    main = folder / _MAIN
    if main.is_file():
        named = kept / main.read_text(encoding="utf-8").strip()
        if named.is_dir():
            return named
    return _only(folder, sorted(p for p in kept.iterdir() if p.is_dir()))


def _only(folder: Path, found: Sequence[Path]) -> Path:
    if len(found) == 1:
        return found[0]
    raise InputError(
        "{path} holds {count} models or versions: give one of them, such as {first}.",
        path=folder,
        count=len(found),
        first=found[0] if found else folder / CONFIG,
    )
