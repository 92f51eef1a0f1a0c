"""The words that carry grammar and no content, question words among them.

In: nothing. Out: one set of lower-case words a language. Knows no word's meaning.
"""

from __future__ import annotations

_GERMAN = """
der die das den dem des ein eine einer eines einem einen kein keine keiner keines keinem keinen
ich du er sie es wir ihr man mich dich sich uns euch mir dir ihm ihn ihnen
mein meine meiner meines meinem meinen dein deine deiner deines deinem deinen sein seine seiner seines seinem seinen
ihre ihrer ihres ihrem ihren unser unsere unserer unseres unserem unseren euer eure eurer eures eurem euren
dieser diese dieses diesem diesen jener jene jenes jenem jenen solche solcher solches solchem solchen
derselbe dieselbe dasselbe dessen deren denen
und oder aber sondern denn doch sowie sowohl weder noch als wie wenn falls ob weil da damit dass daß sodass obwohl
während bevor nachdem bis seit indem
in im ins an am ans auf aus bei beim mit nach von vom vor zu zum zur für durch gegen ohne um über unter zwischen neben hinter
ab außer trotz wegen
nicht nur auch schon so sehr dann hier dort da dabei dazu daran darauf daraus darin davon dafür dagegen damals nun jetzt
etwa eben mal ja nein
bin bist ist sind seid war warst waren wart gewesen wäre wären sei seien
habe hast hat haben habt hatte hatten gehabt hätte hätten
werde wirst wird werden werdet wurde wurden geworden worden würde würden
kann kannst können könnt konnte konnten könnte könnten darf darfst dürfen dürft durfte durften
muss muß musst müssen müsst musste mussten soll sollst sollen sollt sollte sollten
will willst wollen wollt wollte wollten möchte möchten mag
wer wen wem wessen was wann wo wohin woher wie warum wieso weshalb weswegen wieviel wieviele womit wodurch wofür worin
worauf woran wovon wozu welche welcher welches welchem welchen
"""

_ENGLISH = """
a an the this that these those
i me my mine myself you your yours yourself he him his himself she her hers herself it its itself
we us our ours ourselves they them their theirs themselves one's
and or but nor so yet if then than because as while until unless although though whether
of at by for with about against between into through during before after above below to from up down in out on off over
under upon within without
not no only also too very just here there now again
am is are was were be been being isn't aren't wasn't weren't
have has had having haven't hasn't hadn't
do does did doing done don't doesn't didn't
can could can't couldn't may might must shall should shouldn't will would won't wouldn't
i'm you're he's she's it's we're they're i've you've we've they've i'll you'll i'd you'd that's there's what's
who whom whose what which when where why how
any some each both such same other
"""

STOP_WORDS = {"de": frozenset(_GERMAN.split()), "en": frozenset(_ENGLISH.split())}

RELATING = frozenset(
    """
    aus bei beim nach vor über unter zwischen neben hinter durch gegen ohne außer trotz wegen während bevor nachdem bis
    seit nicht nur auch schon kein keine keiner keines keinem keinen hier dort damals jetzt sowohl weder noch
    about against between into through during before after above below down out off over under upon within without
    until although though because since while not only too again each both other same than now then
    """.split()
)
"""The stop words of three letters or more that relate one thing to another: nach, kein. They are too frequent to search by,
but tell passages apart that are close."""
