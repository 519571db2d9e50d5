"""The report in a real browser: makes a report over many contacts and drives it with Playwright (report.mjs)."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import ROOT, Bench  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def main():
    build = pathlib.Path(sys.argv[sys.argv.index("--build") + 1]).resolve()
    bench = Bench(build, False)
    bench.folder = bench.home
    base = [json.loads(line) for line in (ROOT / "data/conversations.jsonl").read_text(encoding="utf-8").splitlines()]
    contacts = [{**base[i % len(base)], "id": f"c-{i:05d}"} for i in range(3000)]
    contacts.append({"id": "evil", "utterances": [{"role": "agent", "text": "明天拘留你</script><img src=x onerror=alert(1)>"}]})
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in contacts) + '{"id":"broken","utterances":[]}\n'
    folder = bench.folder / "in"
    folder.mkdir()
    (folder / "contacts.jsonl").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "samples/call-03.wav", folder / "heard.wav")
    (folder / "manifest.csv").write_text("file,id,direction\nheard.wav,heard,outbound\n", encoding="utf-8")
    bench.run("inspect", folder, "-o", bench.folder / "out", "--roles", "left=agent,right=customer", status=2)
    shots = build / "screenshots"
    shots.mkdir(exist_ok=True)
    path = f"{ROOT / '.deps/node/bin'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    if not (HERE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=HERE, env=environment, check=True)
    done = subprocess.run(["node", str(HERE / "report.mjs"), str(bench.folder / "out"), str(shots)], env=environment, timeout=600)
    shutil.rmtree(bench.home, ignore_errors=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
