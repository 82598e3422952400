"""The one exception that carries a message for the person at the keyboard."""


class UserError(Exception):
    """Something the user can mend: one line that says what was wrong and what to do.

    The command line prints it without a traceback and exits with status 1.
    """
