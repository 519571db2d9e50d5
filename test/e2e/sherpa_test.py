"""A user's own model through the sherpa-onnx engine: Whisper base converted by tools/models/whisper_to_sherpa.py, added by
an entry of his own and installed from a folder. Runs with --long, since the conversion takes a virtual environment."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import ROOT, main  # noqa: E402


def converted(bench):
    """The converted folder: $REDLINE_SHERPA_MODEL, or made here."""
    if os.environ.get("REDLINE_SHERPA_MODEL"):
        return pathlib.Path(os.environ["REDLINE_SHERPA_MODEL"])
    venv, folder = bench.folder / "venv", bench.folder / "model"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin/pip", "install", "--quiet", "numpy", "onnx"], check=True)
    weights = bench.home / "data/models/whisper-base/ggml-base.bin"
    subprocess.run([venv / "bin/python", ROOT / "tools/models/whisper_to_sherpa.py", weights, folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def test_long_own_model_by_an_entry_hears_a_call(bench):
    folder = converted(bench)
    files = [{"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in sorted(folder.iterdir())]
    home = bench.folder / "home"
    (home / "data/models").mkdir(parents=True)
    (home / "data/models/silero-vad").symlink_to(bench.home / "data/models/silero-vad")
    entry = {"id": "my-whisper", "kind": "recogniser", "engine": "sherpa", "licence": "MIT", "main_file": "whisper-encoder.onnx", "files": files}
    (home / "data/models.json").write_text(json.dumps({"models": [entry]}))
    environment = {**os.environ, "REDLINE_HOME": str(home)}
    program = str(bench.build / "bin/redline")
    subprocess.run([program, "models", "install", "my-whisper", "--from", str(folder)], env=environment, check=True)
    done = subprocess.run([program, "transcribe", str(ROOT / "samples/call-01.wav"), "--recogniser", "my-whisper", "--roles", "left=agent,right=customer"], env=environment, check=True, capture_output=True, text=True)
    heard = "".join(one["text"] for one in json.loads(done.stdout)["utterances"])
    # Whisper's split characters are lost on the way through sherpa-onnx (sherpa_engine.cpp); whole ones are not.
    assert all(words in heard for words in ("出差忘记了", "官方客服热线", "给您登记")), heard
    assert done.stderr.count("sherpa") == 0


if __name__ == "__main__":
    sys.exit(main(globals()))
