"""The recipe of configs/membranes.yaml in PyTorch at its best: what `unet run` is held against.

    python Benchmarks/membranes.py --data FOLDER-OF-isbi2012 --seed 0 --output result.json

Same network (Scripts/unet.py), split, crops, augmentation, losses, optimiser and schedule; the whole validation images are
scored from one confusion matrix, and the best epoch is kept, as `unet` does. At its best means channels_last,
bfloat16 autocast, fused AdamW, and tcmalloc where LD_PRELOAD names it. Needs torch, numpy and pillow.
"""

import argparse
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Scripts"))
from unet import UNet  # noqa: E402

EPOCHS, SAMPLES, BATCH, CROP = 40, 96, 4, 256
WIDTH, DEPTH, LEARNING_RATE, WARMUP_EPOCHS = 16, 4, 1e-3, 2
TRAINING, VALIDATION = range(0, 24), range(24, 30)


def read(folder, indices):
    images = [np.asarray(Image.open(folder / "images" / f"{i}.png").convert("L")) for i in indices]
    masks = [np.asarray(Image.open(folder / "masks" / f"{i}.png").convert("L")) for i in indices]
    x = torch.from_numpy(np.stack(images)).float().div(255).unsqueeze(1)  # [N, 1, H, W]
    y = torch.from_numpy(np.stack(masks) == 255).long()  # [N, H, W]: 0 membrane, 1 cell
    return x, y


def batches(x, y, mean, deviation, generator):
    """One epoch of random crops: each image equally often, flipped, turned, and changed in light."""
    order = torch.cat([torch.randperm(len(x), generator=generator) for _ in range(SAMPLES // len(x))])
    draw = lambda: torch.rand((), generator=generator).item()  # noqa: E731
    factor = lambda: 0.8 + 0.4 * draw() if draw() < 0.5 else 1.0  # noqa: E731
    for start in range(0, SAMPLES, BATCH):
        images, masks = [], []
        for index in order[start : start + BATCH]:
            top = int(draw() * (x.shape[2] - CROP + 1))
            left = int(draw() * (x.shape[3] - CROP + 1))
            image = x[index, :, top : top + CROP, left : left + CROP]
            mask = y[index, top : top + CROP, left : left + CROP]
            if draw() < 0.5:
                image, mask = image.flip(2), mask.flip(1)
            if draw() < 0.5:
                image, mask = image.flip(1), mask.flip(0)
            turns = 1 + int(draw() * 3) if draw() < 0.5 else 0
            image, mask = image.rot90(turns, (1, 2)), mask.rot90(turns, (0, 1))
            image = image * factor()
            centre = image.mean()
            image = (image - centre) * factor() + centre
            images.append((image - mean) / deviation)
            masks.append(mask)
        yield torch.stack(images).contiguous(memory_format=torch.channels_last), torch.stack(masks)


def loss_of(logits, target):
    logits = logits.float()
    probabilities = logits.softmax(1)
    truth = F.one_hot(target, 2).permute(0, 3, 1, 2).float()
    overlap = (probabilities * truth).sum((2, 3))
    size = probabilities.sum((2, 3)) + truth.sum((2, 3))
    dice = 1 - ((2 * overlap + 1e-6) / (size + 1e-6)).mean()
    return F.cross_entropy(logits, target) + dice


@torch.no_grad()
def evaluate(model, x, y, mean, deviation):
    model.eval()
    confusion = torch.zeros(4, dtype=torch.long)
    for image, mask in zip(x, y):
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(((image - mean) / deviation)[None].contiguous(memory_format=torch.channels_last))
        confusion += torch.bincount((mask * 2 + logits.argmax(1)[0]).flatten(), minlength=4)
    matrix = confusion.reshape(2, 2).double()
    iou = matrix.diag() / (matrix.sum(0) + matrix.sum(1) - matrix.diag())
    return iou.mean().item(), iou[0].item()


def learning_rate(step, steps, warmup):
    if step < warmup:
        return LEARNING_RATE * (step + 1) / warmup
    return LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--epochs", type=int, default=EPOCHS)
    arguments.add_argument("--output", type=Path)
    options = arguments.parse_args()

    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    x, y = read(options.data, TRAINING)
    validation = read(options.data, VALIDATION)
    mean, deviation = x.mean(), x.std(correction=0)
    model = UNet(
        input_channels=1, output_channels=2, depth=DEPTH, width=WIDTH, norm="batch", upsampling="transposed", dropout=0
    ).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=1e-2, fused=True)

    per_epoch = SAMPLES // BATCH
    steps, warmup, step, best = options.epochs * per_epoch, WARMUP_EPOCHS * per_epoch, 0, (0.0, 0.0)
    started = time.monotonic()
    for epoch in range(1, options.epochs + 1):
        model.train()
        for images, masks in batches(x, y, mean, deviation, generator):
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(step, steps, warmup)
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(images)
            loss_of(logits, masks).backward()
            optimizer.step()
            step += 1
        score = evaluate(model, *validation, mean, deviation)
        best = max(best, score)
        print(f"epoch {epoch}: mean_iou {score[0]:.4f}, membrane {score[1]:.4f}", flush=True)
    result = {
        "torch": torch.__version__, "seed": options.seed, "epochs": options.epochs,
        "best_mean_iou": best[0], "best_membrane_iou": best[1], "final_mean_iou": score[0],
        "seconds": round(time.monotonic() - started, 1),
    }
    print(json.dumps(result))
    if options.output:
        options.output.write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
