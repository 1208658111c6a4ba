"""The data path of `unet` beside PyTorch's, alternating, in one run: `make bench-data`.

    python3 Benchmarks/data.py [--rounds 5] [--epochs 4] [--memory] [--training]

CamVid ($UNET_DATA/camvid, 367 training images of 480 x 360), crops of 240 x 320, batches of 8, from files to a batch on the device. Each
figure comes from a process of its own, one after another, round by round; the files are in the system's page cache throughout.

    unet    Benchmarks/DataPath: what `unet run configs/camvid.yaml` does with data, shipped settings. The first epoch counts all that
            comes before it, too: the files are found, decoded, checked for mistakes and leaks, and the statistics computed, with an empty
            cache folder. `unet, second run` is another process that finds the cache of the first.
    files   PyTorch as everyone has it: albumentations and OpenCV in a DataLoader that decodes each image when it is asked for, with as
            many workers as cores, kept from epoch to epoch. The targets (1.5 times in the first epoch, 3 times later) are held against it.
    memory  The same with all images decoded once, by threads, before the workers start, which share them: what careful people do as
            long as the data fits.

The operations of `standard`, each way: a random crop, mirrored in half of the cases; turned by up to 15 degrees with probability 0.5 and scaled by
0.8 to 1.25 with probability 0.5, so that 3 of 4 crops are warped, once, linear and reflecting, masks nearest; brightness and contrast by up to
20 %, each with probability 0.5, so that 3 of 4 crops are changed; normalised; a batch channels last, masks int64. PyTorch's side is given what is quickest
there: the crop comes before the warp (and so mirrors at its edge what the image would have shown), one Affine with probability 0.75 for both, one
table look-up of bytes with probability 0.75 for brightness and contrast, constants to normalise by, OpenCV without threads of its own, tcmalloc.
Neither side reads the validation images (unet: one).

Ratios are medians over the rounds of unet's images per second divided by the other's in the same round. Memory is the largest resident set of
unet's process (VmHWM: mapped pages of the cache count, although the system may take them back), and the largest proportional set (PSS) of
PyTorch's tree of processes, from a run of its own. `make bench-data` installs PyTorch, albumentations and OpenCV into .venv, which git ignores.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RELEASE = ROOT / ".build" / "release"
CONFIG = ROOT / "configs" / "camvid.yaml"
# Both sides compute on the CPU; PyTorch's loop doesn't read the validation images either.
OVERRIDES = ["training.device=cpu", "training.limit_batches={validation: 1}"]
HEIGHT, WIDTH, BATCH = 240, 320, 8


def data_folder():
    return Path(os.environ.get("UNET_DATA") or ROOT.parent / "shared" / "data").resolve() / "camvid"


def pairs():
    images = sorted((data_folder() / "images" / "train").glob("*.png"))
    return [(str(image), str(data_folder() / "masks" / "train" / image.name)) for image in images]


def tcmalloc():
    return next((str(path) for path in VENV.glob("tcmalloc/**/libtcmalloc_minimal.so.4")), None)


# PyTorch's programs, run by the Python of .venv


def transforms():
    import albumentations as A
    import cv2
    from albumentations.pytorch import ToTensorV2

    return A.Compose([
        A.RandomCrop(HEIGHT, WIDTH),
        A.HorizontalFlip(p=0.5),
        A.Affine(rotate=(-15, 15), scale=(0.8, 1.25), keep_ratio=True, border_mode=cv2.BORDER_REFLECT_101, p=0.75),
        A.RandomBrightnessContrast(brightness_limit=0.2, contrast_limit=0.2, p=0.75),
        A.Normalize(),
        ToTensorV2(),
    ])  # fmt: skip


class CamVid:
    """Images and masks, decoded when they are asked for, or all at once."""

    def __init__(self, keeps, workers):
        from concurrent.futures import ThreadPoolExecutor

        self.files, self.change = pairs(), transforms()
        self.kept = list(ThreadPoolExecutor(workers).map(self.decoded, range(len(self.files)))) if keeps else None

    def decoded(self, index):
        import cv2

        image, mask = self.files[index]
        return cv2.imread(image, cv2.IMREAD_COLOR_RGB), cv2.imread(mask, cv2.IMREAD_UNCHANGED)

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image, mask = self.kept[index] if self.kept else self.decoded(index)
        changed = self.change(image=image, mask=mask)
        return changed["image"], changed["mask"]


def without_threads(_):
    import cv2

    cv2.setNumThreads(0)


def load_epochs(kind, epochs, workers, prefetch):
    """Makes all batches of some epochs, as a network would get them; returns seconds."""
    import albumentations  # noqa: F401
    import cv2
    import torch
    from torch.utils.data import DataLoader

    cv2.setNumThreads(0)
    laps = [time.perf_counter()]
    data = CamVid(kind == "memory", workers)
    loader = DataLoader(
        data, batch_size=BATCH, shuffle=True, num_workers=workers, persistent_workers=True, prefetch_factor=prefetch,
        worker_init_fn=without_threads, multiprocessing_context="fork",
    )  # fmt: skip
    laps.append(time.perf_counter())
    for _ in range(epochs):
        for images, masks in loader:
            images.contiguous(memory_format=torch.channels_last), masks.long()
        laps.append(time.perf_counter())
    before, *seconds = [end - start for start, end in zip(laps, laps[1:])]
    return {"before": before, "seconds": seconds, "images": len(data)}


def worker(arguments):
    print(json.dumps(load_epochs(arguments[0], *map(int, arguments[1:]))))


# Memory


def proc_field(path, name):
    """A number of kB under /proc, in bytes; 0 once the process has ended."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":")), 0)


