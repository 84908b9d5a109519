"""Apache Spark, started here or found at its master."""

from __future__ import annotations

import os
import sys
from typing import Any

from wattlas.errors import InputError, needs_extra

MASTER = "local[*]"
LOCAL_PARTS = "8"
"""Parts of a sum on one machine; on a cluster Spark's own setting stays."""


def spark_session(master: str) -> Any:
    """Start Spark, or take the session that this process has.

    Raises
    ------
    MissingExtraError
        If pyspark is not installed.
    InputError
        If it does not start: without Java, or where the master does not answer.
    """
    with needs_extra("Summing on Spark", "spark"):
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    builder = SparkSession.builder.master(master).appName("wattlas")
    settings = {"spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    settings["spark.ui.showConsoleProgress"] = "false"
    if master.startswith("local"):
        settings["spark.sql.shuffle.partitions"] = LOCAL_PARTS
        # Else its workers are the first Python of the path, which may lack all of this.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError, ValueError) as error:
        raise InputError(
            "Spark does not start at {master}: {value} It needs Java 17 or later "
            "(Debian: default-jre-headless).",
            master=master,
            value=str(error).splitlines()[0],
        ) from error
