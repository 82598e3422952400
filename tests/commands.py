"""Commands, run in the process of the tests."""

from cppn_keras import cli


def run(*arguments) -> int:
    """The exit status of a command."""
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return stop.code
