#!/usr/bin/env python3
"""Character error rate of the recogniser on the sample calls, by role, and the time it takes.

    python3 tools/measure_recognition.py --build build/release [--sounds samples] [--truth examples/tts/truth.json]

Each channel's words are compared as one string with what was written: punctuation and case do not count, and a number in
digits counts as right when one of its readings (8230 = 八千二百三十, or digit by digit) is what was written. Prints edits,
characters, rate, and processor seconds per second of recording (one thread, no cache)."""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys

DIGITS = "零一二三四五六七八九"


def cardinal(number):
    """8230 -> 八千二百三十, up to 99,999,999."""
    if number == 0:
        return "零"

    def section(value):
        text, gap = "", False
        for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            digit = value // power % 10
            if digit:
                text += ("零" if gap and text else "") + DIGITS[digit] + unit
                gap = False
            elif text:
                gap = True
        return text

    high, low = divmod(number, 10000)
    text = (section(high) + "万" if high else "") + (("零" if high and low < 1000 and low else "") + section(low) if low else "")
    return text[1:] if text.startswith("一十") else text


def readings(digits):
    spoken = "".join(DIGITS[int(c)] for c in digits)
    found = {spoken, spoken.replace("一", "幺")}
    if len(digits) <= 8:
        found.add(cardinal(int(digits)))
        found.add(cardinal(int(digits)).replace("二千", "两千").replace("二万", "两万"))
    return found


def plain(text):
    return re.sub(r"[^\u4e00-\u9fff0-9a-zA-Z]", "", text).lower().replace("幺", "一").replace("两", "二")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def best(reference, heard):
    """The heard text with each number in the reading that comes closest."""
    heard = re.sub(r"(?<=\d),(?=\d)", "", heard)
    at = 0
    while match := re.search(r"\d+", heard[at:]):
        start, end = at + match.start(), at + match.end()
        choices = [heard[:start] + one + heard[end:] for one in sorted(readings(match.group()))]
        heard = min(choices, key=lambda text: distance(plain(reference), plain(text)))
        at = start + 1
    return plain(reference), plain(heard)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", type=pathlib.Path, required=True)
    arguments.add_argument("--sounds", type=pathlib.Path, default=pathlib.Path("samples"))
    arguments.add_argument("--truth", type=pathlib.Path, default=pathlib.Path("examples/tts/truth.json"))
    arguments.add_argument("--show", action="store_true")
    options = arguments.parse_args()
    truth = json.loads(options.truth.read_text(encoding="utf-8"))
    files = [str(options.sounds / name) for name in truth]
    command = [str(options.build / "bin/redline"), "transcribe", *files, "--no-cache", "-j", "1", "--roles", "left=agent,right=customer"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ)
    heard = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = {"agent": [0, 0], "customer": [0, 0]}
    for name, facts in truth.items():
        for role in total:
            written = "".join(turn["text"] for turn in facts["turns"] if turn["role"] == role)
            said = "".join(one["text"] for one in heard.get(name, {"utterances": []})["utterances"] if one["role"] == role)
            reference, recognised = best(written, said)
            total[role][0] += distance(reference, recognised)
            total[role][1] += len(reference)
            if options.show:
                print(name, role, f"{distance(reference, recognised) / len(reference):.2f}", recognised, sep="\t")
    for role, (edits, characters) in total.items():
        print(f"{role:9} {edits:5} of {characters:5} characters wrong: {100 * edits / characters:.1f} %")
    edits, characters = (sum(one[i] for one in total.values()) for i in (0, 1))
    seconds = sum(facts["seconds"] for facts in truth.values())
    print(f"both      {edits:5} of {characters:5} characters wrong: {100 * edits / characters:.1f} %")
    print(f"{usage.ru_utime + usage.ru_stime:.1f} processor seconds for {seconds:.1f} s of recording: {(usage.ru_utime + usage.ru_stime) / seconds:.3f} a second, peak memory {usage.ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
