"""Whose a series is: the machine, the device and the job that its labels name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.errors import InputError
from wattlas.metering.ledger.imports.metrics import UUID, Metric
from wattlas.metering.ledger.imports.series import Series

HOSTS = (
    *("node", "node_name", "exported_node", "kubernetes_node", "nodename", "host"),
    *("Hostname", "hostname", "instance"),
)
EXPORTER = re.compile(r"exporter", re.IGNORECASE)
PORT = re.compile(r":\d+$")
PODS = ("exported_pod", "pod_name", "pod")
NAMESPACES = ("exported_namespace", "pod_namespace", "namespace")
CONTAINERS = ("exported_container", "container_name", "container")
JOBS = ("hpc_job", "slurm_job_id", "slurm_job")
OF_SCRAPES = frozenset(
    ("job", "instance", "prometheus", "replica", "prometheus_replica", "endpoint",
     "service", "cluster", "pod_uid", "pod_ip", "state", "bmc_id")
)  # fmt: skip
"""Labels of how a metric was scraped: the same device may have several."""
IDENTITY = re.compile(r"(GPU-)?[0-9a-fA-F][0-9a-fA-F-]{15,}|GPU-\S+")


@dataclass(frozen=True, order=True)
class Owner:
    """Who held a device: a job of a cluster, or a pod with its namespace."""

    job: str
    project: str = ""
    container: str = ""


def host_of(series: Series, given: str) -> str:
    """Return the machine that labels name; the one that is given, where they do not.

    The name of an exporter's own pod is none.

    Raises
    ------
    InputError
        If neither says it: readings of two machines would be taken for one's.
    """
    for label in HOSTS:
        value = PORT.sub("", series.labels.get(label, ""))
        if value and not (label.lower() == "hostname" and EXPORTER.search(value)):
            return value
    if given:
        return given
    raise InputError(
        "{metric} has no label that names its machine: say which with --host.",
        metric=series.metric,
    )


def owner_of(series: Series) -> Owner | None:
    """Return the job or pod that held a device; None where labels name none."""
    job = _first(series.labels, JOBS)
    if job:
        return Owner(job)
    for names in zip(PODS, NAMESPACES, CONTAINERS, strict=True):
        pod, namespace, container = (series.labels.get(name, "") for name in names)
        if pod and not EXPORTER.search(pod):
            return Owner(f"{namespace}/{pod}".lstrip("/"), namespace, container)
        if pod and names[0] == "exported_pod":
            return None
    return None


def device_key(series: Series, metric: Metric, host: str) -> tuple[str, str]:
    """Return what names a device over all that read it, and what people call it.

    Raises
    ------
    InputError
        If several could be meant.
    """
    for label in metric.device or ():
        value = series.labels.get(label, "")
        if value and label in UUID and IDENTITY.fullmatch(value):
            return value, _name(series, metric)
    if metric.device is None:
        parts = _told_apart(series.labels)
    else:
        parts = [series.labels[n] for n in metric.device if series.labels.get(n)]
    if not parts and metric.scope == "gpu":
        raise InputError(
            "{metric} has no label that names its card, such as UUID or gpu.",
            metric=series.metric,
        )
    place = "-".join([metric.scope, *parts])
    return f"{host}/{place}", _name(series, metric) if parts else metric.scope


def _told_apart(labels: Mapping[str, str]) -> list[str]:
    """Return the values of labels that may tell two devices apart."""
    passed = OF_SCRAPES.union(HOSTS)
    return [value for name, value in sorted(labels.items()) if name not in passed]


def _name(series: Series, metric: Metric) -> str:
    number = next(
        (series.labels[n] for n in metric.device or () if series.labels.get(n)
         and n not in UUID), ""
    )  # fmt: skip
    model = series.labels.get("modelName") or series.labels.get("gpu_name") or ""
    return f"{model or metric.scope} {number}".strip()


def _first(labels: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((labels[n] for n in names if labels.get(n)), "")
