#!/usr/bin/env python3
"""Checks the singular values of `geul inspect gradients` by a full decomposition in NumPy.

The states are computed anew in double precision from the checkpoint's weights. A step's Jacobian is taken column by column
by the complex step, so that no derivative is written down here, and the product over k steps goes to numpy.linalg.svd.
Models that are not named are trained first: two layers of each cell on the text. Ends with 1 if any value is further off
than the tolerance.
"""

import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unicodedata

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAINED = [("lstm", 2, 24), ("gru", 2, 40), ("rnn", 2, 64), ("lstm", 1, 48), ("gru", 1, 24), ("rnn", 1, 32)]


def tensors(path):
    """All tensors of a safetensors file in double precision."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    found = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            sys.exit(f"{path}: expected F32 in {name}, found {entry['dtype']}")
        first, last = entry["data_offsets"]
        values = numpy.frombuffer(data[8 + size + first : 8 + size + last], "<f4")
        found[name] = values.reshape(entry["shape"]).astype(numpy.float64)
    return found


def encode(text, tokenizer):
    """The ids of a text whose symbols are scalars."""
    own = tokenizer["model"]["geul"]
    if own["unit"] != "scalar":
        sys.exit(f"expected a model of units scalar, found {own['unit']}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if own["normalization"] != "none":
        text = unicodedata.normalize(own["normalization"].upper(), text)
    vocabulary = tokenizer["model"]["vocab"]
    ids = []
    for character in text:
        if character in vocabulary:
            ids.append(vocabulary[character])
        else:
            ids += [vocabulary[f"<0x{byte:02X}>"] for byte in character.encode()]
    return ids


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def activation(name, x):
    if name == "relu":
        return numpy.where(x.real > 0, x, 0)
    return numpy.tanh(x) if name == "tanh" else sigmoid(x)


class Layer:
    """One recurrent layer, whose state is h, or (h, c) of an LSTM, as rows; the equations are those of PyTorch."""

    def __init__(self, weights, index, model):
        self.cell, self.name = model["cell"], model.get("activation", "tanh")
        self.w_ih, self.w_hh, self.b_ih, self.b_hh = (
            weights[f"rnn.{part}_l{index}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        self.width = model["hidden"]
        self.size = self.width * (2 if self.cell == "lstm" else 1)

    def step(self, state, x):
        h = state[:, : self.width]
        ours, theirs = self.w_ih @ x + self.b_ih, h @ self.w_hh.T + self.b_hh
        if self.cell == "rnn":
            return activation(self.name, ours + theirs)
        if self.cell == "lstm":
            i, f, g, o = numpy.split(ours + theirs, 4, axis=1)
            c = sigmoid(f) * state[:, self.width :] + sigmoid(i) * numpy.tanh(g)
            return numpy.concatenate([sigmoid(o) * numpy.tanh(c), c], axis=1)
        (xr, xz, xn), (hr, hz, hn) = numpy.split(ours, 3), numpy.split(theirs, 3, axis=1)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        return (1 - z) * numpy.tanh(xn + r * hn) + z * h

    def jacobian(self, state, x):
        """d state / d state before, whose column j is Im step(state + i e_j t) / t."""
        t = 1e-30
        return self.step(state + 1j * t * numpy.eye(self.size), x).imag.T / t


def stretch(weights, model, ids, steps):
    """For each layer the Jacobians of the last `steps` of the ids, read from a state of zeros."""
    layers = [Layer(weights, index, model) for index in range(model["layers"])]
    states = [numpy.zeros((1, layer.size)) for layer in layers]
    found = [[] for _ in layers]
    for place, symbol in enumerate(ids):
        if "embedding.weight" in weights:
            x = weights["embedding.weight"][symbol]
        else:
            x = numpy.eye(model["vocabulary"])[symbol]
        for index, layer in enumerate(layers):
            if place >= len(ids) - steps:
                found[index].append(layer.jacobian(states[index], x))
            states[index] = layer.step(states[index], x)
            x = states[index][0, : layer.width]
    return found


def check(geul, path, text):
    """The cell, and the largest relative difference with the layer, lag and place where it is."""
    command = [geul, "inspect", "gradients", path, "--text", text, "--lags", "1", "--places", "1", "--json"]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    folder = pathlib.Path(report["model"])
    model = json.loads((folder / "config.json").read_text())["model"]
    weights = tensors(folder / "model.safetensors")
    ids = encode(pathlib.Path(text).read_text(encoding="utf-8"), json.loads((folder / "tokenizer.json").read_text()))
    places = report["singular_value_places"]
    count = places["warm_up"] + places["steps"]
    worst, compared = (0.0, None), 0
    for place, first in enumerate(places["first"]):
        jacobians = stretch(weights, model, ids[first : first + count], places["steps"])
        for entry in report["singular_values"]:
            steps = jacobians[entry["layer"]]
            for lag, values in zip(entry["lags"], entry["values"]):
                product = numpy.eye(len(steps[0]))
                for jacobian in steps[-lag:]:
                    product = jacobian @ product
                expected = numpy.linalg.svd(product, compute_uv=False)[0]
                difference = abs(values[place] - expected) / expected
                worst = max(worst, (difference, (entry["layer"] + 1, lag, place + 1, values[place], expected)))
                compared += 1
    return model, worst, compared


def train(geul, text, folder):
    for cell, layers, hidden in TRAINED:
        path = str(pathlib.Path(folder) / f"{cell}-{layers}x{hidden}")
        command = [geul, "train", text, "--out", path, "--model", cell, "--layers", layers, "--hidden", hidden]
        command += ["--embedding", 16, "--batch", 16, "--steps", 400, "--precision", "fp32", "--quiet"]
        subprocess.run([str(part) for part in command], check=True)
        yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", help="checkpoints of lstm, gru or rnn (default: trains some of each)")
    parser.add_argument("--geul", default=str(ROOT / ".build/release/geul"))
    parser.add_argument("--text", default=str(ROOT / "corpora/korean.txt"))
    parser.add_argument("--tolerance", type=float, default=1e-3, help="relative (default: %(default)s)")
    options = parser.parse_args()
    worst = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in options.models or train(options.geul, options.text, folder):
            model, (difference, where), compared = check(options.geul, path, options.text)
            print(f"{model['cell']} {model['layers']}x{model['hidden']}: {compared} values, worst {difference:.2e}", end="")
            print(" (layer {}, k {}, place {}: {:.6g}, expected {:.6g})".format(*where) if where else "")
            worst[model["cell"]] = max(worst.get(model["cell"], 0), difference)
    for cell, difference in sorted(worst.items()):
        print(f"{cell}: worst relative difference {difference:.2e}")
    sys.exit(0 if max(worst.values()) <= options.tolerance else 1)


if __name__ == "__main__":
    main()
