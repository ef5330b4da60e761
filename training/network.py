"""The network: MiniLM reads windows of sentences, small heads judge holders, targets and attributions.

One pass of the encoder serves every candidate: a holder is scored from its mention and from what it attends to in its
sentence, a pair of holder and target from both and from the path between them in the parse.

Shapes: B windows of T pieces; H holders, S spans and P pairs, counted over the whole batch.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from transforms.feature_codes import HOLDER_CATEGORIES, HOLDER_NUMBERS, PAIR_NUMBERS, TOKEN_FEATURES
from transforms.parse_paths import PATH_BUCKETS
from transforms.spans import SORTS

WIDTH, LAYERS, HEADS, VOCABULARY, POSITIONS = 384, 6, 12, 30522, 512
INNER = 160
TAGS = 3  # outside, first piece, further piece
TAG_SORTS = ("content", "cue", "source")


class Encoder(nn.Module):
    """MiniLM-L6 with embeddings of token features beside those of the word pieces."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.told = nn.ModuleList(nn.Embedding(size + 1, WIDTH) for size in TOKEN_FEATURES)
        for one in self.told:
            nn.init.zeros_(one.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, 0.0, "gelu", layer_norm_eps=1e-12, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)

    def forward(self, pieces: Tensor, tokens: Tensor) -> Tensor:
        """States of the pieces, (B, T, WIDTH); pieces that are 0 are padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device).unsqueeze(0)
        summed = self.words(pieces) + self.places(places) + self.types(torch.zeros_like(pieces))
        for number, embedding in enumerate(self.told):
            summed = summed + embedding(tokens[:, :, number])
        padding = torch.zeros(pieces.shape, dtype=summed.dtype, device=pieces.device).masked_fill(pieces == 0, -1e4)
        states = self.dropout(self.norm(summed))
        for layer in self.layers.layers:
            states = _layer(layer, states, padding[:, None, None, :])
        return states

    def load_minilm(self, weights: dict[str, Tensor]) -> None:
        """Take over the published weights, named as in BERT."""
        weights = {name.removeprefix("bert."): one for name, one in weights.items()}
        with torch.no_grad():
            self.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
            self.types.weight.copy_(weights["embeddings.token_type_embeddings.weight"])
            self.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers.layers):
                at = f"encoder.layer.{number}"
                for kind in ("weight", "bias"):
                    parts = [weights[f"{at}.attention.self.{one}.{kind}"] for one in ("query", "key", "value")]
                    getattr(layer.self_attn, f"in_proj_{kind}").copy_(torch.cat(parts))
                    getattr(layer.self_attn.out_proj, kind).copy_(weights[f"{at}.attention.output.dense.{kind}"])
                    getattr(layer.linear1, kind).copy_(weights[f"{at}.intermediate.dense.{kind}"])
                    getattr(layer.linear2, kind).copy_(weights[f"{at}.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(weights[f"{at}.attention.output.LayerNorm.{kind}"])
                    getattr(layer.norm2, kind).copy_(weights[f"{at}.output.LayerNorm.{kind}"])


def _layer(layer: nn.TransformerEncoderLayer, states: Tensor, padding: Tensor) -> Tensor:
    """What the layer computes, written out: the tracer of ONNX fixes the lengths in PyTorch's own attention."""
    attention = layer.self_attn
    asked = functional.linear(states, attention.in_proj_weight, attention.in_proj_bias)
    query, key, value = (
        one.reshape(states.shape[0], states.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)
        for one in asked.chunk(3, dim=2)
    )
    weight = (query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + padding).softmax(3)
    seen = (weight @ value).transpose(1, 2).reshape(states.shape)
    states = layer.norm1(states + layer.dropout1(attention.out_proj(seen)))
    return layer.norm2(states + layer.dropout2(layer.linear2(functional.gelu(layer.linear1(states)))))


