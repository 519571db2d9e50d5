"""A small harness: functions named test_* are run in order (test_long_* with --long only); each prints "ok NAME" or "not ok NAME" with the reason."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Bench:
    """What every test gets: the program, a folder of its own, and a home of its own that shares the installed models."""

    def __init__(self, build, long):
        self.build, self.long = build, long
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="redline-home-"))
        models = os.environ.get("REDLINE_HOME")
        models = pathlib.Path(models) / "data" if models else pathlib.Path(os.environ.get("XDG_DATA_HOME", pathlib.Path.home() / ".local/share")) / "redline"
        (self.home / "data").symlink_to(models)
        self.folder = None

    def run(self, *arguments, status=0, **more):
        environment = {**os.environ, "REDLINE_HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        done = subprocess.run([str(self.build / "bin" / "redline"), *map(str, arguments)], capture_output=True, text=True, env=environment, cwd=self.folder, timeout=1200, **more)
        if status is not None:
            assert done.returncode == status, f"status {done.returncode}, expected {status}\n{done.stdout[-800:]}\n{done.stderr[-2000:]}"
        return done

    def inspect(self, *arguments, status=0):
        """The findings contract by id."""
        done = self.run("inspect", "--format", "jsonl", *arguments, status=status)
        return {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def codes(finding):
    return sorted(one["code"] for one in finding["findings"] if one["verdict"] == "hit")


def main(tests):
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", type=pathlib.Path, required=True)
    arguments.add_argument("--long", action="store_true")
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    bench = Bench(options.build.resolve(), options.long)
    failed = 0
    for name, test in list(tests.items()):
        if not name.startswith("test_") or options.only not in name:
            continue
        if name.startswith("test_long_") and not options.long:
            continue
        bench.folder = pathlib.Path(tempfile.mkdtemp(prefix="redline-test-"))
        try:
            test(bench)
            print("ok", name, flush=True)
        except Exception:  # noqa: BLE001: a failing test must not stop the next one
            failed += 1
            print("not ok", name, flush=True)
            traceback.print_exc(file=sys.stdout)
        shutil.rmtree(bench.folder, ignore_errors=True)
    shutil.rmtree(bench.home, ignore_errors=True)
    return 1 if failed else 0
