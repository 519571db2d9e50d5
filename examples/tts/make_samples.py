#!/usr/bin/env python3
"""Speaks the conversations of conversations.py: stereo 8 kHz A-law recordings as a telephone system stores them.

    python make_samples.py MODELS ../../samples [--clean16k DIR] [--only call-03.wav]

MODELS holds kokoro.onnx, vocab.json and voices/*.bin (README.md says where they come from). The same inputs give the
same sound up to the last bits of the network's arithmetic. The voices are synthetic; no real person speaks."""

import argparse
import csv
import json
import pathlib

import numpy as np
import onnxruntime
import soundfile
from scipy.signal import butter, resample_poly, sosfilt

from conversations import CALLS
from phonemes import phonemiser

SPEECH_RATE, LINE_RATE = 24000, 8000


class Speaker:
    """Kokoro-82M through the ONNX Runtime: text to a wave of 24 kHz."""

    def __init__(self, models):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(models / "kokoro.onnx"), options, providers=["CPUExecutionProvider"])
        self.vocabulary = json.loads((models / "vocab.json").read_text())["vocab"]
        self.models, self.voices, self.phonemes = models, {}, phonemiser()

    def voice(self, name):
        if name not in self.voices:
            self.voices[name] = np.fromfile(self.models / "voices" / f"{name}.bin", dtype="<f4").reshape(-1, 256)
        return self.voices[name]

    def say(self, text, voice, speed):
        tokens = [self.vocabulary[c] for c in self.phonemes(text) if c in self.vocabulary]
        style = self.voice(voice)[min(len(tokens), 509)].reshape(1, 256)
        feed = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": style, "speed": np.array([speed], np.float32)}
        wave = self.session.run(None, feed)[0].ravel()
        loud = np.flatnonzero(np.abs(wave) > 0.01 * np.abs(wave).max())
        wave = wave[max(0, loud[0] - 480): loud[-1] + 960]  # the model's own silence would make the truth times wrong
        return wave / np.abs(wave).max() * 0.42


def shouted(wave):
    """Raised voice: higher, brighter, pressed against the limit."""
    faster = resample_poly(wave, 100, 109)  # about 150 cents up; the speed is set lower by as much before
    presence = sosfilt(butter(2, [1200, 3000], "bandpass", fs=SPEECH_RATE, output="sos"), faster)
    return np.tanh(2.6 * (faster + 0.8 * presence)) * 0.95


def street(length, rng):
    """Pink noise with slow swells, as a busy road sounds."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, length)
    swell = 1 + 0.4 * np.sin(np.arange(length) / LINE_RATE * 0.9 + rng.uniform(0, 6))
    noise *= swell
    return noise / np.sqrt(np.mean(noise**2))


def place(call, speaker):
    """The turns on a time line: waves at 24 kHz with their starts in seconds, and the truth."""
    end, pieces, truth = 0.5, [], []
    for who, text, *rest in call["turns"]:
        how = rest[0] if rest else {}
        speed = how.get("speed", 1.0)
        wave = speaker.say(text, call["voices"][0 if who == "A" else 1], speed * (0.92 if how.get("shout") else 1))
        if how.get("shout"):
            wave = shouted(wave)
        start = max(0.2, end + how.get("gap", 0.55))
        pieces.append((who, start, wave))
        truth.append({"role": "agent" if who == "A" else "customer", "start_ms": round(start * 1000),
                      "end_ms": round((start + len(wave) / SPEECH_RATE) * 1000), "text": text, "shout": bool(how.get("shout"))})
        end = max(end, start + len(wave) / SPEECH_RATE)
    return pieces, truth, end + 0.8


def mixed(pieces, seconds, rate):
    """Two channels, agent left, at a rate."""
    sound = np.zeros((int(seconds * rate), 2))
    for who, start, wave in pieces:
        wave = resample_poly(wave, rate, SPEECH_RATE)
        at = int(start * rate)
        sound[at: at + len(wave), 0 if who == "A" else 1] += wave
    return sound


def telephone(sound, noise_db, rng):
    """The line: band 300-3400 Hz, a little hiss, the street if there is one."""
    sound = sound.copy()
    for channel in (0, 1):
        sound[:, channel] += 0.0015 * rng.standard_normal(len(sound))
    if noise_db:
        speech = sound[:, 1][np.abs(sound[:, 1]) > 0.02]
        sound[:, 1] += street(len(sound), rng) * np.sqrt(np.mean(speech**2)) * 10 ** (-noise_db / 20)
    band = butter(4, [300, 3400], "bandpass", fs=LINE_RATE, output="sos")
    return np.clip(sosfilt(band, sound, axis=0), -0.99, 0.99)


def write_manifest(path):
    columns = ["file", "id"] + list(CALLS[0]["fields"])
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for call in CALLS:
            writer.writerow({"file": call["file"], "id": call["file"].replace("call", "sample").replace(".wav", ""), **call["fields"]})


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", type=pathlib.Path)
    arguments.add_argument("output", type=pathlib.Path)
    arguments.add_argument("--clean16k", type=pathlib.Path)
    arguments.add_argument("--only")
    options = arguments.parse_args()
    speaker = Speaker(options.models)
    options.output.mkdir(parents=True, exist_ok=True)
    truth_path = pathlib.Path(__file__).parent / "truth.json"
    truth_of = json.loads(truth_path.read_text(encoding="utf-8")) if truth_path.exists() else {}
    for number, call in enumerate(CALLS):
        if options.only and call["file"] not in options.only.split(","):
            continue
        pieces, truth, seconds = place(call, speaker)
        sound = telephone(mixed(pieces, seconds, LINE_RATE), call.get("noise"), np.random.default_rng(1000 + number))
        soundfile.write(options.output / call["file"], sound, LINE_RATE, subtype="ALAW")
        if options.clean16k:
            options.clean16k.mkdir(parents=True, exist_ok=True)
            soundfile.write(options.clean16k / call["file"], mixed(pieces, seconds, 16000), 16000, subtype="PCM_16")
        truth_of[call["file"]] = {"seconds": round(seconds, 3), "codes": call["codes"], "events": call["events"], "turns": truth}
        print(f"{call['file']}  {seconds:.1f} s  {len(truth)} turns", flush=True)
        truth_path.write_text(json.dumps(dict(sorted(truth_of.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_manifest(options.output / "manifest.csv")


main()
