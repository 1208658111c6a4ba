"""The network of `unet` in PyTorch: milesial/Pytorch-UNet's, with the choices of the section `model`."""

import torch
from torch import nn
from torch.nn import functional as F

# What a config may leave out.
DEFAULTS = {
    "depth": 4, "width": 32, "max_channels": None, "convolutions": [2], "kernel_size": 3, "padding": "same",
    "bias": "auto", "norm": "batch", "activation": "relu", "residual": False, "squeeze_excitation": None,
    "attention_gates": False, "upsampling": "transposed", "dropout": 0.0, "deep_supervision": False,
    "initialization": "pytorch",
}  # fmt: skip


class LayerNorm2d(nn.LayerNorm):
    """Normalises the channels of each pixel, as ConvNeXt does."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Choices:
    """The choices of a config, as functions that make layers."""

    def __init__(self, **given):
        vars(self).update(DEFAULTS | given)
        count = self.convolutions if isinstance(self.convolutions, list) else [self.convolutions]
        self.convolutions = count * (self.depth + 1) if len(count) == 1 else count
        self.halves = self.upsampling in ("bilinear", "nearest")
        norm = self.norm if isinstance(self.norm, dict) else {"name": self.norm}
        self.norm, self.groups = norm["name"], norm.get("groups", 8)
        self.rates = self.dropout if isinstance(self.dropout, dict) else {"bottleneck": self.dropout}
        if self.bias == "auto":
            self.bias = self.norm == "none"

    def make_norm(self, channels):
        return {
            "batch": lambda: nn.BatchNorm2d(channels),
            "group": lambda: nn.GroupNorm(self.groups, channels),
            "instance": lambda: nn.InstanceNorm2d(channels, affine=True),
            "layer": lambda: LayerNorm2d(channels, eps=1e-6),
            # Keeps the place, so that the second convolution is always number 3.
            "none": lambda: nn.Identity(),
        }[self.norm]()

    def make_activation(self):
        return {
            "relu": nn.ReLU, "leaky_relu": nn.LeakyReLU, "elu": nn.ELU, "gelu": nn.GELU, "silu": nn.SiLU
        }[self.activation]()  # fmt: skip

    def make_convolution(self, inputs, outputs):
        padding = self.kernel_size // 2 if self.padding == "same" else 0
        return nn.Conv2d(inputs, outputs, self.kernel_size, padding=padding, bias=self.bias)

    def make_dropout(self, place):
        return nn.Dropout(self.rates.get(place, 0))

    def encoder_channels(self, level):
        channels = min(self.width * 2**level, self.max_channels or float("inf"))
        return channels // 2 if level == self.depth and self.halves else channels

    def decoder_channels(self, level):
        channels = self.encoder_channels(level)
        return channels // 2 if self.halves and 0 < level < self.depth else channels


def center(x, like):
    """The middle of x, as large as another feature map."""
    top, left = (x.shape[2] - like.shape[2]) // 2, (x.shape[3] - like.shape[3]) // 2
    return x[:, :, top : top + like.shape[2], left : left + like.shape[3]]


class SqueezeExcitation(nn.Module):
    """Scales each channel by what all channels have in the whole image (Hu et al. 2018)."""

    def __init__(self, channels, reduction):
        super().__init__()
        squeezed = max(channels // reduction, 1)
        self.fc1, self.fc2 = nn.Conv2d(channels, squeezed, 1), nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        return x * self.fc2(self.fc1(x.mean((2, 3), keepdim=True)).relu()).sigmoid()


class AttentionGate(nn.Module):
    """Weighs the pixels of a skip connection by what the decoder has there (Oktay et al. 2018)."""

    def __init__(self, skipped, gate):
        super().__init__()
        inner = max(skipped // 2, 1)
        self.theta = nn.Conv2d(skipped, inner, 1, bias=False)
        self.phi = nn.Conv2d(gate, inner, 1)
        self.psi = nn.Conv2d(inner, 1, 1)

    def forward(self, skip, gate):
        return skip * self.psi((self.theta(skip) + self.phi(gate)).relu()).sigmoid()


class DoubleConv(nn.Module):
    """The convolutions of a level (two unless a config says otherwise), each with norm and activation."""

    def __init__(self, inputs, outputs, choices, dropout):
        super().__init__()
        layers, channels = [], inputs
        for count in outputs:
            convolution = choices.make_convolution(channels, count)
            layers += [convolution, choices.make_norm(count), choices.make_activation()]
            channels = count
        # With a shortcut the last activation comes after the sum.
        self.activation = layers.pop() if choices.residual else None
        self.double_conv = nn.Sequential(*layers)
        if choices.squeeze_excitation:
            self.se = SqueezeExcitation(channels, choices.squeeze_excitation)
        if choices.residual and inputs != channels:
            project = nn.Conv2d(inputs, channels, 1, bias=choices.bias)
            self.shortcut = nn.Sequential(project, choices.make_norm(channels))
        elif choices.residual:
            self.shortcut = nn.Identity()
        self.dropout = dropout

    def forward(self, x):
        y = self.double_conv(x)
        if hasattr(self, "se"):
            y = self.se(y)
        if self.activation:
            y = self.activation(y + self.shortcut(center(x, y)))
        return self.dropout(y)


class Down(nn.Module):
    """Halves the size, then convolves."""

    def __init__(self, inputs, outputs, choices, dropout):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(inputs, outputs, choices, dropout))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    """Doubles the size, joins the encoder's features of that size, and convolves."""

    def __init__(self, level, choices):
        super().__init__()
        inputs, skipped = choices.decoder_channels(level + 1), choices.encoder_channels(level)
        self.up = {
            "transposed": lambda: nn.ConvTranspose2d(inputs, skipped, 2, stride=2),
            "pixel_shuffle": lambda: nn.Sequential(nn.Conv2d(inputs, 4 * skipped, 1), nn.PixelShuffle(2)),
            "bilinear": lambda: nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True),
            "nearest": lambda: nn.Upsample(scale_factor=2, mode="nearest"),
        }[choices.upsampling]()
        larger = inputs if choices.halves else skipped
        if choices.attention_gates:
            self.attention = AttentionGate(skipped, larger)
        outputs = [skipped] * (choices.convolutions[level] - 1) + [choices.decoder_channels(level)]
        self.conv = DoubleConv(skipped + larger, outputs, choices, choices.make_dropout("decoder"))
        self.crops = choices.padding == "valid"

    def forward(self, x, skip):
        x = self.up(x)
        if self.crops:
            skip = center(skip, x)
        rows, columns = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
        x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        if hasattr(self, "attention"):
            skip = self.attention(skip, x)
        return self.conv(torch.cat([skip, x], dim=1))


