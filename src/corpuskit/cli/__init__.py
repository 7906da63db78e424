"""The command line: one command a file, and what they share. Nothing is imported here, so that `--version` is quick."""
