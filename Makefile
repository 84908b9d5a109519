# One command checks everything: `make check`. CI runs the same targets.
.PHONY: check format-check lint types imports test xcheck format docs catalogue notebook site \
	bench golden

check: format-check lint types imports test xcheck site

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

# Against independent programs: heavy, in a dependency group of their own.
xcheck:
	uv run --group xcheck pytest -m xcheck

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
