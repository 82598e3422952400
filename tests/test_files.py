"""Writing files: all or nothing, and nothing of the user's is touched."""

import os

import pytest

from cppn_keras import files
from cppn_keras.errors import UserError

NOBODY = 99_999_999  # no process has this number


def content(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_only_what_killed_writers_left_is_removed(tmp_path):
    """Names that look alike, a folder, and a file of a process that runs: all of these stay."""
    mine = [
        ".thesis.tmp.bak",
        ".1234.tmp.notes",
        ".cppn-keras-99999999-0123abcd.tmpl",
        f".cppn-keras-{NOBODY}-0123abc.tmp",
        f"cppn-keras-{NOBODY}-0123abcd.tmp",
        f".cppn-keras-{os.getppid()}-0123abcd.tmp.png",
    ]
    left = [f".cppn-keras-{NOBODY}-0123abcd.tmp{end}" for end in ("", ".png", ".weights.h5")]
    for name in mine + left:
        (tmp_path / name).write_text(name)
    folder = tmp_path / f".cppn-keras-{NOBODY}-76543210.tmp"
    folder.mkdir()
    (folder / "precious").write_text("precious")
    files.remove_temporary(tmp_path)
    assert set(content(tmp_path)) == {*mine, f"{folder.name}/precious"}


def test_temporary_names_are_found_again_and_keep_the_ending(tmp_path):
    for name in ("a.png", "net.weights.h5", "x" * 250 + ".gif", "a." + "b" * 200 + ".npy"):
        seen = []
        files.replace_file(
            tmp_path / name, lambda path, seen=seen: seen.append(path.touch() or path)
        )
        assert files.TEMPORARY.fullmatch(seen[0].name)
        assert seen[0].suffix == (tmp_path / name).suffix
        assert name != "net.weights.h5" or seen[0].name.endswith(".weights.h5")


def test_files_that_belong_together_change_together(tmp_path):
    for name in "ab":
        (tmp_path / name).write_text("old")

    def fail(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    writers = {tmp_path / "a": lambda path: path.write_text("new"), tmp_path / "b": fail}
    with pytest.raises(UserError, match=r"cannot write .*b: No space left on device"):
        files.replace_files(writers)
    assert content(tmp_path) == {"a": "old", "b": "old"}


def test_a_failed_write_leaves_no_folder(tmp_path):
    def fail(path):
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError):
        files.replace_file(tmp_path / "new" / "deep" / "a.png", fail)
    assert not list(tmp_path.iterdir())
    (tmp_path / "mine").mkdir()
    with pytest.raises(UserError):
        files.replace_file(tmp_path / "mine" / "deep" / "a.png", fail)
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]


def test_a_check_makes_nothing_and_sees_what_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    files.check_folder(tmp_path / "new" / "deep")
    files.check_target(tmp_path / "new" / "a.png", ".png")
    for wrong in (tmp_path / "file" / "a", tmp_path / ("x" * 300) / "a", "/proc/a", "a\0b"):
        with pytest.raises(UserError, match="cannot write to"):
            files.check_folder(wrong)
    for wrong in (tmp_path / ("x" * 300 + ".png"), "a\0b.png"):
        with pytest.raises(UserError, match="cannot write"):
            files.check_target(wrong, ".png")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_made_for_nothing_goes_again(tmp_path):
    with pytest.raises(RuntimeError), files.exclusive_lock(tmp_path / "new" / "run"):
        raise RuntimeError
    assert not list(tmp_path.iterdir())
    with files.exclusive_lock(tmp_path / "new" / "run"):
        (tmp_path / "new" / "run" / "a").write_text("kept")
    assert content(tmp_path) == {"new/run/a": "kept"}


def test_what_does_not_fit_on_the_disk_is_refused(tmp_path):
    files.check_space(tmp_path / "new" / "a.npy", 1)
    with pytest.raises(UserError, match=r"needs 1,048,576.0 GB, the disk has .* left"):
        files.check_space(tmp_path / "new" / "a.npy", 2**50)
