"""The PyTorch side of `Fusion.Benchmarks`: reads one JSON request a line, answers with one JSON object.

An implementation of our own (MIT, like the rest of this repository); any torch >= 1.13, nothing else. Requests:

    {"op": "start", "device": d, "threads": n, "clock": c}
                                                   versions, name of the device, threads, kind of optimiser
    {"op": "layer", ...}                           loads a fusion layer with the weights and inputs of two safetensors files;
                                                   answers with its loss and the sum of its fused vectors, noise off
    {"op": "training", "model": m, ...}            loads a model of the reference program and batches for it; answers with the loss
                                                   of the first batch, dropout and noise off
    {"op": "decoding", ...}                        loads a translator and batches of source lines; answers with their
                                                   translations
    {"op": "losses", "steps": n}                   trains n steps of a loaded model; answers with the loss of each
    {"op": "read", "iterations": n}                runs the case n times; answers with the median in milliseconds
    {"op": "drop"}                                 forgets the case

The script ends with its input.
"""

import json
import statistics
import struct
import sys
import time

import torch
import torch.nn.functional as F

import fusion_layers
import reference_models

# Packing wants them on the CPU.
LENGTHS = {"lengths", "steps"}

DTYPES = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64, "BOOL": torch.bool}


def read_safetensors(path):
    """Tensors by name: a little-endian length, a JSON header of that length, the values."""
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]]) if end > begin else torch.empty(0)
        tensors[name] = values.reshape(entry["shape"]).clone()
    return tensors


class LeanAutoFusion(fusion_layers.AutoFusion):
    """The layer with the loss that one writes when nothing is absent: the fused operation, block by block."""

    def _reconstruction(self, fused, target, present):
        if present is not None or self.reduction != "Mean":
            return super()._reconstruction(fused, target, present)
        blocks = self.fuse_out(fused).split(self.widths, 1)
        targets = target.split(self.widths, 1)
        errors = [F.mse_loss(block, goal) for block, goal in zip(blocks, targets)]
        k = sum(self.widths)
        loss = sum(width / k * weight * error for width, weight, error in zip(self.widths, self.modality_weights, errors))
        terms = {f"reconstruction/{name}": error.detach() for name, error in zip(self.names, errors)}
        return loss, {"reconstruction": loss.detach(), **terms}


# GANFusion's complements too.
fusion_layers.AutoFusion = LeanAutoFusion


class Place:
    """A device: the fastest Adam there, the way of a batch to it, and a clock that waits for it."""

    def __init__(self, name="cpu", processor_time=False):
        self.device = torch.device(name)
        if self.device.type == "cuda" and not torch.cuda.is_available():
            raise ValueError(f"device {name}: torch {torch.__version__} finds no CUDA device")
        self.optimizer = self._optimizer_kind()
        now = time.thread_time_ns if processor_time else time.perf_counter_ns
        self.clock = self._waiting(now) if self.device.type == "cuda" else now

    @property
    def name(self):
        return torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else self.device.type

    def _optimizer_kind(self):
        probe = torch.nn.Parameter(torch.zeros(1, device=self.device))
        probe.grad = torch.zeros(1, device=self.device)
        for kind in ("fused", "foreach"):
            try:
                torch.optim.Adam([probe], **{kind: True}).step()
                return kind
            except (RuntimeError, TypeError, ValueError):
                pass
        return "single"

    def adam(self, parameters, learning_rate):
        kind = {} if self.optimizer == "single" else {self.optimizer: True}
        return torch.optim.Adam(parameters, lr=learning_rate, **kind)

    def move(self, batch):
        """Tensors by name on the device; lengths stay on the CPU."""
        return {name: value if name in LENGTHS else value.to(self.device) for name, value in batch.items()}

    def _waiting(self, now):
        """A clock that is read when the device has nothing left to do."""
        def read():
            torch.cuda.synchronize(self.device)
            return now()
        return read


