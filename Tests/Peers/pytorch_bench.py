#!/usr/bin/env python3
"""The work of `geul bench`, done by PyTorch on the CPU, with the same flags and the same JSON keys.

train     forward, cross-entropy, backward, norm clipping at 5 and Adam; a step is a chunk (T, B)
eval      forward and the summed log-probability of the targets; a step is a chunk (T, B)
generate  one stream at temperature 0.8; a step is 200 symbols

Symbols are random. The state is carried from step to step, detached. There are two usual ways to
generate, calling the whole layer stack once per symbol or looping over cells; the faster is reported.
"""

import argparse
import contextlib
import json
import os
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

LAYERS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
CELLS = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.RNNCell}
WARM_UP = 4
GENERATED = 200
TEMPERATURE = 0.8


def usable_cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", choices=["train", "eval", "generate"], default="train")
    parser.add_argument("--model", choices=sorted(LAYERS), default="lstm")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--embedding", type=int, default=64)
    parser.add_argument("--vocabulary", type=int, default=65)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--sequence", type=int, default=50)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--json", action="store_true", help="accepted; the output is always JSON")
    return parser.parse_args()


class Model(nn.Module):
    """Embedding, recurrent layers, projection; ids (T, B) to logits (T, B, V)."""

    def __init__(self, settings):
        super().__init__()
        self.embedding = nn.Embedding(settings.vocabulary, settings.embedding)
        self.rnn = LAYERS[settings.model](settings.embedding, settings.hidden, settings.layers)
        self.projection = nn.Linear(settings.hidden, settings.vocabulary)

    def forward(self, ids, state=None):
        output, state = self.rnn(self.embedding(ids), state)
        return self.projection(output), state


def detached(state):
    if isinstance(state, tuple):
        return tuple(part.detach() for part in state)
    return None if state is None else state.detach()


def precision_of(settings):
    if settings.precision == "bf16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()


def random_chunk(settings):
    return torch.randint(settings.vocabulary, (settings.sequence, settings.batch))


def training_step(model, settings):
    inputs, targets = random_chunk(settings), random_chunk(settings)
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    state = None

    def step():
        nonlocal state
        with precision_of(settings):
            logits, state = model(inputs, detached(state))
            loss = functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()

    return step


def evaluation_step(model, settings):
    inputs, targets = random_chunk(settings), random_chunk(settings)
    state = None

    def step():
        nonlocal state
        with torch.inference_mode(), precision_of(settings):
            logits, state = model(inputs, state)
            scores = torch.log_softmax(logits.float(), dim=-1)
            scores.gather(2, targets.unsqueeze(2)).sum().item()

    return step


def sample(logits):
    """One id for each row of the logits (B, V)."""
    return torch.multinomial(torch.softmax(logits.float() / TEMPERATURE, dim=-1), 1)


def generation_by_layers(model, settings):
    def step():
        ids, state = torch.zeros(1, 1, dtype=torch.long), None
        with torch.inference_mode(), precision_of(settings):
            for _ in range(GENERATED):
                logits, state = model(ids, state)
                ids = sample(logits[-1])

    return step


def cells_of(model, settings):
    """The recurrent layers as cells that share the model's weights."""
    cells = []
    for layer in range(settings.layers):
        width = settings.embedding if layer == 0 else settings.hidden
        cell = CELLS[settings.model](width, settings.hidden)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            setattr(cell, name, getattr(model.rnn, f"{name}_l{layer}"))
        cells.append(cell)
    return cells


def generation_by_cells(model, settings):
    cells = cells_of(model, settings)
    has_cell_state = settings.model == "lstm"

    def step():
        ids = torch.zeros(1, dtype=torch.long)
        states = [None] * settings.layers
        with torch.inference_mode(), precision_of(settings):
            for _ in range(GENERATED):
                values = model.embedding(ids)
                for layer, cell in enumerate(cells):
                    states[layer] = cell(values, states[layer])
                    values = states[layer][0] if has_cell_state else states[layer]
                ids = sample(model.projection(values)).view(1)

    return step


def time_steps(step, count):
    """The seconds of each of `count` steps, after a warm-up."""
    for _ in range(WARM_UP):
        step()
    seconds = []
    for _ in range(count):
        begun = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - begun)
    return seconds


def peak_memory():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main():
    settings = parse_arguments()
    torch.set_num_threads(settings.threads)
    torch.manual_seed(1)
    model = Model(settings)

    if settings.task == "train":
        symbols = settings.sequence * settings.batch
        seconds = time_steps(training_step(model, settings), settings.steps)
    elif settings.task == "eval":
        model.eval()
        symbols = settings.sequence * settings.batch
        seconds = time_steps(evaluation_step(model, settings), settings.steps)
    else:
        model.eval()
        symbols = GENERATED
        ways = (generation_by_layers, generation_by_cells)
        timings = [time_steps(way(model, settings), settings.steps) for way in ways]
        seconds = min(timings, key=statistics.median)

    result = {key: value for key, value in vars(settings).items() if key != "json"}
    result["peer"] = f"pytorch {torch.__version__}"
    result["symbols_per_second"] = symbols / statistics.median(seconds)
    result["milliseconds_per_step"] = {
        "min": min(seconds) * 1e3,
        "median": statistics.median(seconds) * 1e3,
        "max": max(seconds) * 1e3,
    }
    result["peak_rss_bytes"] = peak_memory()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
