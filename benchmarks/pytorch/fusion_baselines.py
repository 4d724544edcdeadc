"""The fusions of other authors in plain PyTorch (torch >= 1.13), written from their papers' equations.

The peers of `src/Fusion.Reference/Baselines` and `src/Fusion.Reference/Models/MultimodalTransformer.cs`, with their state-dict
keys: `make_baseline_goldens.py` takes expected values from them. The fusions are called as those of `fusion_layers.py`.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from fusion_layers import Fusion


class TensorFusion(Fusion):
    """TFN (Zadeh et al. 2017): the outer product of all modalities, a 1 appended to each, and a linear layer."""

    def __init__(self, modalities, out_features):
        super().__init__(modalities, out_features, False, "None")
        self.project = nn.Linear(math.prod(width + 1 for width in self.widths), out_features)

    def fuse_rows(self, rows, present):
        rows = [torch.cat([row, torch.ones_like(row[:, :1])], 1) for row in rows]
        letters = "abcdefgh"[:len(rows)]
        tensor = torch.einsum(",".join("n" + letter for letter in letters) + "->n" + letters, *rows)
        return self.project(tensor.flatten(1)), None, {}


class LowRankFusion(Fusion):
    """LMF (Liu et al. 2018): for each rank a product over modalities of linear maps of [z; 1], summed with weights."""

    def __init__(self, modalities, out_features, *, rank):
        super().__init__(modalities, out_features, False, "None")
        self.rank = rank
        self.factors = nn.ModuleDict({name: nn.Linear(width, out_features * rank) for name, width in modalities})
        self.fusion_weights = nn.Parameter(torch.zeros(rank))
        self.fusion_bias = nn.Parameter(torch.zeros(out_features))

    def fuse_rows(self, rows, present):
        projected = torch.stack([self.factors[name](row) for name, row in zip(self.names, rows)])
        product = projected.prod(0).reshape(-1, self.out_features, self.rank)
        return torch.einsum("nok,k->no", product, self.fusion_weights) + self.fusion_bias, None, {}


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width, bias=False) for _ in range(4))

    def forward(self, target, source, padding):
        split = lambda x: x.unflatten(2, (self.heads, -1))
        query, key, value = split(self.query(target)), split(self.key(source)), split(self.value(source))
        scores = torch.einsum("bthd,bshd->bhts", query, key) / math.sqrt(query.shape[-1])
        weights = scores.masked_fill(padding[:, None, None, :], -math.inf).softmax(-1)
        return self.output(torch.einsum("bhts,bshd->bthd", weights, value).flatten(2))


class Layer(nn.Module):
    """y = CM(LN(z), LN(s)) + LN(z); f(LN(y)) + LN(y)."""

    def __init__(self, width, heads, crossmodal):
        super().__init__()
        self.target_norm = nn.LayerNorm(width)
        if crossmodal:
            self.source_norm = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.hidden_norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)

    def forward(self, values, source, padding):
        target = self.target_norm(values)
        read = target if source is None else self.source_norm(source)
        hidden = self.hidden_norm(self.attention(target, read, padding) + target)
        return self.narrow(F.relu(self.widen(hidden))) + hidden


class Stack(nn.ModuleList):
    def forward(self, values, source, padding):
        for layer in self:
            values = layer(values, source, padding)
        return values


class Convolution(nn.Module):
    def __init__(self, features, width, kernel):
        super().__init__()
        self.convolution = nn.Conv1d(features, width, kernel, padding=kernel // 2)

    def forward(self, values):
        return self.convolution(values.transpose(1, 2)).transpose(1, 2)


def positions(steps, width):
    """sin(i / 10000^(2j/w)) at 2j, cos of the same at 2j + 1, i from 1."""
    return torch.tensor([[(math.cos if c % 2 else math.sin)(i / 10000 ** ((c - c % 2) / width)) for c in range(width)]
                         for i in range(1, steps + 1)], dtype=torch.float64)


class MultimodalTransformer(nn.Module):
    """MulT (Tsai et al. 2019) as printed, without dropout: sequences (B, T_m, d_m) and their lengths to (B, out)."""

    def __init__(self, modalities, out_features, *, width, heads, crossmodal_layers, memory_layers, kernel, pooling):
        super().__init__()
        names, memory = [name for name, _ in modalities], (len(modalities) - 1) * width
        self.pooling, self.names = pooling, names
        self.project = nn.ModuleDict({name: Convolution(features, width, kernel) for name, features in modalities})
        self.crossmodal = nn.ModuleDict({target: nn.ModuleDict({
            source: Stack(Layer(width, heads, True) for _ in range(crossmodal_layers))
            for source in names if source != target}) for target in names})
        self.memory = nn.ModuleDict({name: Stack(Layer(memory, heads, False) for _ in range(memory_layers)) for name in names})
        self.output = nn.Linear(len(names) * memory, out_features)

    def forward(self, sequences, lengths):
        padding = {name: torch.arange(x.shape[1])[None, :] >= torch.tensor(n)[:, None]
                   for name, x, n in zip(self.names, sequences, lengths)}
        starts = {name: self.project[name](x.masked_fill(padding[name][:, :, None], 0)) for name, x in zip(self.names, sequences)}
        starts = {name: x + positions(*x.shape[1:]).to(x) for name, x in starts.items()}
        summaries = []
        for target, ends in zip(self.names, lengths):
            found = torch.cat([stack(starts[target], starts[source], padding[source])
                               for source, stack in self.crossmodal[target].items()], 2)
            states = self.memory[target](found, None, padding[target])
            summaries.append(torch.stack([row[end - 1] if self.pooling == "Last" else row[:end].mean(0)
                                          for row, end in zip(states, ends)]))
        return self.output(torch.cat(summaries, 1))
