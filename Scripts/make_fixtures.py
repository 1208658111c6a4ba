"""Makes the numbers that NeuralNetsTests compare with, by PyTorch:

    python Scripts/make_fixtures.py Tests/NeuralNetsTests/Fixtures [networks losses ...]

Needs torch, safetensors and numpy. Each file's metadata names the PyTorch release that made it. Run it again
only to add a case: other releases differ in the last digits, and the tests' tolerances allow for that.
Without names it makes all.
"""

import sys
from pathlib import Path

import torch

from fixtures import averages, layouts, loss_choices, losses, networks, optimizers, schedules, weights

PARTS = {
    "averages": averages, "layouts": layouts, "loss_choices": loss_choices, "losses": losses, "networks": networks,
    "optimizers": optimizers, "schedules": schedules, "weights": weights,
}  # fmt: skip


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name in sys.argv[2:] or PARTS:
        PARTS[name].make(folder)


if __name__ == "__main__":
    main()
