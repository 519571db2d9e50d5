"""The program over transcripts, as an outsider would try it: no speech model is needed."""

import json
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import ROOT, codes, main  # noqa: E402

CONVERSATIONS = ROOT / "data" / "conversations.jsonl"


def conversations():
    return [json.loads(line) for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines()]


def lines(objects):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def without_ids(findings):
    return [{key: value for key, value in one.items() if key != "id"} for one in findings]


def many(count):
    """`count` conversations with ids of their own."""
    base = conversations()
    return ({**base[i % len(base)], "id": f"contact-{i:06d}"} for i in range(count))


def test_labels_and_ids_change_nothing(bench):
    base = conversations()
    stripped = [{k: v for k, v in one.items() if k not in ("labels", "signals", "outcome")} | {"id": f"x-{i:04d}"} for i, one in enumerate(base)]
    one = bench.inspect(CONVERSATIONS)
    other = bench.inspect(bench.write("stripped.jsonl", lines(stripped)))
    assert len(one) == len(base)
    assert without_ids(one[k["id"]] for k in base) == without_ids(other[k["id"]] for k in stripped)


def test_the_same_words_from_the_other_mouth_are_no_evidence(bench):
    swap = {"agent": "customer", "customer": "agent"}
    base = conversations()
    swapped = [{**one, "utterances": [{**u, "role": swap[u["role"]]} for u in one["utterances"]]} for one in base]
    right = bench.inspect(CONVERSATIONS)
    other = bench.inspect(bench.write("swapped.jsonl", lines(swapped)))
    evidence = 0
    for findings, source in ((right, base), (other, swapped)):
        for one in source:
            for finding in findings[one["id"]]["findings"]:
                for span in finding["spans"]:
                    assert one["utterances"][span["utterance"]]["role"] == finding["role"], (one["id"], finding)
                    evidence += 1
    assert evidence > 20


def test_facts_that_are_dropped_make_verdicts_undecidable(bench):
    base = conversations()
    whole = bench.inspect(CONVERSATIONS)
    for group in ("history", "party"):
        dropped = bench.inspect(bench.write(f"{group}.jsonl", lines({k: v for k, v in one.items() if k != group} for one in base)))
        for name, finding in dropped.items():
            lost = {one["rule"] for one in whole[name]["findings"]} - {one["rule"] for one in finding["findings"]}
            open_rules = {one["rule"] for one in finding["undecidable"]}
            assert lost <= open_rules, (group, name, lost - open_rules)


def test_every_input_format_gives_the_same_codes(bench):
    bench.write("t/plain.txt", "坐席：您好，我是恒正公司的，本次通话会录音。\n客户：什么事？\n坐席：不还明天就\n拘留你。\n")
    bench.write("t/one.json", json.dumps({"id": "one", "utterances": [{"role": "agent", "text": "您好，我是恒正公司的，本次通话会录音。"}, {"role": "agent", "text": "不还明天就拘留你。"}]}))
    bench.write("t/list.json", json.dumps([{"id": "l1", "utterances": [{"role": "agent", "text": "不还明天就拘留你"}]}, {"id": "l2", "utterances": [{"role": "customer", "text": "喂"}]}], indent=1))
    bench.write("t/sms.csv", "id,role,text,sent_at\nm1,agent,\"不还明天就拘留你, 听到没有\",2026-03-05T10:00:00+08:00\nm1,customer,知道了,2026-03-05T10:05:00+08:00\n")
    found = bench.inspect(bench.folder / "t")
    assert sorted(found) == ["l1", "l2", "m1", "one", "plain.txt"], sorted(found)
    for name in ("l1", "m1", "one", "plain.txt"):
        assert "FALSE_LEGAL" in codes(found[name]), name
    assert found["m1"]["channel"] == "sms" and codes(found["l2"]) == []


def test_bad_records_are_named_and_the_rest_goes_on(bench):
    good = json.dumps({"id": "good", "utterances": [{"role": "agent", "text": "您好"}]})
    bad = [
        '{"id":"cut","utterances":[', '{"id":"no-list"}', '{"id":"role","utterances":[{"role":"boss","text":"x"}]}',
        '{"id":"time","utterances":[{"role":"agent","start_ms":900,"end_ms":100,"text":"x"}]}', '{"id":"blank","utterances":[{"role":"agent","text":"  "}]}',
        '{"id":"money","case":{"amount_due":"much"},"utterances":[{"role":"agent","text":"x"}]}', '{"id":"good","utterances":[{"role":"agent","text":"double"}]}']
    path = bench.write("mixed.jsonl", (good + "\n" + "\n".join(bad) + "\n").encode() + b'{"id":"bytes","utterances":[{"role":"agent","text":"\xff\xfe"}]}\n')
    done = bench.run("inspect", "--format", "jsonl", path, status=2)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 9 and sum(one["error"] is None for one in found) == 1
    reasons = {one["error"]["reason"] for one in found if one["error"]}
    assert reasons == {"transcript.not_json", "transcript.field", "transcript.bad_time", "field.invalid", "input.duplicate_id", "text.encoding"}, reasons
    time_error = next(one["error"] for one in found if one["id"] == "time")
    assert time_error["line"] == 5 and "utterances[0]" in time_error["field"]
    assert "case.amount_due" in next(one["error"]["field"] for one in found if one["id"] == "money")


