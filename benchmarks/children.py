"""The measurements that `run.py` runs in fresh processes; each prints one JSON line."""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REQUESTS = 1_000_000
ECOLOGITS_REQUESTS = 5_000
DRAWS = 1_000_000
CHUNK_DRAWS = 16_384
SEED = 1
TEXT_BYTES = 10_000_000
MODELS = ("llama-3.1-8b", "llama-3.1-70b", "mixtral-8x7b")
CHIPS = ("h100-sxm", "a100-sxm4-80gb")
SITES = ("dublin", "qingyang")
EXAMPLES = Path(__file__).parents[1] / "examples"
HEAVY = ("numpy", "pydantic", "pint", "pyarrow", "altair", "pandas")


def measured(work: Callable[[], Any], **counts: int) -> dict[str, float]:
    """Return the time of one call and the peak memory of the process so far."""
    begin = time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform == "linux" else 1024**2  # KB there, bytes on macOS
    return {"seconds": seconds, "peak_mb": peak / unit, **counts}


def log_of_strings(rows: int) -> dict[str, Any]:
    """Return a log of 3 models, 2 chips and 2 sites with varied tokens."""
    import numpy as np

    pick = np.random.default_rng(SEED)
    return {
        "model": np.array(MODELS)[pick.integers(0, len(MODELS), rows)],
        "hardware": np.array(CHIPS)[pick.integers(0, len(CHIPS), rows)],
        "site": np.array(SITES)[pick.integers(0, len(SITES), rows)],
        "prompt_tokens": pick.integers(1, 4000, rows),
        "output_tokens": pick.integers(1, 1000, rows),
    }


def requests_strings() -> dict[str, float]:
    """Estimate a log whose words are numpy strings."""
    from wattlas import estimate_requests

    log = log_of_strings(REQUESTS)
    return measured(lambda: estimate_requests(log), count=REQUESTS)


def requests_arrow() -> dict[str, float]:
    """Estimate a log whose words are Arrow dictionaries."""
    import pyarrow

    from wattlas import estimate_requests

    arrays = {
        name: pyarrow.array(values).dictionary_encode()
        if values.dtype.kind == "U"
        else pyarrow.array(values)
        for name, values in log_of_strings(REQUESTS).items()
    }
    log = pyarrow.table(arrays)
    return measured(lambda: estimate_requests(log), count=REQUESTS)


def requests_csv() -> dict[str, float]:
    """Read a CSV file and estimate it."""
    from wattlas import estimate_requests

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        log = log_of_strings(REQUESTS)
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(log)
            writer.writerows(zip(*log.values(), strict=True))
        del log
        return measured(lambda: estimate_requests(path), count=REQUESTS)


def requests_ecologits() -> dict[str, float]:
    """Estimate requests one by one with EcoLogits' own function."""
    from ecologits.impacts.llm import compute_llm_impacts

    sizes = {
        "llama-3.1-8b": (8, 8),
        "llama-3.1-70b": (70, 70),
        "mixtral-8x7b": (13, 47),
    }
    mixes = {"dublin": 0.26, "qingyang": 0.55}  # kgCO2e/kWh
    log = log_of_strings(ECOLOGITS_REQUESTS)
    names = zip(log["model"].tolist(), log["site"].tolist(), strict=True)
    rows = list(zip(names, log["output_tokens"].tolist(), strict=True))

    def work() -> None:
        for (model, site), tokens in rows:
            active, total = sizes[model]
            compute_llm_impacts(
                model_active_parameter_count=active,
                model_total_parameter_count=total,
                output_token_count=tokens,
                if_electricity_mix_adpe=1e-7,
                if_electricity_mix_pe=9.0,
                if_electricity_mix_gwp=mixes[site],
                if_electricity_mix_wue=2.0,
                datacenter_pue=1.2,
                datacenter_wue=0.5,
            )

    return measured(work, count=ECOLOGITS_REQUESTS)


