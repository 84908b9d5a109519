# One command checks everything: `make check`. CI runs the same targets.
.PHONY: check format-check lint types imports test wheel campus cluster xcheck architectures spark browser \
	hidden rows clients format docs catalogue frameworks notebook site bench golden laws \
	mutants lowest

check: format-check lint types imports test wheel campus cluster xcheck architectures hidden rows clients site

format-check:
	uv run ruff format --check

lint:
	uv run ruff check

types:
	uv run mypy

imports:
	uv run lint-imports

test:
	uv run pytest

# The example of a path over ten years, a minute of planning.
campus:
	uv run pytest -m campus -n0 tests/cli/test_examples.py

# A hundred sites on a Dask cluster of two workers, of the extra of that name.
cluster:
	uv run pytest -m cluster -n0 tests/planning/test_spans.py

# A bare installation: the wheel in an environment of its own, every verb of it.
wheel:
	uv run pytest -m wheel -n0 tests/test_wheel.py

# Against independent programs: heavy, in a dependency group of their own.
xcheck:
	uv run --group xcheck pytest -m xcheck

# The reader of config.json against the classes of transformers.
architectures:
	uv run --group architectures pytest -m architectures tests/chain

# Closed models by hiding open ones, against the constants that ship.
hidden:
	uv run pytest -m hidden -n0 tests/accuracy

# Every shared row of measurements, where they are there.
rows:
	uv run pytest -m rows -n0 tests/accuracy

# Watched calls of the real clients of model makers, against a stub of their servers.
clients:
	uv run --group clients pytest -m clients -n0 tests/telemetry

# The ledger's sums on Apache Spark (500 MB, and a Java runtime) against DuckDB's.
spark:
	uv run --extra spark pytest -m spark -n0 tests/metering tests/estimation

# The pages as a person uses them, in Debian's chromium (npm's axe-core beside it).
browser:
	uv run --group browser pytest -m browser -n0 tests/service

# The callbacks in real trainers on a CPU: transformers, Lightning 2.1 and the newest
# (torch: 5.5 GB). Before a release; the versions go to docs/measure.md.
FRAMEWORKS = .venv-frameworks
frameworks:
	uv venv --clear $(FRAMEWORKS)
	uv pip install -p $(FRAMEWORKS) -e '.[measure]' pytest pytest-xdist hypothesis torch \
		transformers accelerate tensorboard 'lightning==2.1.4' 'setuptools<81'
	$(FRAMEWORKS)/bin/python -m pytest -m frameworks -n0 tests/metering/test_frameworks.py
	uv pip install -p $(FRAMEWORKS) --upgrade lightning
	$(FRAMEWORKS)/bin/python -m pytest -m frameworks -n0 tests/metering/test_frameworks.py

format:
	uv run ruff format
	uv run ruff check --fix

# The Chinese words that the program reads, from the text that people write.
catalogue:
	uv run python docs/catalogue.py

# The pictures and pages that are generated from the program itself.
docs:
	uv run python docs/generate.py

notebook:
	uv run --group docs python docs/notebook.py

# The pages of docs/ as a site, in site/; fails on a broken link.
site:
	NO_MKDOCS_2_WARNING=1 uv run --group docs mkdocs build --strict --quiet

golden:
	uv run pytest tests/golden --update-golden

bench:
	uv run --group xcheck --group bench python benchmarks/run.py all

# The laws on draws that no run has tried before.
laws:
	uv run pytest --hypothesis-profile=new-draws \
		$$(grep -lr --include='*.py' "from hypothesis" tests)

# Do the tests notice a change of the code? CONTRIBUTING.md says how to read it.
mutants:
	uv run --group mutants python benchmarks/mutants/run.py

# The lower bounds of pyproject.toml, on the oldest Python: quick tests of every room
# that meets a library. From another folder, whose settings pin no newer versions.
LOWEST = .venv-lowest
lowest:
	uv venv --clear --python 3.11 $(LOWEST)
	cd / && uv pip install -p $(CURDIR)/$(LOWEST) --resolution lowest-direct \
		--group $(CURDIR)/pyproject.toml:dev -e "$(CURDIR)[all]"
	$(LOWEST)/bin/python -m pytest -n0 tests/test_imports.py tests/test_draws.py \
		tests/quantity tests/study tests/metering tests/hours/test_weather_files.py \
		tests/planning/test_by_hand.py tests/projection/test_dataset.py \
		tests/report/test_charts.py tests/cli/test_terminal.py tests/cli/test_golden.py
