"""Plan where, when and on what power work runs: a linear program and its answer."""
