"""Two models of the reference program in plain PyTorch (torch >= 1.13), with its state-dict keys.

An implementation of our own (MIT, like the rest of this repository): the emotion classifier and the translator of text, or of text and images, that
`src/Fusion.Reference` trains, written as one writes them in PyTorch: packed sequences through torch's LSTM, whole-sequence
teacher forcing, scores of real words only. Widths are read from the state dict. `compare_peer.py` times them.
"""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import fusion_layers

PAD, START, END = 0, 1, 2


class Lstm(nn.Module):
    """Holds torch's module under the name that the C# models have for it."""

    def __init__(self, features, hidden, bidirectional):
        super().__init__()
        self.lstm = nn.LSTM(features, hidden, batch_first=True, bidirectional=bidirectional)

    def forward(self, words, lengths, state=None):
        packed = pack_padded_sequence(words, lengths, batch_first=True, enforce_sorted=False)
        return self.lstm(packed, state)


def fusion_of(weights, modalities, latent, noise):
    """The fusion whose names the state dict has."""
    if "fusion.fuse_in.0.weight" in weights:
        return fusion_layers.AutoFusion(modalities, latent)
    return fusion_layers.GANFusion(modalities, latent, noise_std=noise)


class TextEncoder(nn.Module):
    """Word vectors and a bidirectional LSTM; its two final states side by side."""

    def __init__(self, words, features, hidden, dropout):
        super().__init__()
        self.embedding = nn.Embedding(words, features, padding_idx=PAD)
        self.lstm = Lstm(features, hidden, bidirectional=True)
        self.dropout = dropout

    def forward(self, tokens, lengths):
        words = F.dropout(self.embedding(tokens), self.dropout, self.training)
        _, (final, _) = self.lstm(words, lengths)
        return torch.cat([final[0], final[1]], 1)


class AudioEncoder(nn.Module):
    """The speech features as a sequence of length 1 through two LSTM layers."""

    def __init__(self, features, hidden, dropout):
        super().__init__()
        self.lower = nn.LSTM(features, hidden, batch_first=True)
        self.upper = nn.LSTM(hidden, hidden, batch_first=True)
        self.dropout = dropout

    def forward(self, audio):
        states, _ = self.lower(audio.unsqueeze(1))
        _, (final, _) = self.upper(F.dropout(states, self.dropout, self.training))
        return final[0]


class Classifier(nn.Module):
    """Text and speech, fused, to classes. Returns the task's loss and the fusion's."""

    def __init__(self, weights, dropout, noise):
        super().__init__()
        words, features = weights["text.embedding.weight"].shape
        hidden = weights["text.lstm.lstm.weight_hh_l0"].shape[1]
        audio_hidden, audio_features = weights["audio.lower.weight_hh_l0"].shape[1], weights["audio.lower.weight_ih_l0"].shape[1]
        classes, latent = weights["head.weight"].shape
        self.text = TextEncoder(words, features, hidden, dropout)
        self.audio = AudioEncoder(audio_features, audio_hidden, dropout)
        self.fusion = fusion_of(weights, [("text", 2 * hidden), ("audio", audio_hidden)], latent, noise)
        self.head = nn.Linear(latent, classes)
        self.dropout = dropout

    def forward(self, batch):
        vectors = [self.text(batch["tokens"], batch["lengths"]), self.audio(batch["audio"])]
        fused, loss, _ = self.fusion(vectors)
        logits = self.head(F.dropout(fused, self.dropout, self.training))
        return F.cross_entropy(logits, batch["labels"]), loss


class TextLearner(nn.Module):
    """A bidirectional LSTM: its states, and a vector of its final ones."""

    def __init__(self, features, hidden, latent, dropout):
        super().__init__()
        self.lstm = Lstm(features, hidden, bidirectional=True)
        self.project = nn.Linear(2 * hidden, latent)
        self.dropout = dropout

    def forward(self, words, lengths):
        packed, (final, _) = self.lstm(F.dropout(words, self.dropout, self.training), lengths)
        states, _ = pad_packed_sequence(packed, batch_first=True)
        final = F.dropout(torch.cat([final[0], final[1]], 1), self.dropout, self.training)
        return F.dropout(states, self.dropout, self.training), torch.tanh(self.project(final))


class ImageEncoder(nn.Module):
    """An image's vector through one linear layer."""

    def __init__(self, features, latent, dropout):
        super().__init__()
        self.project = nn.Linear(features, latent)
        self.dropout = dropout

    def forward(self, image):
        return torch.tanh(self.project(F.dropout(image, self.dropout, self.training)))


