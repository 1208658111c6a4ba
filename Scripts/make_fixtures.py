"""Makes the numbers that NeuralNetsTests compare with, by PyTorch:

    python Scripts/make_fixtures.py Tests/NeuralNetsTests/Fixtures

Needs torch, safetensors and numpy. Each file's metadata names the PyTorch release that made it. Run it again
only to add a case: other releases differ in the last digits, and the tests' tolerances allow for that.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

from unet import UNet

IGNORED = 255


def save(path, tensors, **metadata):
    """Writes plain tensors, with the release and what the test needs to know as metadata."""
    metadata = {"torch": torch.__version__, **{k: json.dumps(v) for k, v in metadata.items()}}
    save_file({name: t.detach().clone().contiguous() for name, t in tensors.items()}, path, metadata)


def make_unet(folder, name, upsampling, norm, size):
    """A forward pass in both modes, and the gradients of a training pass, of a small network."""
    torch.manual_seed(7)
    configuration = {
        "input_channels": 3, "output_channels": 2, "depth": 2, "width": 4, "norm": norm,
        "upsampling": upsampling, "dropout": 0.0,
    }  # fmt: skip
    model = UNet(**configuration)
    with torch.no_grad():
        for key, value in model.state_dict().items():
            if "running_mean" in key:
                value.normal_(0, 0.1)
            if "running_var" in key:
                value.uniform_(0.5, 1.5)
    tensors = {f"weights.{key}": value.clone() for key, value in model.state_dict().items()}
    images, cotangent = torch.randn(2, 3, *size), torch.randn(2, 2, *size)
    tensors |= {"images": images, "cotangent": cotangent, "evaluation": model.eval()(images)}
    logits = model.train()(images)
    (logits * cotangent).sum().backward()
    tensors["training"] = logits
    tensors |= {f"gradients.{key}": value.grad for key, value in model.named_parameters()}
    tensors |= {f"after.{key}": value for key, value in model.named_buffers() if value.is_floating_point()}
    save(folder / f"unet_{name}.safetensors", tensors, model=configuration)


def cross_entropy(logits, target, class_weights):
    return F.cross_entropy(logits, target, weight=class_weights, ignore_index=IGNORED)


def planes(logits, target):
    """The target of each channel, as 0 and 1, and where it counts."""
    valid = (target != IGNORED).unsqueeze(1)
    if logits.shape[1] == 1:
        return (target == 1).unsqueeze(1).float(), valid
    one_hot = F.one_hot(torch.where(target == IGNORED, 0, target), logits.shape[1]).permute(0, 3, 1, 2)
    return one_hot.float() * valid, valid


def binary_cross_entropy(logits, target, class_weights):
    truth, valid = planes(logits, target)
    weight = torch.ones(logits.shape[1]) if class_weights is None else class_weights
    losses = F.binary_cross_entropy_with_logits(
        logits, truth, weight=weight.view(1, -1, 1, 1).expand_as(logits), reduction="none"
    )
    return losses[valid.expand_as(losses)].mean()


def dice(logits, target, background, smooth):
    truth, valid = planes(logits, target)
    guess = (logits.sigmoid() if logits.shape[1] == 1 else logits.softmax(1)) * valid
    overlap, total = (guess * truth).sum((2, 3)), guess.sum((2, 3)) + truth.sum((2, 3))
    score = (2 * overlap + smooth) / (total + smooth)
    return 1 - (score if background else score[:, 1:]).mean()


def make_losses(folder):
    """Each component alone and a mix, for one class and three, with and without ignored pixels or weights."""
    tensors, cases = {}, []
    for channels in (1, 3):
        for ignore in (False, True):
            for weighted in (False, True):
                for weights in ({"ce": 1}, {"bce": 1}, {"dice": 1}, {"ce": 0.7, "bce": 0.4, "dice": 1.3}):
                    if channels == 1:
                        weights = {k: v for k, v in weights.items() if k != "ce"}
                    if weights:
                        background = not (channels == 3 and weights.get("dice") == 1.3)
                        case = {
                            "channels": channels, "ignore": ignore, "weighted": weighted, "weights": weights,
                            "background": background, "smooth": 1e-6,
                        }  # fmt: skip
                        tensors |= loss_case(len(cases), case)
                        cases.append(case)
    save(folder / "losses.safetensors", tensors, cases=cases)


def loss_case(number, case):
    """The inputs, the components, the total, and its gradient."""
    generator = torch.Generator().manual_seed(number)
    channels = case["channels"]
    logits = (2 * torch.randn(2, channels, 7, 9, generator=generator)).requires_grad_()
    target = torch.randint(0, max(channels, 2), (2, 7, 9), generator=generator)
    if case["ignore"]:
        target[torch.rand(2, 7, 9, generator=generator) < 0.3] = IGNORED
    class_weights = torch.rand(channels, generator=generator) + 0.5 if case["weighted"] else None
    components = {
        "ce": lambda: cross_entropy(logits, target, class_weights),
        "bce": lambda: binary_cross_entropy(logits, target, class_weights),
        "dice": lambda: dice(logits, target, case["background"], case["smooth"]),
    }
    values = {name: components[name]() for name in case["weights"]}
    total = sum(weight * values[name] for name, weight in case["weights"].items())
    total.backward()
    tensors = {"logits": logits, "target": target, "total": total, "gradient": logits.grad, **values}
    if class_weights is not None:
        tensors["class_weights"] = class_weights
    return {f"{number}.{name}": tensor for name, tensor in tensors.items()}


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.02),
    "adamw_clipped": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.02),
}


def make_optimizers(folder):
    """Two parameters over 20 steps with given gradients and a falling learning rate."""
    generator = torch.Generator().manual_seed(3)
    start = {"a": torch.randn(3, 2, 3, 3, generator=generator), "b": torch.randn(5, generator=generator)}
    tensors = {f"start.{key}": value for key, value in start.items()}
    for key, value in start.items():
        tensors[f"gradients.{key}"] = torch.randn(20, *value.shape, generator=generator)
    for name, make in OPTIMIZERS.items():
        parameters = {key: value.clone().requires_grad_() for key, value in start.items()}
        optimizer, norms = make(parameters.values()), []
        base = optimizer.param_groups[0]["lr"]
        for step in range(20):
            for key, value in parameters.items():
                value.grad = tensors[f"gradients.{key}"][step].clone()
            if name.endswith("clipped"):
                norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), 3.0))
            optimizer.param_groups[0]["lr"] = base * (1 - step / 40)
            optimizer.step()
            if step in (0, 9, 19):
                tensors |= {f"{name}.{step}.{key}": value.clone() for key, value in parameters.items()}
        if norms:
            tensors[f"{name}.norms"] = torch.stack(norms)
    save(folder / "optimizers.safetensors", tensors)


def make_layouts(folder):
    """One tensor of each type that we read, with numbers that show the byte order."""
    numbers = [[0, 1, 2], [100, 127, 250]]
    types = [torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64, torch.bfloat16, torch.bool]
    save(folder / "types.safetensors", {str(t)[6:]: torch.tensor(numbers).to(t) for t in types})


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    make_unet(folder, "transposed_batch", "transposed", "batch", (12, 9))
    make_unet(folder, "transposed_none", "transposed", "none", (8, 8))
    make_unet(folder, "bilinear_batch", "bilinear", "batch", (9, 14))
    make_unet(folder, "bilinear_none", "bilinear", "none", (8, 8))
    make_losses(folder)
    make_optimizers(folder)
    make_layouts(folder)


if __name__ == "__main__":
    main()
