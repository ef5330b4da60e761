#!/bin/sh
# Train without one fold for thresholds and calibration, train with everything, export both, keep the second.
#   make_model.sh FOLDER "PYTHON -m training" GOLD SENTIMENT      (the last two may be empty)
set -eu
folder=$1 train=$2 gold=$3 sentiment=$4
if [ -n "$gold" ]; then
	examples="$folder/gold.ex $folder/invented.ex"
	articles=$gold/articles.jsonl stances=$gold/train.jsonl
else
	examples="$folder/invented.ex"
	articles=training/invented/articles.jsonl stances=training/invented/stances.jsonl
fi
first=${examples%% *}
start=${sentiment:+--sentiment $folder/encoder.pt}
# shellcheck disable=SC2086  # several words each, on purpose
{
	$train.train "$folder/fold.pt" $examples $start --fold 0
	$train.train "$folder/all.pt" $examples $start
	$train.export "$folder/fold.pt" "$folder/fold.onnx" "$first"
	$train.export "$folder/all.pt" "$folder/stances.onnx" "$first"
	$train.fit_decisions "$folder/fold.onnx" "$folder/decisions.json" "$articles" "$stances" --fold 0
}
cp "$folder/stances.onnx" "$folder/decisions.json" "$folder/tokenizer.json" transforms/weights/
echo "transforms/weights/ holds the new network; measure it with stancehouse evaluate before you commit it"