class StanceNetwork(nn.Module):
    """Scores holders, pairs and tags; every output is a logit."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = nn.Dropout(dropout)
        self.categories = nn.ModuleList(nn.Embedding(size + 1, 16) for size in HOLDER_CATEGORIES)
        told = 16 * len(HOLDER_CATEGORIES) + HOLDER_NUMBERS
        self.ask = nn.Linear(WIDTH + told, 4 * INNER)
        self.key = nn.Linear(WIDTH, 4 * INNER)
        self.holder = nn.Sequential(
            nn.Linear(6 * WIDTH + told, 2 * INNER),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(2 * INNER, INNER),
            nn.GELU(),
        )
        self.takes_side = nn.Linear(INNER, 4)
        self.span = nn.Linear(4 * WIDTH, INNER)
        self.span_sort = nn.Embedding(len(SORTS), INNER)
        self.path = nn.Embedding(PATH_BUCKETS, INNER)
        nn.init.normal_(self.path.weight, std=0.02)
        self.from_holder = nn.Linear(INNER + WIDTH, INNER)
        self.pair_numbers = nn.Linear(PAIR_NUMBERS, INNER)
        self.pair_norm = nn.LayerNorm(INNER)
        self.pair = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(INNER, INNER), nn.GELU())
        self.chosen = nn.Linear(INNER, 2)
        self.side = nn.Linear(INNER, 3)
        self.mode = nn.Linear(INNER, 4)
        self.tags = nn.Linear(WIDTH, TAGS * len(TAG_SORTS))

    def forward(  # noqa: PLR0913, PLR0917 - ONNX names its inputs after these
        self, pieces: Tensor, tokens: Tensor, holder_at: Tensor, holder_is: Tensor, holder_has: Tensor,
        span_at: Tensor, span_is: Tensor, pair_of: Tensor, pair_path: Tensor, pair_has: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Logits of holders, pairs and pieces.

        (H, 4): none, support, oppose, mixed; (P, 9): is the target, is one of several, three sides, four modes;
        (B, T, 9): tags of three sorts.
        """
        states = self.dropout(self.encoder(pieces, tokens))
        reach = torch.arange(pieces.shape[1], device=pieces.device).unsqueeze(0)
        sums = torch.cat([torch.zeros_like(states[:, :1]), states.cumsum(1)], 1)  # (B, T + 1, WIDTH)

        def mean(window: Tensor, start: Tensor, end: Tensor) -> Tensor:
            return (sums[window, end] - sums[window, start]) / (end - start).unsqueeze(1).to(sums.dtype)

        window = holder_at[:, 0]
        mention = mean(window, holder_at[:, 1], holder_at[:, 2])
        told = torch.cat([one(holder_is[:, at]) for at, one in enumerate(self.categories)] + [holder_has], 1)
        asked = self.ask(torch.cat([mention, told], 1)).reshape(-1, 4, INNER)
        keys = self.key(states)[window].reshape(window.shape[0], -1, 4, INNER)
        weight = torch.einsum("hki,htki->hkt", asked, keys) / math.sqrt(INNER)
        outside = (reach < holder_at[:, 3:4]) | (reach >= holder_at[:, 4:5])
        weight = weight.masked_fill(outside.unsqueeze(1), -1e4).softmax(2)
        seen = torch.einsum("hkt,htw->hkw", weight, states[window]).reshape(-1, 4 * WIDTH)
        whole = mean(window, holder_at[:, 3], holder_at[:, 4])
        holder = self.holder(torch.cat([mention, seen, whole, told], 1))
        sides = self.takes_side(holder)

        at = span_at[:, 0]
        ends = (states[at, span_at[:, 1]], states[at, span_at[:, 2] - 1], states[at, span_at[:, 3]])
        span = self.span(torch.cat([*ends, mean(at, span_at[:, 1], span_at[:, 2])], 1)) + self.span_sort(span_is)
        from_holder = self.from_holder(torch.cat([holder, mention], 1))
        one, other = from_holder[pair_of[:, 0]], span[pair_of[:, 1]]
        path = self.path(pair_path).sum(1)
        pair = self.pair(self.pair_norm(one + other + one * other + path + self.pair_numbers(pair_has)))
        return sides, torch.cat([self.chosen(pair), self.side(pair), self.mode(pair)], 1), self.tags(states)
