"""The words of metering: methods, findings, scenarios, problems."""

from __future__ import annotations

METHODS = {
    "counter": "counter",
    "integrated": "power, integrated",
    "declared": "declared",
    "model": "model",
}

TITLE = "{name}: {time}"
TITLE_WITH_POWER = "{name}: {time}, {power} on average"
DEVICE_HEAD, WHOSE_HEAD, SHARE_HEAD = "device", "of which", "share"
WORK_HEAD, COUNT_HEAD, SCENARIO_HEAD = "work", "count", "scenario"
NOW_HEAD, ENERGY_HEAD, METHOD_HEAD, COST_HEAD = "now", "energy", "method", "cost"
STATUS_HEAD, BOUNDARY_HEAD, MACHINE_HEAD = "status", "boundary", "machine"
OWN, OTHER, IDLE = "this run", "other processes", "idle"
TOGETHER = "together"
PER = "per {unit}"
FLAG = "{device}: {flag}."
FLAGS = {
    "lost": "readings were lost; the gap is in the range",
    "reset": "the counter was reset; what it lost is in the range",
    "fell": "the counter fell: it went round, or was reset; the range holds both",
    "jump": "the counter moved by more than the device can draw; what it drew "
    "meanwhile is in the range",
    "stuck": "the counter stood still for longer than the device can be silent; what "
    "it may have drawn is in the range",
    "sampled": "power was read at equal steps, between which the load may have swung; "
    "the range holds that",
    "below-parts": "the meter of the whole shows less than its parts; the range holds "
    "them",
    "wraps": "the gap was so long that the counter may have gone round more often",
    "two-views": "runs that saw it at one time contradict each other; the range holds "
    "both",
    "zero": "it showed 0 W, which nothing that runs draws; what it may have drawn is "
    "in the range",
    "disagrees": "counter and power disagree; the range holds both",
}

HEADLINE = {
    "components": "all of these",
    "wall": "at the wall",
    "server": "the server",
    "psys": "the platform",
}

NOT_IN_COMPONENTS = (
    "Not metered: fans, power supplies, disks, network. wattlas ledger sum puts them "
    "on, with a range."
)
ALL_MODELLED = (
    "No counter can be read on this machine: every figure is a model's, and its range "
    "is as wide as such models err. wattlas doctor says why."
)
SOME_MODELLED = "Modelled, not measured: {devices}. wattlas doctor says why."
NOTHING = (
    "Nothing is read in this process ({launcher} rank {rank}): another rank of this "
    "host reads its counters. The ledger joins them."
)
RECORDED = "Run {run} in the ledger {folder}: wattlas ledger show {run}"
LOST_LINES = "{count} lines of the ledger could not be written: is the disk full?"
SILENT_METER = "The meter {meter} gives no figure and is not in the sum: {error}"
WITHOUT_LEDGER = "{reason} Measuring without."
COST = "What was metered costs {money} at {price}, without PUE."
TRUTH = (
    "Simulated: this machine truly drew {truth} in {time} of its clock; metered "
    "{metered}."
)
TRUTH_ALONE = (
    "Simulated: this machine truly drew {truth} in {time} of its clock; metered "
    "nothing."
)

STATUS = {
    "read": "read",
    "dropped": "not counted",
    "refused": "refused",
    "absent": "absent",
}

FINDINGS = {
    "no-powercap": "the kernel shows no powercap domains: a virtual machine or a "
    "container hides them, or the modules intel_rapl_msr and intel_rapl_common are not "
    "loaded",
    "powercap-permission": "the counter is there but only root may read it",
    "powercap-incomplete": "the domain lacks a counter, a name or a range",
    "read": "energy counter",
    "inside-package": "lies inside its package, which is counted",
    "twin": "a second driver's view of a domain that is counted",
    "mirror": "shows the counter of another die, which is counted",
    "never-counted": "has counted nothing since the machine started: no counter",
    "unproven": "energy counter, which shows 0: until it moves a model stands in",
    "inside-module": "lies inside the module, whose counter is read",
    "second-view": "sees again what another meter sees, which is counted",
    "holds-packages": "holds the packages, which are counted: alone or not at all",
    "no-hwmon": "no power sensor under /sys/class/hwmon",
    "sensor": "sensor",
    "sensor-of-a-part": "sees a part of what is counted, or a disk",
    "sensor-permission": "the sensor is there but only root may read it",
    "sensor-silent": "the sensor gives no figure",
    "shows-nothing": "shows 0, which no machine that runs draws: no meter",
    "nvml-not-installed": "the library nvidia-ml-py is not installed",
    "no-nvml": "the driver's library does not answer: {error}",
    "no-nvidia": "no NVIDIA driver is loaded",
    "no-amd": "no AMD driver is loaded",
    "no-cards": "the driver knows no card",
    "card-lost": "the card does not answer: {error}",
    "card-counter": "energy counter; it sees the {scope}",
    "card-integrated": "no energy counter (before Volta, or virtual): its power is "
    "integrated; it sees the {scope}",
    "no-reading": "neither energy nor power can be read",
    "mig": "split by MIG: the whole card is read, its parts share by memory",
    "amdsmi-not-there": "the library amdsmi is not installed (it comes with ROCm)",
    "no-amdsmi": "the library amdsmi does not answer: {error}",
    "apple-not-there": "the library zeus-apple-silicon is not installed",
    "no-apple": "the chip's energy model does not answer: {error}",
    "soc": "the maker's energy model of the whole chip",
    "meter": "outside meter",
    "meter-silent": "the meter gives no figure: {error}",
    "declared": "watts as declared",
    "cpu-of-table": "modelled from the load and the nameplate power of {name}",
    "cpu-by-threads": "modelled from the load and the number of threads: {name} is in "
    "no table",
    "memory-by-size": "modelled from its size of {gb} GB",
}
"""What a probe found, by its code."""

