"""Writes the golden values of the fusions of other authors as JSON, computed in float64 by `fusion_baselines.py`.

    python benchmarks/pytorch/make_baseline_goldens.py [--out DIR] [--check]

Weights and data come from the closed formulas of `make_goldens.py`. Each value is checked on the way: gradients by finite
differences, low-rank fusion against tensor fusion with the assembled weight, attention against torch's own, a padded batch
against each sequence alone. `--check` compares with the files in DIR instead of writing them.
"""

import argparse
import json
import math
import pathlib
import sys

import torch
from torch import nn

import fusion_baselines as baselines
import make_goldens as goldens
from make_goldens import close, formula, snake

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests/Fusion.Reference.Tests/Baselines"
THREE = [["a", 3], ["b", 2], ["c", 4]]


# Tensor and low-rank fusion ------------------------------------------------------------------------------------------

def fusion_cases(**options):
    make = goldens.make_case
    for name, case in (
            ("two modalities", make("", goldens.TWO)),
            ("three modalities", make("", THREE)),
            ("padded sequence", make("", mask=goldens.PADDING, sequence=True)),
            ("absent rows of three", make("", THREE, present=goldens.SOME_OF_THREE_ABSENT))):
        # Tensors of many numbers make large files: two outputs and as many rows as the masks need.
        yield {**case, "name": name, "options": options, "out": 2}


def fusion_documents():
    families = {"TensorFusion": (baselines.TensorFusion, list(fusion_cases())),
                "LowRankFusion": (baselines.LowRankFusion, list(fusion_cases(Rank=3)))}
    for family, (kind, cases) in families.items():
        goldens.FAMILIES[family] = (kind, {}, cases)
        yield family, [fusion_fixture(family, case) for case in cases]


def fusion_fixture(family, case):
    state = {key: value.clone() for key, value in goldens.build(family, case, None).state_dict().items()}
    expected = goldens.run(family, case)
    goldens.check_differences(family, case, state, expected, stride=3)
    for key, grad in expected["parameterGradients"].items():
        goldens.require(grad.abs().max() > 1e-4, family, case, f"{key} has no gradient")
    if family == "LowRankFusion":
        check_assembled(case, expected)
    return {"name": case["name"], "options": case["options"], "modalities": case["modalities"], "outputFeatures": case["out"],
            "training": True, "state": state, "inputs": goldens.formula_inputs(case),
            **{key: case[key] for key in ("mask", "present") if case[key] is not None},
            "cotangent": goldens.cotangent(case), **expected}


def check_assembled(case, expected):
    """Tensor fusion whose weight is the weighted sum over ranks of outer products of the factors."""
    low = goldens.build("LowRankFusion", case, None)
    full = baselines.TensorFusion([tuple(modality) for modality in case["modalities"]], case["out"]).double()
    factors = [torch.cat([layer.weight, layer.bias[:, None]], 1).reshape(case["out"], low.rank, -1)
               for layer in low.factors.values()]
    letters = "abcdefgh"[:len(factors)]
    weight = torch.einsum(",".join("ok" + letter for letter in letters) + ",k->o" + letters, *factors, low.fusion_weights)
    with torch.no_grad():
        full.project.weight.copy_(weight.flatten(1))
        full.project.bias.copy_(low.fusion_bias)
    fused, _, _ = full(goldens.formula_inputs(case), case["mask"], case["present"])
    goldens.require(close(fused.detach(), expected["fused"], 1e-12), "LowRankFusion", case, "the assembled tensor fuses otherwise")


# The multimodal transformer ------------------------------------------------------------------------------------------

def transformer_case(name, modalities, steps, lengths, pooling="Last", **sizes):
    options = {"Width": 4, "Heads": 2, "CrossmodalLayers": 2, "MemoryLayers": 1, "Kernel": 3, "Pooling": pooling, "Dropout": 0.0}
    return {"name": name, "modalities": modalities, "out": 2, "steps": steps, "lengths": lengths, "options": {**options, **sizes}}


TRANSFORMER_CASES = [
    transformer_case("two modalities, unaligned and padded", [["a", 3], ["b", 2]], [5, 3], [[5, 2, 4], [1, 3, 2]]),
    transformer_case("three modalities, mean", THREE, [2, 4, 3], [[2, 1], [4, 3], [1, 3]], "Mean",
                     Width=2, Heads=1, CrossmodalLayers=1, MemoryLayers=2),
    transformer_case("sequences of one element", [["a", 3], ["b", 2]], [1, 1], [[1], [1]], CrossmodalLayers=1, Kernel=1),
]


def transformer(case, state=None):
    options = {snake(key): value for key, value in case["options"].items() if key != "Dropout"}
    model = baselines.MultimodalTransformer([tuple(modality) for modality in case["modalities"]], case["out"], **options).double()
    model.load_state_dict(state or transformer_state(model))
    return model


