# ruff: noqa: PLR0913 - keyword arguments, as the options of the command line
"""The public function for images and videos: keyword arguments in, `Estimate` out."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.draws import DRAWS, SEED
from wattlas.estimation.generate import GenerateOptions, estimate_generation
from wattlas.estimation.inputs import Given
from wattlas.estimation.place import Place
from wattlas.records import Estimate


def generate(
    *,
    model: str | None = None,
    kind: str | None = None,
    hardware: str | None = None,
    width: Given = None,
    height: Given = None,
    steps: Given = None,
    frames: Given = None,
    fps: Given = None,
    batch: Given = None,
    chips: Given = None,
    precision: str | None = None,
    busy_share: Given = None,
    items_per_day: Given = None,
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
    """Estimate making images or videos: per item, second of video, day and year.

    Parameters
    ----------
    model : str
        A key or alias of ``wattlas facts generators``.
    kind : {'image', 'video'}
        What is asked for; an error where the model makes the other.
    hardware : str
        A chip of ``wattlas facts hardware``.
    width, height, frames : number
        Pixels, and frames of a video; by default the model's own. [px, px, 1]
    steps : number
        Denoising steps; by default the model's own.
    fps : number
        Frames per second at which a video plays. [1/s]
    batch : number
        Items made at once on one replica.
    chips : number
        Chips that share the work of an item.
    precision : str
        Number format of the arithmetic: bf16, fp8 …
    busy_share : number
        Share of the time in which a replica works. The rest is the idle stage.
    items_per_day : number
        Volume of the service, for results per day, month and year.
    life_years, chip_hour_cost, overrides, site, country, pue, wue, intensity,
    grid_water, price, currency, draws, seed
        As for `train`.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the model does not fit the chips.

    Examples
    --------
    >>> image = generate(model="sdxl", hardware="h100-sxm")
    >>> image.basis, sorted(image.stages)
    ('image', ['idle', 'serving'])
    >>> bool(0.1 < image.results["facility_energy_kwh"].mid * 1000 < 3)
    True
    """
    options = GenerateOptions(
        model=model,
        kind=kind,
        hardware=hardware,
        width=width,
        height=height,
        steps=steps,
        frames=frames,
        fps=fps,
        batch=batch,
        chips=chips,
        precision=precision,
        busy_share=busy_share,
        items_per_day=items_per_day,
        life_years=life_years,
        chip_hour_cost=chip_hour_cost,
        overrides=overrides,
    )
    place = Place(site, country, pue, wue, intensity, grid_water, price, currency)
    return estimate_generation(options, place, draws, seed)