class Out(nn.Module):
    """A 1x1 convolution to the logits."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel_size=1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    """[N, input_channels, H, W] -> logits [N, output_channels, H, W]; smaller with valid padding."""

    def __init__(self, input_channels, output_channels, **choices):
        super().__init__()
        self.choices = choices = Choices(**choices)
        self.depth = depth = choices.depth
        for level in range(depth + 1):
            outputs = [choices.encoder_channels(level)] * choices.convolutions[level]
            dropout = choices.make_dropout("bottleneck" if level == depth else "encoder")
            if level == 0:
                self.inc = DoubleConv(input_channels, outputs, choices, dropout)
            else:
                inputs = choices.encoder_channels(level - 1)
                self.add_module(f"down{level}", Down(inputs, outputs, choices, dropout))
        for number in range(1, depth + 1):
            self.add_module(f"up{number}", Up(depth - number, choices))
        self.outc = Out(choices.width, output_channels)
        # The decoder's lowest level has no logits of its own: nnU-Net's weight for them is 0.
        self.supervised = range(1, depth - 1) if choices.deep_supervision else []
        for level in self.supervised:
            self.add_module(f"outc{level}", Out(choices.decoder_channels(level), output_channels))
        if choices.initialization != "pytorch":
            self.apply(self.initialize)

    def initialize(self, layer):
        """New numbers for a convolution; a norm keeps PyTorch's."""
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            scheme = self.choices.initialization
            slope = 0.01 if self.choices.activation == "leaky_relu" else 0
            settings = {"a": slope} if scheme.startswith("kaiming") else {}
            getattr(nn.init, scheme + "_")(layer.weight, **settings)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

    def outputs(self, x):
        """The logits at full resolution, then those of the coarser levels that are trained, too."""
        skips = [self.inc(x)]
        for level in range(1, self.depth + 1):
            skips.append(getattr(self, f"down{level}")(skips[-1]))
        x, logits = skips.pop(), []
        for number in range(1, self.depth + 1):
            x = getattr(self, f"up{number}")(x, skips.pop())
            if self.depth - number in self.supervised:
                logits.append(getattr(self, f"outc{self.depth - number}")(x))
        return [self.outc(x)] + logits[::-1]

    def forward(self, x):
        return self.outputs(x)[0]

    def sides(self, side):
        """The side to which an image is to be padded, and how much of it is at the top or left."""
        border = self.choices.kernel_size - 1 if self.choices.padding == "valid" else 0
        cuts = [count * border for count in self.choices.convolutions]
        step, offset = 2**self.depth, cuts[-1]
        for cut in cuts[-2::-1]:
            offset = 2 * offset + cut
        loss = sum(cut * 2**level for level, cut in enumerate(cuts[:-1]))
        padded = step * max(self.least_features(), loss // step + 1, -(-(side + loss) // step)) + offset
        return padded, (offset + loss) // 2

    def least_features(self):
        """A norm that takes the variance of one channel's pixels needs two of them."""
        norm, channels = self.choices.norm, self.choices.encoder_channels(self.depth)
        return 2 if norm == "instance" or (norm == "group" and self.choices.groups == channels) else 1
