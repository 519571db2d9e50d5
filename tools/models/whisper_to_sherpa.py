#!/usr/bin/env python3
"""Makes a Whisper folder for sherpa-onnx out of the ggml weights that `redline models install` put in place, to prove that
the sherpa engine runs real weights.

    python3 tools/models/whisper_to_sherpa.py ~/.local/share/redline/models/whisper-base/ggml-base.bin OUTPUT_FOLDER

Needs numpy and onnx. Writes whisper-encoder.onnx, whisper-decoder.onnx (with key and value caches as sherpa-onnx's
exporter lays them out) and whisper-tokens.txt, in float32."""

import base64
import pathlib
import struct
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEAD = 64
LANGUAGES = 99
#: Heads of the base model that follow the sound (layer, head), as OpenAI published them.
ALIGNMENT = [(3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)]


def read_ggml(path):
    """Sizes, text tokens and tensors of a ggml file."""
    data = pathlib.Path(path).read_bytes()
    at = 0

    def numbers(count):
        nonlocal at
        found = struct.unpack_from(f"<{count}i", data, at)
        at += 4 * count
        return found

    magic, vocabulary, audio_ctx, state, _, encoder, text_ctx, _, _, decoder, mels, _ = numbers(12)
    assert magic == 0x67676D6C, "no ggml file"
    rows, columns = numbers(2)
    at += 4 * rows * columns
    tokens = []
    for _ in range(numbers(1)[0]):
        length = numbers(1)[0]
        tokens.append(data[at: at + length])
        at += length
    tensors = {}
    while at < len(data):
        rank, length, kind = numbers(3)
        shape = numbers(rank)[::-1]
        name = data[at: at + length].decode()
        at += length
        dtype = np.float16 if kind == 1 else np.float32
        count = int(np.prod(shape))
        tensors[name] = np.frombuffer(data, dtype, count, at).reshape(shape).astype(np.float32)
        at += count * dtype().itemsize
    sizes = dict(vocabulary=vocabulary, audio_ctx=audio_ctx, state=state, encoder=encoder, decoder=decoder, text_ctx=text_ctx, mels=mels)
    return sizes, tokens, tensors


