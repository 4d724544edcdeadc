"""The layers of Fusion.Layers in plain PyTorch (torch >= 1.13).

An implementation of our own (MIT, like the rest of this repository) of the fusion layers of "Adaptive Fusion
Techniques for Multimodal Data" (EACL 2021). It has the names, state-dict keys and semantics of the C# package and
serves two ends: `make_goldens.py` takes expected values from it, and the benchmarks run it as their PyTorch peer.

Every fusion module is called as ``module(values, padding_mask=None, present=None)`` and returns
``(fused, loss, terms)``:

    values        one tensor per modality, shape (*, d_i), equal leading dimensions
    padding_mask  bool (*), true where the position is padding
    present       bool (N, M), N the first leading dimension, true where sample n has modality m
    fused         (*, out_features), zero at padded positions
    loss          a scalar, or None in eval mode without `loss_in_eval`
    terms         name -> detached scalar

Option values carry the names of the C# enums ("Mean", "NonSaturating", ...).
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


def _indices(mask):
    return mask.nonzero().squeeze(1)


class Fusion(nn.Module):
    """What both layers share: from (*, d_i) to the valid rows, and back.

    Rows are selected and scattered, never multiplied by a mask, so that NaN in an unused slot stays there.
    """

    def __init__(self, modalities, out_features, loss_in_eval, input_norm):
        super().__init__()
        self.names = [name for name, _ in modalities]
        self.widths = [width for _, width in modalities]
        self.out_features = out_features
        self.loss_in_eval = loss_in_eval
        self.input_norm = input_norm

    def forward(self, values, padding_mask=None, present=None):
        lead = values[0].shape[:-1]
        rows = [value.reshape(-1, value.shape[-1]) for value in values]
        if present is not None:
            present = present.reshape(lead[0], *[1] * (len(lead) - 1), -1).expand(*lead, -1).reshape(-1, len(rows))
        if padding_mask is not None:
            valid = _indices(~padding_mask.reshape(-1))
            rows = [row[valid] for row in rows]
            present = None if present is None else present[valid]
        rows = [self._prepare(row, None if present is None else present[:, i]) for i, row in enumerate(rows)]
        fused, loss, terms = self.fuse_rows(rows, present)
        if padding_mask is not None:
            fused = fused.new_zeros(padding_mask.numel(), fused.shape[-1]).index_copy(0, valid, fused)
        return fused.reshape(*lead, -1), loss, terms

    def fuse_rows(self, rows, present):
        """Fuses valid rows [N, d_i], zero where absent; `present` is bool [N, M], or None when nothing is absent."""
        raise NotImplementedError

    @property
    def wants_loss(self):
        return self.training or self.loss_in_eval

    def _prepare(self, row, here):
        if here is None:
            return self._normalise(row)
        kept = _indices(here)
        return torch.zeros_like(row).index_copy(0, kept, self._normalise(row[kept]))

    def _normalise(self, row):
        return F.layer_norm(row, row.shape[-1:]) if self.input_norm == "Layer" else row


class AutoFusion(Fusion):
    """Equation 1: a bottleneck whose code must rebuild the concatenated input."""

    def __init__(self, modalities, out_features, *, hidden_features=None, reduction="Mean", detach_target=False,
                 modality_weights=None, final_activation=True, input_norm="None", absent_fill="Zeros",
                 loss_in_eval=False):
        super().__init__(modalities, out_features, loss_in_eval, input_norm)
        k = sum(self.widths)
        h = hidden_features or k // 2
        self.fuse_in = nn.Sequential(nn.Linear(k, h), nn.Tanh(), nn.Linear(h, out_features))
        if final_activation:
            self.fuse_in.append(nn.ReLU())
        self.fuse_out = nn.Sequential(nn.Linear(out_features, h), nn.ReLU(), nn.Linear(h, k))
        self.absent = (nn.ParameterDict({name: nn.Parameter(torch.zeros(width)) for name, width in modalities})
                       if absent_fill == "Learned" else None)
        self.reduction = reduction
        self.detach_target = detach_target
        self.modality_weights = modality_weights or [1.0] * len(self.widths)

    def fuse_rows(self, rows, present):
        if self.absent is not None and present is not None:
            rows = [torch.where(present[:, i:i + 1], row, self.absent[name])
                    for i, (name, row) in enumerate(zip(self.names, rows))]
        x = torch.cat(rows, 1)
        fused = self.fuse_in(x)
        if not self.wants_loss:
            return fused, None, {}
        loss, terms = self._reconstruction(fused, x.detach() if self.detach_target else x, present)
        return fused, loss, terms

    def _reconstruction(self, fused, target, present):
        squares = (self.fuse_out(fused) - target).square().split(self.widths, 1)
        if present is not None:
            squares = [square[_indices(present[:, i])] for i, square in enumerate(squares)]
        sums = [square.sum() for square in squares]
        weighted = sum(weight * total for weight, total in zip(self.modality_weights, sums))
        if self.reduction == "Mean":
            loss = weighted / sum(square.numel() for square in squares)
            blocks = [total / square.numel() for total, square in zip(sums, squares)]
        else:
            loss = weighted / target.shape[0]
            blocks = [total / square.shape[0] for total, square in zip(sums, squares)]
        terms = {f"reconstruction/{name}": block.detach() for name, block in zip(self.names, blocks)}
        return loss, {"reconstruction": loss.detach(), **terms}


class SpectralLinear(nn.Linear):
    """A linear layer whose weight is divided by its largest singular value, estimated by power iteration.

    One iteration per training pass, v before u, as torch.nn.utils.spectral_norm does it.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.register_buffer("weight_u", F.normalize(torch.randn(out_features), dim=0))
        self.register_buffer("weight_v", F.normalize(torch.randn(in_features), dim=0))

    def forward(self, x):
        if self.training:
            self.iterate()
        return F.linear(x, self.normalised_weight(), self.bias)

    @torch.no_grad()
    def iterate(self):
        # New tensors, not in place: the graph of an earlier pass still needs its own vectors.
        self.weight_v = F.normalize(torch.mv(self.weight.t(), self.weight_u), dim=0, eps=1e-12)
        self.weight_u = F.normalize(torch.mv(self.weight, self.weight_v), dim=0, eps=1e-12)

    def normalised_weight(self):
        return self.weight / torch.dot(self.weight_u, torch.mv(self.weight, self.weight_v))


