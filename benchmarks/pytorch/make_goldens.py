"""Writes the golden values of Fusion.Layers' tests as JSON, computed in float64 by `fusion_layers.py`.

    python benchmarks/pytorch/make_goldens.py [--out DIR] [--check]

All weights and data come from closed formulas, none from a random generator, so any torch >= 1.13 gives the same
numbers. Each value is checked on the way: by finite differences, by genuinely separate backward passes of the two
players, and by a second run in float32. `--check` compares with the files in DIR instead of writing them.
The schema is described in README.md beside this file.
"""

import argparse
import itertools
import json
import math
import pathlib
import re
import sys

import torch

import fusion_layers as layers

TOLERANCE = 1e-10
FLOAT32_TOLERANCE = 5e-6
GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests/Fusion.Layers.Tests/Golden"
ROWS, LENGTH = 7, 3


# Closed formulas -----------------------------------------------------------------------------------------------------

def formula(shape, seed, scale=1.0, offset=0.0):
    """A sine whose phase grows quadratically: no two rows of a matrix are alike, and its rank is full.

    Rounded to four digits, so that no mathematics library can make a difference in the last place.
    """
    values = [round(offset + scale * math.sin(0.31 * i * i + 0.7 * i + 1.7 * seed + 0.16), 4)
              for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def formula_state(module):
    """A value for every key of the module's state dict, by the kind of the key."""
    state = {}
    for seed, (key, old) in enumerate(module.state_dict().items()):
        name = key.rsplit(".", 1)[-1]
        if name == "num_batches_tracked":
            state[key] = torch.tensor(3)
        elif name == "running_var":
            state[key] = formula(old.shape, seed, 0.3, 1.0)
        elif name == "weight_u":
            state[key] = torch.nn.functional.normalize(formula(old.shape, seed), dim=0)
        elif name == "weight_v":
            # One iteration from u, so that sigma is a sensible number in eval mode too.
            weight = state[key.replace("weight_v", "weight")]
            state[key] = torch.nn.functional.normalize(weight.t() @ state[key.replace("weight_v", "weight_u")], dim=0)
        elif old.dim() == 2:
            # Logits on both sides of the hinge's corners need more than the hidden layers do.
            gain = 4.0 if key.endswith("discriminator.6.weight") else 1.6
            state[key] = formula(old.shape, seed, gain / math.sqrt(old.shape[1]))
        elif name == "weight":
            state[key] = formula(old.shape, seed, 0.3, 1.0)
        else:
            # A wide spread keeps the variances that layer normalisation divides by away from zero.
            state[key] = formula(old.shape, seed, 0.5, 0.05)
    return state


def boolean(rows):
    return torch.tensor(rows, dtype=torch.bool)


def formula_inputs(case):
    """Inputs of a case; what lies at padded and absent positions is large, so that any leak of it shows."""
    lead = case["lead"]
    inputs = [formula((*lead, width), 40 + i) for i, (_, width) in enumerate(case["modalities"])]
    for i, value in enumerate(inputs):
        if case["mask"] is not None:
            value[case["mask"]] += 1000
        if case["present"] is not None:
            value[~case["present"][:, i]] += 1000
    return inputs


# Cases ---------------------------------------------------------------------------------------------------------------

TWO = [["a", 4], ["b", 3]]
EQUAL = [["a", 3], ["b", 3]]
WIDE = [["a", 4], ["b", 5]]
THREE = [["a", 4], ["b", 3], ["c", 5]]

PADDING = boolean([[0, 0, 0], [0, 0, 1], [0, 1, 1], [0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 0, 0]])
SOME_ABSENT = boolean([[1, 1], [1, 0], [1, 1], [0, 1], [1, 1], [1, 1], [1, 1]])
SOME_OF_THREE_ABSENT = boolean([[1, 1, 1], [1, 0, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1], [1, 1, 1], [0, 1, 1]])
ALONE = boolean([[1, 1, 1], [1, 0, 0], [0, 1, 1], [1, 1, 1], [1, 0, 1], [1, 1, 1], [1, 1, 0]])
RARE = boolean([[1, 1, 1], [0, 1, 1], [0, 1, 1], [0, 1, 1], [0, 1, 1], [0, 1, 1], [0, 1, 1]])


def make_case(name, modalities=None, options=None, training=True, mask=None, present=None, sequence=False, out=3):
    return {"name": name, "modalities": modalities or TWO, "out": out, "options": options or {}, "training": training,
            "mask": mask, "present": present, "lead": (ROWS, LENGTH) if sequence else (ROWS,)}


AUTO_CASES = [
    make_case("two modalities"),
    make_case("three modalities", THREE),
    make_case("sum per sample", options={"Reduction": "SumPerSample"}),
    make_case("detached target", options={"DetachTarget": True}),
    make_case("modality weights", THREE, {"ModalityWeights": [0.5, 1.0, 2.0]}),
    make_case("modality weights, sum per sample", THREE,
              {"ModalityWeights": [0.5, 1.0, 2.0], "Reduction": "SumPerSample"}),
    make_case("no final activation", options={"FinalActivation": False}),
    make_case("hidden features", options={"HiddenFeatures": 5}),
    make_case("input norm", options={"InputNorm": "Layer"}),
    make_case("input norm, detached target", options={"InputNorm": "Layer", "DetachTarget": True}),
    make_case("eval", training=False),
    make_case("eval with loss", options={"LossInEval": True}, training=False),
    make_case("sequence", sequence=True),
    make_case("padded sequence", mask=PADDING, sequence=True),
    make_case("padded sequence, sum per sample", options={"Reduction": "SumPerSample"}, mask=PADDING, sequence=True),
    make_case("absent rows", present=SOME_ABSENT),
    make_case("absent rows of three", THREE, present=SOME_OF_THREE_ABSENT),
    make_case("absent rows, sum per sample", options={"Reduction": "SumPerSample"}, present=SOME_ABSENT),
    make_case("absent rows, modality weights", THREE, {"ModalityWeights": [0.5, 1.0, 2.0]},
              present=SOME_OF_THREE_ABSENT),
    make_case("absent rows, input norm", options={"InputNorm": "Layer"}, present=SOME_ABSENT),
    make_case("absent rows, learned fill", options={"AbsentFill": "Learned", "FinalActivation": False},
              present=SOME_ABSENT),
    make_case("absent rows of a padded sequence", THREE, mask=PADDING, present=SOME_OF_THREE_ABSENT, sequence=True),
]


def gan_cases():
    for objective, norm in itertools.product(("NonSaturating", "Minimax", "LeastSquares", "Hinge"),
                                             ("Batch", "Layer", "None")):
        yield make_case(f"{objective}, {norm}", options={"Objective": objective, "Normalization": norm})
    for norm in ("Layer", "None"):
        yield make_case(f"Wasserstein, {norm}, spectral",
                        options={"Objective": "Wasserstein", "Normalization": norm, "SpectralNorm": True})
        yield make_case(f"Wasserstein, {norm}, R1",
                        options={"Objective": "Wasserstein", "Normalization": norm, "R1Gamma": 0.5})
    for objective in ("NonSaturating", "Minimax", "LeastSquares"):
        yield make_case(f"{objective}, real label", options={"Objective": objective, "RealLabel": 0.9})
    layer = {"Normalization": "Layer"}
    yield make_case("direct complements", EQUAL)
    yield make_case("learned complements", WIDE)
    yield make_case("three modalities", THREE)
    yield make_case("always auto-fuse", [["a", 4], ["b", 4]], {"AlwaysAutoFuse": True}, out=4)
    yield make_case("R1, Layer", options={**layer, "R1Gamma": 0.5})
    yield make_case("R1, real label, None", options={"Normalization": "None", "R1Gamma": 0.3, "RealLabel": 0.9})
    yield make_case("spectral, Batch", options={"SpectralNorm": True})
    yield make_case("spectral, None, Hinge",
                    options={"Normalization": "None", "SpectralNorm": True, "Objective": "Hinge"})
    yield make_case("spectral and R1, Layer", options={**layer, "SpectralNorm": True, "R1Gamma": 0.5})
    yield make_case("mean over branches", options={"BranchReduction": "Mean"})
    yield make_case("sum per sample", options={"Reduction": "SumPerSample"})
    yield make_case("reconstruction weight", options={"ReconstructionWeight": 0.3})
    yield make_case("as printed", options={"Objective": "Minimax", "ReconstructionWeight": 0.0,
                                           "Reduction": "SumPerSample"})
    yield make_case("input norm", WIDE, {"InputNorm": "Layer"}, out=5)
    yield make_case("input norm of three", THREE, {"InputNorm": "Layer"})
    yield make_case("eval", training=False)
    yield make_case("eval with loss", options={"LossInEval": True}, training=False)
    yield make_case("eval with loss, spectral and R1",
                    options={**layer, "LossInEval": True, "SpectralNorm": True, "R1Gamma": 0.5}, training=False)
    yield make_case("sequence", sequence=True)
    yield make_case("padded sequence", mask=PADDING, sequence=True)
    yield make_case("absent rows", present=SOME_ABSENT)
    yield make_case("absent rows, Layer", options=layer, present=SOME_ABSENT)
    yield make_case("absent rows of three", THREE, present=SOME_OF_THREE_ABSENT)
    yield make_case("absent rows, sum per sample", THREE, {"Reduction": "SumPerSample"}, present=SOME_OF_THREE_ABSENT)
    yield make_case("absent rows, input norm", WIDE, {"InputNorm": "Layer"}, present=SOME_ABSENT)
    yield make_case("absent rows, learned fill", options={"AbsentFill": "Learned"}, present=SOME_ABSENT)
    yield make_case("complement wholly absent", THREE, present=ALONE)
    yield make_case("complement wholly absent, R1", THREE, {**layer, "R1Gamma": 0.5}, present=ALONE)
    yield make_case("branch of one row", THREE, present=RARE)
    yield make_case("branch of one row, Layer", THREE, layer, present=RARE)
    yield make_case("absent rows, eval with loss", THREE, {"LossInEval": True}, training=False,
                    present=SOME_OF_THREE_ABSENT)
    yield make_case("absent rows of a padded sequence", THREE, mask=PADDING, present=SOME_OF_THREE_ABSENT,
                    sequence=True)


FAMILIES = {
    "AutoFusion": (layers.AutoFusion, {}, AUTO_CASES),
    "GANFusion": (layers.GANFusion, {"DiscriminatorHidden": 5, "NoiseStd": 0.0}, list(gan_cases())),
}

# Fusion modules ------------------------------------------------------------------------------------------------------

def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def build(family, case, state, dtype=torch.float64):
    kind, defaults, _ = FAMILIES[family]
    options = {snake(key): value for key, value in {**defaults, **case["options"]}.items()}
    module = kind([tuple(modality) for modality in case["modalities"]], case["out"], **options)
    module.to(dtype).load_state_dict(state if state is not None else formula_state(module))
    return module.train(case["training"])


def cotangent(case):
    return formula((*case["lead"], case["out"]), 77)


def run(family, case, state=None, inputs=None, dtype=torch.float64):
    """One call and one backward pass of J = loss + sum(fused * cotangent)."""
    module = build(family, case, state, dtype)
    inputs = [value.clone().to(dtype).requires_grad_() for value in inputs or formula_inputs(case)]
    fused, loss, terms = module(inputs, case["mask"], case["present"])
    target = (fused * cotangent(case).to(dtype)).sum()
    (target if loss is None else target + loss).backward()
    return {
        "fused": fused.detach(),
        "loss": None if loss is None else loss.item(),
        "terms": {name: value.item() for name, value in terms.items()},
        "parameterGradients": {key: p.grad for key, p in module.named_parameters() if p.grad is not None},
        "inputGradients": [value.grad for value in inputs],
        "stateAfter": {key: value.clone() for key, value in module.named_buffers()},
    }


def fixture(family, case):
    state = {key: value.clone() for key, value in build(family, case, None).state_dict().items()}
    expected = run(family, case)
    separate = {}
    if family == "GANFusion" and case["training"]:
        check_logits(case)
        if case["mask"] is None and case["present"] is None:
            separate = check_separate(case, expected)
    check_differences(family, case, state, expected)
    check_alive(family, case, expected)
    result = {
        "name": case["name"],
        "options": {**FAMILIES[family][1], **case["options"]},
        "modalities": case["modalities"],
        "outputFeatures": case["out"],
        "training": case["training"],
        "state": state,
        "inputs": formula_inputs(case),
        **{key: case[key] for key in ("mask", "present") if case[key] is not None},
        "cotangent": cotangent(case),
        **expected,
    }
    if separate and not case["options"]:
        result["separatePasses"] = separate
    return result, check_float32(family, case, expected)


# Checks --------------------------------------------------------------------------------------------------------------

def close(actual, expected, tolerance):
    actual, expected = torch.as_tensor(actual, dtype=torch.float64), torch.as_tensor(expected, dtype=torch.float64)
    return bool(((actual - expected).abs() <= tolerance * expected.abs().clamp(min=1)).all())


def require(condition, family, case, what):
    if not condition:
        raise SystemExit(f"{family}, case '{case['name']}': {what}")


def leaves(tree, path=""):
    """Every number or tensor in a nested structure, with its path."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{path}/{key}")
    elif isinstance(tree, list) and tree and not isinstance(tree[0], (int, float, str)):
        for i, value in enumerate(tree):
            yield from leaves(value, f"{path}/{i}")
    else:
        yield path, tree


def check_float32(family, case, expected):
    """The largest deviation of a float32 run, relative to max(1, |x|): the tests' bar must leave room for it."""
    inputs = [value.float() for value in formula_inputs(case)]
    single = dict(leaves(run(family, case, None, inputs, torch.float32)))
    worst = 0.0
    for path, value in leaves(expected):
        if value is None:
            continue
        value = torch.as_tensor(value, dtype=torch.float64)
        gap = (torch.as_tensor(single[path], dtype=torch.float64) - value).abs() / value.abs().clamp(min=1)
        worst = max(worst, gap.max().item())
    require(worst < FLOAT32_TOLERANCE, family, case, f"float32 deviates by {worst:.1e}")
    return worst


def players(family, case, result):
    """J split into what moves the fusion side and what moves the discriminators."""
    target = (result["fused"] * cotangent(case)).sum().item()
    if family == "AutoFusion" or result["loss"] is None:
        return target + (result["loss"] or 0.0), 0.0
    options = case["options"]
    share = 1 / len(case["modalities"]) if options.get("BranchReduction") == "Mean" else 1.0
    weights = {"generator": share, "complement": share * options.get("ReconstructionWeight", 1.0)}
    terms = [(name.split("/")[0], value) for name, value in result["terms"].items()]
    return (target + sum(weights.get(kind, 0.0) * value for kind, value in terms),
            share * sum(value for kind, value in terms if kind == "discriminator"))


def check_differences(family, case, state, expected, step=1e-6, stride=11):
    """Every eleventh gradient against a central difference of the player's own objective."""
    options = case["options"]
    inputs = formula_inputs(case)
    targets = [(state[key], expected["parameterGradients"].get(key), ".discriminator." in key)
               for key in state if not is_buffer(key)
               # The spectral vectors follow the weight, but the gradient takes them as constant.
               and not (options.get("SpectralNorm") and ".discriminator." in key and state[key].dim() == 2)]
    if not options.get("DetachTarget"):
        targets += [(value, grad, False) for value, grad in zip(inputs, expected["inputGradients"])]
    for values, grad, discriminator in targets:
        flat = values.view(-1)
        for i in range(0, flat.numel(), stride):
            kept = flat[i].item()
            sides = []
            for sign in (1, -1):
                flat[i] = kept + sign * step
                sides.append(players(family, case, run(family, case, state, inputs))[discriminator])
            flat[i] = kept
            slope = (sides[0] - sides[1]) / (2 * step)
            found = 0.0 if grad is None else grad.reshape(-1)[i].item()
            require(close(found, slope, 1e-6), family, case, f"gradient {found} against difference {slope}")


def is_buffer(key):
    return key.rsplit(".", 1)[-1] in ("running_mean", "running_var", "num_batches_tracked", "weight_u", "weight_v")


def check_separate(case, expected):
    """Joint gradients against a D-only and a G-only backward pass with ordinary modules and frozen parameters."""
    objective = case["options"].get("Objective", "NonSaturating")
    inputs = [value.clone().requires_grad_() for value in formula_inputs(case)]
    first, second = build("GANFusion", case, None), build("GANFusion", case, None)
    share = 1 / len(inputs) if second.branch_reduction == "Mean" else 1.0

    def sides(module, i, name):
        rows = [module._normalise(value.reshape(-1, value.shape[-1])) for value in inputs]
        branch, others = module.branches[name], rows[:i] + rows[i + 1:]
        complement = (others[0], None) if branch.complement is None else branch.complement(others)[:2]
        return branch, branch.generator(rows[i]), *complement

    for i, name in enumerate(first.names):
        with torch.no_grad():
            branch, fake, real, _ = sides(first, i, name)
        real = real.detach().requires_grad_(first.r1_gamma > 0)
        real_logits = branch.discriminator(real)
        loss = layers.discriminator_objective(objective, real_logits, branch.discriminator(fake), first.real_label)
        if first.r1_gamma > 0:
            slopes = [torch.autograd.grad(logit, real, create_graph=True)[0][row].square().sum()
                      for row, logit in enumerate(real_logits[:, 0])]
            loss = loss + first.r1_gamma / 2 * sum(slopes) / len(slopes)
        (share * loss).backward()

    total, fakes = 0.0, []
    for i, name in enumerate(second.names):
        branch, fake, _, reconstruction = sides(second, i, name)
        fakes.append(fake)
        for p in branch.discriminator.parameters():
            p.requires_grad_(False)
        for key, value in first.branches[name].discriminator.named_buffers():
            if key.split(".")[-1] in ("weight_u", "weight_v"):
                dict(branch.discriminator.named_buffers())[key].copy_(value)
        for layer in branch.discriminator:
            layer.train(not isinstance(layer, layers.SpectralLinear))
        total = total + share * layers.generator_objective(objective, branch.discriminator(fake))
        if reconstruction is not None:
            total = total + share * second.reconstruction_weight * reconstruction
    total = total + (second.fuse(torch.cat(fakes, 1)).reshape(*case["lead"], -1) * cotangent(case)).sum()
    total.backward()

    found = {
        "discriminator": {key: p.grad for key, p in first.named_parameters() if ".discriminator." in key},
        "fusion": {key: p.grad for key, p in second.named_parameters() if ".discriminator." not in key},
    }
    joint = expected["parameterGradients"]
    require({**found["discriminator"], **found["fusion"]}.keys() == joint.keys(), "GANFusion", case,
            "joint and separate passes reach different parameters")
    for key, grad in itertools.chain(*(side.items() for side in found.values())):
        require(close(joint[key], grad, 1e-12), "GANFusion", case, f"joint and separate gradients of {key} differ")
    for grad, value in zip(expected["inputGradients"], inputs):
        require(close(grad, value.grad, 1e-12), "GANFusion", case, "joint and separate input gradients differ")
    return found


def check_logits(case):
    """No logit so close to the accuracy threshold, or to a corner of the hinge, that rounding could move it over."""
    module, logits = build("GANFusion", case, None), []
    for branch in module.branches.values():
        branch.discriminator.register_forward_hook(lambda layer, x, logit: logits.append(logit.detach()))
    module(formula_inputs(case), case["mask"], case["present"])
    found = torch.cat(logits)
    for corner in (-1.0, 0.0, 0.5, 1.0):
        require((found - corner).abs().min() > 1e-4, "GANFusion", case, f"a logit lies at {corner}")
    require(found.std() > 0.05, "GANFusion", case, "the logits hardly differ")
    # Spectral normalisation keeps the logits small.
    require(case["options"].get("Objective") != "Hinge" or case["options"].get("SpectralNorm")
            or (found.abs() > 1).any(), "GANFusion", case, "no hinge closes")


def check_alive(family, case, expected):
    """Values that exercise something: the final activation cuts some and passes some, gradients are not zero."""
    positive = (expected["fused"] > 0).double().mean().item()
    require(0.15 < positive < 0.95, family, case, f"{positive:.0%} of the fused values are positive")
    for key, grad in expected["parameterGradients"].items():
        # None reaches a bias before batch normalisation, an unweighted complement, or (hinge: by chance) a last bias.
        idle = key.endswith(("generator.0.bias", "generator.3.bias", "discriminator.0.bias", "discriminator.3.bias"))
        unweighted = ".complement." in key and case["options"].get("ReconstructionWeight") == 0
        shift = key.endswith("discriminator.6.bias") and case["options"].get("Objective") in ("Hinge", "Wasserstein")
        require(idle or unweighted or shift or grad.abs().max() > 1e-4, family, case, f"{key} has no gradient")


# MultiTaskLoss and PCGrad --------------------------------------------------------------------------------------------

def multi_task_case(name, kind, losses, module, parameters):
    leaf = [None if loss is None else torch.tensor(loss, dtype=torch.float64, requires_grad=True) for loss in losses]
    total = module(leaf)
    total.backward()
    case = {"name": name, "kind": kind, **parameters, "losses": losses, "total": total.item(),
            "lossGradients": [None if loss is None else loss.grad.item() for loss in leaf]}
    if kind == "Uncertainty":
        case["logVarianceGradient"] = module.log_variance.grad
    return case


def multi_task_cases():
    for name, losses in (("fixed", [0.7, 2.5, 0.31]), ("fixed, skipped task", [0.7, None, 0.31])):
        weights = [1.0, 0.1, 2.5]
        yield multi_task_case(name, "Fixed", losses, layers.FixedWeights(weights), {"weights": weights})
    for name, log_variance, losses in (
            ("uncertainty at its start", [0.0, 0.0, 0.0], [0.7, 2.5, 0.31]),
            ("uncertainty", [0.4, -1.3, 2.2], [0.7, 2.5, 0.31]),
            ("uncertainty, skipped task", [0.4, -1.3, 2.2], [0.7, None, 0.31]),
            ("uncertainty, clamped", [12.0, -11.0, 0.5], [0.7, 0.0025, 0.31])):
        module = layers.UncertaintyWeights(3).double()
        module.log_variance.data = torch.tensor(log_variance, dtype=torch.float64)
        yield multi_task_case(name, "Uncertainty", losses, module,
                              {"logVariance": torch.tensor(log_variance, dtype=torch.float64)})
    for name, temperature, calls in (("dynamic weight average, one call per epoch", 2.0, 1),
                                     ("dynamic weight average, three calls per epoch", 0.7, 3)):
        module, epochs = layers.DynamicWeightAverage(3, temperature), []
        for epoch in range(4):
            weights, steps = list(module.weights), []
            for call in range(calls):
                losses = [1 / (1 + 0.5 * epoch), 2.5 - 0.4 * epoch + 0.25 * call, 0.3 + 0.05 * epoch * (call + 1)]
                leaf = torch.tensor(losses, dtype=torch.float64, requires_grad=True)
                total = module(leaf.unbind())
                grads, = torch.autograd.grad(total, leaf)
                steps.append({"losses": losses, "total": total.item(), "lossGradients": grads.tolist()})
            epochs.append({"weights": weights, "calls": steps})
            module.step()
        yield {"name": name, "kind": "DynamicWeightAverage", "temperature": temperature, "epochs": epochs}


def pcgrad_case(name, gradients, outside=None, split=None):
    """Linear losses, so that the gradients are the given ones; null: the loss misses that parameter."""
    split = split or [len(gradients[0])]
    others = [[j for j in range(len(gradients)) if j != i] for i in range(len(gradients))]
    results = []
    for orders in itertools.product(*(itertools.permutations(other) for other in others)):
        shared = [torch.zeros(size, dtype=torch.float64, requires_grad=True) for size in split]
        head = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        losses = []
        for k, row in enumerate(gradients):
            loss, start = 0.0, 0
            for p in shared:
                part = row[start:start + p.numel()]
                start += p.numel()
                if None not in part:
                    loss = loss + (p * torch.tensor(part, dtype=torch.float64)).sum()
            if outside is not None:
                loss = loss + (head * torch.tensor(outside[k], dtype=torch.float64)).sum()
            losses.append(loss)
        layers.pcgrad_backward(losses, shared, orders)
        results.append({"orders": orders, "shared": torch.cat([p.grad for p in shared]).tolist(),
                        **({} if outside is None else {"outside": head.grad.tolist()})})
    return {"name": name, "split": split, "gradients": gradients,
            **({} if outside is None else {"outside": outside}), "results": results}


def pcgrad_cases():
    yield pcgrad_case("two tasks in conflict", [[-4.0, 1.0, 1.0], [6.0, 1.0, 1.0]])
    yield pcgrad_case("two tasks that agree", [[4.0, 1.0, 1.0], [6.0, 1.0, -1.0]])
    yield pcgrad_case("three tasks", [[1.0, 0.5, -0.3], [-0.8, 1.2, 0.4], [-0.2, -1.0, 0.9]])
    yield pcgrad_case("two shared parameters, a head, a loss that misses one", [
        [1.0, 0.5, -0.3], [-0.8, 1.2, None], [-0.2, -1.0, 0.9]], [[0.5, 1.0], [-2.0, 0.25], [0.1, 0.2]], [2, 1])


def check_small_families(multi_task, pcgrad):
    """Against the formulas written out by hand."""
    by_name = {case["name"]: case for case in multi_task}
    require(close(by_name["fixed"]["total"], 0.7 + 0.25 + 0.775, 1e-15), "MultiTaskLoss", by_name["fixed"], "total")
    start = by_name["uncertainty at its start"]
    require(close(start["total"], (0.7 + 2.5 + 0.31) / 2 + 3 * math.log(2), 1e-15), "MultiTaskLoss", start, "total")
    require(close(start["logVarianceGradient"], torch.tensor([(1 - 0.7) / 2, (1 - 2.5) / 2, (1 - 0.31) / 2]), 1e-7),
            "MultiTaskLoss", start, "gradient of the log variance")
    average = by_name["dynamic weight average, one call per epoch"]
    require(all(close(sum(epoch["weights"]), 3, 1e-15) for epoch in average["epochs"])
            and average["epochs"][1]["weights"] == [1.0] * 3 != average["epochs"][2]["weights"],
            "MultiTaskLoss", average, "weights")
    conflict = pcgrad[0]
    expected = [-4 + 6 * 22 / 38 + 6 - 4 * 22 / 18, 2 + 22 / 38 + 22 / 18, 2 + 22 / 38 + 22 / 18]
    require(all(close(torch.tensor(result["shared"]), torch.tensor(expected), 1e-6) for result in conflict["results"]),
            "PCGrad", conflict, "projection")


# JSON ----------------------------------------------------------------------------------------------------------------

def plain(tree):
    if isinstance(tree, torch.Tensor):
        return {"shape": list(tree.shape), "data": tree.reshape(-1).tolist()}
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    return [plain(value) for value in tree] if isinstance(tree, (list, tuple)) else tree


def share_states(document):
    """Cases refer by index to the states they start from: many start from the same one."""
    states = []
    for case in document["cases"]:
        if "state" in case:
            if case["state"] not in states:
                states.append(case["state"])
            case["state"] = states.index(case["state"])
    return {"family": document["family"], **({"states": states} if states else {}), "cases": document["cases"]}


def write(tree, indent=""):
    """JSON with one line per tensor or list of numbers; Python writes floats with all the digits they need."""
    is_list = isinstance(tree, list) and any(isinstance(value, dict) for value in tree)
    if not tree or not is_list and (not isinstance(tree, dict) or tree.keys() == {"shape", "data"}):
        return json.dumps(tree, allow_nan=False)
    inner = indent + "  "
    body = ([inner + write(value, inner) for value in tree] if is_list else
            [f"{inner}{json.dumps(key)}: {write(value, inner)}" for key, value in tree.items()])
    opening, closing = "[]" if is_list else "{}"
    return opening + "\n" + ",\n".join(body) + "\n" + indent + closing


def files(family, cases):
    """A family's files, by name, and their cases: one file, or a folder of several where one would be too large."""
    if family != "GANFusion":
        return {family: cases}
    parts = {}
    for case in cases:
        part = ("slots" if "mask" in case or "present" in case else
                "objectives" if "Objective" in case["options"] else "layers")
        parts.setdefault(f"{family}/{part}", []).append(case)
    return parts


def same(found, expected):
    """Equal JSON, numbers within the tolerance."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and found.keys() == expected.keys() and all(
            same(found[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, float):
        return isinstance(found, (int, float)) and abs(found - expected) <= TOLERANCE * max(1.0, abs(expected))
    return found == expected


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN, help="where the JSON files lie (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    arguments = parser.parse_args()
    torch.set_num_threads(1)

    documents, remarks = {}, {}
    for family, (_, _, cases) in FAMILIES.items():
        pairs = [fixture(family, case) for case in cases]
        documents[family] = [result for result, _ in pairs]
        remarks[family] = f"float32 within {max(worst for _, worst in pairs):.1e}"
    documents["MultiTaskLoss"], documents["PCGrad"] = list(multi_task_cases()), list(pcgrad_cases())
    check_small_families(documents["MultiTaskLoss"], documents["PCGrad"])

    failed = False
    for family, cases in documents.items():
        names = [case["name"] for case in cases]
        assert len(set(names)) == len(names), f"{family}: two cases of one name"
        for name, part in files(family, cases).items():
            path = arguments.out / f"{name}.json"
            document = share_states(plain({"family": family, "cases": part}))
            remark = remarks.get(family, "checked by hand-written formulas")
            if arguments.check:
                agrees = path.is_file() and same(document, json.loads(path.read_text(encoding="utf-8")))
                failed |= not agrees
                remark += ", agrees with the file" if agrees else ", DIFFERS from the file"
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(write(document) + "\n", encoding="utf-8")
            print(f"{name}: {len(part)} cases, {remark}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
