"""From what is known of a stage down to its footprint, link by link."""

from __future__ import annotations

from collections.abc import Mapping

from wattlas.chain import facility, footprint, hardware, serving, supply
from wattlas.chain.footprint import Footprint
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller


def stage_footprint(
    step: StepCaller, v: Mapping[str, Value], known: Footprint
) -> dict[str, Value]:
    """Return every result of a stage that follows from what is known of it.

    `known` holds chip_hours and energies at the boundaries that are known; `v` the
    inputs. What cannot follow is left out: absent, not zero.
    """
    out = dict(known)
    _add_energies(step, v, out)
    _add_water(step, v, out)
    _add_cost(step, v, out)
    _add_carbon(step, v, out)
    return out


def scaled_stage(step: StepCaller, stage: Footprint, share: Value) -> dict[str, Value]:
    """Return a stage whose every result is a share of another stage's."""
    return {
        name: step(footprint.scaled_stage, stage_result=value, stage_share=share)
        for name, value in stage.items()
    }


def waiting_stage(
    step: StepCaller, v: Mapping[str, Value], busy_chip_hours: Value
) -> dict[str, Value]:
    """Return the idle stage of a service: its replicas while they wait for work."""
    hours = step(
        serving.waiting_chip_hours,
        busy_chip_hours=busy_chip_hours,
        busy_share=v["busy_share"],
    )
    power = step(
        hardware.waiting_chip_power_w,
        power_limit_w=v["power_limit_w"],
        waiting_power_share=v["waiting_power_share"],
    )
    energy = step(hardware.chip_energy_kwh, chip_hours=hours, chip_power_w=power)
    it_energy = step(
        hardware.it_energy_kwh,
        chip_energy_kwh=energy,
        chip_hours=hours,
        host_power_w=step(
            hardware.waiting_host_power_w,
            host_power_w=_host_power_w(step, v),
            waiting_host_share=v["waiting_host_share"],
        ),
        supply_loss=v["supply_loss"],
        network_share=v["network_share"],
    )
    known = {
        "chip_hours": hours,
        "chip_energy_kwh": energy,
        "it_energy_kwh": it_energy,
    }
    return stage_footprint(step, v, known)


def _host_power_w(step: StepCaller, v: Mapping[str, Value]) -> Value:
    return step(
        hardware.host_power_w,
        power_limit_w=v["power_limit_w"],
        host_power_share=v["host_power_share"],
    )


def _add_energies(
    step: StepCaller, v: Mapping[str, Value], out: dict[str, Value]
) -> None:
    if "it_energy_kwh" not in out:
        it_energy_kwh = _it_energy(step, v, out)
        if it_energy_kwh is not None:
            out["it_energy_kwh"] = it_energy_kwh
    if "facility_energy_kwh" not in out and "it_energy_kwh" in out:
        out["facility_energy_kwh"] = step(
            facility.facility_energy_kwh,
            it_energy_kwh=out["it_energy_kwh"],
            pue=v["pue"],
        )


def _it_energy(
    step: StepCaller, v: Mapping[str, Value], out: Footprint
) -> Value | None:
    if "chip_energy_kwh" not in out:
        return None
    chip_energy_kwh = out["chip_energy_kwh"]
    if "it_overhead" in v:
        return step(
            hardware.it_energy_from_chips_kwh,
            chip_energy_kwh=chip_energy_kwh,
            it_overhead=v["it_overhead"],
        )
    return step(
        hardware.it_energy_kwh,
        chip_energy_kwh=chip_energy_kwh,
        chip_hours=out["chip_hours"],
        host_power_w=_host_power_w(step, v),
        supply_loss=v["supply_loss"],
        network_share=v["network_share"],
    )


def _add_water(step: StepCaller, v: Mapping[str, Value], out: dict[str, Value]) -> None:
    if "wue_l_per_kwh" in v and "it_energy_kwh" in out:
        out["site_water_l"] = step(
            facility.site_water_l,
            it_energy_kwh=out["it_energy_kwh"],
            wue_l_per_kwh=v["wue_l_per_kwh"],
        )
    if "grid_water_l_per_kwh" in v and "facility_energy_kwh" in out:
        out["grid_water_l"] = step(
            supply.grid_water_l,
            facility_energy_kwh=out["facility_energy_kwh"],
            grid_water_l_per_kwh=v["grid_water_l_per_kwh"],
        )


def _add_cost(step: StepCaller, v: Mapping[str, Value], out: dict[str, Value]) -> None:
    if "price_per_kwh" not in v or "facility_energy_kwh" not in out:
        return
    out["electricity_cost"] = step(
        supply.electricity_cost,
        facility_energy_kwh=out["facility_energy_kwh"],
        price_per_kwh=v["price_per_kwh"],
    )
    if "chip_hour_cost" in v and "chip_hours" in out:
        out["total_cost"] = step(
            footprint.total_cost,
            electricity_cost=out["electricity_cost"],
            chip_hours=out["chip_hours"],
            chip_hour_cost=v["chip_hour_cost"],
        )


def _add_carbon(
    step: StepCaller, v: Mapping[str, Value], out: dict[str, Value]
) -> None:
    if "intensity_kgco2e_per_kwh" not in v or "facility_energy_kwh" not in out:
        return
    out["facility_carbon_kgco2e"] = step(
        supply.facility_carbon_kgco2e,
        facility_energy_kwh=out["facility_energy_kwh"],
        intensity_kgco2e_per_kwh=v["intensity_kgco2e_per_kwh"],
    )
    if "chip_embodied_kgco2e" not in v or "chip_hours" not in out:
        return
    per_hour = step(
        hardware.embodied_kgco2e_per_chip_hour,
        chip_embodied_kgco2e=v["chip_embodied_kgco2e"],
        server_embodied_kgco2e_per_chip=v["server_embodied_kgco2e_per_chip"],
        life_years=v["life_years"],
        fleet_busy_share=v["fleet_busy_share"],
    )
    out["lifecycle_carbon_kgco2e"] = step(
        footprint.lifecycle_carbon_kgco2e,
        facility_carbon_kgco2e=out["facility_carbon_kgco2e"],
        chip_hours=out["chip_hours"],
        embodied_kgco2e_per_chip_hour=per_hour,
    )