def run_still(layers, x, *, batch_statistics, detach):
    """Runs a stack of layers without moving any of its buffers; `detach` leaves its parameters out of the graph."""
    read = (lambda tensor: tensor.detach()) if detach else (lambda tensor: tensor)
    for layer in layers:
        if isinstance(layer, nn.Linear):
            weight = layer.normalised_weight() if isinstance(layer, SpectralLinear) else layer.weight
            x = F.linear(x, read(weight), read(layer.bias))
        elif isinstance(layer, nn.BatchNorm1d):
            moments = (None, None) if batch_statistics else (layer.running_mean, layer.running_var)
            x = F.batch_norm(x, *moments, read(layer.weight), read(layer.bias), batch_statistics, 0.0, layer.eps)
        elif isinstance(layer, nn.LayerNorm):
            x = F.layer_norm(x, layer.normalized_shape, read(layer.weight), read(layer.bias), layer.eps)
        else:
            x = layer(x)
    return x


NORMALISATIONS = {"Batch": nn.BatchNorm1d, "Layer": nn.LayerNorm, "None": lambda width: nn.Identity()}


def _stack(d_in, hidden, d_out, normalisation, linear=nn.Linear):
    norm = NORMALISATIONS[normalisation]
    return nn.Sequential(linear(d_in, hidden), norm(hidden), nn.LeakyReLU(0.2),
                         linear(hidden, hidden), norm(hidden), nn.LeakyReLU(0.2), linear(hidden, d_out))


def discriminator_objective(objective, real, fake, real_label=1.0):
    """What the discriminator minimises, from its logits for both sides."""
    if objective in ("NonSaturating", "Minimax"):
        smooth = real_label * F.softplus(-real) + (1 - real_label) * F.softplus(real)
        return smooth.mean() + F.softplus(fake).mean()
    if objective == "LeastSquares":
        return (real - real_label).square().mean() + fake.square().mean()
    if objective == "Hinge":
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return fake.mean() - real.mean()


def generator_objective(objective, fake):
    """What the generator minimises, from the logits of its own vectors."""
    if objective == "NonSaturating":
        return F.softplus(-fake).mean()
    if objective == "Minimax":
        return -F.softplus(fake).mean()
    if objective == "LeastSquares":
        return (fake - 1).square().mean()
    return -fake.mean()


class GANBranch(nn.Module):
    """The game of one modality: its generator, its discriminator and, where learned, the fusion of the others."""

    def __init__(self, width, others, out_features, *, normalization, spectral_norm, discriminator_hidden,
                 always_auto_fuse, reduction, loss_in_eval):
        super().__init__()
        self.generator = _stack(width, 2 * out_features, out_features, normalization)
        self.discriminator = _stack(out_features, discriminator_hidden, 1, normalization,
                                    SpectralLinear if spectral_norm else nn.Linear)
        direct = len(others) == 1 and others[0][1] == out_features and not always_auto_fuse
        self.complement = None if direct else AutoFusion(others, out_features, reduction=reduction,
                                                         loss_in_eval=loss_in_eval)


