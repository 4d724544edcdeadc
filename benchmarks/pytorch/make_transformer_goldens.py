"""Writes the golden values of the Transformer text learner as JSON, in float64, from PyTorch's own TransformerEncoder.

    python benchmarks/pytorch/make_transformer_goldens.py [--out FILE] [--check]

Weights are rounded values of a closed formula; nothing is random. `--check` compares with the file instead of writing it.
"""

import argparse
import json
import math
import pathlib
import sys

import torch
from torch import nn

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests/Fusion.Reference.Tests/Models/Translation/transformer.json"
WORDS, FEATURES, HEADS, HIDDEN, LAYERS, WIDTH = 7, 4, 2, 6, 2, 3
LINES = [[4, 5, 6, 4, 3], [6, 5], [3, 3, 6]]

# PyTorch's names of a layer's parameters and ours.
NAMES = {"self_attn.in_proj_weight": "in_proj.weight", "self_attn.in_proj_bias": "in_proj.bias",
         "self_attn.out_proj.weight": "out_proj.weight", "self_attn.out_proj.bias": "out_proj.bias"}


def fill(parameter, seed):
    count = parameter.numel()
    values = [round(0.6 * math.sin(0.7 * (i + 1) * (seed + 1) + seed * seed), 4) for i in range(count)]
    with torch.no_grad():
        parameter.copy_(torch.tensor(values, dtype=torch.float64).view_as(parameter))


def positions(steps):
    table = torch.zeros(steps, FEATURES, dtype=torch.float64)
    for step in range(steps):
        for column in range(FEATURES):
            angle = step / 10000 ** ((column - column % 2) / FEATURES)
            table[step, column] = math.cos(angle) if column % 2 else math.sin(angle)
    return table


def tensor(value):
    return {"shape": list(value.shape), "data": value.detach().flatten().tolist()}


def golden():
    torch.set_default_dtype(torch.float64)
    words = nn.Embedding(WORDS, FEATURES, padding_idx=0)
    layer = nn.TransformerEncoderLayer(FEATURES, HEADS, HIDDEN, dropout=0.0, activation="relu", batch_first=True, norm_first=True)
    encoder = nn.TransformerEncoder(layer, LAYERS, norm=nn.LayerNorm(FEATURES), enable_nested_tensor=False)
    project = nn.Linear(FEATURES, WIDTH)

    named = {"words": words.weight}
    for number, each in enumerate(encoder.layers):
        named.update({f"layer{number}.{NAMES.get(name, name)}": value for name, value in each.named_parameters()})
    named.update({f"norm.{name}": value for name, value in encoder.norm.named_parameters()})
    named.update({f"project.{name}": value for name, value in project.named_parameters()})
    for seed, value in enumerate(named.values()):
        fill(value, seed)
    # Gains near 1 keep every path alive.
    for name, value in named.items():
        if "norm" in name and name.endswith("weight"):
            with torch.no_grad():
                value.add_(1.0)
    with torch.no_grad():
        words.weight[0] = 0

    longest = max(map(len, LINES))
    tokens = torch.tensor([line + [0] * (longest - len(line)) for line in LINES])
    padding = torch.tensor([[step >= len(line) for step in range(longest)] for line in LINES])
    # In training mode, without dropout: in evaluation PyTorch takes another way.
    states = encoder(words(tokens) * math.sqrt(FEATURES) + positions(longest), src_key_padding_mask=padding)
    kept = [states[index, : len(line)] for index, line in enumerate(LINES)]
    vectors = torch.tanh(project(torch.stack([each.mean(0) for each in kept])))
    # A scalar whose terms all differ.
    total = sum((each * weight(each)).sum() for each in kept) + (vectors * weight(vectors)).sum()
    total.backward()
    return {
        "lines": LINES, "heads": HEADS, "hidden": HIDDEN, "layers": LAYERS, "width": WIDTH,
        "state": {name: tensor(value) for name, value in named.items()},
        "states": [tensor(each) for each in kept], "vectors": tensor(vectors),
        "gradients": {name: tensor(value.grad) for name, value in named.items()},
    }


def weight(like):
    return torch.cos(torch.arange(like.numel(), dtype=torch.float64)).view_as(like)


def close(left, right):
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(close(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(close, left, right))
    return abs(left - right) <= 1e-12 * max(1.0, abs(left)) if isinstance(left, float) else left == right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    values = golden()
    if options.check:
        if not close(json.loads(options.out.read_text()), values):
            sys.exit(f"{options.out} differs")
    else:
        options.out.write_text(json.dumps(values) + "\n")


if __name__ == "__main__":
    main()
