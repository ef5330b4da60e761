"""Trained weights -> one ONNX file with 8-bit weights, checked against the network, and the tokenizer beside it.

python -m training.export WEIGHTS.pt OUT.onnx EXAMPLES
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.example import read
from training.losses import batch_of
from training.minilm import tokenizer
from training.network import StanceNetwork

NAMES = ("sides", "pairs", "tags")
MOST_DIFFERENCE = 0.05  # of probabilities, on average: 8 bits cost that much at most
ROWS = {
    "pieces": {0: "windows", 1: "pieces"},
    "tokens": {0: "windows", 1: "pieces"},
    **{name: {0: "holders"} for name in ("holder_at", "holder_is", "holder_has")},
    **{name: {0: "spans"} for name in ("span_at", "span_is")},
    **{name: {0: "pairs"} for name in ("pair_of", "pair_path", "pair_has")},
}


def main() -> None:
    """Export, quantise, compare on a few examples."""
    weights, out, examples = map(Path, sys.argv[1:])
    network = StanceNetwork()
    network.load_state_dict(torch.load(weights))
    network.eval()
    usable = [one for one in read(examples)[:24] if len(one.features.pair_of)]
    traced = batch_of(usable[:4]).inputs
    inputs = batch_of(usable[4:]).inputs  # of other sizes: what the tracer fixed by mistake shows here
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            tuple(traced.values()),
            str(whole),
            input_names=list(traced),
            output_names=list(NAMES),
            dynamic_axes=ROWS,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(out), weight_type=QuantType.QInt8, per_channel=True)
    with torch.no_grad():
        wanted = [one.softmax(-1).numpy() for one in network(*inputs.values())[:1]]
    session = onnxruntime.InferenceSession(out)
    found = session.run(["sides"], {name: one.numpy() for name, one in inputs.items()})
    difference = float(np.abs(torch.from_numpy(found[0]).softmax(-1).numpy() - wanted[0]).mean())
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, mean difference of probabilities {difference:.4f}")
    out.with_name("tokenizer.json").write_text(tokenizer().to_str(), encoding="utf-8")
    if difference > MOST_DIFFERENCE:
        raise SystemExit(
            f"the exported network differs by {difference:.3f} from the trained one; export without 8 bits"
        )


if __name__ == "__main__":
    main()