class GANFusion(Fusion):
    """Equations 2 and 3, trained jointly: one loss and one backward pass move both players.

    The discriminator's terms see detached vectors, and the generator's term runs through the discriminator with its
    parameters detached, so neither player's gradient reaches the other.
    """

    def __init__(self, modalities, out_features, *, objective="NonSaturating", normalization="Batch",
                 spectral_norm=False, r1_gamma=0.0, real_label=1.0, reconstruction_weight=1.0,
                 branch_reduction="Sum", always_auto_fuse=False, discriminator_hidden=256, noise_std=0.01,
                 reduction="Mean", input_norm="None", absent_fill="Zeros", loss_in_eval=False):
        super().__init__(modalities, out_features, loss_in_eval, input_norm)
        if normalization == "Batch" and (objective == "Wasserstein" or r1_gamma > 0):
            raise ValueError("Wasserstein and R1 need a discriminator that judges each row alone, not batch statistics.")
        if objective == "Wasserstein" and not (spectral_norm or r1_gamma > 0):
            raise ValueError("Wasserstein needs spectral_norm or r1_gamma > 0.")
        modalities = list(modalities)
        self.branches = nn.ModuleDict({
            name: GANBranch(width, modalities[:i] + modalities[i + 1:], out_features, normalization=normalization,
                            spectral_norm=spectral_norm, discriminator_hidden=discriminator_hidden,
                            always_auto_fuse=always_auto_fuse, reduction=reduction, loss_in_eval=loss_in_eval)
            for i, (name, width) in enumerate(modalities)})
        k = len(modalities) * out_features
        self.fuse = nn.Sequential(nn.Linear(k, k // 2), nn.Tanh(), nn.Linear(k // 2, out_features), nn.ReLU())
        self.absent = (nn.ParameterDict({name: nn.Parameter(torch.zeros(out_features)) for name in self.names})
                       if absent_fill == "Learned" else None)
        self.objective = objective
        self.normalization = normalization
        self.r1_gamma = r1_gamma
        self.real_label = real_label
        self.reconstruction_weight = reconstruction_weight
        self.branch_reduction = branch_reduction
        self.noise_std = noise_std

    def fusion_parameters(self):
        return [p for name, p in self.named_parameters() if ".discriminator." not in name]

    def discriminator_parameters(self):
        return [p for name, p in self.named_parameters() if ".discriminator." in name]

    def fuse_rows(self, rows, present):
        generated, losses, terms = [], [], {}
        fewest = 2 if self.training and self.normalization == "Batch" else 1
        for i, name in enumerate(self.names):
            kept = None if present is None else _indices(present[:, i])
            own = rows[i] if kept is None else rows[i][kept]
            z = self._generate(name, own, still=kept is not None and len(own) < fewest)
            if self.wants_loss:
                others, seen, fake = self._judged(i, rows, present, kept, z)
                if kept is None or len(fake) >= fewest:
                    losses.append(self._play(name, others, seen, fake, terms))
            generated.append(z if kept is None else self._place(name, z, kept, len(rows[i])))
        fused = self.fuse(torch.cat(generated, 1))
        if not self.wants_loss:
            return fused, None, {}
        loss = sum(losses, fused.new_zeros(()))
        return fused, loss / len(self.names) if self.branch_reduction == "Mean" else loss, terms

    def _generate(self, name, own, still):
        if self.training and self.noise_std > 0:
            own = own + self.noise_std * torch.randn_like(own)
        generator = self.branches[name].generator
        return run_still(generator, own, batch_statistics=False, detach=False) if still else generator(own)

    def _place(self, name, z, kept, count):
        """Generated rows at their places; rows without the modality get zeros or its learned vector."""
        blank = z.new_zeros(count, self.out_features) if self.absent is None else self.absent[name].expand(count, -1)
        return blank.index_copy(0, kept, z)

    def _judged(self, i, rows, present, kept, z):
        """Of the rows that have modality i, those that have some other: complements, their presence, fakes."""
        others = [j for j in range(len(rows)) if j != i]
        if kept is None:
            return [rows[j] for j in others], None, z
        seen = present[kept][:, others]
        some = _indices(seen.any(1))
        return [rows[j][kept][some] for j in others], seen[some], z[some]

    def _play(self, name, others, seen, fake, terms):
        branch = self.branches[name]
        if branch.complement is None:
            real, reconstruction = others[0], None
        else:
            real, reconstruction, _ = branch.complement.fuse_rows(others, seen)
        discriminator, real_logits, fake_logits = self._judge(branch.discriminator, real.detach(), fake.detach())
        # After the discriminator's own two passes, so that it reads the spectral vectors they left.
        generator = generator_objective(self.objective, run_still(
            branch.discriminator, fake, batch_statistics=self.training, detach=True))
        terms[f"generator/{name}"] = generator.detach()
        terms[f"discriminator/{name}"] = discriminator.detach()
        loss = generator + discriminator
        if reconstruction is not None:
            terms[f"complement/{name}"] = reconstruction.detach()
            loss = loss + self.reconstruction_weight * reconstruction
        if self.objective != "Wasserstein":
            threshold = 0.5 if self.objective == "LeastSquares" else 0.0
            terms[f"accuracy.real/{name}"] = (real_logits > threshold).to(loss.dtype).mean()
            terms[f"accuracy.fake/{name}"] = (fake_logits <= threshold).to(loss.dtype).mean()
        return loss

    def _judge(self, discriminator, real, fake):
        penalise = self.r1_gamma > 0 and torch.is_grad_enabled()
        real_logits = discriminator(real.requires_grad_(penalise))
        fake_logits = discriminator(fake)
        loss = discriminator_objective(self.objective, real_logits, fake_logits, self.real_label)
        if penalise:
            slope, = torch.autograd.grad(real_logits.sum(), real, create_graph=True)
            loss = loss + self.r1_gamma / 2 * slope.square().sum(1).mean()
        return loss, real_logits.detach(), fake_logits.detach()


class FixedWeights(nn.Module):
    """Equation 4: a weighted sum of losses; a loss that is None is skipped."""

    def __init__(self, weights):
        super().__init__()
        self.weights = list(weights)

    def forward(self, losses):
        return sum(weight * loss for weight, loss in zip(self.weights, losses) if loss is not None)


class UncertaintyWeights(nn.Module):
    """sum L / (2 s^2) + ln(1 + s^2) with a learned s^2 = exp(log_variance) per task."""

    def __init__(self, count):
        super().__init__()
        self.log_variance = nn.Parameter(torch.zeros(count))

    def forward(self, losses):
        log_variance = self.log_variance.clamp(-10, 10)
        return sum(loss * torch.exp(-log_variance[i]) / 2 + F.softplus(log_variance[i])
                   for i, loss in enumerate(losses) if loss is not None)


class DynamicWeightAverage(nn.Module):
    """Weights follow how slowly each loss fell over the last two epochs; `step` ends an epoch."""

    def __init__(self, count, temperature=2.0):
        super().__init__()
        self.temperature = temperature
        self.weights = [1.0] * count
        self.epochs = []
        self.calls = []

    def forward(self, losses):
        self.calls.append([float(loss) for loss in losses])
        return sum(weight * loss for weight, loss in zip(self.weights, losses))

    def step(self):
        self.epochs.append([sum(task) / len(task) for task in zip(*self.calls)])
        self.calls.clear()
        if len(self.epochs) >= 2:
            powers = [math.exp(last / before / self.temperature)
                      for last, before in zip(self.epochs[-1], self.epochs[-2])]
            self.weights = [len(powers) * power / sum(powers) for power in powers]


def pcgrad_backward(losses, shared, orders):
    """Backward pass in which each task's gradient on `shared` loses its part against every conflicting task.

    `orders[i]` names the other tasks in the order in which they are taken. Parameters outside `shared` get the
    gradient of the plain sum, and a loss that misses a shared parameter counts as a zero gradient.
    """
    shared = list(shared)
    before = [p.grad for p in shared]
    grads = []
    for loss in losses:
        parts = torch.autograd.grad(loss, shared, retain_graph=True, allow_unused=True)
        grads.append(torch.cat([(torch.zeros_like(p) if part is None else part).flatten()
                                for p, part in zip(shared, parts)]))
    total = torch.zeros_like(grads[0])
    for i, grad in enumerate(grads):
        for j in orders[i]:
            dot = torch.dot(grad, grads[j])
            if dot < 0:
                grad = grad - dot / torch.dot(grads[j], grads[j]) * grads[j]
        total += grad
    sum(losses).backward()
    for p, old, part in zip(shared, before, total.split([p.numel() for p in shared])):
        p.grad = part.view_as(p) if old is None else old + part.view_as(p)
