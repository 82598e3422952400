"""The one exception that carries a message for the person at the keyboard."""

import os


class UserError(Exception):
    """Something the user can mend: one line that says what was wrong and what to do.

    The command line prints it without a traceback and exits with status 1.
    """


def one_line(error: BaseException) -> str:
    """The text of an exception on one line of at most 200 characters, for use in a message.

    Its class where it has no text; what the system says where a library says too much.
    """
    text = " ".join(str(getattr(error, "strerror", None) or error).split())
    if len(text) > 100 and (code := getattr(error, "errno", None)):
        text = os.strerror(code)
    text = text.encode("utf-8", "backslashreplace").decode()
    return (text[:199] + "…" if len(text) > 200 else text) or type(error).__name__