def inputs_of_training() -> tuple[Any, int]:
    """Return the inputs of BLOOM's training and how many of them are uncertain."""
    from wattlas import train

    run = train(
        model="bloom-176b", hardware="a100-sxm4-80gb", site="orsay-jean-zay", draws=16
    )
    return run.inputs, sum(not i.exact for i in run.inputs)


def draws_normals() -> dict[str, float]:
    """Generate as many normal numbers as there are inputs and draws."""
    import numpy as np

    _, varied = inputs_of_training()
    generator = np.random.default_rng(SEED)

    def work() -> None:
        for _ in range(varied):
            generator.standard_normal(DRAWS)

    return measured(work, count=DRAWS, inputs=varied)


def draws_inputs() -> dict[str, float]:
    """Draw every uncertain input."""
    from wattlas import draws

    inputs, varied = inputs_of_training()
    return measured(lambda: draws.draw(inputs, DRAWS), count=DRAWS, inputs=varied)


def draws_chain() -> dict[str, float]:
    """Draw every uncertain input and run the chain of training over the draws."""
    inputs, varied = inputs_of_training()
    return measured(lambda: chain_over_draws(inputs), count=DRAWS, inputs=varied)


def chain_over_draws(inputs: Any) -> dict[str, Any]:
    """Return every result of the training chain, draw by draw."""
    import numpy as np

    from wattlas import draws
    from wattlas.chain.footprint import sum_of_stages
    from wattlas.estimation.lookup import find_model
    from wattlas.estimation.recorder import plain_step
    from wattlas.estimation.train import training_chain

    arrays = draws.draw(inputs, DRAWS)
    values = {i.name: arrays.get(i.label, i.mid) for i in inputs}
    architecture = find_model("bloom-176b").architecture
    results: dict[str, Any] = {}
    for start in range(0, DRAWS, CHUNK_DRAWS):
        part = slice(start, start + CHUNK_DRAWS)
        chunk = {n: v[part] if np.ndim(v) else v for n, v in values.items()}
        outcome = training_chain(plain_step, chunk, architecture)
        for name, found in sum_of_stages(outcome.stages.values()).items():
            results.setdefault(name, np.empty(DRAWS))[part] = found
    return results


OUTLOOK_YEARS = range(2025, 2051)
OUTLOOK_REGIONS, OUTLOOK_QUANTITIES = 8, 9


def outlook_normals() -> dict[str, float]:
    """Generate as many normal numbers as the default outlook has results."""
    import numpy as np

    generator = np.random.default_rng(SEED)
    shape = (4096, len(OUTLOOK_YEARS), OUTLOOK_REGIONS)

    def work() -> None:
        for _ in range(3 * OUTLOOK_QUANTITIES):
            generator.standard_normal(shape)

    return measured(work, count=4096)


def outlook_draws() -> dict[str, float]:
    """Draw inputs and run 3 methods over 4,096 draws x 26 years x 8 regions."""
    from wattlas.projection.assumptions import assumptions
    from wattlas.projection.demand import METHODS
    from wattlas.projection.sample import Frame, blocks

    inputs = assumptions()
    frame = Frame(METHODS, tuple(OUTLOOK_YEARS), 4096, SEED)
    return measured(lambda: list(blocks(inputs, frame)), count=4096)


def outlook_study() -> dict[str, float]:
    """Run the default study: draws, percentiles, regions, causes of width."""
    from wattlas import outlook

    return measured(outlook, count=4096)


def outlook_million() -> dict[str, float]:
    """Run the default study with a million draws, in blocks."""
    from wattlas import outlook

    return measured(lambda: outlook(draws=DRAWS), count=DRAWS)