class LayerCase:
    """A fusion layer and what is done with it: eval, forward, backward or step. Its inputs lie on the device."""

    def __init__(self, request, place):
        modalities = [(f"m{i}", width) for i, width in enumerate(request["widths"])]
        if request["layer"] == "AutoFusion":
            self.layer = LeanAutoFusion(modalities, request["output"])
        else:
            self.layer = fusion_layers.GANFusion(modalities, request["output"], noise_std=request["noise"])
        self.weights = read_safetensors(request["weights"])
        self.layer.to(place.device).load_state_dict(self.weights)
        self.layer.train(request["mode"] != "eval")
        inputs = place.move(read_safetensors(request["inputs"]))
        self.inputs = [inputs[name] for name, _ in modalities]
        self.run = getattr(self, request["mode"])
        self.parameters = list(self.layer.parameters())
        self.adam = place.adam(self.parameters, request["learning_rate"])

    def value(self):
        noise, self.layer.noise_std = getattr(self.layer, "noise_std", 0), 0
        with torch.no_grad():
            fused, loss, _ = self.layer(self.inputs)
        self.layer.noise_std = noise
        # The statistics have moved.
        self.layer.load_state_dict(self.weights)
        return {"loss": 0.0 if loss is None else loss.item(), "fused_sum": fused.sum().item()}

    def eval(self):
        with torch.no_grad():
            self.layer(self.inputs)

    def forward(self):
        self.layer(self.inputs)

    def backward(self):
        for parameter in self.parameters:
            parameter.grad = None
        fused, loss, _ = self.layer(self.inputs)
        (loss + fused.mean()).backward()

    def step(self):
        self.backward()
        self.adam.step()


def batches_of(path):
    """The tensors 0.name, 1.name, ... as one dictionary for each batch."""
    batches = {}
    for key, value in read_safetensors(path).items():
        index, name = key.split(".", 1)
        batches.setdefault(int(index), {})[name] = value
    return [batches[index] for index in sorted(batches)]


def build(request, weights, place):
    if request["model"] == "translator":
        model = reference_models.Translator(weights, request["dropout"], request["smoothing"], request["noise"])
    else:
        model = reference_models.Classifier(weights, request["dropout"], request["noise"])
    model = model.to(place.device, next(iter(weights.values())).dtype)
    model.load_state_dict(weights)
    return model


class TrainingCase:
    """A model of the reference program and its training step: moving a batch to the device, losses, backward, clipping, Adam."""

    def __init__(self, request, place):
        weights = read_safetensors(request["weights"])
        self.batches = batches_of(request["batches"])
        self.request, self.weights, self.place = request, weights, place
        self.model = build(request, weights, place).train()
        self.parameters = list(self.model.parameters())
        self.adam = place.adam(self.parameters, request["learning_rate"])
        self.taken = 0

    def total(self, model, batch):
        task, fusion = model(self.place.move(batch))
        return task if fusion is None else task + self.request["fusion_weight"] * fusion

    def value(self):
        still = build({**self.request, "dropout": 0.0, "noise": 0.0}, self.weights, self.place).train()
        with torch.no_grad():
            return {"loss": self.total(still, self.batches[0]).item()}

    def step(self):
        for parameter in self.parameters:
            parameter.grad = None
        loss = self.total(self.model, self.batches[self.taken % len(self.batches)])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, self.request["clip"])
        self.adam.step()
        self.taken += 1
        return loss

    run = step

    def losses(self, steps):
        return [self.step().item() for _ in range(steps)]


class DecodingCase:
    """Beam search over batches of source lines."""

    def __init__(self, request, place):
        self.place = place
        self.model = build({**request, "model": "translator", "dropout": 0.0, "smoothing": 0.0, "noise": 0.0}, read_safetensors(request["weights"]), place).eval()
        self.batches = batches_of(request["batches"])
        self.options = request["beam"], request["alpha"], request["most_words"]

    def run(self):
        batches = map(self.place.move, self.batches)
        return [line for batch in batches for line in self.model.translate(batch["tokens"], batch["lengths"], *self.options)]

    def value(self):
        return {"translations": self.run()}


CASES = {"layer": LayerCase, "training": TrainingCase, "decoding": DecodingCase}


class Peer:
    def __init__(self):
        self.case = None
        self.place = Place()

    def answer(self, request):
        op = request["op"]
        if op == "start":
            torch.set_num_threads(request["threads"])
            self.place = Place(request["device"], request["clock"] == "Cpu")
            return {"torch": torch.__version__, "python": ".".join(map(str, sys.version_info[:3])), "device": self.place.name,
                    "threads": torch.get_num_threads(), "optimizer": self.place.optimizer}
        if op == "read":
            return {"ms": self.read(request["iterations"])}
        if op == "losses":
            return {"losses": self.case.losses(request["steps"])}
        if op == "drop":
            self.case = None
            return {}
        self.case = CASES[op](request, self.place)
        return self.case.value()

    def read(self, iterations):
        run, clock, times = self.case.run, self.place.clock, []
        for _ in range(iterations):
            start = clock()
            run()
            times.append(clock() - start)
        return statistics.median(times) / 1e6


def main():
    peer = Peer()
    for line in sys.stdin:
        try:
            answer = peer.answer(json.loads(line))
        except Exception as error:  # said to the caller, which ends with it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
