"""The figures of `score_stances`, rule by rule, on hand-made rows."""

from typing import Any

import pytest

from transforms.evaluate import as_predictions, score_stances


def stance(**changed: Any) -> dict[str, Any]:
    row = {
        "doc_id": "strike",
        "evidence": "Port workers in Gdynia rejected the new night shifts on Monday.",
        "actor": "Baltic Dockers' Union",
        "mention": "Port workers",
        "target": "the new night shifts",
        "polarity": "oppose",
        "mode": "action",
    }
    return {**row, **changed}


def test_a_row_scored_against_itself_is_right_at_every_level() -> None:
    figures = score_stances([stance()], [stance()])
    assert (figures.detection.f1, figures.stance.f1, figures.full.f1) == (1.0, 1.0, 1.0)
    assert (figures.missed, figures.invented) == ((), ())


def test_a_wrong_side_is_detected_but_is_no_stance() -> None:
    figures = score_stances([stance()], [stance(polarity="support")])
    assert (figures.detection.hits, figures.stance.hits, figures.full.hits) == (1, 0, 0)
    assert figures.polarity_accuracy == 0.0


def test_a_wrong_target_keeps_the_stance_and_loses_only_the_full_row() -> None:
    figures = score_stances([stance()], [stance(target="overtime pay")])
    assert (figures.stance.hits, figures.full.hits) == (1, 0)


def test_articles_and_prepositions_do_not_count_in_a_target() -> None:
    assert score_stances([stance()], [stance(target="new night shifts")]).mean_target_f1 == 1.0


def test_the_second_annotators_wording_of_a_target_counts_too() -> None:
    gold = stance(target_also="working after midnight")
    assert score_stances([gold], [stance(target="working after midnight")]).full.hits == 1


@pytest.mark.parametrize(
    ("quoted", "meets"),
    [
        ("Port workers in deep snow.", True),  # 3 of 5 words
        ("Port workers in Gdynia sang old songs.", False),  # 4 of 7 words
        ("rejected the new night shifts", True),  # a part of the sentence, word for word
        ("The harbour office defended its timetable.", False),
    ],
)
def test_evidence_meets_from_three_fifths_of_the_shorter_ones_words(quoted: str, meets: bool) -> None:
    figures = score_stances([stance()], [stance(evidence=quoted)])
    assert figures.detection.hits == int(meets)
    assert len(figures.missed) == len(figures.invented) == int(not meets)


@pytest.mark.parametrize(("target", "agrees"), [("shifts", True), ("shifts at sea", False)])
def test_a_target_agrees_from_half_of_the_words(target: str, agrees: bool) -> None:
    assert score_stances([stance()], [stance(target=target)]).full.hits == int(agrees)


def test_evidence_of_two_words_never_meets() -> None:
    assert score_stances([stance(evidence="Never again.")], [stance(evidence="Never again.")]).detection.hits == 0


@pytest.mark.parametrize(
    ("gold_name", "predicted_name", "agrees"),
    [
        ("Katalin Voss", "Voss", True),
        ("Katalin Voss", "President Voss", True),
        ("Katalin Voss", "Ruben Voss", False),
        ("Katalin Voss", "Katalin", False),
        ("Katalin Voss", "she", False),
        ("Voss's", "Katalin Voss", True),
        ("Łucja Źródłowska", "łucja źródłowska", True),
    ],
)
def test_actors_agree_by_full_name_or_bare_surname_only(gold_name: str, predicted_name: str, agrees: bool) -> None:
    gold = stance(actor=gold_name, mention="she")
    predicted = stance(actor=predicted_name, mention="she")
    assert score_stances([gold], [predicted]).detection.hits == int(agrees)


def test_a_name_under_also_is_as_good_as_the_actor() -> None:
    gold = stance(actor="Poland", mention="Warsaw", also=["Polish government"])
    assert score_stances([gold], [stance(actor="the Polish government", mention="it")]).detection.hits == 1


def test_a_repeated_prediction_is_invented_the_second_time() -> None:
    figures = score_stances([stance()], [stance(), stance()])
    assert (figures.stance.hits, figures.stance.precision, len(figures.invented)) == (1, 0.5, 1)


