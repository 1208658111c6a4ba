"""24 small trainings by `unet sweep` beside other ways to train the same 24, alternating, in one run: `make bench-sweep`.

    python3 Benchmarks/sweep.py [--rounds 3] [--epochs 6] [--only sweep,runs,python,optuna] [--build .build/release]

U-Nets of depth 2 and 3, width 8 and 16, with CE or CE + Dice, 3 seeds each, on what `unet sample-images` draws (80 images of 128 x 128, of which the
last 16 are for validation), with the augmentation, batch and optimiser of configs/quickstart.yaml, by

    sweep    unet sweep --jobs CORES: each cell a process of one thread, as many at a time as there are cores (--jobs for another number, or auto)
    runs     unet run, 24 times, one after another, with the threads that it chooses itself
    python   one PyTorch program that imports torch once and trains them one after another
    optuna   the same function, by Optuna in as many worker processes as cores, of one thread each, which share a journal. The cells are enqueued,
             the only way in which Optuna gives each to one worker (its GridSampler gives some to several)

PyTorch is at its best: channels_last, bfloat16 autocast, fused AdamW, tcmalloc, images decoded once a process and kept in memory, flips and turns of
bytes, a validation of one batch, and for `python` the number of threads, out of 1 and that of the cores, with which its second cell was quicker.
It does what such a program does each epoch: a validation with a confusion matrix and the loss, the weights of the best epoch and the last
state with that of the optimiser by torch.save, a record of the epochs in JSON. `unet` also flushes each file to the disk, hashes weights,
draws pictures and writes for TensorBoard, and begins with an empty cache of decoded images.

All figures are seconds from the start of the first process to the end of the last. Each trained the same number of steps and images, which is
checked, and the mean of the best mean_iou of the cells is printed, so that one sees that all have learned the same. A ratio is the median over the rounds of
the other's seconds divided by those of `unet sweep` in the same round.
"""

import argparse
import itertools
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CORES = len(os.sched_getaffinity(0))
KINDS = {
    "sweep": "`unet sweep`", "runs": "`unet run`, one after another", "python": "PyTorch, one after another",
    "optuna": f"PyTorch by Optuna, {CORES} workers",
}  # fmt: skip
DEPTHS, WIDTHS, LOSSES, SEEDS = [2, 3], [8, 16], [{"ce": 1}, {"ce": 1, "dice": 1}], [0, 1, 2]
BATCH, LEARNING_RATE, TRAINING, VALIDATION = 8, 3e-3, 64, 16
# JSON is YAML.
BASE = """\
extends: ROOT/configs/quickstart.yaml
data: {images: cells/images, masks: cells/masks, validation: {range: [64, 79]}}
training: {epochs: EPOCHS}
"""
SWEEP = f"""\
base: base.yaml
grid:
  model.depth: {DEPTHS}
  model.width: {WIDTHS}
  loss: {json.dumps(LOSSES)}
seeds: {SEEDS}
"""


def cells():
    names = ("depth", "width", "loss", "seed")
    return [dict(zip(names, values)) for values in itertools.product(DEPTHS, WIDTHS, LOSSES, SEEDS)]


# PyTorch's programs, run by the Python of .venv


def pairs(folder):
    """All images [N, H, W] and masks [N, H, W] as bytes."""
    import numpy as np
    import torch
    from PIL import Image

    def read(kind):
        files = sorted((folder / kind).glob("*.png"))
        return torch.from_numpy(np.stack([np.asarray(Image.open(file)) for file in files]))

    return read("images"), read("masks")


def changed(image, mask, draws):
    """Mirrored and turned as quickstart.yaml has it, by five numbers from 0 to 1."""
    if draws[0] < 0.5:
        image, mask = image.flip(1), mask.flip(1)
    if draws[1] < 0.5:
        image, mask = image.flip(0), mask.flip(0)
    if draws[2] < 0.5:
        turns = 1 + int(draws[3] * 3)
        image, mask = image.rot90(turns), mask.rot90(turns)
    return image, mask