MENDS = {
    "no-powercap": "sudo modprobe intel_rapl_msr  # not inside a virtual machine",
    "powercap-permission": "sudo chmod -R a+r /sys/class/powercap/*/energy_uj",
    "sensor-permission": "sudo chmod a+r /sys/class/hwmon/*/power*_*",
    "nvml-not-installed": "pip install 'wattlas[measure]'",
    "no-nvml": "nvidia-smi  # it names what is wrong with the driver",
    "card-lost": "sudo nvidia-smi --gpu-reset",
    "amdsmi-not-there": "pip install amdsmi  # in the version of ROCm",
    "apple-not-there": "pip install zeus-apple-silicon",
    "meter-silent": "sh -c COMMAND  # run the meter's command by hand",
    "cpu-by-threads": "wattlas measure --meter COMMAND  # it prints a wall meter's W",
}
"""The one command that mends it."""

GIVES = {
    "powercap": "a counter, true to about 5 %, instead of a model",
    "nvml": "the cards' counters, true to about 10 %",
    "amdsmi": "the cards' counters, true to about 10 %",
    "hwmon": "the server's own meter, true to about 8 %",
    "model": "the server at its plug, true to about 3 %",
}
"""What mending a reader gives."""

DOCTOR_TITLE = "{host}: what can be metered here"
PROCESSOR_ROW, MEMORY_ROW = "processor", "memory"
KIND_ROW, RANK_ROW = "kind of machine", "rank"
PROCESSOR = "{name}, {threads} threads"
UNKNOWN, SIZE_UNKNOWN = "unknown", "size unknown"
RANK = "{launcher} rank {rank} of {size}: {reads}"
EXTRAS = {
    "psutil": "shares of processes outside Linux",
    "pynvml": "NVIDIA cards",
    "prometheus_client": "--prometheus",
    "duckdb": "wattlas ledger query",
}
"""Optional libraries, and what each is for."""
EXTRA, INSTALLED = "{state} ({use})", "installed"
REPORTS = "What wattlas measure reports here, true over reported"
TO_MEND = "To read more:"
FENCES = {
    "chip": "the board alone (chip)",
    "part": "a part of the server",
    "whole": "the whole server (it)",
}
BARE = "a machine of its own"
READS = "this process reads for its host"
READS_NOT = "another process of this host reads"
NOT_INSTALLED = "not installed: pip install 'wattlas[all]'"
VERDICT_NOTHING = "Nothing can be metered or modelled here."
VERDICT_MODEL = (
    "No counter can be read: every joule that wattlas measure reports here is a "
    "model's, with the range above, and says so. What wattlas ledger sum adds (fans, "
    "supplies, disks, network, PUE) has a range of its own."
)
VERDICT_SOME = "Modelled for want of a counter: {devices}. The rest is metered."
VERDICT_MEASURED = (
    "Everything above is metered; fans, supplies, disks and network are not, unless a "
    "meter of the whole server is given (--meter)."
)

SCENARIOS = {
    "two-gpus": "two H100 and two packages with memory: 801 W",
    "bursts": "a card whose power jumps between 120 and 650 W within a second",
    "wrap": "a package counter that starts again after 5.75 s",
    "reset": "a card's counter that is reset to 0 after 30.5 s",
    "permission": "a package counter that only root may read",
    "permission-lost": "a package counter that cannot be read from 20 to 35 s",
    "missing-samples": "a card without counter that misses readings twice",
    "mirrored-dies": "two dies that show one counter: 68 W, not 136 W",
    "psys": "package, core, uncore, psys and an MMIO twin: 6.2 W, not 26.5 W",
    "psys-alone": "a laptop that shows nothing but its platform",
    "slow-counter": "a card's counter that steps every 100 ms",
    "no-counter": "a Tesla P100: power, but no energy counter",
    "module": "a Grace Hopper module: GPU, CPU and memory in one counter",
    "mig": "a card split by MIG between us and another",
    "shared": "a card used 3:1 by us and another, and an idle one",
    "four-ranks": "a node with four cards and four ranks",
    "off-the-bus": "a card that falls off the bus after 40 s",
    "stale-counter": "a card whose counter sees less than its power does",
}
"""What each scenario of the simulated machine shows."""
