"""Train the network.

python -m training.train OUT.pt EXAMPLES... [--sentiment ENCODER.pt] [--fold K] [--epochs N] [--seed N]

With --fold K the articles of fold K (of FOLDS, by a hash of their doc_id) of the first file are held out, so that
thresholds and calibration can be fitted on articles that the network has not seen.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter
from pathlib import Path
from zlib import crc32

import torch

from training.example import Example, read
from training.losses import WEIGHTS, batch_of, losses
from training.minilm import weights
from training.network import StanceNetwork

FOLDS = 5
TOGETHER = 4  # articles in a batch: some 9 windows
ENCODER_RATE, HEAD_RATE, DECAY, WARM_UP = 8e-5, 8e-4, 0.01, 0.1
TOLD_EVERY = 50


def fold_of(doc_id: str) -> int:
    """The fold that an article is in, 0 to FOLDS - 1."""
    return crc32(doc_id.encode()) % FOLDS


def batches(examples: list[Example]) -> list[list[Example]]:
    """All examples in random batches; those of like length together, so that little is padding."""
    shuffled = random.sample(examples, len(examples))
    pool = TOGETHER * 12
    ordered = [
        one
        for start in range(0, len(shuffled), pool)
        for one in sorted(shuffled[start : start + pool], key=lambda one: max(map(len, one.features.pieces)))
    ]
    made = [ordered[start : start + TOGETHER] for start in range(0, len(ordered), TOGETHER)]
    return random.sample(made, len(made))


def train(network: StanceNetwork, examples: list[Example], epochs: int) -> None:
    """AdamW with a linear warm-up and decay; the embeddings of words stay as published."""
    network.encoder.words.weight.requires_grad_(False)
    own = [one for name, one in network.named_parameters() if _is_new(name)]
    published = [one for name, one in network.named_parameters() if not _is_new(name) and one.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": published, "lr": ENCODER_RATE}, {"params": own, "lr": HEAD_RATE}], weight_decay=DECAY
    )
    steps = epochs * math.ceil(len(examples) / TOGETHER)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1 - step / steps)
    )
    network.train()
    told: Counter[str] = Counter()
    began = time.monotonic()
    for step, chosen in enumerate((batch for _ in range(epochs) for batch in batches(examples)), 1):
        batch = batch_of(chosen)
        found = losses(batch, *network(*batch.inputs.values()))
        total = torch.stack([WEIGHTS[name] * loss for name, loss in found.items()]).sum()
        optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        told.update({name: loss.item() for name, loss in found.items()})
        if step % TOLD_EVERY == 0:
            shown = ", ".join(f"{name} {told[name] / TOLD_EVERY:.3f}" for name in WEIGHTS)
            print(f"step {step} of {steps}: {shown}; {time.monotonic() - began:.0f} s", flush=True)
            told.clear()


def _is_new(name: str) -> bool:
    """Whether a parameter is not among the published weights."""
    return not name.startswith("encoder.") or ".told." in name


def main() -> None:
    """Read the arguments, train, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--sentiment", type=Path, help="encoder trained by training.sentiment")
    parser.add_argument("--fold", type=int, help="hold this fold of the first file out")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    random.seed(asked.seed)
    first, *others = [read(path) for path in asked.examples]
    kept = [one for one in first if fold_of(one.doc_id) != asked.fold]
    usable = [one for one in [*kept, *(one for more in others for one in more)] if len(one.features.pair_of)]
    network = StanceNetwork()
    network.encoder.load_minilm(weights())
    if asked.sentiment:
        network.encoder.load_state_dict(torch.load(asked.sentiment))
    train(network, usable, asked.epochs)
    torch.save(network.state_dict(), asked.out)


if __name__ == "__main__":
    main()
