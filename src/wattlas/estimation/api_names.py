"""Names of models as providers write them, read by rules: no name is guessed.

A name is peeled from outside: router, provider, account, region, date, tag, revision.
What is left must be a name of the tables, letter for letter and figure for figure, and
must say the same size. `gpt-4o` is never `gpt-4o-mini`, `3.1` never `3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from wattlas import facts
from wattlas.estimation.moving_names import period_named

TABLES = ("models", "undisclosed")
_SIZE = re.compile(r"(?<![a-z0-9.])(?:a|e|\d+x)?\d+(?:\.\d+)?[bm](?![a-z0-9])")
_DATE = re.compile(
    r"[-@](?:20\d\d-?[01]\d-?[0-3]\d|[01]\d-20\d\d|[01]\d-[0-3]\d|2[3-9][01]\d|[01]\d[0-3]\d|0\d\d)$"
)
_CLOUD_REGION = (
    r"(?:us|eu|ap|ca|sa|me|af|il|mx|cn|asia|europe|australia|northamerica|"
    r"southamerica|africa)(?:-gov)?-(?:north|south|east|west|central){1,2}-?\d{1,2}"
)
_REVISION = re.compile(
    rf"-v?\d+:\d+$|-v\d+$|:\d+$|@(?:default|global|us|eu|{_CLOUD_REGION})$"
)
_WRITTEN = re.compile(r"[\w.:+ ()-]+")
"""What a name is written in: what is beside it is no way to part its words."""
_CONTEXT = re.compile(r"-(?:4096|8192|16384|32768|65536|131072|\d{2,3}k)$")
_REGION = re.compile(r"^(?:us|eu|apac|jp|au|ca|global|us-gov)\.(?=[a-z])")
_VENDOR = re.compile(r"^([a-z][a-z0-9-]*)\.(?=[a-z])")
_ROUTES = ("free", "nitro", "floor", "online", "thinking", "extended", "beta", "cloud")
_SAME_WEIGHTS = (
    "instruct", "chat", "it", "thinking", "latest", "preview", "exp", "experimental",
    "beta", "hf", "base", "maas", "cloud", "free", "kv", "bnb", "dynamic", "text",
    "qat",
)  # fmt: skip
"""What follows a name and changes nothing of its layers."""
_LATEST = "latest"
_VERSIONED_BY_DATE = re.compile(r"^[a-z]*(?:mistral|ministral|stral)-")
"""Families in which a date makes another model: Mistral Small 2402 is not 2501."""
_HOSTS = (
    "open",
    "databricks",
    "anthropic",
    "openai",
    "alibaba",
    "meta",
    "google",
    "nvidia",
)
"""What stands before a name, parted from it by a dash as a part of it would be."""
_OF_A_HOST = ("turbo", "versatile", "instant", "tput", "fast", "lightning")
"""What hosts add to an open model; closed ones are others by it."""
_FORMATS = re.compile(
    r"[-.](?:quantized\.)?(?:fp8|fp4|nvfp4|gguf|mxfp4|awq|gptq|int8|int4|bf16|fp16|w\da\d+|"
    r"i?q\d(?:_[a-z0-9]+)*|\d-?bits?)$"
)
_OF_OLLAMA = re.compile(
    r"(?:ollama(?:_chat)?/)?[^/:]+:(?:\d+x)?e?\d+(?:\.\d+)?[bm](?:-.*)?"
)
_OF_OLLAMA_CLOUD = "-cloud"
OLLAMA_FORMAT = "int4"
"""What Ollama hands out where a tag names no format: q4_K_M, and q4_0 before 2024-12.

