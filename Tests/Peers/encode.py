"""Encoding text to ids: geul beside Python, numpy and Hugging Face's tokenizers, one thread, alternating.

For each file every way goes from the bytes of the file, in the system's memory of it, to ids on disk:
- geul: `geul corpus encode FILE --out IDS`, its own figure (`seconds`), the vocabulary learned as it goes
- geul jamo: the same with `--units jamo`
- python: decode, unicodedata.normalize('NFC'), a dictionary of characters, array('H')
- numpy: a table of 256 bytes, for ASCII alone, which it takes for granted
- tokenizers: the tokenizer.json that geul has written, on the first MB, from text to ids in memory

    python3 -m venv VENV && VENV/bin/pip install numpy tokenizers
    VENV/bin/python Tests/Peers/encode.py FILE... [--rounds 5] [--geul .build/release/geul]
"""

import argparse
import array
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata


def geul(program, path, folder, *flags):
    out = os.path.join(folder, "ids.tokens")
    if os.path.exists(out):
        os.remove(out)
    done = subprocess.run(
        [program, "corpus", "encode", path, "--out", out, "--json", *flags],
        check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["seconds"]


def python(path, folder):
    begun = time.perf_counter()
    with open(path, "rb") as file:
        text = unicodedata.normalize("NFC", file.read().decode())
    ids = {character: id for id, character in enumerate(sorted(set(text)))}
    with open(os.path.join(folder, "ids.python"), "wb") as file:
        array.array("H", [ids[character] for character in text]).tofile(file)
    return time.perf_counter() - begun


def numpy_table(path, folder):
    import numpy

    begun = time.perf_counter()
    text = numpy.fromfile(path, dtype=numpy.uint8)
    seen = numpy.flatnonzero(numpy.bincount(text, minlength=256))
    table = numpy.zeros(256, numpy.uint16)
    table[seen] = numpy.arange(len(seen))
    table[text].tofile(os.path.join(folder, "ids.numpy"))
    return time.perf_counter() - begun


def hugging_face(program, path, folder):
    """Seconds for the whole file, reckoned from its first MB."""
    from tokenizers import Tokenizer

    out = os.path.join(folder, "ids.tokens")
    with open(out, "rb") as file:
        content = file.read()
    # The tokenizer stands in the token file as JSON; its size is the number at byte 88.
    size = int.from_bytes(content[88:96], "little")
    record = int.from_bytes(content[96:104], "little")
    end = len(content) - record
    tokenizer = Tokenizer.from_str(content[end - size:end].decode())
    with open(path, "rb") as file:
        head = file.read(1 << 20).decode(errors="ignore")
    begun = time.perf_counter()
    tokenizer.encode(head)
    taken = time.perf_counter() - begun
    return taken * os.path.getsize(path) / len(head.encode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--geul", default=".build/release/geul")
    options = parser.parse_args()
    for path in options.files:
        size = os.path.getsize(path)
        with open(path, "rb") as file:
            is_ascii = file.read().isascii()
        with tempfile.TemporaryDirectory() as folder:
            ways = {
                "geul": lambda: geul(options.geul, path, folder),
                "tokenizers": lambda: hugging_face(options.geul, path, folder),
                "geul jamo": lambda: geul(options.geul, path, folder, "--units", "jamo"),
                "python": lambda: python(path, folder),
            }
            if is_ascii:
                ways["numpy"] = lambda: numpy_table(path, folder)
            taken = {name: [] for name in ways}
            for _ in range(options.rounds):
                for name, way in ways.items():
                    taken[name].append(way())
        print(f"{path}: {size} bytes, medians of {options.rounds}")
        best = statistics.median(taken["geul"])
        for name, seconds in taken.items():
            median = statistics.median(seconds)
            print(f"  {name:11} {size / 1e6 / median:8.1f} MB/s  geul is {median / best:6.1f} times as fast")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
