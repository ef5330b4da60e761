"""Judge what a speaker says: duties, promises, praise and blame.

    a clause of a statement -> Judgement (side, target, rule, weight) or none

The rules are tried in order; the first that speaks decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from transforms.grammar import TURNED, Grammar, is_infinitive
from transforms.phrases import clause_target, noun_target, verb_target
from transforms.reading import child


@dataclass(frozen=True)
class Judgement:
    """A side on a target, the rule that found it, and the rule's weight."""

    polarity: str
    target: Span
    rule: str
    weight: float


class Evaluator:
    """Judges clauses by a grammar's words."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._rules = (self._unsettled, self._none, self._duty, self._promise, self._copula, self._deed)

    def judge(self, verb: Token) -> tuple[Judgement, bool] | None:
        """What the clause of the verb judges, and whether a negation turned it; null where no rule speaks."""
        judged = next((one for rule in self._rules if (one := rule(verb)) is not None), None)
        return self._turned(judged, verb) if judged is not None else None

    def side(self, clause: Token) -> str | None:
        """The side of a complement ("confirmed that ..."); plain futures are for what they announce."""
        if clause.pos_ in ("NOUN", "PROPN"):
            return "support"
        judged = self._duty(clause) or self._copula(clause) or self._deed(clause)
        if judged is None:
            return "support" if clause.pos_ == "VERB" and self._grammar.modal(clause, "will") else None
        return self._turned(judged, clause)[0].polarity

    def _turned(self, judged: Judgement, verb: Token) -> tuple[Judgement, bool]:
        negated = self._grammar.is_negated(verb)
        return (replace(judged, polarity=TURNED[judged.polarity]) if negated else judged), negated

    def _unsettled(self, verb: Token) -> Judgement | None:
        """ "has yet to be agreed": neither for nor against."""
        if not any(one.lower_ == "yet" for one in verb.children) or child(verb, "xcomp") is None:
            return None
        subject = child(verb, "nsubj", "nsubjpass")
        return (
            Judgement("mixed", noun_target(subject, self._grammar.lexicon), "yet to", 0.6)
            if subject is not None
            else None
        )

    def _none(self, verb: Token) -> Judgement | None:
        """ "no meeting is planned": against the meeting."""
        subject = child(verb, "nsubj", "nsubjpass")
        if subject is None or not any(one.dep_ == "det" and one.lower_ == "no" for one in subject.children):
            return None
        value = self._grammar.valence(subject)
        return Judgement("support" if value > 0 else "oppose", noun_target(subject, self._grammar.lexicon), "no", 0.6)

    def _duty(self, verb: Token) -> Judgement | None:
        """ "X must go": for it. A duty to stop something is against that thing."""
        modal = self._grammar.modal(verb, "oblige")
        duty = verb if modal else None
        if (
            duty is None
            and self._grammar.lemma(verb) in ("need", "have")
            and (inner := child(verb, "xcomp")) is not None
        ):
            duty = inner if is_infinitive(inner) else None
        if duty is None:
            return None
        for entry in self._grammar.lexicon.by_word.get(("verb", self._grammar.lemma(duty)), ()):
            if entry.polarity == "oppose" and "object" in entry.targets:
                patient = child(duty, "dobj", "nsubjpass")
                if patient is not None:
                    return Judgement(
                        "oppose", noun_target(patient, self._grammar.lexicon), f"duty:{self._grammar.lemma(duty)}", 0.8
                    )
        subject = child(duty, "nsubj") or child(verb, "nsubj")
        if (
            self._grammar.lemma(duty) in self._grammar.lexicon.enders
            and child(duty, "dobj") is None
            and subject is not None
        ):
            return Judgement(
                "oppose", noun_target(subject, self._grammar.lexicon), f"duty:{self._grammar.lemma(duty)}", 0.8
            )
        return Judgement("support", verb_target(duty), "duty", 0.9)

    def _promise(self, verb: Token) -> Judgement | None:
        subject = child(verb, "nsubj")
        if subject is None or subject.lower_ not in ("we", "i", "he", "she", "it", "they"):
            return None
        if self._grammar.modal(verb, "will") and verb.pos_ == "VERB":
            first_person = subject.lower_ in ("we", "i")
            return Judgement("support", verb_target(verb), "promise", 0.7 if first_person else 0.5)
        return None

    def _copula(self, verb: Token) -> Judgement | None:
        """ "the levy is a disgrace", "it is right to wait"."""
        if verb.lemma_ not in self._grammar.lexicon.copulas and verb.pos_ != "AUX":
            return None
        complement = child(verb, "acomp", "attr", "oprd")
        if complement is None:
            return None
        value = self._grammar.valence(complement)
        if not value:
            return None
        polarity = "support" if value > 0 else "oppose"
        clause = child(verb, "xcomp", "ccomp", "advcl") or child(complement, "xcomp", "ccomp", "acl")
        subject = child(verb, "nsubj", "expl", "csubj")
        if subject is not None and subject.lower_ in ("it", "there") and clause is not None:
            return Judgement(polarity, verb_target(clause), f"judged:{complement.lemma_}", 0.7)
        if subject is None or subject.lower_ in ("i", "we", "there"):
            return None
        return Judgement(polarity, noun_target(subject, self._grammar.lexicon), f"judged:{complement.lemma_}", 0.7)

    def _deed(self, verb: Token) -> Judgement | None:
        """ "the strikes undermine the talks": against who does what the speaker blames."""
        subject = child(verb, "nsubj")
        value = self._grammar.lexicon.evaluation(self._grammar.lemma(verb)) if verb.pos_ == "VERB" else 0
        objects = [one for one in verb.children if one.dep_ in ("dobj", "attr", "oprd")]
        if not value:
            value = sum(self._grammar.valence(one) for one in objects)
            if value and subject is not None and subject.lower_ not in ("i", "we"):
                side = "support" if value > 0 else "oppose"
                return Judgement(side, noun_target(subject, self._grammar.lexicon), "deed:object", 0.5)
            return None
        polarity = "support" if value > 0 else "oppose"
        if subject is not None and subject.lower_ in ("i", "we") and objects:
            return Judgement(
                polarity, noun_target(objects[0], self._grammar.lexicon), f"deed:{self._grammar.lemma(verb)}", 0.6
            )
        if subject is not None and subject.lower_ not in ("i", "we"):
            return Judgement(
                polarity, noun_target(subject, self._grammar.lexicon), f"deed:{self._grammar.lemma(verb)}", 0.6
            )
        passive = child(verb, "nsubjpass")
        if passive is not None and value < 0:
            return Judgement("oppose", clause_target(verb), f"deed:{self._grammar.lemma(verb)}", 0.4)
        return None
