"""What `unet check` predicts beside what `unet run` takes: memory, and with --time seconds.

    python3 Benchmarks/plan.py [--unet .build/release/unet] [--time] [--precision bf16 fp32] [--sizes 16,4,8,128 ...]

At each (width, depth, batch, side) it draws images, asks for the plan, trains one epoch of a few steps (with --time three
epochs of more), and prints the ratio. Memory is the largest resident set of the process (VmHWM), as the kernel counts it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = ["16,4,8,128", "32,4,4,128", "32,4,4,256", "64,4,1,256"]
CONFIG = """\
data:
  images: images
  masks: masks
  classes: {{background: 0, cell: 1, border: 2}}
  validation: {{range: [0, {last}]}}
model: {{depth: {depth}, width: {width}}}
loss: {{ce: 1, dice: 1}}
augmentation: {{preset: standard}}
optimizer: {{name: adamw}}
training: {{epochs: {epochs}, batch_size: {batch}, device: cpu, precision: {precision}}}
"""
BYTES = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}
SECONDS = {"s": 1, "min": 60, "h": 3600}


def finished(command, folder):
    """Runs a command; its output, the most memory that it had in bytes, and its seconds."""
    started = time.monotonic()
    with open(folder / "output.txt", "w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{text}")
    return text, usage.ru_maxrss * 1024, seconds


def number(pattern, text, units):
    """The sum of the numbers with units that a pattern finds, such as "3 min 05 s"."""
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"the plan does not say {pattern}:\n{text}")
    return sum(float(value) * units[unit] for value, unit in re.findall(r"([\d.]+) (\w+)", found.group(1)))


def compare(unet, size, precision, measures_time):
    width, depth, batch, side = map(int, size.split(","))
    steps, validation, epochs = (12, 4, 3) if measures_time else (3, 2, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        finished([unet, "sample-images", ".", "--count", str(steps * batch + validation), "--size", str(side)], folder)
        (folder / "size.yaml").write_text(CONFIG.format(
            depth=depth, width=width, batch=batch, precision=precision, epochs=epochs, last=validation - 1))
        plan, _, checking = finished([unet, "check", "size.yaml"], folder)
        memory = number(r"memory +about ([\d.]+ \w+) at the peak", plan, BYTES)
        timed = finished([unet, "check", "size.yaml", "--time"], folder)[0] if measures_time else None
        _, peak, seconds = finished([unet, "run", "size.yaml"], folder)
        row = [f"{size} {precision}", f"{memory / 1e6:.0f}", f"{peak / 1e6:.0f}", f"{memory / peak:.2f}", f"{checking:.1f}"]
        if timed:
            epochs = json.loads((folder / "runs/size/metrics.json").read_text())["epochs"]
            epoch = sum(epoch["seconds"] for epoch in epochs) / len(epochs)
            for predicted, taken in [
                (number(r"time +about [^:]*: ([^,]*) an epoch", timed, SECONDS), epoch),
                (number(r"time +about ([^:]*):", timed, SECONDS), seconds),
            ]:
                row += [f"{predicted:.1f}", f"{taken:.1f}", f"{predicted / taken:.2f}"]
    return row


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--unet", type=Path, default=Path(".build/release/unet"))
    arguments.add_argument("--time", action="store_true")
    arguments.add_argument("--precision", nargs="+", default=["bf16", "fp32"])
    arguments.add_argument("--sizes", nargs="+", default=SIZES)
    options = arguments.parse_args()
    unet = str(options.unet.resolve())
    titles = ["width,depth,batch,side", "predicted MB", "measured MB", "ratio", "check s"]
    if options.time:
        titles += ["epoch: predicted s", "measured s", "ratio", "run: predicted s", "measured s", "ratio"]
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles), flush=True)
    for precision in options.precision:
        for size in options.sizes:
            print("| " + " | ".join(compare(unet, size, precision, options.time)) + " |", flush=True)


if __name__ == "__main__":
    main()