def loss_of(logits, target, weights):
    import torch.nn.functional as F

    total = F.cross_entropy(logits, target)
    if "dice" in weights:
        guess = logits.softmax(1)
        truth = F.one_hot(target, 3).permute(0, 3, 1, 2)
        overlap, size = (guess * truth).sum((2, 3)), guess.sum((2, 3)) + truth.sum((2, 3))
        total = total + 1 - ((2 * overlap + 1e-6) / (size + 1e-6)).mean()
    return total


class Cell:
    """The training of one cell."""

    def __init__(self, cell, data, epochs):
        import torch

        sys.path.insert(0, str(ROOT / "Scripts"))
        from unet import UNet

        torch.manual_seed(cell["seed"])
        self.weights, self.epochs, (images, masks) = cell["loss"], epochs, data
        self.training = images[:TRAINING], masks[:TRAINING]
        pixels = self.training[0].float()
        self.mean, self.deviation = pixels.mean(), pixels.std(correction=0)
        self.validation = self.batch(images[TRAINING:], masks[TRAINING:])
        self.model = UNet(1, 3, depth=cell["depth"], width=cell["width"]).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE, weight_decay=0.01, fused=True)
        self.step, self.images = 0, 0

    def batch(self, images, masks):
        import torch

        values = ((images.float() - self.mean) / self.deviation)[:, None]
        return values.contiguous(memory_format=torch.channels_last), masks.long()

    def learning_rate(self):
        per_epoch = math.ceil(TRAINING / BATCH)
        if self.step < per_epoch:
            return LEARNING_RATE * (self.step + 1) / per_epoch
        done = (self.step - per_epoch) / max((self.epochs - 1) * per_epoch, 1)
        return LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * done))

    def train_epoch(self):
        import torch

        self.model.train()
        order, draws, losses = torch.randperm(TRAINING).tolist(), torch.rand(TRAINING, 4).tolist(), []
        for start in range(0, TRAINING, BATCH):
            chosen = [changed(self.training[0][i], self.training[1][i], draws[i]) for i in order[start : start + BATCH]]
            values, target = self.batch(*(torch.stack(parts) for parts in zip(*chosen)))
            self.optimizer.param_groups[0]["lr"] = self.learning_rate()
            self.optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16):
                logits = self.model(values)
            loss = loss_of(logits.float(), target, self.weights)
            loss.backward()
            self.optimizer.step()
            losses.append(loss.detach())
            self.step, self.images = self.step + 1, self.images + len(chosen)
        return torch.stack(losses).mean().item()

    def validate(self):
        """The loss and the mean IoU."""
        import torch

        self.model.eval()
        values, target = self.validation
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            logits = self.model(values).float()
        with torch.no_grad():
            loss = loss_of(logits, target, self.weights).item()
        matrix = torch.bincount((target * 3 + logits.argmax(1)).flatten(), minlength=9).reshape(3, 3).double()
        return loss, (matrix.diag() / (matrix.sum(0) + matrix.sum(1) - matrix.diag())).nanmean().item()

    def train(self, folder):
        """Trains all epochs into a folder; returns what is compared."""
        import torch

        folder.mkdir(parents=True)
        history, best = [], -1.0
        for epoch in range(1, self.epochs + 1):
            begun = time.perf_counter()
            training = self.train_epoch()
            loss, score = self.validate()
            history.append({"epoch": epoch, "loss": training, "val_loss": loss, "mean_iou": score, "seconds": time.perf_counter() - begun})
            if score > best:
                best = score
                torch.save(self.model.state_dict(), folder / "best.pt")
            torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "epoch": epoch}, folder / "last.pt")
            (folder / "metrics.json").write_text(json.dumps(history))
        return {"steps": self.step, "images": self.images, "best": best}


