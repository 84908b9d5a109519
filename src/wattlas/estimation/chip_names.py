"""Chips as makers, clouds and operating systems write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from wattlas import facts

MARKS = re.compile(r"\((r|tm|c)\)|[®™©]|@.*$|\b\d+-core\b", re.IGNORECASE)
"""What stands in names of processors and says nothing of which one it is."""
ASIDE = re.compile(r"\(.*?\)")
HOMES = re.compile(r"\b(macbook (pro|air)|mac (mini|studio|pro)|imac( pro)?)\b")
"""Machines that are named before the chip in them."""
MAKERS = frozenset(
    {
        *("nvidia", "amd", "intel", "apple", "aws", "amazon", "google", "huawei"),
        *("hisilicon", "habana", "qualcomm", "tenstorrent", "cambricon", "kunlunxin"),
        *("baidu", "biren", "metax", "sambanova", "ampere", "moore", "threads"),
        *("hygon", "cerebras", "groq"),
    }
)
LINES = frozenset(
    {
        *("geforce", "rtx", "gtx", "radeon", "rx", "instinct", "tesla", "quadro"),
        *("arc", "xeon", "platinum", "gold", "epyc", "ryzen", "core", "mtt"),
        *("gpu", "cpu", "graphics", "processor", "accelerator", "chip", "soc", "with"),
        *("edition", "server", "workstation", "founders", "developer", "kit", "module"),
        *("oam", "hbm2", "hbm2e", "hbm3", "hbm3e", "gddr6", "gddr6x", "gddr7", "card"),
    }
)
"""Words of a line of products, without which a model has one number still."""
CHINESE = {
    **{"英伟达": "nvidia", "超威": "amd", "英特尔": "intel", "苹果": "apple"},
    **{"亚马逊": "amazon", "谷歌": "google", "华为": "huawei", "海思": "hisilicon"},
    **{"高通": "qualcomm", "寒武纪": "cambricon", "百度": "baidu", "壁仞": "biren"},
    **{"昆仑芯": "kunlunxin", "沐曦": "metax", "摩尔线程": "moore threads"},
    **{"海光": "hygon", "昇腾": "ascend", "至强": "xeon", "霄龙": "epyc"},
    **{"锐龙": "ryzen", "酷睿": "core", "锐炫": "arc", "思元": "mlu"},
    **{"显卡": "gpu", "加速卡": "card", "芯片": "chip", "处理器": "processor"},
    **{"笔记本": "laptop", "树莓派": "raspberry pi", "服务器": "server", "科技": ""},
}
"""Makers, lines and kinds in Chinese, in the words of the tables."""
COUNTED = re.compile(
    r"\s*(?:(?P<before>\d+)\s*(?:[x×*]|[块张片卡]|个)\s*(?P<first>\S.*)"
    r"|(?P<last>.*\S)\s*[x×*]\s*(?P<behind>\d+))\s*",
    re.IGNORECASE,
)
"""A number of chips before a name or behind it."""
MEMORY = re.compile(r"(\d+)gb")
SPACED_MEMORY = re.compile(r"\b(\d+)\s*(?:gib|gb|g)\b")
SAME_MEMORY = 0.1
"""Share by which a memory that is named may differ from that of the chip."""


def chip_named(name: str) -> str | None:
    """Return the one chip that a name means without its maker and line, or None.

    Examples
    --------
    >>> chip_named("Intel(R) Xeon(R) Platinum 8480+")
    'xeon-platinum-8480plus'
    >>> chip_named("7900xtx"), chip_named("RTX 4090 D")
    ('rx-7900-xtx', None)
    """
    words = _words(name)
    found = _of_words(words)
    if found is not None:
        return found
    sizes = [float(m[1]) for word in words if (m := MEMORY.fullmatch(word))]
    chip = _of_words([word for word in words if not MEMORY.fullmatch(word)])
    return chip if chip and sizes and all(_has(chip, size) for size in sizes) else None


def count_and_name(name: str) -> tuple[int, str] | None:
    """Return how many chips a name counts, and the rest of it; None if it counts none.

    >>> count_and_name("8xH100"), count_and_name("H100 x 4"), count_and_name("H100")
    ((8, 'H100'), (4, 'H100'), None)
    """
    found = COUNTED.fullmatch(name)
    if found is None:
        return None
    count, rest = found["before"] or found["behind"], found["first"] or found["last"]
    return int(count), rest


def _of_words(words: list[str]) -> str | None:
    """Return the chip of words, as they stand, without makers, and without lines."""
    return next((c for form in _forms(words) if (c := _known().get(form))), None)


def _forms(words: list[str]) -> tuple[str, str, str]:
    """Return the words as one: all, without makers, and without lines of products.

    A form of which nothing is left is all that there was.
    """
    model = [word for word in words if word not in MAKERS]
    essence = [word for word in model if word not in LINES]
    every = "".join(words)
    return every, "".join(model) or every, "".join(essence) or every


def chip_of_machine(name: str) -> str | None:
    """Return the chip of a server or of an instance of a cloud, or None.

    >>> chip_of_machine("p4d.24xlarge"), chip_of_machine("dgx-h100")
    ('a100-sxm4-40gb', 'h100-sxm')
    """
    for table in ("servers", "instances"):
        key = facts.find(table, name)
        chip = facts.row(table, key).get("hardware", "") if key else ""
        if chip:
            return chip
    return None


def _has(chip: str, memory_gb: float) -> bool:
    fact = facts.find_number("hardware", chip, "memory_gb")
    return fact is not None and abs(fact.value / memory_gb - 1) <= SAME_MEMORY


def _words(name: str) -> list[str]:
    plain = MARKS.sub(" ", name).lower().replace("+", "plus")
    for chinese, english in CHINESE.items():
        plain = plain.replace(chinese, f" {english} ")
    plain = re.sub(r"[-_/.,\s]+", " ", plain)
    plain = SPACED_MEMORY.sub(r"\1gb", plain)
    return HOMES.sub(" ", plain).split()


@cache
def _known() -> Mapping[str, str]:
    """Return chips by their forms: of keys first, then of names, then of others.

    What could be of several chips is of none.
    """
    chips = facts.keys("hardware")
    known: dict[str, str] = {}
    for spellings in (_key, _name, _others):
        found: dict[str, set[str]] = {}
        for key in chips:
            for words in map(_words, spellings(key)):
                for form in _forms(words):
                    found.setdefault(form, set()).add(key)
        of_one = {f: next(iter(of)) for f, of in found.items() if f and len(of) == 1}
        known = of_one | known
    return known


def _key(chip: str) -> list[str]:
    return [chip]


def _name(chip: str) -> list[str]:
    return [ASIDE.sub("", facts.row("hardware", chip)["name"])]


def _others(chip: str) -> list[str]:
    return facts.aliases("hardware", chip)