def tree(process):
    """A process and all below it."""
    try:
        children = [Path(f"/proc/{process}/task/{task}/children").read_text() for task in os.listdir(f"/proc/{process}/task")]
    except OSError:
        return []
    return [process] + [below for child in " ".join(children).split() for below in tree(int(child))]


def proportional(process):
    return sum(proc_field(f"/proc/{member}/smaps_rollup", "Pss") for member in tree(process))


def own(process):
    """What no file backs, so that it cannot be taken back."""
    return sum(proc_field(f"/proc/{process}/status", name) for name in ("RssAnon", "RssShmem"))


def measure(command, environment, memory=None):
    """The JSON of a command's last line; with `memory`, a figure of its process, the largest of it."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    most, ended = 0, threading.Event()

    def watch():
        nonlocal most
        while not ended.wait(0.02):
            most = max(most, memory(process.pid))

    watching = threading.Thread(target=watch)
    if memory:
        watching.start()
    output = process.communicate()[0]
    ended.set()
    if memory:
        watching.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return {**json.loads(output.splitlines()[-1]), "most": most}


# The comparison


def pytorch(kind, options, epochs, memory=None):
    environment = {"NO_ALBUMENTATIONS_UPDATE": "1", "OMP_NUM_THREADS": str(options.workers)}
    if tcmalloc():
        environment["LD_PRELOAD"] = tcmalloc()
    command = [options.python, __file__, "--worker", kind, epochs, options.workers, options.prefetch]
    return measure(list(map(str, command)), environment, memory)


def unet(cache, epochs, data=None, memory=None):
    environment = {"UNET_CACHE": str(cache)} | ({"UNET_DATA": str(data)} if data else {})
    return measure([str(RELEASE / "data-path"), str(epochs), str(CONFIG), *OVERRIDES], environment, memory)


def round_of(kinds, options):
    """One result of each kind; unet's second run follows its first."""
    results = {}
    for kind in kinds:
        if kind != "unet":
            results[kind] = pytorch(kind, options, options.epochs)
            continue
        with tempfile.TemporaryDirectory() as cache:
            results["unet"] = unet(cache, options.epochs)
            results["second"] = unet(cache, options.epochs)
    return results


def rates(result):
    """Images per second of the first epoch, with all that comes before it, and of the later ones."""
    first = result["before"] + result["seconds"][0]
    return result["images"] / first, result["images"] / statistics.median(result["seconds"][1:])


