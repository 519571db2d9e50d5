"""The program over recordings with the real models: the sample calls and what can go wrong with sound."""

import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import ROOT, codes, main  # noqa: E402

SAMPLES = ROOT / "samples"
ROLES = ("--roles", "left=agent,right=customer")


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, arguments)], check=True)


def with_manifest(bench, name, file, row_of):
    """A manifest of one row: the facts of a sample for another file."""
    header, *rows = (SAMPLES / "manifest.csv").read_text(encoding="utf-8").splitlines()
    row = next(one for one in rows if one.startswith(row_of))
    return bench.write(name, header + "\n" + row.replace(row_of, file, 1) + "\n")


def one(bench, file, row_of, *arguments):
    manifest = with_manifest(bench, file.name + ".csv", file.name, row_of)
    return next(iter(bench.inspect(file, "--manifest", manifest, *arguments).values()))


def test_sample_calls_are_told_apart(bench):
    truth = json.loads((ROOT / "examples/tts/truth.json").read_text(encoding="utf-8"))
    done = bench.run("inspect", SAMPLES, "--format", "jsonl", *ROLES)
    found = {line["id"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert len(found) == len(truth)
    expected = hit = false = 0
    for file, facts in truth.items():
        got = set(codes(found[file.replace("call", "sample").replace(".wav", "")]))
        wanted = set(facts["codes"])
        expected += len(wanted)
        hit += len(got & wanted)
        false += len(got - wanted)
        if not wanted:
            assert not got, (file, got)  # a clean call stays clean
    assert hit >= 0.7 * expected and false <= 4, (expected, hit, false)


def test_swapped_channels_with_swapped_roles_give_the_same_codes(bench):
    swapped = bench.folder / "swapped.wav"
    ffmpeg("-i", SAMPLES / "call-03.wav", "-af", "pan=stereo|c0=c1|c1=c0", "-c:a", "pcm_alaw", swapped)
    right = one(bench, SAMPLES / "call-03.wav", "call-03.wav", *ROLES)
    other = one(bench, swapped, "call-03.wav", "--roles", "left=customer,right=agent")
    assert codes(other) == codes(right) and "ABUSE" in codes(right)
    assert codes(one(bench, swapped, "call-03.wav", *ROLES)) != codes(right)
    guessed = one(bench, swapped, "call-03.wav")
    assert codes(guessed) == codes(right)


def test_mono_leaves_verdicts_that_need_a_role_uncertain(bench):
    mono = bench.folder / "mono.wav"
    ffmpeg("-i", SAMPLES / "call-03.wav", "-ac", "1", "-c:a", "pcm_alaw", mono)
    found = one(bench, mono, "call-03.wav")
    by_words = [one["verdict"] for one in found["findings"] if one["code"] in ("ABUSE", "FALSE_LEGAL")]
    assert by_words and set(by_words) == {"uncertain"}, found["findings"]


def test_other_containers_give_the_same_codes(bench):
    right = codes(one(bench, SAMPLES / "call-05.wav", "call-05.wav", *ROLES))
    for name, options in (("a.flac", []), ("a.mp3", ["-b:a", "64k"]), ("a.ogg", ["-c:a", "libopus", "-b:a", "48k"]), ("a.m4a", ["-b:a", "64k"])):
        file = bench.folder / name
        ffmpeg("-i", SAMPLES / "call-05.wav", *options, file)
        assert codes(one(bench, file, "call-05.wav", *ROLES)) == right, name


def test_silence_in_front_moves_all_times_and_nothing_else(bench):
    shifted = bench.folder / "shifted.wav"
    ffmpeg("-i", SAMPLES / "call-03.wav", "-af", "adelay=7300:all=1", "-c:a", "pcm_alaw", shifted)
    before = one(bench, SAMPLES / "call-03.wav", "call-03.wav", *ROLES)
    after = one(bench, shifted, "call-03.wav", *ROLES)
    for finding in after["findings"]:
        for span in finding["spans"]:
            span["start_ms"] -= 7300
            span["end_ms"] -= 7300
    assert after["findings"] == before["findings"] and after["signals"] == before["signals"]


def test_silence_tones_and_noise_give_no_utterance(bench):
    sounds = {"silence.wav": "anullsrc=r=8000:d=120", "tone.wav": "sine=f=450:r=8000:d=20", "pink.wav": "anoisesrc=c=pink:r=8000:a=0.2:d=20", "white.wav": "anoisesrc=c=white:r=8000:a=0.05:d=20",
              "busy.wav": "aevalsrc=0.3*sin(2*PI*450*t)*lt(mod(t\\,0.7)\\,0.35):s=8000:d=20"}
    for name, source in sounds.items():
        ffmpeg("-f", "lavfi", "-i", source, "-c:a", "pcm_alaw", bench.folder / name)
    found = bench.inspect(bench.folder, status=2)
    assert {name: one["error"]["reason"] for name, one in found.items() if one["error"]} == dict.fromkeys(sounds, "audio.no_speech")


def test_broken_inputs_are_named_and_the_good_call_is_inspected(bench):
    folder = bench.folder / "in"
    folder.mkdir()
    shutil.copy(SAMPLES / "call-01.wav", folder / "good.wav")
    bytes_of = (SAMPLES / "call-02.wav").read_bytes()
    (folder / "cut.wav").write_bytes(bytes_of[: len(bytes_of) // 2])
    (folder / "empty.wav").write_bytes(b"")
    (folder / "picture.wav").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"x" * 400)
    rows = "file,id,agent.employer_name\n" + "".join(f"{name},{name[:-4]},恒正信息服务\n" for name in ("good.wav", "cut.wav", "empty.wav", "picture.wav", "gone.wav"))
    manifest = bench.write("manifest.csv", rows.encode("gb18030"))
    found = bench.inspect(folder, "--manifest", manifest, *ROLES, status=2)
    reasons = {name: one["error"]["reason"] for name, one in found.items() if one["error"]}
    assert reasons == {"cut": "audio.truncated", "empty": "audio.empty", "picture": "audio.not_audio", "manifest.csv:6": "manifest.orphan_row"}, reasons
    assert found["good"]["error"] is None and found["good"]["models"]["recogniser"].startswith("whisper.cpp")


def test_without_engines_transcripts_still_work(bench):
    text = bench.write("t.txt", "坐席：明天就拘留你\n")
    import os
    os.environ["REDLINE_ENGINES"] = str(bench.folder)
    try:
        assert "FALSE_LEGAL" in codes(next(iter(bench.inspect(text).values())))
        found = bench.inspect(SAMPLES / "call-01.wav", status=2)
        assert next(iter(found.values()))["error"]["reason"] == "speech.engine_missing"
    finally:
        del os.environ["REDLINE_ENGINES"]


def test_works_without_any_network(bench):
    command = ["unshare", "-rn", str(bench.build / "bin" / "redline"), "inspect", str(SAMPLES / "call-01.wav"), "--no-cache"]
    import os
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "REDLINE_HOME": str(bench.home)}, timeout=600)
    assert done.returncode == 0, done.stderr


def test_models_with_a_wrong_hash_are_refused(bench):
    import os
    home = bench.folder / "home"
    (home / "data").mkdir(parents=True)
    (bench.folder / "bad").mkdir()
    (bench.folder / "bad/silero_vad.onnx").write_bytes(b"no model")
    environment = {**os.environ, "REDLINE_HOME": str(home)}
    done = subprocess.run([str(bench.build / "bin/redline"), "models", "install", "silero-vad", "--from", str(bench.folder / "bad")], capture_output=True, text=True, env=environment)
    assert done.returncode == 2 and "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3" in done.stderr and "silero_vad.onnx" in done.stderr
    assert not list((home / "data/models").glob("*"))
    own = {"models": [{"id": "mine", "kind": "vad", "engine": "silero", "licence": "MIT", "main_file": "m.onnx", "files": [{"name": "m.onnx", "size": 8, "sha256": "ab" * 32}]}]}
    (home / "data/models.json").write_text(json.dumps(own))
    listed = subprocess.run([str(bench.build / "bin/redline"), "models", "list", "--json"], capture_output=True, text=True, env=environment)
    assert "mine" in {one["id"] for one in json.loads(listed.stdout)}
    (home / "data/models.json").write_text('{"models":[{"id":"mine"}]}')
    broken = subprocess.run([str(bench.build / "bin/redline"), "models", "list"], capture_output=True, text=True, env=environment)
    assert broken.returncode == 2 and "models[0].kind" in broken.stderr


if __name__ == "__main__":
    sys.exit(main(globals()))