def train_in_sequence(folder, epochs, threads, count):
    import torch

    torch.set_num_threads(threads)
    data, results, seconds = pairs(folder / "cells"), [], []
    for number, cell in enumerate(cells()[:count]):
        begun = time.perf_counter()
        results.append(Cell(cell, data, epochs).train(folder / "python" / str(number)))
        seconds.append(time.perf_counter() - begun)
    return {"results": results, "seconds": seconds}


def optuna_study(folder):
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    storage = JournalStorage(JournalFileBackend(str(folder / "journal.log")))
    return optuna.create_study(study_name="cells", storage=storage, direction="maximize", load_if_exists=True)


def train_for_optuna(folder, epochs):
    """A worker process: trains what the study still has."""
    import optuna
    import torch

    torch.set_num_threads(1)
    data, study, all_cells = pairs(folder / "cells"), optuna_study(folder), cells()

    def objective(trial):
        number = trial.suggest_int("cell", 0, len(all_cells) - 1)
        result = Cell(all_cells[number], data, epochs).train(folder / "optuna" / str(number))
        trial.set_user_attr("result", result)
        return result["best"]

    while study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.WAITING,)):
        study.optimize(objective, n_trials=1)


def train_by_optuna(folder, epochs):
    """Enqueues the cells, starts the workers, and waits for them."""
    study = optuna_study(folder)
    for number in range(len(cells())):
        study.enqueue_trial({"cell": number})
    command = [sys.executable, __file__, "--worker", "trials", str(folder), str(epochs)]
    workers = [subprocess.Popen(command) for _ in range(CORES)]
    if any([worker.wait() for worker in workers]):
        sys.exit("a worker of Optuna failed")
    trials = [trial for trial in study.trials if "result" in trial.user_attrs]
    return {"results": [trial.user_attrs["result"] for trial in trials], "seconds": []}


def worker(task, folder, *numbers):
    tasks = {"python": train_in_sequence, "optuna": train_by_optuna, "trials": train_for_optuna}
    print(json.dumps(tasks[task](Path(folder), *map(int, numbers))))


# The comparison


def timed(command, folder, environment={}):
    """Seconds, and what it printed."""
    variables = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "UNET_CACHE": str(folder / "cache"), **environment}
    begun = time.perf_counter()
    done = subprocess.run(list(map(str, command)), cwd=folder, env=variables, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-2000:]}")
    return time.perf_counter() - begun, done.stdout


def pytorch(task, folder, options, threads, *numbers):
    preloaded = next((str(path) for path in VENV.glob("tcmalloc/**/libtcmalloc_minimal.so.4")), None)
    environment = {"OMP_NUM_THREADS": str(threads)} | ({"LD_PRELOAD": preloaded} if preloaded else {})
    seconds, output = timed([options.python, __file__, "--worker", task, folder, options.epochs, *numbers], folder, environment)
    return seconds, json.loads(output.splitlines()[-1])


def run_folders(parent):
    """What the run folders under a folder say, as the PyTorch programs say it."""
    results = []
    for path in sorted(parent.glob("*/metrics.json")):
        record = json.loads(path.read_text())
        steps = len((path.parent / "trace.csv").read_text().splitlines()) - 1
        results.append({"steps": steps, "images": len(record["epochs"]) * TRAINING, "best": record["best"]["value"]})
    return results


def train(kind, folder, options):
    """Seconds of one way to train all cells, and a result of each cell."""
    unet = (options.build / "unet").resolve()
    if kind == "sweep":
        seconds, _ = timed([unet, "sweep", "sweep.yaml", "--jobs", options.jobs], folder)
        return seconds, run_folders(folder / "runs" / "sweep")
    if kind == "runs":
        seconds = 0
        for number, cell in enumerate(cells()):
            keys = [f"model.depth={cell['depth']}", f"model.width={cell['width']}", f"loss={json.dumps(cell['loss'])}"]
            command = [unet, "run", "base.yaml", *keys, f"training.seed={cell['seed']}", "--runs", "alone", "--name", number, "--quiet"]
            seconds += timed(command, folder)[0]
        return seconds, run_folders(folder / "alone")
    numbers = [options.threads, len(cells())] if kind == "python" else []
    seconds, said = pytorch(kind, folder, options, options.threads if kind == "python" else 1, *numbers)
    return seconds, said["results"]


