"""First stage: the encoder learns who is spoken well or ill of, from NewsMTSC (Hamborg and Donnay 2021; MIT-style).

python -m training.sentiment OUT.pt NEWSMTSC.jsonl

A sentence with a marked target gets its sentiment (negative, neutral, positive) from the mean state of the target and
that of the sentence. One pass over 7,758 sentences; one in fifteen is held out and scored.
"""

from __future__ import annotations

import json
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.minilm import tokenizer, weights
from training.network import WIDTH, Encoder
from transforms.feature_codes import TOKEN_FEATURES

TOGETHER, ENCODER_RATE, HEAD_RATE, WARM_UP, LONGEST = 24, 8e-5, 1e-3, 0.1, 160
SENTIMENTS = {2: 0, 4: 1, 6: 2}


@dataclass(frozen=True)
class Sentence:
    """Piece numbers, and (start, end, sentiment) of each target in pieces."""

    pieces: list[int]
    targets: list[tuple[int, int, int]]


def read(path: Path) -> list[Sentence]:
    """The sentences that have a target within their first pieces."""
    reader = tokenizer()
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        encoded = reader.encode(row["sentence_normalized"])
        targets = []
        for target in row["targets"]:
            inside = [
                at for at, (start, end) in enumerate(encoded.offsets) if start < target["to"] and end > target["from"]
            ]
            if inside and inside[-1] < LONGEST:
                targets.append((inside[0], inside[-1] + 1, SENTIMENTS[int(target["polarity"])]))
        if targets:
            sentences.append(Sentence(encoded.ids[:LONGEST], targets))
    return sentences


def scored(encoder: Encoder, head: nn.Linear, batch: list[Sentence]) -> tuple[Tensor, Tensor]:
    """Logits and gold sentiments of all targets of a batch."""
    pieces = torch.zeros(len(batch), max(len(one.pieces) for one in batch), dtype=torch.long)
    for row, one in enumerate(batch):
        pieces[row, : len(one.pieces)] = torch.tensor(one.pieces)
    states = encoder(pieces, torch.zeros(*pieces.shape, len(TOKEN_FEATURES), dtype=torch.long))
    seen = [
        torch.cat([states[row, start:end].mean(0), states[row, 1 : len(one.pieces) - 1].mean(0)])
        for row, one in enumerate(batch)
        for start, end, _ in one.targets
    ]
    return head(torch.stack(seen)), torch.tensor([sentiment for one in batch for *_, sentiment in one.targets])


def train(encoder: Encoder, sentences: list[Sentence]) -> nn.Linear:
    """One pass; returns the head, which nobody needs afterwards but to score."""
    head = nn.Linear(2 * WIDTH, len(SENTIMENTS))
    encoder.words.weight.requires_grad_(False)
    learnt = [one for one in encoder.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learnt, "lr": ENCODER_RATE}, {"params": head.parameters(), "lr": HEAD_RATE}]
    )
    steps = math.ceil(len(sentences) / TOGETHER)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1 - step / steps)
    )
    random.shuffle(sentences)
    for start in range(0, len(sentences), TOGETHER):
        logits, wanted = scored(encoder, head, sentences[start : start + TOGETHER])
        optimizer.zero_grad()
        functional.cross_entropy(logits, wanted).backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return head


def main() -> None:
    """Train, score on what was held out, write the encoder."""
    out, source = map(Path, sys.argv[1:])
    torch.manual_seed(0)
    random.seed(0)
    sentences = read(source)
    held_out = sentences[::15]
    encoder = Encoder(0.1)
    encoder.load_minilm(weights())
    head = train(encoder, [one for at, one in enumerate(sentences) if at % 15])
    encoder.eval()
    right = asked = 0
    with torch.no_grad():
        for start in range(0, len(held_out), 32):
            logits, wanted = scored(encoder, head, held_out[start : start + 32])
            right += int((logits.argmax(1) == wanted).sum())
            asked += len(wanted)
    print(f"{right / asked:.3f} of {asked} held-out targets right")
    torch.save(encoder.state_dict(), out)


if __name__ == "__main__":
    main()
