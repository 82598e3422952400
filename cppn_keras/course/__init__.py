"""What lessons and exercises stand on: options, data and files; checkers and solutions."""
