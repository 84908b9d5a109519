"""``python -m wattlas``: the command line, where its script is on no path."""

from wattlas.cli.main import main

if __name__ == "__main__":
    main()
