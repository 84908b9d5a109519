"""The pages: what each asks, which inputs stand first, and where it begins."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wattlas.service.web.examples import EXAMPLES
from wattlas.service.web.outlook_pages import DECADES, OUTLOOK_PAGES
from wattlas.service.web.page import Page

OTHER_WORK = "other-work"
"""The entry of the menu behind which other estimates stand."""
_PLACE = ("country", "site", "pue", "price")
_SERVED = ("model", "hardware", "requests_per_day", "prompt_tokens", "output_tokens")
_OF_FILES = ("accept_unread",)


def _work(word: str, first: tuple[str, ...], **start: str) -> Page:
    """Return the page of an estimate of other work: its first fields, its beginning."""
    return Page(
        verb=f"estimate {word}",
        first=("model", "hardware", *first, *_PLACE),
        start={**start, "country": "us"},
        entry=OTHER_WORK,
    )


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "serve": Page(
            verb="estimate serve",
            first=(*_SERVED, "batch", *_PLACE),
            start={
                "model": "llama-3.1-70b",
                "hardware": "h100-sxm",
                "requests_per_day": "1M",
                "prompt_tokens": "800",
                "output_tokens": "300",
                "country": "us",
            },
        ),
        "train": Page(
            verb="estimate train",
            first=("model", "tokens", "hardware", "chips", "step_mfu", *_PLACE),
            start={
                "model": "llama-3.1-70b",
                "tokens": "15T",
                "hardware": "h100-sxm",
                "country": "us",
            },
        ),
        "compare": Page(
            verb="estimate serve",
            as_study="serve",
            first=(*_SERVED, "sites"),
            left_out=("site", "country", "draws", "seed", "overrides", *_OF_FILES),
            start={
                "model": "llama-3.1-70b",
                "hardware": "h100-sxm,b200-sxm",
                "requests_per_day": "1M",
                "prompt_tokens": "800",
                "output_tokens": "300",
                "sites": "northern-virginia,oslo,qingyang",
            },
            draws_charts=True,
        ),
        "deploy": Page(
            verb="estimate deploy",
            first=(
                *("model", "hardware", "requests_per_second"),
                *("prompt_tokens", "output_tokens", "ttft", "tpot", *_PLACE),
            ),
            start={
                "model": "llama-3.1-70b",
                "hardware": "h100-sxm,b200-sxm",
                "requests_per_second": "20",
                "prompt_tokens": "800",
                "output_tokens": "300",
                "country": "us",
            },
            draws_charts=True,
        ),
        "advise": Page(
            verb="estimate advise",
            first=(*_SERVED, "compare", "least", *_PLACE),
            start={
                "model": "llama-3.1-8b",
                "hardware": "h100-sxm",
                "requests_per_day": "1M",
                "prompt_tokens": "800",
                "output_tokens": "300",
                "country": "us",
            },
            entry=OTHER_WORK,
        ),
        "finetune": _work(
            "finetune",
            ("method", "samples", "tokens", "epochs", "chips"),
            model="llama-3.1-8b",
            hardware="h100-sxm",
            method="lora",
            samples="50k",
            tokens="400",
        ),
        "rl": _work(
            "rl",
            ("prompts", "group", "prompt_tokens", "completion_tokens", "chips"),
            model="llama-3.1-8b",
            hardware="h100-sxm",
            chips="64",
            prompts="100k",
        ),
        "agent": _work(
            "agent",
            ("sessions_per_day", "calls", "input_tokens", "output_tokens"),
            model="deepseek-v3",
            hardware="h200-sxm",
            calls="50",
        ),
        "embed": _work(
            "embed",
            ("items", "tokens", "batch"),
            model="bge-m3",
            hardware="l4",
            items="10M",
            tokens="256",
        ),
        "classify": _work(
            "classify",
            ("items", "items_per_second", "batch", "hours_on"),
            model="bert-base",
            hardware="l4",
            items="100M",
        ),
        "transcribe": _work(
            "transcribe",
            ("audio", "speech_share", "batch"),
            model="whisper-large-v3",
            hardware="l4",
            audio="1000 h",
        ),
        "speak": _work(
            "speak",
            ("characters", "batch"),
            model="kokoro-82m",
            hardware="l4",
            characters="500k",
        ),
        "image": _work(
            "image",
            ("width", "height", "steps"),
            model="flux.1-dev",
            hardware="h100-sxm",
        ),
        "video": _work(
            "video",
            ("width", "height", "frames", "steps"),
            model="hunyuanvideo",
            hardware="h100-sxm",
        ),
        "server": Page(
            verb="estimate server",
            first=("server", "against"),
            start={"server": "dgx-h100", "against": "two-socket-2024"},
            entry=OTHER_WORK,
        ),
        "plan": Page(
            verb="plan",
            first=("study",),
            start={"study": EXAMPLES[0][1]},
            draws_charts=True,
        ),
        "measure": Page(
            verb="ledger sum",
            first=("by", "since", "project", "site", "price"),
            start={"by": "project"},
            left_out=("runner",),
        ),
        "outlook": Page(
            verb="outlook",
            first=("region", "to"),
            start={"draws": "512"},
            sliders=(
                "growth.shipments",
                "growth.training",
                "growth.users",
                "growth.tokens",
                "growth.token-energy",
                "rebound.elasticity",
            ),
            draws_charts=True,
            entry=DECADES,
        ),
        **OUTLOOK_PAGES,
        "check": Page(
            verb="check",
            first=("claim",),
            left_out=("typed", "only"),
            start={
                "claim": "Training GPT-3 took 1,287 MWh, as much as 120 US homes use "
                "in a year."
            },
        ),
    }
)
"""Every page by its address."""
