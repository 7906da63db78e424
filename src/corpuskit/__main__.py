"""Where the program starts: `corpuskit …` and `python -m corpuskit …`.

Workers import this module again, and `--version` is asked for in scripts: so it imports next to nothing itself.
"""

from __future__ import annotations

import sys

from corpuskit.cli.outcome import settle


def main() -> None:
    """Run the command that the command line names, and end with its exit status."""
    sys.exit(settle(_answer))


def _answer() -> int:
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from corpuskit import __version__
        from corpuskit.cli.terminal import write

        write([f"corpuskit {__version__}\n"])
        return 0
    from corpuskit.cli.program import run

    return run(arguments)


if __name__ == "__main__":
    main()
