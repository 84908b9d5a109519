"""The public functions of estimation: keyword arguments in, an `Estimate` out.

A number may be given as a number, with a unit ("433 MWh") or as a 90 % range
("1.1..1.3"). What is not given is taken from the tables and listed in the result's
`assumed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wattlas.draws import DRAWS, SEED
from wattlas.estimation.inputs import Given
from wattlas.estimation.metered_serving import estimate_metered_serving
from wattlas.estimation.place import Place
from wattlas.estimation.serve import ServeOptions, estimate_serving
from wattlas.estimation.train import estimate_training
from wattlas.estimation.train_inputs import TrainOptions
from wattlas.records import Estimate


def train(
    *,
    model: str | Path | None = None,
    tokens: Given = None,
    hardware: str | None = None,
    chips: Given = None,
    hours: Given = None,
    chip_hours: Given = None,
    energy: Given = None,
    boundary: str | None = None,
    power_per_chip: Given = None,
    power_scope: str | None = None,
    idle_energy: Given = None,
    idle_boundary: str = "it",
    idle_share: Given = None,
    development_factor: Given = None,
    precision: str | None = None,
    step_mfu: Given = None,
    goodput: Given = None,
    recompute_factor: Given = None,
    sequence_tokens: Given = None,
    it_overhead: Given = None,
    life_years: Given = None,
    chip_hour_cost: Given = None,
    overrides: Mapping[str, Given] | None = None,
    site: str | None = None,
    country: str | None = None,
    pue: Given = None,
    wue: Given = None,
    intensity: Given = None,
    grid_water: Given = None,
    price: Given = None,
    currency: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Estimate:
    """Estimate a training run: electricity, money, carbon and water, with ranges.

    The chain is entered where the most is known: at a metered `energy` with its
    `boundary`; at `chip_hours` (or `chips` and `hours`); else at `model`, `tokens` and
    `hardware`.

    Parameters
    ----------
    model : str or Path
        A key or alias of ``wattlas facts models``, or the path of a config.json.
    tokens : number
        Training tokens; by default the published number of the model.
    hardware : str
        A chip of ``wattlas facts hardware``.
    chips, hours, chip_hours : number
        Chips, wall-clock hours, and their product. [1, h, h]
    energy : str
        Metered energy with its unit, such as ``"433 MWh"``.
    boundary : {'chip', 'it', 'facility'}
        Where the energy was metered.
    power_per_chip : number
        Mean power of one chip [W], at `power_scope` 'chip' (the board) or 'it' (its
        share of the server).
    idle_energy, idle_boundary, idle_share : number, str, number
        Energy of nodes that were reserved and idle, with unit, at a boundary; or as a
        share of the training's.
    development_factor : number
        Failed and trial runs, as a share of the final training.
    precision : str
        Number format of the arithmetic: bf16, fp8 …
    step_mfu, goodput, recompute_factor, sequence_tokens : number
        Share of the peak rate while steps run; share of hours kept; executed over
        model FLOP; training context.
    it_overhead : number
        IT energy over chip energy, in place of the host model.
    life_years, chip_hour_cost : number
        Life of the hardware [years]; cost of a chip-hour without electricity.
    overrides : mapping
        Any other input by its name in the result, such as
        ``{"host_power_share": 0.3}``.
    site, country : str
        Where: a key of ``wattlas facts sites`` or ``wattlas facts countries``.
    pue, wue, intensity, grid_water, price : number
        In place of the site's figures. [1, L/kWh, kgCO2e/kWh, L/kWh, money/kWh]
    currency : str
        Currency of the results, such as CNY.
    draws, seed : int
        Number of draws for the ranges, and their seed.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or inputs contradict each other.

    Examples
    --------
    >>> run = train(hardware="v100-sxm2", chip_hours=3_552_000, power_per_chip=330,
    ...             power_scope="it", pue=1.10, intensity=0.429)
    >>> round(run.results["facility_energy_kwh"].mid / 1000)
    1289
    """
    options = TrainOptions(
        model=model,
        tokens=tokens,
        hardware=hardware,
        chips=chips,
        hours=hours,
        chip_hours=chip_hours,
        energy=energy,
        boundary=boundary,
        power_per_chip=power_per_chip,
        power_scope=power_scope,
        idle_energy=idle_energy,
        idle_boundary=idle_boundary,
        idle_share=idle_share,
        development_factor=development_factor,
        precision=precision,
        step_mfu=step_mfu,
        goodput=goodput,
        recompute_factor=recompute_factor,
        sequence_tokens=sequence_tokens,
        it_overhead=it_overhead,
        life_years=life_years,
        chip_hour_cost=chip_hour_cost,
        overrides=overrides,
    )
    place = Place(site, country, pue, wue, intensity, grid_water, price, currency)
    return estimate_training(options, place, draws, seed)


def serve(
    *,
    model: str | Path | None = None,
    hardware: str | None = None,
    prompt_tokens: Given = None,
    cached_prompt_tokens: Given = None,
    output_tokens: Given = None,
    batch: Given = None,
    chips: Given = None,
    precision: str | None = None,
    engine: str | None = None,
    busy_share: Given = None,
    requests_per_day: Given = None,
    years: Given = None,
    training_energy: Given = None,
    energy: Given = None,
    boundary: str | None = None,
    requests: Given = None,
    idle_power: Given = None,
    mean_power: Given = None,
    life_years: Given = None,
    chip_hour_cost: Given = None,
    overrides: Mapping[str, Given] | None = None,
    site: str | None = None,
    country: str | None = None,
    pue: Given = None,
    wue: Given = None,
    intensity: Given = None,
    grid_water: Given = None,
    price: Given = None,
    currency: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Estimate:
    """Estimate serving a language model: per token, request, day and year.

    Parameters
    ----------
    model, hardware : str
        As for `train`.
    prompt_tokens, cached_prompt_tokens, output_tokens : number
        Tokens of one request: the whole prompt, the part of it that a prefix cache
        holds, and the answer.
    batch : number
        Requests that run at once on one replica.
    chips : number
        Chips of one replica; by default the fewest that hold the model.
    precision : str
        Number format of the weights; by default the model's own.
    engine : {'2025', '2024', '2023'}
        Vintage of the serving engine: 2025 schedules asynchronously, the vLLM of 2024
        waits for the host, and 2023 stands for PyTorch without a serving engine.
    busy_share : number
        Share of the time in which a replica has requests. The rest is the idle stage.
    requests_per_day, years : number
        Volume of the service; without it the results are for 1,000 requests.
    training_energy : str
        Facility energy of the training, with unit, for the break-even.
    energy, boundary, requests : str, str, number
        A metered energy with unit, where it was metered, and the requests served.
    idle_power, mean_power : number
        Power without requests and mean power while metered: their ratio is the idle
        part. [W]
    life_years, chip_hour_cost, overrides, site, country, pue, wue, intensity,
    grid_water, price, currency, draws, seed
        As for `train`.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the model does not fit the chips.

    Examples
    --------
    >>> chat = serve(model="llama-3.1-70b", hardware="h100-sxm", chips=8, batch=64,
    ...              prompt_tokens=500, output_tokens=300)
    >>> sorted(chat.stages)
    ['idle', 'serving']
    """
    options = ServeOptions(
        model=model,
        hardware=hardware,
        prompt_tokens=prompt_tokens,
        cached_prompt_tokens=cached_prompt_tokens,
        output_tokens=output_tokens,
        batch=batch,
        chips=chips,
        precision=precision,
        engine=engine,
        busy_share=busy_share,
        requests_per_day=requests_per_day,
        years=years,
        training_energy=training_energy,
        energy=energy,
        boundary=boundary,
        requests=requests,
        idle_power=idle_power,
        mean_power=mean_power,
        life_years=life_years,
        chip_hour_cost=chip_hour_cost,
        overrides=overrides,
    )
    place = Place(site, country, pue, wue, intensity, grid_water, price, currency)
    estimate = estimate_serving if energy is None else estimate_metered_serving
    return estimate(options, place, draws, seed)
