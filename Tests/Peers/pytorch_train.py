#!/usr/bin/env python3
"""What careful use of PyTorch reaches on a text within so many minutes on the CPU.

Truncated backpropagation with carried state, dropout, Adam, norm clipping at 5, and a cosine
schedule over the time given. The last tenth of the file is for validation, scored on 16 lanes with
carried state; its time is not counted. After every pass one JSON object is printed, with the keys of
the `evaluation` event of `geul train --json`; at the end one with the keys of `finished`.
"""

import argparse
import contextlib
import json
import math
import os
import time

import torch
from torch import nn
from torch.nn import functional

LAYERS = {"lstm": nn.LSTM, "gru": nn.GRU}
VALIDATION_LANES = 16
VALIDATION_STEPS = 256
LOWEST_RATE = 0.05


def usable_cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", help="a UTF-8 file")
    parser.add_argument("--model", choices=sorted(LAYERS), default="lstm")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--sequence", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--minutes", type=float, default=7)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--threads", type=int, default=usable_cores())
    return parser.parse_args()


class Model(nn.Module):
    """Ids (T, B) to logits (T, B, V); dropout on what the embedding and every layer put out."""

    def __init__(self, vocabulary, settings):
        super().__init__()
        between = settings.dropout if settings.layers > 1 else 0.0
        self.embedding = nn.Embedding(vocabulary, settings.embedding)
        self.rnn = LAYERS[settings.model](
            settings.embedding, settings.hidden, settings.layers, dropout=between)
        self.projection = nn.Linear(settings.hidden, vocabulary)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, ids, state=None):
        output, state = self.rnn(self.dropout(self.embedding(ids)), state)
        return self.projection(self.dropout(output)), state


class Lanes:
    """A text cut into parallel lanes: inputs and targets (steps, lanes), the targets one ahead."""

    def __init__(self, ids, count):
        steps = (len(ids) - 1) // count
        if steps < 1:
            raise SystemExit(f"{len(ids)} characters are too few for {count} lanes")
        self.inputs = ids[: steps * count].view(count, steps).t().contiguous()
        self.targets = ids[1 : steps * count + 1].view(count, steps).t().contiguous()

    def chunks(self, steps):
        return zip(self.inputs.split(steps), self.targets.split(steps))


class Clock:
    """The seconds since the beginning, less what was spent while paused."""

    def __init__(self):
        self.begun = time.perf_counter()

    def seconds(self):
        return time.perf_counter() - self.begun

    @contextlib.contextmanager
    def paused(self):
        stopped = time.perf_counter()
        yield
        self.begun += time.perf_counter() - stopped


def read_ids(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    ids = {character: index for index, character in enumerate(sorted(set(text)))}
    return torch.tensor([ids[character] for character in text]), len(ids)


def detached(state):
    if isinstance(state, tuple):
        return tuple(part.detach() for part in state)
    return None if state is None else state.detach()


def precision_of(settings):
    if settings.precision == "bf16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()


def validate(model, lanes, settings):
    """The mean cross-entropy of the lanes, in nats per character."""
    model.eval()
    state, total = None, 0.0
    with torch.inference_mode(), precision_of(settings):
        for inputs, targets in lanes.chunks(VALIDATION_STEPS):
            logits, state = model(inputs, state)
            total += functional.cross_entropy(
                logits.float().flatten(0, 1), targets.flatten(), reduction="sum").item()
    model.train()
    return total / lanes.targets.numel()


class Run:
    """Training for a fixed time: the passes over the corpus, and what they have reached."""

    def __init__(self, model, settings):
        self.model, self.settings = model, settings
        self.optimizer = torch.optim.Adam(model.parameters(), lr=settings.learning_rate)
        self.limit = settings.minutes * 60
        self.clock = Clock()
        self.steps = self.symbols = 0

    def is_over(self):
        return self.clock.seconds() >= self.limit

    def speed(self):
        return self.symbols / self.clock.seconds()

    def set_learning_rate(self):
        progress = min(self.clock.seconds() / self.limit, 1.0)
        cosine = (1 + math.cos(math.pi * progress)) / 2
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * (LOWEST_RATE + (1 - LOWEST_RATE) * cosine)

    def train_pass(self, lanes):
        """One pass over the lanes, or as much of it as time is left for; the last loss."""
        state, loss = None, torch.tensor(math.nan)
        for inputs, targets in lanes.chunks(self.settings.sequence):
            if self.is_over():
                break
            self.set_learning_rate()
            with precision_of(self.settings):
                logits, state = self.model(inputs, detached(state))
                loss = functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten())
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
            self.optimizer.step()
            self.steps += 1
            self.symbols += inputs.numel()
        return loss.item()


def main():
    settings = parse_arguments()
    torch.manual_seed(1)
    torch.set_num_threads(settings.threads)
    ids, vocabulary = read_ids(settings.corpus)
    training_size = int(0.9 * len(ids))
    training = Lanes(ids[:training_size], settings.batch)
    validation = Lanes(ids[training_size:], VALIDATION_LANES)

    run = Run(Model(vocabulary, settings), settings)
    epoch, best = 0, {"step": 0, "nats_per_symbol": math.inf}
    while not run.is_over():
        loss = run.train_pass(training)
        epoch += 1
        with run.clock.paused():
            nats = validate(run.model, validation, settings)
        if nats < best["nats_per_symbol"]:
            best = {"step": run.steps, "nats_per_symbol": nats}
        print(json.dumps({
            "event": "evaluation", "step": run.steps, "epoch": epoch, "split": "validation",
            "loss": loss, "nats_per_symbol": nats, "bits_per_character": nats / math.log(2),
            "perplexity": math.exp(nats), "seconds": run.clock.seconds(),
            "symbols_per_second": run.speed(),
        }), flush=True)
    print(json.dumps({
        "event": "finished", "step": run.steps, "seconds": run.clock.seconds(),
        "symbols_per_second": run.speed(), "best": best,
    }))


if __name__ == "__main__":
    main()
