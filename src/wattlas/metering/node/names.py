"""What the name of a control group (cgroup v2) says: container, pod, job, service."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTAINER, POD, JOB, SERVICE, SCOPE, SLICE = (
    *("container", "pod", "job", "service", "scope", "slice"),
)
CONTAINER_NAME = re.compile(
    r"(?:(?:cri-containerd|crio|docker|libpod)-)?(?P<id>[0-9a-f]{64})(?:\.scope)?"
)
POD_NAME = re.compile(
    r"(?:kubepods-(?:burstable-|besteffort-)?)?pod(?P<id>[0-9a-f][0-9a-f_-]{30,35})"
    r"(?:\.slice)?"
)
RULES = (
    (POD_NAME, "pod", POD),
    (CONTAINER_NAME, "container", CONTAINER),
    (re.compile(r"job_(?P<id>\d+)"), "job", JOB),
    (re.compile(r"step_(?P<id>\w+)"), "step", JOB),
    (re.compile(r"user-(?P<id>\d+)\.slice"), "user", SLICE),
    (re.compile(r"(?P<id>.+\.service)"), "service", SERVICE),
    (re.compile(r".+\.scope"), "", SCOPE),
    (re.compile(r".+\.slice"), "", SLICE),
)
"""What a name says: which label it gives, and what kind of group it is."""


@dataclass(frozen=True)
class Labels:
    """Whose a control group is. `kind` is '' for one that says nothing of it."""

    kind: str = ""
    pod: str = ""
    container: str = ""
    job: str = ""
    step: str = ""
    service: str = ""
    user: str = ""

    @property
    def holds_all(self) -> bool:
        """Whether groups below are of no account: they are parts of one thing."""
        return bool(self.container or self.step or self.service)


def labels_of(path: str) -> Labels:
    """Return what a path of groups says, such as that of ``/proc/PID/cgroup``.

    >>> labels_of("/system.slice/slurmstepd.scope/job_17/step_0/user/task_0").job
    '17'
    >>> labels_of("/kubepods.slice/kubepods-podaaaaaaaa_bbbb_cccc_dddd_eeeeeeeeeeee"
    ...           ".slice").pod
    'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'
    >>> labels_of("/system.slice/ssh.service").service
    'ssh.service'
    """
    found: dict[str, str] = {}
    for name in path.strip("/").split("/"):
        for pattern, label, kind in RULES:
            match = pattern.fullmatch(name)
            if match is None or (label == "step" and "job" not in found):
                continue
            if label:
                found |= {label: match["id"], "kind": kind}
            else:
                found.setdefault("kind", kind)
            break
    pod = found.get("pod", "").replace("_", "-")
    return Labels(**{**found, "pod": pod})