class StateBridge(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.hidden = nn.Linear(features, hidden)
        self.cell = nn.Linear(features, hidden)

    def forward(self, vectors):
        return torch.tanh(self.hidden(vectors)), torch.tanh(self.cell(vectors))


class Decoder(nn.Module):
    """An LSTM with Luong's general attention; words are scored with the vectors that they are read with."""

    def __init__(self, features, hidden, latent, memory, dropout):
        super().__init__()
        self.lstm = Lstm(features, hidden, bidirectional=False)
        self.start = StateBridge(latent, hidden)
        self.key = nn.Linear(memory, hidden, bias=False)
        self.combine = nn.Linear(hidden + memory, features)
        self.dropout = dropout

    def attend(self, states, keys, values, padding):
        scores = torch.bmm(states, keys.transpose(1, 2)).masked_fill(padding.unsqueeze(1), float("-inf"))
        context = torch.bmm(F.softmax(scores, 2), values)
        return torch.cat([states, context], 2)

    def features_of(self, read):
        return F.dropout(torch.tanh(self.combine(read)), self.dropout, self.training)


class Translator(nn.Module):
    """Text, and an image where the state dict has a learner for it, to text, with one vocabulary for both languages. Returns the loss of the words and the fusion's."""

    def __init__(self, weights, dropout, smoothing, noise):
        super().__init__()
        words, features = weights["source_words.weight"].shape
        hidden = weights["text.lstm.lstm.weight_hh_l0"].shape[1]
        latent = weights["text.project.weight"].shape[0]
        self.source_words = nn.Embedding(words, features, padding_idx=PAD)
        self.text = TextLearner(features, hidden, latent, dropout)
        self.image = self.fusion = None
        if "image.project.weight" in weights:
            self.image = ImageEncoder(weights["image.project.weight"].shape[1], latent, dropout)
            self.fusion = fusion_of(weights, [("text", latent), ("image", latent)], latent, noise)
        self.decoder = Decoder(features, weights["decoder.lstm.lstm.weight_hh_l0"].shape[1], latent, 2 * hidden, dropout)
        self.dropout = dropout
        self.smoothing = smoothing

    def encode(self, tokens, lengths):
        states, vector = self.text(self.source_words(tokens), lengths)
        return self.decoder.key(states), states, tokens == PAD, vector

    def forward(self, batch):
        keys, values, padding, vector = self.encode(batch["tokens"], batch["lengths"])
        fusion_loss = None
        if self.fusion is not None:
            vector, fusion_loss, _ = self.fusion([vector, self.image(batch["image"])])
        start = tuple(state.unsqueeze(0) for state in self.decoder.start(vector))
        words = F.dropout(self.source_words(batch["previous"]), self.dropout, self.training)
        packed, _ = self.decoder.lstm(words, batch["steps"], start)
        states, _ = pad_packed_sequence(packed, batch_first=True)
        real = batch["next"] != PAD
        read = self.decoder.features_of(self.decoder.attend(states, keys, values, padding)[real])
        logits = F.linear(read, self.source_words.weight)
        return F.cross_entropy(logits, batch["next"][real], label_smoothing=self.smoothing), fusion_loss

    @torch.no_grad()
    def translate(self, tokens, lengths, beam, alpha, most_words):
        """The best translation of each line, by a beam search over all lines at once; lines that are done leave it.

        A line begins with one row. Its rows stand side by side and share its keys and values.
        """
        keys, values, padding, vector = self.encode(tokens, lengths)
        hidden, cell = self.decoder.start(vector)
        device = tokens.device
        lines = [Line(beam, alpha, most_words) for _ in tokens]
        open_lines = lines
        while open_lines:
            previous = torch.tensor([word for line in open_lines for word in line.last_words()], device=device)
            _, (hidden, cell) = self.decoder.lstm.lstm(self.source_words(previous).unsqueeze(1), (hidden.unsqueeze(0), cell.unsqueeze(0)))
            hidden, cell = hidden[0], cell[0]
            states = hidden.view(len(open_lines), -1, hidden.shape[1])
            read = self.decoder.features_of(self.decoder.attend(states, keys, values, padding).flatten(0, 1))
            logits = F.linear(read, self.source_words.weight)
            logits[:, :END] = float("-inf")
            size = logits.shape[1]
            before = torch.tensor([score for line in open_lines for score in line.scores], device=device).unsqueeze(1)
            scores = F.log_softmax(logits, 1).add_(before).view(len(open_lines), -1)
            best, places = scores.topk(min(2 * beam, scores.shape[1]), 1)
            rows_per_line, kept, still = states.shape[1], [], []
            for i, (line, values_of, places_of) in enumerate(zip(open_lines, best.tolist(), places.tolist())):
                line.take([(score, place // size, place % size) for score, place in zip(values_of, places_of)])
                if not line.done:
                    still.append(i)
                    kept.extend(i * rows_per_line + parent for parent in line.parents)
            rows = torch.tensor(kept, dtype=torch.long, device=device)
            hidden, cell = hidden[rows], cell[rows]
            if len(still) < len(open_lines):
                places = torch.tensor(still, dtype=torch.long, device=device)
                keys, values, padding = keys[places], values[places], padding[places]
                open_lines = [open_lines[i] for i in still]
        return [line.best for line in lines]


class Line:
    """The hypotheses of one line."""

    def __init__(self, beam, alpha, most_words):
        self.beam, self.alpha, self.most_words = beam, alpha, most_words
        self.open, self.scores = [[]], [0.0]
        self.parents, self.done, self.finished = [], False, 0
        self.best_score, self.best = None, None

    def last_words(self):
        return [words[-1] if words else START for words in self.open]

    def take(self, candidates):
        for score, parent, word in candidates[:self.beam]:
            if word == END and score > float("-inf"):
                self.finish(score, self.open[parent])
                self.finished += 1
        kept = [candidate for candidate in candidates if candidate[2] != END][:self.beam]
        self.open = [self.open[parent] + [word] for _, parent, word in kept]
        self.scores = [score for score, _, _ in kept]
        self.parents = [parent for _, parent, _ in kept]
        full = len(self.open[0]) >= self.most_words
        if full and self.best is None:
            self.finish(self.scores[0], self.open[0])
        self.done = full or self.finished >= self.beam

    def finish(self, score, words):
        normalised = score / (len(words) + 1) ** self.alpha
        if self.best is None or normalised > self.best_score:
            self.best_score, self.best = normalised, words