def test_manifest_in_gb18030_with_an_orphan_row(bench):
    bench.write("in/a.txt", "坐席：您好\n客户：喂\n")
    bench.write("in/b.txt", "坐席：您好\n客户：喂\n")
    manifest = "file,id,direction,started_at,agent.employer_name,history.consented_hours,colour\na.txt,甲,outbound,2026-03-05T22:35:00+08:00,恒正公司,none,红\nc.txt,乙,outbound,2026-03-05T10:00:00+08:00,恒正公司,none,红\n"
    path = bench.write("manifest.csv", manifest.encode("gb18030"))
    done = bench.run("inspect", "--format", "jsonl", bench.folder / "in", "--manifest", path, status=2)
    found = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert "OFF_HOURS" in codes(found["甲"])
    assert found["manifest.csv:3"]["error"]["reason"] == "manifest.orphan_row"
    assert "colour" in done.stderr


def test_threads_give_the_same_bytes(bench):
    path = bench.write("many.jsonl", lines(many(600)))
    outputs = []
    for jobs in (1, 2, 5):
        folder = bench.folder / f"out{jobs}"
        bench.run("inspect", path, "-o", folder, "-j", jobs)
        outputs.append({str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()})
    assert set(outputs[0]) >= {"findings.jsonl", "contacts.csv", "summary.xlsx", "report.html", "report-data/report.js"}
    assert outputs[0] == outputs[1] == outputs[2]
    ids = [json.loads(line)["id"] for line in outputs[0]["findings.jsonl"].decode().splitlines()]
    assert ids == sorted(ids) and len(ids) == 600


def test_interrupt_and_resume_give_the_bytes_of_a_whole_run(bench):
    path = bench.write("many.jsonl", lines(many(6000)))
    whole, broken = bench.folder / "whole", bench.folder / "broken"
    bench.run("inspect", path, "-o", whole)
    command = [str(bench.build / "bin" / "redline"), "inspect", str(path), "-o", str(broken), "-j", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    spool = broken / ".redline-run" / "contacts.jsonl"
    for _ in range(2000):
        if spool.exists() and spool.stat().st_size > 200_000:
            break
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    notes = process.communicate(timeout=300)[1]
    assert process.returncode == 130, (process.returncode, notes)
    part = (broken / "findings.jsonl").read_bytes()
    assert part.endswith(b"\n") and 0 < part.count(b"\n") < 6000, part.count(b"\n")
    assert (whole / "findings.jsonl").read_bytes().startswith(part)
    assert (broken / "report.html").exists() and (broken / "summary.xlsx").exists()
    bench.run("inspect", path, "-o", broken, "--resume")
    for file in sorted(whole.rglob("*")):
        if file.is_file():
            assert file.read_bytes() == (broken / file.relative_to(whole)).read_bytes(), file


def test_memory_does_not_grow_with_contacts(bench):
    def peak(count):
        path = bench.write(f"{count}.jsonl", lines(many(count)))
        done = subprocess.run(["/usr/bin/env", "python3", "-c", "import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
                               str(bench.build / "bin" / "redline"), "inspect", str(path), "-o", str(bench.folder / f"out{count}"), "-j", "2"], capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])
    small, large = peak(2000), peak(20000)
    assert large <= small * 1.10, (small, large)


def test_hostile_text_stays_text(bench):
    evil = "=HYPERLINK(\"http://x\")</script><img src=x onerror=alert(1)>\u2028"
    bench.write("evil.jsonl", lines([{"id": "=1+1", "agent": {"id": "@x"}, "utterances": [{"role": "agent", "text": "明天拘留你" + evil}]}]))
    bench.run("inspect", bench.folder / "evil.jsonl", "-o", bench.folder / "out")
    data = (bench.folder / "out/report-data/contacts-00000.js").read_text(encoding="utf-8")
    assert "</script" not in data and "\u2028" not in data and "onerror" in data
    row = (bench.folder / "out/contacts.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert row.startswith("'=1+1,") and ",'@x," in row


def test_exit_statuses(bench):
    red = bench.write("red.jsonl", lines([{"id": "r", "utterances": [{"role": "agent", "text": "明天就拘留你"}]}]))
    bench.run("inspect", red, "--fail-on", "red", status=1)
    bench.run("inspect", red, "--fail-on", "minor", status=1)
    bench.run("inspect", red, status=0)
    bench.run("inspect", bench.folder / "none", status=2)
    bench.run("inspect", red, "--pack", "nowhere", status=64)
    bench.run("inspect", red, "--roles", "up=down", status=64)
    bench.run("inspect", status=64)
    bench.run("inspect", red, "--resume", status=64)


def test_contract_has_every_key_in_order(bench):
    done = bench.run("inspect", "--format", "jsonl", CONVERSATIONS)
    keys = ["schema", "id", "channel", "pack", "models", "transcript", "party", "score", "findings", "undecidable", "signals", "outcome", "error"]
    finding_keys = ["code", "rule", "severity", "verdict", "confidence", "role", "utterances", "spans", "reason"]
    count = 0
    for line in done.stdout.splitlines():
        one = json.loads(line)
        assert list(one) == keys and one["schema"] == "redline.findings/1"
        assert one["pack"]["hash"].startswith("sha256:") and one["transcript"].startswith("sha256:")
        for finding in one["findings"]:
            assert list(finding) == finding_keys
            count += 1
            for span in finding["spans"]:
                assert span["utterance"] in finding["utterances"] and span["start"] < span["end"]
    assert count > 10


def test_transcribe_writes_what_inspect_reads_back(bench):
    done = bench.run("transcribe", CONVERSATIONS)
    again = bench.write("again.jsonl", done.stdout)
    assert bench.inspect(CONVERSATIONS) == bench.inspect(again)


if __name__ == "__main__":
    sys.exit(main(globals()))