class Graph:
    """Collects nodes and constants of one ONNX graph."""

    def __init__(self, tensors, heads):
        self.tensors, self.heads = tensors, heads
        self.nodes, self.constants, self.known, self.count = [], [], set(), 0

    def op(self, kind, *inputs, out=None, **attributes):
        if out is None:
            self.count += 1
            out = f"v{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def const(self, value, name=None):
        if name is None:
            self.count += 1
            name = f"c{self.count}"
        if name not in self.known:
            self.known.add(name)
            self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def ints(self, *values):
        return self.const(np.array(values, np.int64), "i" + "_".join(map(str, values)).replace("-", "m"))

    def weight(self, name, transpose=False):
        value = self.tensors[name]
        return self.const(value.T if transpose else value, name + (".T" if transpose else ""))

    def linear(self, x, name):
        y = self.op("MatMul", x, self.weight(name + ".weight", transpose=True))
        return self.op("Add", y, self.weight(name + ".bias")) if name + ".bias" in self.tensors else y

    def norm(self, x, name):
        return self.op("LayerNormalization", x, self.weight(name + ".weight"), self.weight(name + ".bias"), axis=-1, epsilon=1e-5)

    def gelu(self, x):
        inner = self.op("Erf", self.op("Mul", x, self.const(np.float32(2 ** -0.5), "root_half")))
        return self.op("Mul", self.op("Mul", x, self.op("Add", inner, self.const(np.float32(1), "one"))), self.const(np.float32(0.5), "half"))

    def split(self, x, order):
        return self.op("Transpose", self.op("Reshape", x, self.ints(0, 0, self.heads, HEAD)), perm=order)

    def attention(self, query, key, value, mask=None):
        """The result and the attention weights."""
        scaled = self.op("Mul", query, self.const(np.float32(HEAD ** -0.5), "scale"))
        weights = self.op("MatMul", self.split(scaled, [0, 2, 1, 3]), self.split(key, [0, 2, 3, 1]))
        if mask is not None:
            weights = self.op("Add", weights, mask)
        weights = self.op("Softmax", weights, axis=-1)
        mixed = self.op("Transpose", self.op("MatMul", weights, self.split(value, [0, 2, 1, 3])), perm=[0, 2, 1, 3])
        return self.op("Reshape", mixed, self.ints(0, 0, self.heads * HEAD)), weights

    def mlp(self, x, name):
        return self.op("Add", x, self.linear(self.gelu(self.linear(self.norm(x, name + ".mlp_ln"), name + ".mlp.0")), name + ".mlp.2"))

    def save(self, path, inputs, outputs, metadata=()):
        model = helper.make_model(helper.make_graph(self.nodes, "whisper", inputs, outputs, self.constants), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        for key, value in dict(metadata).items():
            entry = model.metadata_props.add()
            entry.key, entry.value = key, str(value)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def tensor(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, list(shape))


def write_encoder(folder, sizes, tensors, metadata):
    graph = Graph(tensors, sizes["state"] // HEAD)
    bias = lambda name: graph.const(tensors[name].reshape(-1), name + ".flat")  # noqa: E731
    x = graph.gelu(graph.op("Conv", "mel", graph.weight("encoder.conv1.weight"), bias("encoder.conv1.bias"), pads=[1, 1]))
    x = graph.gelu(graph.op("Conv", x, graph.weight("encoder.conv2.weight"), bias("encoder.conv2.bias"), pads=[1, 1], strides=[2]))
    x = graph.op("Transpose", x, perm=[0, 2, 1])
    length = graph.op("Gather", graph.op("Shape", x), graph.ints(1), axis=0)
    x = graph.op("Add", x, graph.op("Slice", graph.weight("encoder.positional_embedding"), graph.ints(0), length, graph.ints(0)))
    for i in range(sizes["encoder"]):
        name = f"encoder.blocks.{i}"
        y = graph.norm(x, name + ".attn_ln")
        mixed, _ = graph.attention(*(graph.linear(y, f"{name}.attn.{part}") for part in ("query", "key", "value")))
        x = graph.mlp(graph.op("Add", x, graph.linear(mixed, name + ".attn.out")), name)
    x = graph.norm(x, "encoder.ln_post")
    for part in ("key", "value"):
        layers = [graph.op("Unsqueeze", graph.linear(x, f"decoder.blocks.{i}.cross_attn.{part}"), graph.ints(0)) for i in range(sizes["decoder"])]
        graph.op("Concat", *layers, axis=0, out="n_layer_cross_" + part[0])
    cross = [tensor("n_layer_cross_" + one, TensorProto.FLOAT, sizes["decoder"], "N", "A", sizes["state"]) for one in "kv"]
    graph.save(folder / "whisper-encoder.onnx", [tensor("mel", TensorProto.FLOAT, "N", sizes["mels"], "T")], cross, metadata)


def write_decoder(folder, sizes, tensors):
    graph = Graph(tensors, sizes["state"] // HEAD)
    embedding = graph.weight("decoder.token_embedding.weight")
    x = graph.op("Gather", embedding, "tokens", axis=0)
    fresh = graph.op("Gather", graph.op("Shape", "tokens"), graph.ints(1), axis=0)
    total = graph.op("Add", "offset", fresh)
    x = graph.op("Add", x, graph.op("Slice", graph.weight("decoder.positional_embedding"), "offset", total, graph.ints(0)))
    mask = graph.const(np.triu(np.full((sizes["text_ctx"],) * 2, -1e9, np.float32), 1), "mask")
    mask = graph.op("Slice", graph.op("Slice", mask, "offset", total, graph.ints(0)), graph.ints(0), total, graph.ints(1))
    caches, followed = {"key": [], "value": []}, []
    for i in range(sizes["decoder"]):
        name = f"decoder.blocks.{i}"
        y = graph.norm(x, name + ".attn_ln")
        grown = {}
        for part in ("key", "value"):
            cache = graph.op("Gather", f"in_n_layer_self_{part[0]}_cache", graph.const(np.int64(i), f"layer{i}"), axis=0)
            grown[part] = graph.op("Concat", graph.op("Slice", cache, graph.ints(0), "offset", graph.ints(1)), graph.linear(y, f"{name}.attn.{part}"), axis=1)
            rest = graph.op("Slice", cache, total, graph.ints(sizes["text_ctx"]), graph.ints(1))
            caches[part].append(graph.op("Unsqueeze", graph.op("Concat", grown[part], rest, axis=1), graph.ints(0)))
        mixed, _ = graph.attention(graph.linear(y, name + ".attn.query"), grown["key"], grown["value"], mask)
        x = graph.op("Add", x, graph.linear(mixed, name + ".attn.out"))
        query = graph.linear(graph.norm(x, name + ".cross_attn_ln"), name + ".cross_attn.query")
        cross = [graph.op("Gather", "n_layer_cross_" + one, graph.const(np.int64(i), f"layer{i}"), axis=0) for one in "kv"]
        mixed, weights = graph.attention(query, *cross)
        x = graph.op("Add", x, graph.linear(mixed, name + ".cross_attn.out"))
        heads = [head for layer, head in ALIGNMENT if layer == i]
        if heads:
            followed.append(graph.op("Gather", weights, graph.ints(*heads), axis=1))
        x = graph.mlp(x, name)
    graph.op("Concat", *followed, axis=1, out="cross_attention_weights")
    graph.op("MatMul", graph.norm(x, "decoder.ln"), graph.weight("decoder.token_embedding.weight", transpose=True), out="logits")
    for part in ("key", "value"):
        graph.op("Concat", *caches[part], axis=0, out=f"out_n_layer_self_{part[0]}_cache")
    cache = [sizes["decoder"], "N", sizes["text_ctx"], sizes["state"]]
    inputs = [tensor("tokens", TensorProto.INT64, "N", "S")] + [tensor(f"in_n_layer_self_{one}_cache", TensorProto.FLOAT, *cache) for one in "kv"]
    inputs += [tensor("n_layer_cross_" + one, TensorProto.FLOAT, sizes["decoder"], "N", "A", sizes["state"]) for one in "kv"] + [tensor("offset", TensorProto.INT64, 1)]
    outputs = [tensor("logits", TensorProto.FLOAT, "N", "S", sizes["vocabulary"])] + [tensor(f"out_n_layer_self_{one}_cache", TensorProto.FLOAT, *cache) for one in "kv"]
    graph.save(folder / "whisper-decoder.onnx", inputs, outputs + [tensor("cross_attention_weights", TensorProto.FLOAT, "N", len(ALIGNMENT), "S", "A")])


def metadata_of(sizes):
    first = 50259  # <|en|>
    codes = ("en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu "
             "is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su").split()
    assert len(codes) == LANGUAGES
    return dict(
        model_type="whisper-base", version=2, maintainer="redline", n_mels=sizes["mels"], n_audio_ctx=sizes["audio_ctx"], n_audio_state=sizes["state"], n_audio_head=sizes["state"] // HEAD, n_audio_layer=sizes["encoder"],
        n_vocab=sizes["vocabulary"], n_text_ctx=sizes["text_ctx"], n_text_state=sizes["state"], n_text_head=sizes["state"] // HEAD, n_text_layer=sizes["decoder"], sot_sequence="50258,50259,50359",
        all_language_tokens=",".join(str(first + i) for i in range(LANGUAGES)), all_language_codes=",".join(codes), sot=50258, sot_index=0, eot=50257, blank_id=220, is_multilingual=1, no_speech=50362,
        non_speech_tokens="1,2,7,8,9,10,14,25,26,27,28,29,31,58,59,60,61,62,63,90,91,92,93", transcribe=50359, translate=50358, sot_prev=50361, sot_lm=50360, no_timestamps=50363,
        n_alignment_heads=len(ALIGNMENT), alignment_heads=",".join(f"{a}:{b}" for a, b in ALIGNMENT))


def main():
    source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    sizes, tokens, tensors = read_ggml(source)
    write_encoder(folder, sizes, tensors, metadata_of(sizes))
    write_decoder(folder, sizes, tensors)
    with open(folder / "whisper-tokens.txt", "w", encoding="utf-8") as out:
        for number, token in enumerate(tokens):
            out.write(f"{base64.b64encode(token).decode() or '='} {number}\n")
    print(*sorted(str(path) for path in folder.iterdir()), sep="\n")


main()