def compare(options):
    kinds = ["unet", "files", "memory"]
    for path in sum(pairs(), ()):
        Path(path).read_bytes()
    rounds = [round_of(kinds[number % 3 :] + kinds[: number % 3], options) for number in range(options.rounds)]
    peaks = {kind: pytorch(kind, options, 2, proportional)["most"] for kind in kinds[1:]}
    for kind in ("unet", "second"):
        peaks[kind] = max(results[kind]["peak"] for results in rounds)
    print(f"{rounds[0]['unet']['images']} images an epoch, {options.workers} cores; images per second, medians of {options.rounds} rounds\n")
    print("| | first epoch | later epochs | unet / it, first | unet / it, later | memory MB |\n|---|---|---|---|---|---|")
    names = {"unet": "unet", "second": "unet, second run", "files": "PyTorch, files", "memory": "PyTorch, images in memory"}
    for kind, name in names.items():
        each = [rates(results[kind]) for results in rounds]
        ours = [rates(results["unet"]) for results in rounds]
        middle = [statistics.median(values) for values in zip(*each)]
        ratio = [
            f"{statistics.median(our[part] / other[part] for our, other in zip(ours, each)):.2f}" if kind in kinds[1:] else ""
            for part in (0, 1)
        ]
        print(f"| {name} | {middle[0]:.0f} | {middle[1]:.0f} | {ratio[0]} | {ratio[1]} | {peaks[kind] / 1e6:.0f} |")


# The memory of 1 and of 8 times the images


def stamped(source, target, number):
    """A copy of a PNG with the same pixels and other bytes: a comment before its last chunk."""
    content = source.read_bytes()
    text = b"tEXtComment\0" + str(number).encode()
    chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    target.write_bytes(content[:-12] + chunk + content[-12:])


def multiplied(folder, count):
    """The data set with `count` copies of each training image."""
    for kind in ("images", "masks"):
        shutil.copytree(data_folder() / kind / "val", folder / "camvid" / kind / "val")
        target = folder / "camvid" / kind / "train"
        target.mkdir()
        for source in sorted((data_folder() / kind / "train").glob("*.png")):
            for number in range(count):
                stamped(source, target / f"{number}-{source.name}", number)


def compare_memory(options):
    print("\n| images | largest resident set MB | of it no file's MB | largest of a second run MB | of it no file's MB |\n|---|---|---|---|---|")
    for count in (1, options.copies):
        with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as cache:
            multiplied(Path(data), count)
            runs = [unet(cache, 1, data, own) for _ in range(2)]
            sizes = [f"{run[figure] / 1e6:.0f}" for run in runs for figure in ("peak", "most")]
            print(f"| {runs[0]['images']} | {' | '.join(sizes)} |", flush=True)


# The share of a training that waits


def time_waiting(options):
    with tempfile.TemporaryDirectory() as folder:
        command = [RELEASE / "unet", "run", CONFIG, f"training.epochs={options.training_epochs}", "schedule={name: constant}", "--runs", folder, "--quiet"]
        subprocess.run(command, env={**os.environ, "UNET_CACHE": f"{folder}/cache"}, check=True)
        epochs = json.loads((Path(folder) / "camvid" / "metrics.json").read_text())["epochs"]
    print("\n| epoch of `unet run configs/camvid.yaml` | seconds | waiting for data |\n|---|---|---|")
    for epoch in epochs:
        print(f"| {epoch['epoch']} | {epoch['seconds']:.1f} | {epoch['data_wait']:.1%} |")


def main():
    if sys.argv[1:2] == ["--worker"]:
        return worker(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="0 leaves the comparison out")
    parser.add_argument("--epochs", type=int, default=4, help="of each process, at least 2")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="of the DataLoader")
    parser.add_argument("--prefetch", type=int, default=2, help="batches that each of its workers prepares ahead")
    parser.add_argument("--python", type=Path, default=VENV / "bin" / "python")
    parser.add_argument("--memory", action="store_true", help="the memory of more images, too")
    parser.add_argument("--copies", type=int, default=8, help="how many times more")
    parser.add_argument("--training", action="store_true", help="the share of waiting in a training, too")
    parser.add_argument("--training-epochs", type=int, default=2)
    options = parser.parse_args()
    options.epochs = max(2, options.epochs)
    needed = [(RELEASE / "data-path", "swift build -c release --product data-path"), (data_folder(), "UNET_DATA names the folder in which camvid is")]
    if options.rounds > 0:
        needed.append((options.python, "Scripts/setup_python benchmarks"))
    if options.training:
        needed.append((RELEASE / "unet", "swift build -c release --product unet"))
    for path, remedy in needed:
        if not path.exists():
            sys.exit(f"{path} is missing: {remedy} (make bench-data builds and installs what it needs)")
    if options.rounds > 0:
        compare(options)
    if options.memory:
        compare_memory(options)
    if options.training:
        time_waiting(options)


if __name__ == "__main__":
    main()
