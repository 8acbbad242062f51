"""Float32 tensors as text."""

import torch


def bits(tensor):
    """Every element's bits, row by row, eight hexadecimal digits each."""
    flat = tensor.detach().to(torch.float32).contiguous().reshape(-1)
    return "".join(f"{word & 0xFFFFFFFF:08x}" for word in flat.view(torch.int32).tolist())


def next_word():
    """The generator's next word, which says where it stands."""
    return torch.randint(0, 2**32 - 1, (1,)).item()
