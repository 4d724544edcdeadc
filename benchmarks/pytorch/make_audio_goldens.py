"""Writes the golden values of the speech features as JSON, in float64 and plain Python (no packages).

    python benchmarks/pytorch/make_audio_goldens.py [--out FILE] [--check]

The formulas are those of docs/datasets.md, each taken at its word: transforms by the textbook recursion or the defining sum,
medians by sorting, the autocorrelation lag by lag. Signals are rounded values of a closed formula, so they are the same
everywhere. `--check` compares with the file instead of writing it.
"""

import argparse
import cmath
import json
import math
import pathlib
import statistics
import sys

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests/Fusion.Reference.Tests/Audio/speech.json"


def signal(count, rate, pitch):
    """A tone with overtones whose loudness swells and pauses, some noise and an offset, in steps of 16 bits."""
    values = []
    for n in range(count):
        time = n / rate
        tone = sum(math.sin(2 * math.pi * pitch * k * time + k * k) / k for k in range(1, 6))
        loudness = max(0.0, math.sin(2 * math.pi * 7 * time)) ** 2
        noise = math.sin(n * n * 0.37) * math.cos(n * 1.7)
        values.append(round(32768 * (0.05 * loudness * tone + 0.0005 * noise + 0.0003)) / 32768)
    return values


# Eight features ------------------------------------------------------------------------------------------------------

def around_ends(values, index):
    while not 0 <= index < len(values):
        index = -index if index < 0 else 2 * (len(values) - 1) - index
    return values[index]


def beside_ends(values, index):
    while not 0 <= index < len(values):
        index = -index - 1 if index < 0 else 2 * len(values) - 1 - index
    return values[index]


def frames(y, size=2048, hop=512):
    for t in range(1 + len(y) // hop):
        yield [around_ends(y, t * hop - size // 2 + i) for i in range(size)]


def fft(x, sign=-1):
    if len(x) == 1:
        return list(x)
    even, odd = fft(x[::2], sign), fft(x[1::2], sign)
    turned = [cmath.exp(sign * 2j * math.pi * k / len(x)) * odd[k] for k in range(len(odd))]
    return [a + b for a, b in zip(even, turned)] + [a - b for a, b in zip(even, turned)]


def harmonic(y, size=2048, hop=512, window=31):
    hann = [0.5 - 0.5 * math.cos(2 * math.pi * i / size) for i in range(size)]
    spectra = [fft([w * v for w, v in zip(hann, frame)])[: size // 2 + 1] for frame in frames(y)]
    magnitude = [[abs(value) for value in row] for row in spectra]
    columns = list(zip(*magnitude))
    reach = range(-(window // 2), window // 2 + 1)
    sums, weights = [0.0] * (len(y) + 2 * size), [0.0] * (len(y) + 2 * size)
    for t, row in enumerate(spectra):
        masked = []
        for k, value in enumerate(row):
            lasting = statistics.median(beside_ends(columns[k], t + step) for step in reach)
            sudden = statistics.median(beside_ends(magnitude[t], k + step) for step in reach)
            total = lasting**2 + sudden**2
            masked.append(value * (lasting**2 / total if total else 0.5))
        whole = masked + [value.conjugate() for value in masked[-2:0:-1]]
        for i, value in enumerate(fft(whole, sign=1)):
            sums[t * hop + i] += hann[i] * value.real / size
            weights[t * hop + i] += hann[i] ** 2
    return [sums[i + size // 2] / weights[i + size // 2] for i in range(len(y))]


def features(y):
    n = len(y)
    sig_mean = sum(abs(v) for v in y) / n
    roots = [math.sqrt(sum((v + 1e-4) ** 2 for v in frame) / len(frame)) for frame in frames(y)]
    rmse_mean = statistics.fmean(roots)
    c = 0.45 * sig_mean
    clipped = [v - c if v >= c else v + c if v <= -c else 0.0 for v in y]
    lags = [sum(clipped[i] * clipped[i + k] for i in range(n - k)) for k in range(n)]
    return {
        "sig_mean": sig_mean,
        "sig_std": statistics.pstdev(y),
        "rmse_mean": rmse_mean,
        "rmse_std": statistics.pstdev(roots),
        "silence": sum(r <= 0.4 * rmse_mean for r in roots) / len(roots),
        "harmonic": 1000 * statistics.fmean(harmonic(y)),
        "auto_corr_max": 1000 * max(lags) / n,
        "auto_corr_std": statistics.pstdev(lags),
    }


# Cepstral frames -----------------------------------------------------------------------------------------------------

def mel(f):
    return 2595 * math.log10(1 + f / 700)


def cepstra(y, rate=16000, size=400, hop=160, points=512, bands=26, floor=1e-10):
    step = mel(8000) / (bands + 1)
    rows = []
    for t in range(1 + (len(y) - size) // hop):
        frame = y[t * hop : t * hop + size]
        emphasised = [frame[i] - 0.97 * frame[max(0, i - 1)] for i in range(size)]
        weighted = [(0.54 - 0.46 * math.cos(2 * math.pi * i / (size - 1))) * v for i, v in enumerate(emphasised)]
        turns = [cmath.exp(-2j * math.pi * i / points) for i in range(points)]
        power = [abs(sum(v * turns[i * k % points] for i, v in enumerate(weighted))) ** 2 for k in range(points // 2 + 1)]
        logs = []
        for band in range(1, bands + 1):
            weights = [max(0.0, 1 - abs(mel(k * rate / points) - band * step) / step) for k in range(points // 2 + 1)]
            logs.append(math.log(max(floor, sum(w * p for w, p in zip(weights, power)))))
        row = [
            (1 + 11 * math.sin(math.pi * c / 22)) * math.sqrt(2 / bands)
            * sum(logs[b] * math.cos(math.pi * c * (b + 0.5) / bands) for b in range(bands))
            for c in range(1, 13)
        ]
        rows.append(row + [math.log(max(floor, sum(v * v for v in frame)))])
    slopes = delta(rows)
    return [a + b + c for a, b, c in zip(rows, slopes, delta(slopes))]


def delta(rows):
    def at(t):
        return rows[min(max(t, 0), len(rows) - 1)]

    return [[sum(k * (at(t + k)[c] - at(t - k)[c]) for k in (1, 2)) / 10 for c in range(len(rows[0]))] for t in range(len(rows))]


# Output --------------------------------------------------------------------------------------------------------------

def golden():
    return {
        "features": [
            {"pitch": pitch, "samples": [round(v * 32768) for v in y], "expected": features(y)}
            for pitch, count in ((210.0, 700), (120.0, 9000))
            for y in [signal(count, 44100, pitch)]
        ],
        "frames": [
            {"pitch": pitch, "samples": [round(v * 32768) for v in y], "expected": cepstra(y)}
            for pitch, count in ((150.0, 1800),)
            for y in [signal(count, 16000, pitch)]
        ],
    }


def close(left, right):
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(close(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(close, left, right))
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    values = golden()
    if not arguments.check:
        arguments.out.write_text(json.dumps(values) + "\n")
    elif not close(values, json.loads(arguments.out.read_text())):
        sys.exit(f"{arguments.out} differs")


if __name__ == "__main__":
    main()