def transformer_state(model):
    """As `formula_state`; weights of the convolutions too are scaled by what enters them."""
    state = {}
    for seed, (key, old) in enumerate(model.state_dict().items()):
        if old.dim() > 1:
            state[key] = formula(old.shape, seed, 1.6 / math.sqrt(old[0].numel()))
        else:
            state[key] = formula(old.shape, seed, 0.3, 1.0 if key.endswith("norm.weight") else 0.05)
    return state


def transformer_inputs(case):
    """What lies at padding is large, so that any leak of it shows."""
    inputs = []
    for i, ((_, width), steps, lengths) in enumerate(zip(case["modalities"], case["steps"], case["lengths"])):
        value = formula((len(lengths), steps, width), 40 + i)
        for row, end in enumerate(lengths):
            value[row, end:] += 1000
        inputs.append(value)
    return inputs


def transformer_run(case, state=None, inputs=None):
    model = transformer(case, state)
    inputs = [value.clone().requires_grad_() for value in inputs or transformer_inputs(case)]
    output = model(inputs, case["lengths"])
    objective = (output * formula(output.shape, 77)).sum()
    objective.backward()
    return objective.item(), output.detach(), {key: p.grad for key, p in model.named_parameters()}, [value.grad for value in inputs]


def transformer_fixture(case):
    state = {key: value.clone() for key, value in transformer(case).state_dict().items()}
    _, output, gradients, input_gradients = transformer_run(case)
    check_transformer_differences(case, state, gradients, input_gradients)
    check_alone(case, output)
    return {"name": case["name"], "options": case["options"], "modalities": case["modalities"], "outputFeatures": case["out"],
            "lengths": case["lengths"], "state": state, "inputs": transformer_inputs(case), "cotangent": formula(output.shape, 77),
            "output": output, "parameterGradients": gradients, "inputGradients": input_gradients}


def check_transformer_differences(case, state, gradients, input_gradients, step=1e-6, stride=7):
    inputs = transformer_inputs(case)
    for values, grad in [*((state[key], gradients[key]) for key in state), *zip(inputs, input_gradients)]:
        flat = values.view(-1)
        for i in range(0, flat.numel(), stride):
            kept, sides = flat[i].item(), []
            for sign in (1, -1):
                flat[i] = kept + sign * step
                sides.append(transformer_run(case, state, inputs)[0])
            flat[i] = kept
            slope = (sides[0] - sides[1]) / (2 * step)
            goldens.require(close(grad.reshape(-1)[i], slope, 1e-6), "MultimodalTransformer", case, f"a gradient against {slope}")


def check_alone(case, output):
    """Each row cut to its own lengths."""
    model, inputs = transformer(case), transformer_inputs(case)
    for row in range(output.shape[0]):
        ends = [lengths[row] for lengths in case["lengths"]]
        alone = model([value[row:row + 1, :end] for value, end in zip(inputs, ends)], [[end] for end in ends])
        goldens.require(close(alone[0].detach(), output[row], 1e-12), "MultimodalTransformer", case, f"row {row} alone differs")


def check_attention():
    """Our attention against torch.nn.MultiheadAttention."""
    ours, theirs = baselines.Attention(6, 3).double(), nn.MultiheadAttention(6, 3, bias=False, batch_first=True).double()
    with torch.no_grad():
        for seed, layer in enumerate((ours.query, ours.key, ours.value, ours.output)):
            layer.weight.copy_(formula((6, 6), seed))
        theirs.in_proj_weight.copy_(torch.cat([ours.query.weight, ours.key.weight, ours.value.weight]))
        theirs.out_proj.weight.copy_(ours.output.weight)
        target, source = formula((2, 4, 6), 8), formula((2, 5, 6), 9)
        padding = torch.tensor([[False] * 5, [False, False, True, True, True]])
        expected, _ = theirs(target, source, source, key_padding_mask=padding)
        if not close(ours(target, source, padding), expected, 1e-12):
            raise SystemExit("attention differs from torch.nn.MultiheadAttention")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN, help="where the JSON files lie (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    check_attention()
    documents = {**dict(fusion_documents()), "MultimodalTransformer": [transformer_fixture(case) for case in TRANSFORMER_CASES]}

    failed = False
    for family, cases in documents.items():
        path = arguments.out / f"{family}.json"
        document = goldens.share_states(goldens.plain({"family": family, "cases": cases}))
        if arguments.check:
            agrees = path.is_file() and goldens.same(document, json.loads(path.read_text(encoding="utf-8")))
            failed |= not agrees
            print(f"{family}: {len(cases)} cases, {'agree with' if agrees else 'DIFFER from'} {path.name}")
        else:
            arguments.out.mkdir(parents=True, exist_ok=True)
            path.write_text(goldens.write(document) + "\n", encoding="utf-8")
            print(f"{family}: {len(cases)} cases ({path.name})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