Its maintainers say so in issue 1543 of ollama/ollama.
"""
MOST_PEELED = 8
"""Parts that are taken off one after another, at most."""


@dataclass(frozen=True, slots=True)
class ApiName:
    """What a name stands for: a key of a table, and the format of weights that it says.

    `unread` is a format that no table has: it changes nothing, and is told.
    """

    table: str
    key: str
    weight_precision: str = ""
    unread: str = ""


def read_api_name(name: str) -> ApiName | None:
    """Return what a provider's name of a model stands for, or None where none fits.

    >>> read_api_name("us.meta.llama3-1-70b-instruct-v1:0").key
    'llama-3.1-70b'
    >>> read_api_name("accounts/fireworks/models/llama-v3p1-8b-instruct").key
    'llama-3.1-8b'
    >>> read_api_name("ft:gpt-4o-mini-2024-07-18:org:name:id").table
    'undisclosed'
    >>> read_api_name("llama-3.1-9b") is None
    True
    """
    period = period_named(name)
    if period is not None:
        table = next(t for t in TABLES if facts.is_listed(t, period.model))
        return ApiName(table, period.model)
    for written in _without_path(name.strip().lower()):
        for peeled, _ in _peeled(written):
            known = _names().get(_spelled(peeled))
            if known is not None and _WRITTEN.fullmatch(peeled):
                return ApiName(*known, *format_in(written))
    return None


def network_named(name: str) -> str | None:
    """Return the key of a network, by its name without maker, route and tag.

    >>> network_named("ollama/bge-m3:latest"), network_named("qwen3-embedding:0.6b")
    ('bge-m3', 'qwen3-embedding-0.6b')
    >>> network_named("resnet-51") is None
    True
    """
    last = name.strip().rpartition("/")[2].removesuffix(f":{_LATEST}")
    written = (name, last, last.replace(":", "-"))
    return next((k for n in written if (k := facts.find("networks", n))), None)


def format_in(name: str) -> tuple[str, str]:
    """Return the format of weights that a name says: a key, or what is not known.

    The outermost that is known counts: a GGUF file may be of any.

    >>> format_in("org/Llama-3.1-405B-Instruct-FP8"), format_in("llama3.1:8b-q5_K_M")
    (('fp8', ''), ('', 'q5_k_m'))
    """
    last = name.strip().lower().rpartition("/")[2]
    *_, (_, said) = _peeled(last)
    precision = _precision(said)
    return precision, "" if precision else said


def usual_format(name: str, own: str) -> str:
    """Return the format that Ollama hands out for a tag that names none, or ''.

    `own` is the format that the maker publishes: one of 4 bits stays, and so does
    what its cloud answers with.

    >>> usual_format("llama3.1:8b", "bf16"), usual_format("gpt-oss:20b", "mxfp4")
    ('int4', '')
    """
    text = name.strip().lower()
    tagged = _OF_OLLAMA.fullmatch(text) and not text.endswith(_OF_OLLAMA_CLOUD)
    if not tagged or any(format_in(text)):
        return ""
    size = facts.number("precisions", own, "bytes_per_weight").value
    return OLLAMA_FORMAT if size >= 1 else ""


def _precision(number_format: str) -> str:
    """Return the key of a format of weights, or '' where none is said or known."""
    head = number_format.partition("_")[0]
    names = filter(None, (number_format, head))
    return next((k for n in names if (k := facts.find("precisions", n))), "")


@cache
def _names() -> dict[tuple[str, frozenset[str]], tuple[str, str]]:
    """Return table and key of each name in the tables, but of those that mean two."""
    found: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    twice: set[tuple[str, frozenset[str]]] = set()
    for table in TABLES:
        for key in facts.keys(table):
            written = [key, facts.row(table, key).get("name", "")]
            for name in chain(written, facts.aliases(table, key)):
                spelled = _spelled(name.rpartition("/")[2].lower())
                if found.setdefault(spelled, (table, key))[1] != key:
                    twice.add(spelled)
    return {name: known for name, known in found.items() if name not in twice}


def _spelled(name: str) -> tuple[str, frozenset[str]]:
    """Return what two spellings of one name have in common: letters and sizes."""
    return _letters(name), _sizes(name)


def _letters(name: str) -> str:
    """Return the letters and figures of a name: v3p1, v3.1 and 3-1 are the same."""
    plain = re.sub(r"(?<=\d)p(?=\d)", "", name)
    return "".join(c for c in re.sub(r"(?<![a-z])v(?=\d)", "", plain) if c.isalnum())


def _sizes(name: str) -> frozenset[str]:
    """Return the sizes that a name says, whatever parts them from the rest."""
    return frozenset(_SIZE.findall(re.sub(r"[-_: ]", " ", name)))


def _without_path(name: str) -> Iterator[str]:
    """Yield a name without routers, providers, accounts, regions and vendors."""
    if name.startswith("ft:"):
        name = name.split(":")[1]
    parts = name.replace("--", "/").split("/")
    for start in range(len(parts)):
        rest = parts[start:]
        if len(rest) > 1 and start < len(parts) - 1:
            continue
        last = _REGION.sub("", rest[-1])
        yield last
        host, _, named = last.partition("-")
        if host in _HOSTS:
            yield named
            yield named.removeprefix("meta-")
        vendor = _VENDOR.match(last)
        if vendor:
            yield last[vendor.end() :]
            yield f"{vendor[1]}-{last[vendor.end() :]}"


def _peeled(name: str) -> Iterator[tuple[str, str]]:
    """Yield a name and what is left of it as one part after another is taken off."""
    number_format = ""
    for _ in range(MOST_PEELED):
        yield name, number_format
        shorter = _without_route(name)
        if shorter == name and (match := _FORMATS.search(name)):
            said = match[0].strip("-.").removeprefix("quantized.")
            number_format = number_format if _precision(number_format) else said
            shorter = name[: match.start()]
        if shorter == name:
            shorter = _without_last(name)
        if shorter == name:
            return
        name = shorter


def _without_route(name: str) -> str:
    """Return a name without the revision or route behind it; a tag is a part of it."""
    head, colon, tag = name.partition(":")
    if colon and tag in _ROUTES:
        return head
    if colon and tag == _LATEST:
        return name  # of Ollama: another size than the name alone elsewhere
    shorter = _REVISION.sub("", name)
    return shorter if shorter != name or not colon else f"{head}-{tag}"


def _says_version(name: str) -> bool:
    """Say whether a name holds a figure beside its sizes: the latest is of that."""
    return any(c.isdigit() for c in _SIZE.sub("", re.sub(r"[-_: ]", " ", name)))


def _without_last(name: str) -> str:
    if _sizes(name) and (context := _CONTEXT.search(name)):
        return name[: context.start()]
    shorter = _DATE.sub("", name)
    if shorter != name:
        return name if _VERSIONED_BY_DATE.match(name) else shorter
    head, dash, last = name.rpartition("-")
    if last == _LATEST and not _says_version(head):
        return name
    of_a_host = last in _OF_A_HOST and bool(_sizes(head))
    return head if dash and (last in _SAME_WEIGHTS or of_a_host) else name
