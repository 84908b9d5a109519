"""Ranks of a parallel run, from the environment of torchrun, Slurm and MPI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas.plain import Plain

_LAUNCHERS = (
    ("torchrun", "RANK", "LOCAL_RANK", "WORLD_SIZE", "TORCHELASTIC_RUN_ID"),
    (
        "openmpi",
        "OMPI_COMM_WORLD_RANK",
        "OMPI_COMM_WORLD_LOCAL_RANK",
        "OMPI_COMM_WORLD_SIZE",
        "PMIX_NAMESPACE",
    ),
    ("mpich", "PMI_RANK", "MPI_LOCALRANKID", "PMI_SIZE", "PMI_JOBID"),
    ("slurm", "SLURM_PROCID", "SLURM_LOCALID", "SLURM_NTASKS", "SLURM_JOB_ID"),
)
"""Launcher and its variables for rank, rank on the host, ranks, and job."""


@dataclass(frozen=True)
class Rank(Plain):
    """Which of a job's processes this is; a run without ranks is rank 0 of 1."""

    rank: int = 0
    local_rank: int = 0
    size: int = 1
    job: str = ""
    launcher: str = ""

    @property
    def reads(self) -> bool:
        """Whether this process reads the counters of its host: one of them does."""
        return self.local_rank == 0

    @property
    def root_pid(self) -> int | None:
        """The root of the run's processes on this host, None for this process.

        The ranks of a host are children of one launcher: its tree holds them all.
        """
        return os.getppid() if self.size > 1 else None


def _named_job(env: Mapping[str, str], variable: str) -> str:
    """Return what the ranks of one job share: its name, else where they meet."""
    name = env.get(variable, "")
    if name in ("", "none"):  # torchrun calls a job without a name so
        name = ":".join(filter(None, map(env.get, ("MASTER_ADDR", "MASTER_PORT"))))
    return name


def rank_of(environment: Mapping[str, str] | None = None) -> Rank:
    """Return the rank that the environment tells.

    >>> rank_of({"RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8"}).reads
    False
    >>> rank_of({}).reads
    True
    """
    env = os.environ if environment is None else environment
    for launcher, rank, local, size, job in _LAUNCHERS:
        numbers = [env.get(name, "") for name in (rank, local, size)]
        if all(n.isdigit() for n in numbers[:2]):
            count = int(numbers[2]) if numbers[2].isdigit() else 1
            name = env.get("SLURM_JOB_ID") or _named_job(env, job)
            return Rank(int(numbers[0]), int(numbers[1]), count, name, launcher)
    return Rank(job=env.get("SLURM_JOB_ID", ""))
