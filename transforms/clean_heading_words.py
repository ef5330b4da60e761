"""Words that tell a heading from the sentence that it was glued to.

None of the openers may be a name: "Thomas More was", "Vice Premier He said", "Jong An told" are no headings.
"""

from __future__ import annotations

import re

SMALL = re.compile("of|and|the|for|in|on|to|a|an|at|from|with|by|or|vs|over|as|into|amid|after|against|under|its")

# Words that begin a sentence and, in capitals, no name; a small word must follow them, as a headline may hold them too.
OPENERS = re.compile(
    "Although|Amid|As|At|Before|Behind|Beyond|Both|During|Each|Even|Following|For|He|"
    "Here|Inside|In|It|Its|Last|Meanwhile|Most|Not|Once|One|Only|Other|Our|Outside|"
    "She|Since|Some|Such|That|Their|There|These|They|This|Those|Though|To|Under|Until|"
    "We|What|When|While|With|Without|Yet|A|After|Also|Among|Earlier|Now|On|Between|Because|"
    "Speaking|Addressing|Asked|Citing|Many|Nearly|Several|Neither"
)
# Words that begin a sentence even before a name: "The European Union", "Despite President Trump's words".
OPENERS_BEFORE_NAMES = re.compile("The|But|However|Meanwhile|Although|Despite|When|While|If|According")

# A number after one of these belongs to it; after a title stands a name: "Vice Premier He".
_NUMBERED = """
War Terminal Phase Part Chapter Act Article Channel Radio Formula Number Type Big Group Step Level Tier Day Round Season
Volume Unit Top Final First
"""
NUMBERED = frozenset(_NUMBERED.split())
TITLES = re.compile(
    r"Premier|President|Minister|Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Lady|Lord|Gen|General|Secretary|Chair(?:man|woman)?|"
    "Ambassador|Senator|Judge|Justice|Governor|Mayor|Colonel|Captain|King|Queen|Prince|Princess|Pope|Vice"
)

# Everyday words that headings are made of. None of them is common within names of bodies, such as House or Court.
_EVERYDAY = """
agreement ahead aid anger answer attack backlash balance barriers battle beginning bill blame border breakthrough
budget burden business calls case cash cease-fire ceasefire challenge change changes chaos choice clash clock concerns
conditions conflict cost costs countdown crackdown crisis critics cuts danger deadline deadlock deal debate debt
decision delay demands dilemma dispute divide divided doubts election end energy escalation evidence exit facts
failure fallout fault fear fears fees fight figures fires flames food fort frontline future game gap gas ground
guarantees guns hearing heat history hope hopes hostages hurdles impact isolation jobs lessons levy limits line lines
losers loss making matters message mistrust momentum money mood moves need negotiations next numbers obstacles offer
options order outlook pace pain path pay peace pension pensions plan politics power pressure price prices prisoners
problem process promise promises proposal proposals protests question questions race reaction reactions reform
refugees rejection resistance response return rift rights rise risk risks road role row rules sanctions security
shadow shift sides silence situation split stage stakes stalemate stand standoff status step steps strike struggle
summit support table talks tariff tariffs tax taxes tension tensions terms territory threat threats time timeline toll
trade trial troops truce trust truth turmoil ultimatum uncertainty violence voices vote votes walls way weapons weeks
winners withdrawal words work workers
"""
EVERYDAY = frozenset(_EVERYDAY.split())