def test_of_two_meeting_predictions_the_one_with_the_right_side_is_paired() -> None:
    wrong, right = stance(polarity="support"), stance(target="overtime pay")
    figures = score_stances([stance()], [wrong, right])
    assert [pair.predicted for pair in figures.pairs] == [right]
    assert figures.invented == (wrong,)


def test_equal_predictions_are_paired_in_the_order_they_come() -> None:
    first, second = stance(place="first"), stance(place="second")
    assert score_stances([stance()], [first, second]).pairs[0].predicted["place"] == "first"


def test_a_prediction_that_meets_only_an_optional_row_neither_helps_nor_harms() -> None:
    figures = score_stances([stance(optional=True)], [stance()])
    assert (figures.gold, figures.predicted, figures.invented) == (0, 0, ())
    assert figures.set_aside == (stance(),)


def test_a_missed_optional_row_is_not_missed() -> None:
    assert score_stances([stance(optional=True)], []).missed == ()


def test_an_article_without_stances_counts_and_what_is_found_in_it_is_invented() -> None:
    figures = score_stances([{"doc_id": "weather"}], [stance(doc_id="weather")])
    assert (figures.articles, figures.gold, figures.predicted, figures.stance.precision) == (1, 0, 1, 0.0)


def test_predictions_for_articles_without_gold_are_ignored() -> None:
    assert score_stances([stance()], [stance(), stance(doc_id="elsewhere")]).predicted == 1


def test_no_rows_at_all_score_nothing_and_do_not_fail() -> None:
    figures = score_stances([], [])
    assert (figures.articles, figures.stance.f1, figures.recall_by_polarity) == (0, 0.0, {})


def test_recall_of_each_polarity_counts_only_rows_met_with_the_right_side() -> None:
    opposed = [stance(doc_id=f"article {number}") for number in range(4)]
    backed = [stance(doc_id="article 0", polarity="support", evidence="The harbour office defended its timetable.")]
    predicted = [opposed[0], {**opposed[1], "polarity": "mixed"}, *backed]
    figures = score_stances(opposed + backed, predicted)
    assert figures.recall_by_polarity == {"oppose": 0.25, "support": 1.0}
    assert figures.recall_by_mode == {"action": 0.4}


def test_every_row_has_one_outcome() -> None:
    gold = [
        stance(),
        stance(doc_id="other"),
        stance(doc_id="other", optional=True, actor="Port Authority", mention="it"),
    ]
    predicted = [stance(), stance(), stance(doc_id="other", actor="Port Authority", mention="it")]
    figures = score_stances(gold, predicted)
    assert len(figures.pairs) + len(figures.missed) == 2
    assert len(figures.pairs) + len(figures.invented) + len(figures.set_aside) == 3


def test_rows_of_the_stances_table_are_scored_by_their_holder() -> None:
    row = {**stance(mention="it"), "holder": "Baltic Dockers' Union"}
    del row["actor"]
    assert score_stances([stance()], as_predictions([row])).detection.hits == 1


def test_precision_of_a_side_counts_the_predictions_that_take_it() -> None:
    gold = [stance(doc_id="one"), stance(doc_id="two"), stance(doc_id="three", polarity="support")]
    predicted = [gold[0], {**gold[1], "polarity": "support"}, gold[2]]
    figures = score_stances(gold, predicted)
    assert (figures.by_polarity["oppose"].precision, figures.by_polarity["oppose"].recall) == (1.0, 0.5)
    assert (figures.by_polarity["support"].precision, figures.by_polarity["support"].recall) == (0.5, 1.0)


def test_modes_need_not_agree_but_each_counts_its_own() -> None:
    figures = score_stances([stance(mode="action")], [stance(mode="direct")])
    assert (figures.by_mode["action"].recall, figures.by_mode["action"].precision) == (1.0, 0.0)


def test_predictions_without_a_mode_have_recall_by_mode_alone() -> None:
    prediction = stance()
    del prediction["mode"]
    figures = score_stances([stance()], [prediction])
    assert (figures.by_mode, figures.recall_by_mode) == ({}, {"action": 1.0})


def test_the_figures_of_a_side_that_the_gold_lacks_and_predictions_take_are_told() -> None:
    figures = score_stances([stance()], [stance(polarity="mixed")])
    assert figures.by_polarity["mixed"].precision == 0.0