def text_of(name: str) -> str:
    """Return 10 MB of text: an article of the examples' claims, or runs of pieces."""
    from ruamel.yaml import YAML

    path = Path(__file__).parents[1] / "examples/claims/ai-electricity-2023.yaml"
    claims = [c["statement"] for c in YAML(typ="safe").load(path)["claims"]]
    filler = " The model ran in a large data centre of the world with many users. "
    article = "".join(f"{c} In {i} cases.{filler}" for i in range(9) for c in claims)
    pieces = {"article": article, "digits": "1 ", "quantities": "1 kWh 43.3万度 "}
    piece = pieces[name]
    return piece * (TEXT_BYTES // len(piece.encode()))


def text_numbers() -> dict[str, float]:
    """Find every number of the article by one regular expression."""
    import re

    text = text_of("article")
    return measured(lambda: re.findall(r"\d[\d,.]*", text), count=len(text))


def text_quantities() -> dict[str, float]:
    """Find every quantity of the article, units and rates included."""
    from wattlas import quantity

    text = text_of("article")
    return measured(lambda: quantity.find(text), count=len(text))


def _text_checked(name: str) -> dict[str, float]:
    from wattlas import check_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(text_of(name), encoding="utf-8")
        return measured(lambda: check_file(path), count=path.stat().st_size)


def text_article() -> dict[str, float]:
    """Check the article."""
    return _text_checked("article")


def text_digits() -> dict[str, float]:
    """Check a text that is digits alone."""
    return _text_checked("digits")


def text_runs() -> dict[str, float]:
    """Check quantities without a full stop."""
    return _text_checked("quantities")


def page(study: str) -> dict[str, float]:
    """Run a study of the examples and print its tables, then write its page.

    `seconds` are the study's; what the page alone loads counts for the page.
    """
    import contextlib
    import io

    file = EXAMPLES / f"{study}.yaml"
    said = contextlib.redirect_stdout(io.StringIO())
    talk = contextlib.redirect_stderr(io.StringIO())
    with tempfile.TemporaryDirectory() as folder, said, talk:
        begin = time.perf_counter()
        result = _printed(file)
        seconds = time.perf_counter() - begin
        begin, begin_cpu = time.perf_counter(), time.process_time()
        _paged(result, file, Path(folder))
        page_s, page_cpu_s = (
            time.perf_counter() - begin,
            time.process_time() - begin_cpu,
        )
        kb = (Path(folder) / "report.html").stat().st_size / 1e3
    times = {"page_s": page_s, "page_cpu_s": page_cpu_s}
    return {"seconds": seconds, **times, "page_kb": kb}


def _printed(file: Path) -> Any:
    from wattlas import run
    from wattlas.cli import output
    from wattlas.report.plan import plan_blocks
    from wattlas.report.study import study_blocks

    result = run(file)
    if result.placements:
        output.print_blocks(study_blocks(result))
    if result.plan is not None:
        output.print_blocks(plan_blocks(result.plan))
    return result


def _paged(result: Any, file: Path, folder: Path) -> None:
    from wattlas.cli.files import Files
    from wattlas.cli.folder import PAGE, StudyFolder
    from wattlas.report.words.language import language
    from wattlas.study import Study

    study, say = Study.from_file(file), language("en")
    how = StudyFolder(file, study, folder, Files(), say, None, "wattlas run")
    how.write_page(result, folder / PAGE)


def modules_of_help() -> dict[str, Any]:
    """Return how many modules `wattlas --help` loads, and which heavy ones."""
    import contextlib
    import io

    sys.argv = ["wattlas", "--help"]
    from wattlas.cli.main import main

    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main()
    return {
        "count": len(sys.modules),
        "heavy": [name for name in HEAVY if name in sys.modules],
    }


MEASUREMENTS = {
    function.__name__.replace("_", "-"): function
    for function in (
        requests_strings,
        requests_arrow,
        requests_csv,
        requests_ecologits,
        draws_normals,
        draws_inputs,
        draws_chain,
        outlook_normals,
        outlook_draws,
        outlook_study,
        outlook_million,
        text_numbers,
        text_quantities,
        text_article,
        text_digits,
        text_runs,
        page,
        modules_of_help,
    )
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](*sys.argv[2:])))
