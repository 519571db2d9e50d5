#!/usr/bin/env python3
"""Runs every test of a build and counts the cases: unit tests (GoogleTest), corpus replays of the fuzz targets, end-to-end
tests (test/e2e), the page in a browser (test/browser). Closes with "N passed, N failed"; exit status 1 on a failure.

    python3 tools/run_tests.py --build build/release [--long] [--only unit,e2e]"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Count:
    passed = failed = 0

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed


def run(command, timeout=1800, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=timeout, **more)


def unit_tests(build, count):
    for binary in sorted((build / "src").glob("*/*_test")):
        done = run([str(binary)], cwd=ROOT)
        passed = sum(int(n) for n in re.findall(r"\[  PASSED  \] (\d+) test", done.stdout))
        failed = len(set(re.findall(r"^\[  FAILED  \] (\S+?)(?: \(|$)", done.stdout, re.M)))
        if done.returncode != 0 and failed == 0:
            failed = 1  # it crashed
        count.add(passed, failed)
        print(f"{binary.name}: {passed} passed, {failed} failed")
        if failed:
            print(done.stdout[-6000:])


def fuzz_replays(build, count):
    for binary in sorted((build / "src").glob("*/fuzz_*")):
        if not os.access(binary, os.X_OK) or binary.is_dir():
            continue
        module, _, stem = binary.name[len("fuzz_"):].partition("_")
        done = run([str(binary), str(ROOT / "src" / module / "fuzz" / "corpus" / stem)])
        count.add(int(done.returncode == 0), int(done.returncode != 0))
        print(f"{binary.name}: {done.stdout.strip()[-200:]}")


def python_tests(folder, build, count, long):
    """Each file prints a line "ok NAME" or "not ok NAME" for each test."""
    for script in sorted((ROOT / "test" / folder).glob("*_test.py")):
        done = run([sys.executable, str(script), "--build", str(build)] + (["--long"] if long else []), timeout=3000)
        passed = len(re.findall(r"^ok ", done.stdout, re.M))
        failed = len(re.findall(r"^not ok ", done.stdout, re.M))
        if done.returncode != 0 and failed == 0:
            failed = 1
        count.add(passed, failed)
        print(f"{folder}/{script.name}: {passed} passed, {failed} failed")
        if failed:
            print(done.stdout[-6000:])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", type=pathlib.Path, required=True)
    arguments.add_argument("--long", action="store_true")
    arguments.add_argument("--only", default="unit,fuzz,tools,e2e,browser")
    options = arguments.parse_args()
    build = options.build.resolve()
    only = options.only.split(",")
    count = Count()
    start = time.time()
    if "unit" in only:
        unit_tests(build, count)
    if "fuzz" in only:
        fuzz_replays(build, count)
    for folder in ("tools", "e2e", "browser"):
        if folder in only:
            python_tests(folder, build, count, options.long)
    print(f"{time.time() - start:.0f} s")
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
