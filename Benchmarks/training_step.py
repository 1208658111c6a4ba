"""The training step of `unet` beside PyTorch's, alternating, in one run: `make bench`.

    python3 Benchmarks/training_step.py [--rounds 5] [--seconds 5] [--sizes 16,4,8,128 ...]

Three programs do the same work (Scripts/unet.py's network, three channels, two classes, cross entropy + Dice, AdamW), each in a process
of its own, one after another, round by round:

    unet       Benchmarks/TrainingStep: what `unet run` does between two batches
    tutorial   PyTorch as its tutorials show it: NCHW, float32, eager
    best       PyTorch at its best: channels_last, bfloat16 autocast, fused AdamW, tcmalloc;
               eager, or torch.compile where --compile is given and it wins in the first round

A ratio is the median over the rounds of unet's images per second divided by the other's in the same round. The share is the work of the best
unet round, counted by PyTorch's FLOP counter, of what a bfloat16 matrix product of 4096 x 4096 reaches here. `make bench` installs PyTorch and tcmalloc into .venv, which git ignores.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNET = ROOT / ".build" / "release" / "training-step"
SIZES = ["16,4,8,128", "32,4,4,128", "32,4,4,256", "64,4,1,256"]
WARMUP, LEAST_STEPS = 3, 4


def tcmalloc():
    return next((str(path) for path in VENV.glob("tcmalloc/**/libtcmalloc_minimal.so.4")), None)


# The PyTorch programs, run by PYTHON


def training_step(kind, width, depth, batch, side, seconds):
    """Trains on one batch of noise; returns images per second."""
    import torch
    import torch.nn.functional as F

    sys.path.insert(0, str(ROOT / "Scripts"))
    from unet import UNet

    torch.manual_seed(0)
    is_best = kind != "tutorial"
    layout = torch.channels_last if is_best else torch.contiguous_format
    model = UNet(
        input_channels=3, output_channels=2, depth=depth, width=width, norm="batch", upsampling="transposed", dropout=0
    ).to(memory_format=layout)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01, fused=is_best or None)
    network = torch.compile(model) if kind == "compiled" else model
    images = torch.randn(batch, 3, side, side).contiguous(memory_format=layout)
    target = (images[:, 0] > 0).long()

    def step():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=is_best):
            logits = network(images)
        logits = logits.float()
        truth = F.one_hot(target, 2).permute(0, 3, 1, 2).float()
        guess = logits.softmax(1)
        overlap, total = (guess * truth).sum((2, 3)), guess.sum((2, 3)) + truth.sum((2, 3))
        dice = 1 - ((2 * overlap + 1e-6) / (total + 1e-6)).mean()
        (F.cross_entropy(logits, target) + dice).backward()
        optimizer.step()

    for _ in range(WARMUP):
        step()
    start, steps = time.perf_counter(), 0
    while steps < LEAST_STEPS or time.perf_counter() - start < seconds:
        step()
        steps += 1
    return steps * batch / (time.perf_counter() - start)


def flops_per_image(width, depth, side):
    """Forward and backward, 2 for a multiply-add."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    sys.path.insert(0, str(ROOT / "Scripts"))
    from unet import UNet

    with torch.device("meta"):
        model = UNet(
            input_channels=3, output_channels=2, depth=depth, width=width, norm="batch", upsampling="transposed", dropout=0
        )
        images = torch.randn(1, 3, side, side)
        with FlopCounterMode(display=False) as counter:
            model(images).sum().backward()
    return counter.get_total_flops()


def product_rate():
    """FLOP/s of a bfloat16 matrix product, the best of several."""
    import torch

    a, b = (torch.randn(4096, 4096).bfloat16() for _ in range(2))
    best = float("inf")
    for _ in range(6):
        start = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - start)
    return 2 * 4096**3 / best


def worker(arguments):
    kind, numbers = arguments[0], [int(number) for number in arguments[1:]]
    tasks = {"product": product_rate, "flops": flops_per_image}
    task = tasks.get(kind) or (lambda *numbers: training_step(kind, *numbers))
    print(json.dumps({"images_per_second": task(*numbers)}))


# The comparison


def measure(kind, *numbers):
    """One figure, by a process of its own."""
    environment = dict(os.environ)
    if kind == "unet":
        command = [UNET, *map(str, numbers)]
    else:
        command = [PYTHON, __file__, "--worker", kind, *map(str, numbers)]
        if kind in ("best", "compiled") and tcmalloc():
            environment["LD_PRELOAD"] = tcmalloc()
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])["images_per_second"]


def compare(size, options, rate):
    width, depth, batch, side = size
    kinds = ["unet", "tutorial", "best"] + (["compiled"] if options.compile else [])
    figures = {kind: [] for kind in kinds}
    for number in range(options.rounds):
        for kind in kinds[number % 2 :] + kinds[: number % 2]:
            figures[kind].append(measure(kind, *size, options.seconds))
        if number == 0 and options.compile:
            # Only the quicker of the two goes on.
            slower = min(("best", "compiled"), key=lambda kind: figures[kind][0])
            kinds.remove(slower)
            figures.pop(slower)
    best = "compiled" if "compiled" in figures else "best"
    ratio = {
        kind: statistics.median(ours / theirs for ours, theirs in zip(figures["unet"], figures[kind]))
        for kind in ("tutorial", best)
    }
    share = max(figures["unet"]) * measure("flops", width, depth, side) / rate
    middle = {kind: statistics.median(values) for kind, values in figures.items()}
    return [
        f"{width}, {depth}, {batch}, {side}", f"{middle['tutorial']:.2f}", f"{middle[best]:.2f}{' (compiled)' if best == 'compiled' else ''}",
        f"{middle['unet']:.2f}", f"{ratio['tutorial']:.2f}", f"{ratio[best]:.2f}", f"{share:.0%}",
    ]  # fmt: skip


def main():
    if sys.argv[1:2] == ["--worker"]:
        return worker(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="WIDTH,DEPTH,BATCH,SIDE")
    parser.add_argument("--compile", action="store_true", help="let torch.compile compete, too (needs a C++ compiler)")
    options = parser.parse_args()
    for program, command in ((PYTHON, "Scripts/setup_python"), (UNET, "swift build -c release --product training-step")):
        if not program.exists():
            sys.exit(f"{program.relative_to(ROOT)} is missing: {command} makes it (make bench does all of this)")
    if not tcmalloc():
        print("there is no tcmalloc in .venv: PyTorch runs with the system's allocator", file=sys.stderr)
    rate = measure("product")
    print(f"bfloat16 matrix product: {rate / 1e9:.0f} GFLOP/s; images per second, medians of {options.rounds} rounds\n")
    print("| width, depth, batch, side | tutorial | best | unet | unet / tutorial | unet / best | share |")
    print("|---|---|---|---|---|---|---|")
    for size in options.sizes:
        print("| " + " | ".join(compare([int(n) for n in size.split(",")], options, rate)) + " |", flush=True)


if __name__ == "__main__":
    main()
