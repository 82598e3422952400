"""The one exception that carries a message for the person at the keyboard."""

import os

MOST = 800  # characters of a message


class UserError(Exception):
    """Something the user can mend: one line that says what was wrong and what to do.

    The command line prints it without a traceback and exits with status 1. What a message repeats
    of the user's cannot break the line: signs that do not print are escaped.
    """

    def __init__(self, message: str):
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)
        super().__init__(shown if len(shown) <= MOST else shown[: MOST - 1] + "…")


def one_line(error: BaseException) -> str:
    """The text of an exception on one line of at most 200 characters, for use in a message.

    Its class where it has no text; what the system says where a library says too much.
    """
    text = " ".join(str(getattr(error, "strerror", None) or error).split())
    if len(text) > 100 and (code := getattr(error, "errno", None)):
        text = os.strerror(code)
    return (text[:199] + "…" if len(text) > 200 else text) or type(error).__name__
