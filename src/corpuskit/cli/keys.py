"""One key from the terminal, as it is pressed, without waiting for the end of a line."""

from __future__ import annotations

import sys


def pressed() -> str:
    """The next key, lower case; "" where the terminal is gone. Ctrl-C interrupts, as ever."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return _on_windows()
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    try:
        tty.setcbreak(file, termios.TCSADRAIN)  # a key pressed a moment too early counts
        return sys.stdin.read(1).lower()
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)


def _on_windows() -> str:
    import importlib

    key: str = importlib.import_module("msvcrt").getwch()
    if key == "\x03":
        raise KeyboardInterrupt
    return key.lower()