def prepared(folder, options):
    """A folder with the images and the configs."""
    (folder / "base.yaml").write_text(BASE.replace("ROOT", str(ROOT)).replace("EPOCHS", str(options.epochs)))
    (folder / "sweep.yaml").write_text(SWEEP)
    subprocess.run([(options.build / "unet").resolve(), "sample-images", folder / "cells"], check=True, stdout=subprocess.DEVNULL)
    return folder


def quicker_threads(options):
    """With how many threads the second cell of the PyTorch program is quicker: the first warms up."""
    seconds = {}
    for threads in sorted({1, CORES}):
        with tempfile.TemporaryDirectory() as folder:
            seconds[threads] = pytorch("python", prepared(Path(folder), options), options, threads, threads, 2)[1]["seconds"][1]
    return min(seconds, key=seconds.get)


def check(kind, results, options):
    """Ends the program where a way to train did other work."""
    steps = options.epochs * math.ceil(TRAINING / BATCH)
    wrong = [result for result in results if (result["steps"], result["images"]) != (steps, options.epochs * TRAINING)]
    if len(results) != len(cells()) or wrong:
        sys.exit(f"{kind} trained {len(results)} of {len(cells())} cells, of which {len(wrong)} have not made {steps} steps")


def compare(options):
    kinds, seconds, best = options.only, {kind: [] for kind in options.only}, {}
    for number in range(options.rounds):
        turn = number % len(kinds)
        for kind in kinds[turn:] + kinds[:turn]:
            with tempfile.TemporaryDirectory(prefix="unet-bench-") as folder:
                taken, results = train(kind, prepared(Path(folder), options), options)
            check(kind, results, options)
            seconds[kind].append(taken)
            best[kind] = statistics.mean(result["best"] for result in results)
            print(f"round {number + 1}, {KINDS[kind]}: {taken:.1f} s", file=sys.stderr, flush=True)
    print(f"{len(cells())} cells of {options.epochs} epochs, {CORES} cores, medians of {options.rounds} rounds; PyTorch in sequence: {options.threads} threads\n")
    print("| | seconds | it / `unet sweep` | mean of best mean_iou |\n|---|---|---|---|")
    for kind in kinds:
        ratio = ""
        if "sweep" in kinds:
            ratio = f"{statistics.median(other / ours for other, ours in zip(seconds[kind], seconds['sweep'])):.2f}"
        print(f"| {KINDS[kind]} | {statistics.median(seconds[kind]):.1f} | {ratio} | {best[kind]:.3f} |")


def main():
    if sys.argv[1:2] == ["--worker"]:
        return worker(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(KINDS), help="some of " + ",".join(KINDS))
    parser.add_argument("--jobs", default=str(CORES), help="what `unet sweep` is told (the number of cores)")
    parser.add_argument("--threads", type=int, help="of the PyTorch program (the quicker of 1 and all cores)")
    parser.add_argument("--build", type=Path, default=ROOT / ".build" / "release", help="the folder of unet")
    parser.add_argument("--python", type=Path, default=VENV / "bin" / "python")
    options = parser.parse_args()
    if unknown := set(options.only) - KINDS.keys():
        sys.exit(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    for path, remedy in ((options.build / "unet", "swift build -c release --product unet"), (options.python, "Scripts/setup_python benchmarks")):
        if not path.exists():
            sys.exit(f"{path} is missing: {remedy} (make bench-sweep does all of this)")
    if options.threads is None:
        options.threads = quicker_threads(options) if "python" in options.only else 1
    compare(options)


if __name__ == "__main__":
    main()
