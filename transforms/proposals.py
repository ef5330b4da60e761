"""Propose stances: a word of position, its holder, its target, and the side.

    sentence + mentions + statements -> Proposal (holder's token, target span, side, rule, weight)

Rules propose with high recall; `transforms.stances` chooses. Two kinds of rule: a predicate of the lexicon
with an actor in its holder's place ("Madrid rejected the levy"), and an evaluation inside what a speaker says ("the
levy must go", "this is a disgrace").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.attribution import subject_of
from transforms.lexicon import Lexicon, Predicate
from transforms.phrases import clause_target, noun_target, verb_target
from transforms.reading import SUBJECTS, child

POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "AUX": "verb"}
Judgement = tuple[str, Span, str, float]  # side, target, rule, weight
TURNED = {"support": "oppose", "oppose": "support", "mixed": "mixed"}


@dataclass(frozen=True)
class Proposal:
    """One possible stance; `holder` is a token, `via` the word that proposed it."""

    holder: Token
    target: Span
    polarity: str
    act: str
    mode: str | None
    is_negated: bool
    via: Token
    rule: str
    weight: float


class Proposer:
    """Proposes stances by the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._rules = (self._unsettled, self._none, self._duty, self._promise, self._copula, self._deed)

    def predicates(self, sentence: Span) -> Iterator[Proposal]:
        """A proposal for each predicate of the sentence that has a holder and a target."""
        for token in sentence:
            if (named := self._naming(token)) is not None:
                yield named
                continue
            for entry in self._lexicon.by_word.get((POS.get(token.pos_, ""), self._lemma(token)), ()):
                proposal = self._from_predicate(token, entry)
                if proposal is not None:
                    yield proposal
                    break

    def evaluations(self, clause: Token, speaker: Token) -> Iterator[Proposal]:
        """What the speaker's clause judges: duties first, then words of praise and blame."""
        for verb in _clause_heads(clause):
            judged = next((one for rule in self._rules if (one := rule(verb)) is not None), None)
            if judged is not None:
                polarity, target, rule, weight = judged
                negated = self._is_negated(verb)
                if negated:
                    polarity = TURNED[polarity]
                yield Proposal(speaker, target, polarity, "state", None, negated, verb, rule, weight)

    # --- predicates -----------------------------------------------------------------------------------------------

    def _lemma(self, token: Token) -> str:
        return self._lexicon.lemmas.get(token.lower_, token.lemma_.lower())

    def _from_predicate(self, token: Token, entry: Predicate) -> Proposal | None:
        found = self._target(token, entry)
        if found is None:
            return None
        target, slot, complement = found
        if entry.act == "refuse" and self._lemma(complement) in self._lexicon.speech_acts:
            return None
        holder = self._holder(token, entry.pos)
        if holder is None or self._is_wished_for(token, holder) or target.start <= holder.i < target.end:
            return None
        side = self._complement_side(complement) if entry.polarity == "complement" else entry.polarity
        if side is None:
            return None
        polarity: str = side
        negated = self._is_negated(token)
        if negated:
            polarity = TURNED[polarity]
        polarity, target = self._through_complement(polarity, target, complement)
        if entry.act == "warn" and (wanted := self._averted_by(complement)) is not None:
            polarity, target = "support", wanted
        rule = f"{entry.pos}:{self._lemma(token)} > {slot}"
        return Proposal(holder, target, polarity, entry.act, entry.mode, negated, token, rule, entry.weight)

    def _holder(self, token: Token, pos: str) -> Token | None:
        if pos == "verb":
            return subject_of(token)
        if pos == "adjective":
            predicative = token.dep_ in ("acomp", "attr", "oprd", "conj") and token.head.pos_ in ("VERB", "AUX")
            return subject_of(token.head) if predicative else None
        return _owner(token) or self._of_light_verb(token)

    def _of_light_verb(self, noun: Token) -> Token | None:
        """ "expressed optimism", "came out in support": the verb's subject holds the noun's side."""
        if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ in ("VERB", "AUX"):
            return subject_of(noun.head.head)
        verb = noun.head
        while verb.dep_ in ("conj", "pobj", "prep", "dobj") and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        light = self._lemma(verb) in self._lexicon.light_verbs and verb.pos_ in ("VERB", "AUX")
        return subject_of(verb) if light else None

    def _target(self, token: Token, entry: Predicate) -> tuple[Span, str, Token] | None:
        for slot in entry.targets:
            found = self._slot(token, slot)
            if found is not None:
                return found[0], slot, found[1]
        return None

    def _slot(self, token: Token, slot: str) -> tuple[Span, Token] | None:
        """The target in one place beside the predicate, and the token that fills it."""
        if slot in ("object", "subject"):
            one = child(token, "dobj") or (_patient(token) if child(token, "agent") else None)
            one = child(token, "nsubjpass") if slot == "subject" else one
            one = _past_relative(one, token) if one is not None else None
            return (noun_target(one, self._lexicon), one) if one is not None else None
        if slot in ("clause", "object-infinitive"):
            one = _that_clause(token)
            if one is None or (slot == "object-infinitive" and not _is_infinitive(one)):
                return None
            return self._clause(one), one
        if slot == "gerund":
            one = next((c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VBG"), None)
            return (verb_target(one), one) if one is not None else None
        if slot.endswith("infinitive"):
            labels = ("xcomp", "acl", "ccomp") if slot == "infinitive" else ("xcomp", "acl", "advcl")
            one = next((c for c in token.children if c.dep_ in labels and _is_infinitive(c)), None)
            return (verb_target(one), one) if one is not None else None
        return self._after_preposition(token, slot) or self._by_position(token, slot)

    def _after_preposition(self, token: Token, slot: str) -> tuple[Span, Token] | None:
        for preposition in token.children:
            if preposition.dep_ not in ("prep", "prt", "dative") or preposition.lower_ != slot:
                continue
            if (gerund := child(preposition, "pcomp")) is not None:
                return verb_target(gerund), gerund
            thing = child(preposition, "pobj") or (child(token, "dobj") if preposition.dep_ == "prt" else None)
            if thing is not None:
                thing = _past_relative(thing, token)
                return noun_target(thing, self._lexicon), thing
        return None

    def _by_position(self, token: Token, slot: str) -> tuple[Span, Token] | None:
        """ "openness to direct talks", where the parser took "direct" for a verb: the noun after the preposition."""
        after = token.i + 1
        if token.pos_ == "VERB" or after + 1 >= token.sent.end or token.doc[after].lower_ != slot:
            return None
        verb = token.doc[after + 1]
        thing = child(verb, "dobj") if verb.head.i <= token.i or verb.head.i == after else None
        if verb.pos_ != "VERB" or thing is None or thing.i != verb.i + 1:
            return None
        return token.doc[verb.i : noun_target(thing, self._lexicon).end], thing

    def _clause(self, clause: Token) -> Span:
        """The target of a clause: its verb phrase where it names a deed to be done, else its subject."""
        if self._modal(clause, "oblige") or clause.tag_ == "VB" or _is_infinitive(clause):
            return verb_target(clause)
        subject = child(clause, *SUBJECTS)
        if subject is not None and subject.pos_ not in ("PRON", "DET", "AUX", "VERB"):
            return noun_target(subject, self._lexicon)
        return clause_target(clause)

    def _through_complement(self, polarity: str, target: Span, complement: Token) -> tuple[str, Span]:
        """ "agreed to oppose the levy": the side of the inner verb on its own object."""
        if complement.pos_ != "VERB" or not _is_infinitive(complement):
            return polarity, target
        for entry in self._lexicon.by_word.get(("verb", self._lemma(complement)), ()):
            if (
                entry.polarity == "oppose"
                and "object" in entry.targets
                and (found := self._target(complement, entry)) is not None
            ):
                return TURNED[polarity], found[0]
        if child(complement, "neg") is not None:
            return TURNED[polarity], target
        return polarity, target

    def _averted_by(self, clause: Token) -> Span | None:
        """ "warned of losses if no deal is reached": for the deal."""
        for condition in clause.children:
            mark = child(condition, "mark")
            if condition.dep_ != "advcl" or mark is None or mark.lower_ not in ("if", "unless"):
                continue
            thing = child(condition, "nsubjpass", "dobj", "nsubj")
            if thing is None:
                return None
            refused = child(condition, "neg") is not None or any(c.lower_ == "no" for c in thing.children)
            if refused or mark.lower_ == "unless":
                return noun_target(thing, self._lexicon)
        return None

    def _complement_side(self, clause: Token) -> str | None:
        if clause.pos_ in ("NOUN", "PROPN"):
            return "support"
        judged = self._duty(clause) or self._copula(clause) or self._deed(clause)
        if judged is None:
            return "support" if clause.pos_ == "VERB" and self._modal(clause, "will") else None
        return TURNED[judged[0]] if self._is_negated(clause) else judged[0]

    def _naming(self, verb: Token) -> Proposal | None:
        """ "called the levy a disgrace", "described the talks as useful": the name judges the thing."""
        if self._lemma(verb) not in self._lexicon.namers or verb.pos_ != "VERB":
            return None
        thing, name = self._thing_and_name(verb)
        holder = subject_of(verb)
        if thing is None or name is None or holder is None:
            return None
        value = self._valence(name) or sum(self._judges(one) for one in name.subtree)
        if not value:
            return None
        negated = self._is_negated(verb)
        polarity = "support" if (value > 0) != negated else "oppose"
        act = "praise" if polarity == "support" else "criticise"
        target = noun_target(thing, self._lexicon)
        return Proposal(holder, target, polarity, act, None, negated, verb, f"naming:{self._lemma(verb)}", 0.95)

    def _thing_and_name(self, verb: Token) -> tuple[Token | None, Token | None]:
        small = child(verb, "ccomp")
        if small is not None and small.pos_ in ("NOUN", "PROPN", "ADJ"):
            return child(small, "nsubj"), small
        thing = child(verb, "dobj")
        if thing is not None and thing.lower_ in ("which", "that", "whom"):
            thing = verb.head if verb.dep_ == "relcl" else None
        name = child(verb, "oprd", "xcomp")
        as_ = next((one for one in verb.children if one.lower_ == "as" and one.dep_ in ("prep", "mark")), None)
        if as_ is not None:
            name = next((one for one in as_.children if not one.is_punct), None)
        return thing, name

    # --- evaluations ------------------------------------------------------------------------------------------------

    def _unsettled(self, verb: Token) -> Judgement | None:
        """ "has yet to be agreed": neither for nor against."""
        if not any(one.lower_ == "yet" for one in verb.children) or child(verb, "xcomp") is None:
            return None
        subject = child(verb, "nsubj", "nsubjpass")
        return ("mixed", noun_target(subject, self._lexicon), "yet to", 0.6) if subject is not None else None

    def _none(self, verb: Token) -> Judgement | None:
        """ "no meeting is planned": against the meeting."""
        subject = child(verb, "nsubj", "nsubjpass")
        if subject is None or not any(one.dep_ == "det" and one.lower_ == "no" for one in subject.children):
            return None
        value = self._valence(subject)
        return "support" if value > 0 else "oppose", noun_target(subject, self._lexicon), "no", 0.6

    def _duty(self, verb: Token) -> Judgement | None:
        """ "X must go": for it. A duty to stop something is against that thing."""
        modal = self._modal(verb, "oblige")
        duty = verb if modal else None
        if duty is None and self._lemma(verb) in ("need", "have") and (inner := child(verb, "xcomp")) is not None:
            duty = inner if _is_infinitive(inner) else None
        if duty is None:
            return None
        for entry in self._lexicon.by_word.get(("verb", self._lemma(duty)), ()):
            if entry.polarity == "oppose" and "object" in entry.targets:
                patient = child(duty, "dobj", "nsubjpass")
                if patient is not None:
                    return "oppose", noun_target(patient, self._lexicon), f"duty:{self._lemma(duty)}", 0.8
        subject = child(duty, "nsubj") or child(verb, "nsubj")
        if self._lemma(duty) in self._lexicon.enders and child(duty, "dobj") is None and subject is not None:
            return "oppose", noun_target(subject, self._lexicon), f"duty:{self._lemma(duty)}", 0.8
        return "support", verb_target(duty), "duty", 0.9

    def _promise(self, verb: Token) -> Judgement | None:
        subject = child(verb, "nsubj")
        if subject is None or subject.lower_ not in ("we", "i", "he", "she", "it", "they"):
            return None
        if self._modal(verb, "will") and verb.pos_ == "VERB":
            first_person = subject.lower_ in ("we", "i")
            return "support", verb_target(verb), "promise", 0.7 if first_person else 0.5
        return None

    def _copula(self, verb: Token) -> Judgement | None:
        """ "the levy is a disgrace", "it is right to wait"."""
        if verb.lemma_ not in self._lexicon.copulas and verb.pos_ != "AUX":
            return None
        complement = child(verb, "acomp", "attr", "oprd")
        if complement is None:
            return None
        value = self._valence(complement)
        if not value:
            return None
        polarity = "support" if value > 0 else "oppose"
        clause = child(verb, "xcomp", "ccomp", "advcl") or child(complement, "xcomp", "ccomp", "acl")
        subject = child(verb, "nsubj", "expl", "csubj")
        if subject is not None and subject.lower_ in ("it", "there") and clause is not None:
            return polarity, verb_target(clause), f"judged:{complement.lemma_}", 0.7
        if subject is None or subject.lower_ in ("i", "we", "there"):
            return None
        return polarity, noun_target(subject, self._lexicon), f"judged:{complement.lemma_}", 0.7

    def _deed(self, verb: Token) -> Judgement | None:
        """ "the strikes undermine the talks": against who does what the speaker blames."""
        subject = child(verb, "nsubj")
        value = self._lexicon.evaluation(self._lemma(verb)) if verb.pos_ == "VERB" else 0
        objects = [one for one in verb.children if one.dep_ in ("dobj", "attr", "oprd")]
        if not value:
            value = sum(self._valence(one) for one in objects)
            if value and subject is not None and subject.lower_ not in ("i", "we"):
                side = "support" if value > 0 else "oppose"
                return side, noun_target(subject, self._lexicon), "deed:object", 0.5
            return None
        polarity = "support" if value > 0 else "oppose"
        if subject is not None and subject.lower_ in ("i", "we") and objects:
            return polarity, noun_target(objects[0], self._lexicon), f"deed:{self._lemma(verb)}", 0.6
        if subject is not None and subject.lower_ not in ("i", "we"):
            return polarity, noun_target(subject, self._lexicon), f"deed:{self._lemma(verb)}", 0.6
        passive = child(verb, "nsubjpass")
        if passive is not None and value < 0:
            return "oppose", clause_target(verb), f"deed:{self._lemma(verb)}", 0.4
        return None

    def _valence(self, head: Token) -> int:
        """The sum of judgements in a phrase, each turned by its own negation."""
        total = 0
        for one in [head, *(c for c in head.children if c.dep_ in ("amod", "conj", "compound"))]:
            total += self._judges(one)
        return -total if any(c.lower_ == "no" or c.dep_ == "neg" for c in head.children) else total

    def _is_wished_for(self, token: Token, holder: Token) -> bool:
        """What another asks of the subject is no stance of it: "they must go", "she urged members not to vote"."""
        if token.dep_ == "xcomp" and holder.dep_ == "dobj" and holder.head == token.head:
            return True
        return token.pos_ == "VERB" and holder.lower_ not in ("i", "we") and self._modal(token, "oblige") is not None

    def _judges(self, token: Token) -> int:
        """The word's own judgement; "non-" before it makes another word of it."""
        lemma = self._lemma(token)
        if token.i >= 2 and token.doc[token.i - 1].text == "-" and token.doc[token.i - 2].lower_ == "non":
            lemma = f"non-{lemma}"
        return self._lexicon.evaluation(lemma)

    # --- shared -------------------------------------------------------------------------------------------------------

    def _modal(self, verb: Token, sort: str) -> Token | None:
        words = self._lexicon.modals[sort]
        return next((one for one in verb.children if one.dep_ == "aux" and one.lower_ in words), None)

    def _is_negated(self, token: Token) -> bool:
        """Whether an odd number of negations and of verbs such as "refuse to" governs the word."""
        turns = sum(1 for one in token.children if one.dep_ == "neg" or one.lower_ in self._lexicon.negations)
        head = token.head
        if token.pos_ in ("NOUN", "ADJ") and head.pos_ in ("VERB", "AUX"):
            turns += sum(1 for one in head.children if one.dep_ == "neg")
        if token.dep_ == "xcomp" and self._lemma(head) in self._lexicon.flippers:
            turns += 1
        elif token.dep_ == "xcomp":
            turns += sum(1 for one in head.children if one.dep_ == "neg")
        return turns % 2 == 1


def _owner(noun: Token) -> Token | None:
    """ "Kenya's objection", "Kenyan objections", "an objection by Kenya"."""
    owner = next((one for one in noun.lefts if one.dep_ in ("poss", "amod", "compound", "nmod")), None)
    if owner is not None and (owner.dep_ == "poss" or owner.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")):
        return owner
    by = next((one for one in noun.rights if one.dep_ in ("prep", "agent") and one.lower_ in ("by", "from")), None)
    return child(by, "pobj") if by is not None else None


def _patient(verb: Token) -> Token | None:
    """What a passive with an agent is done to: its subject, or the noun that "condemned by ..." hangs on."""
    return child(verb, "nsubjpass") or (verb.head if verb.dep_ == "acl" else None)


def _that_clause(word: Token) -> Token | None:
    """The clause after "said", or after "optimism that"."""
    marked = (one for one in word.children if one.dep_ == "acl" and child(one, "mark") is not None)
    return child(word, "ccomp") or next(marked, None)


def _past_relative(token: Token, verb: Token) -> Token:
    """ "the levy, which Madrid rejects": the levy."""
    return verb.head if token.lower_ in ("which", "that", "whom", "who") and verb.dep_ == "relcl" else token


def _is_infinitive(verb: Token) -> bool:
    return any(one.dep_ == "aux" and one.lower_ == "to" for one in verb.children) or (
        verb.tag_ == "VB" and not any(one.dep_ == "aux" for one in verb.children)
    )


def _clause_heads(clause: Token) -> Iterator[Token]:
    """The clause's head and the heads coordinated with it or complementing it."""
    yield clause
    for one in clause.children:
        if one.dep_ in ("conj", "ccomp") and one.pos_ in ("VERB", "AUX"):
            yield from _clause_heads(one)
