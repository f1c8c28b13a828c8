"""English phrases with a meaning of their own: openers, fillers, priorities, corrections, requests."""

from worker.understanding.local.words.word_table import listed

# Said around a task, no part of it.
OPENERS = r"""
(?:ok(?:ay)?|so|well|right|alright|hey|hi|hello|yo|um+|uh+|erm?|hmm+|oh|ah|yeah|yep|yes|please|pls|plz|listen(?= up|,)|look(?=,)|anyway|also
|btw|by the way|i (?:think|guess|reckon|suppose|believe)|maybe|just|basically|actually|like|you know|i mean|sorry|quick one|heads up|be so kind(?: as)?(?: to| and)?|(?:be a dear|do me a favou?r)(?: and)?|kindly|dear (?:bot|assistant)|fyi|(?:can|could|would|will) you(?: please| pls)?(?= \w))
"""
ASKING = r"""
(?:(?:can|could|would|will) you(?: please| pls)?(?: also)?\s+)?(?:please\s+)?
(?:remind me(?: again)?(?: to| about| that(?: i (?:need|have) to)?)?|remember to|reminder(?: to|:)|don'?t let me forget(?: to| about)?
|don'?t forget(?: to| about)?|make a note(?: to| that)?|note to self:?|note:|add (?:a |another )?(?:task|to-?do|reminder)(?: to| for|:)?|add(?: this)?:
|add to (?:my |the )?(?:list|to-?do list|tasks):?|(?:new |create (?:a )?(?:new )?)(?:task|to-?do)(?: to| for)?:?|to-?do:|task:|jot down:?
|put (?:it |this )?(?:down(?: that)?|on the list):?|write down(?: that)?:?|(?:set|put|stick|pop|add|make|create)(?: up| in| me)? a reminder(?: in| up| down)?(?: for me)?(?: to| for| about)?|also add:?|i keep forgetting(?: to)?
|(?:put|note|jot|write|get) (?:it |this )?down(?: that)?:?|note(?: down)? that|pencil in|one more(?: thing)?:?|(?:add|put) (?=['\"“«])|(?:is|are|would be|will be) (?:also |just )?(?:fine|ok|okay|good|better|best|soon enough|alright) (?:for|with)|(?:works|will do) for|another (?:one|thing|task):?)
"""
NEED = r"""
(?:(?:i|we) (?:really |just |also |still )*need (?=an? )|need (?=an? ))|(?:i|we)(?:'ve| have)?(?: really| still| also| just| all)? ?(?:need to|gotta|got to|have to|must|should|ought to|want to|wanna|'?d like to|'?ll(?: have to| need to)?(?! be\b)|will(?! be\b)|had better|better|
are going to|am going to|'?m going to|'?m gonna|'?re going to)|i'?ve got to|we'?ve got to|(?:i|we)'ve to|(?:it )?needs? to be|need to|gotta|have to|got to|must|
it'?s time to|time to|let'?s|let us|make sure (?:to|we|that we|i|that i)|be sure to|(?:i |we )?need (?:someone|somebody) to|(?:i|we) (?:also |still |really |urgently )?need|we should(?: really| probably| also)?|really(?= )|(?:can|could|would) (?:someone|somebody|anyone|anybody)(?= (?!from|of|at|in|with))|(?:someone|somebody|anyone|anybody) (?:has to|needs to|should|must|ought to|had better)|needs? doing
"""
FILLERS = r"""
(?:um+|uh+|erm*|hmm+|you know|kind of|kinda|sort of|sorta|basically|literally|as well|too|please|pls|plz|would you|could you|will you|if you can
|if possible|thanks|thank you|thx|cheers|ok\??|okay|right\?|sigh|ugh|lol|haha+|i guess|i think|i suppose|i believe|guys|man|mate|somehow|though)
"""
# The number is the planner's priority, 1 the most urgent; tried in this order.
PRIORITIES: tuple[tuple[int, str], ...] = (
    (2, r"important,?(?: but| though| and)? (?:it'?s )?not (?:that |so |very )?urgent|(?:normal|medium|regular|usual|default) prio(?:rity)?"),
    (3, (r"(?:it'?s |that'?s |this (?:one )?is )?(?:low(?:er|est)?[- ]prio(?:rity)?|no (?:rush|hurry|pressure)(?: at all| on (?:this|that|it|those|these|them)(?: one)?)?|not (?:that |so |very |really |super )?urgent|in no hurry"
        r"|not in a (?:rush|hurry)|isn'?t urgent|ain'?t urgent|whenever(?: (?:you|we|he|she|they) (?:can|get (?:a chance|to it|around to it)|ha(?:ve|s) (?:time|a moment)))?"
        r"|when(?:ever)? (?:there'?s|you have|i have|we have|he has|she has) (?:some )?(?:time|a minute|a moment)|when(?:ever)? (?:you|we|he|she|they)(?: get|'ve got| have| has| find| gets) (?:a|some|the) (?:spare |free )?(?:chance|minute|moment|sec(?:ond)?|time|while)|at your leisure|not a priority|nothing urgent|take your time)")),
    (4, r"(?:some ?day(?:/maybe)?|(?<!takes )(?<!take )(?<!for )(?<!about )(?<!in )(?<!, )(?<!than )one (?:fine )?day(?=\W*$|[.,;])|some day|(?:in|to|for|on|into) (?:the |my |our )?backlog(?! of)|(?:(?<=^)|(?<=[\n,.;:(–—-])|(?<=[,.;:(–—-] ))backlog(?:(?=\W*$)|(?=[,.;:)\n]|\s+[–—-]))|it(?:'d| would) be (?:nice|great|good|lovely|cool)(?: to have| to get| to|,? if we had| if we could)?|nice[- ]to[- ]have|(?:it )?would be nice(?: to have| to)?|one of these days|wish ?list|for later|maybe later|bucket list)"),
    (1, (r"(?:it'?s |this is |that'?s )?(?:(?:very |super |really |extremely |most )?urgent(?:ly)?|a\.?s\.?a\.?p\.?|as soon as possible|(?:business[- ])?critical(?:ly)?|right (?:now|away)|immediately|straight ?away|at once|drop everything(?! off)"
        r"|(?:the )?(?:(?:it|this|that)(?:'s| is) (?:a|the) priority|(?:high(?:est|er)?|top|first|number one|max(?:imum)?)[- ]prio(?:rity)?)|emergency(?! (?:exits?|kits?|lights?|lighting|contacts?|numbers?|stops?|plans?|drills?|doors?|fund|room|brake|meeting|generator|services?|call-?out|bag)))")),
)  # fmt: skip
PRIORITY_NUMBER = r"prio(?:rity)?:? ?(?:level |number |of )?#?(?P<number>[1-4]|one|two|three|four)\b|\bprio(?:rity)?(?: \w+){1,6}? to #?(?P<level>[1-4]|one|two|three|four)\b|\bp(?P<short>[1-4])\b"
CORRECTION = r"""
(?:oh |ah |uh |um |er |ach )?(?:(?:(?:no|nah)[, ]+)?(?:wait|hold on|hang on)(?:[, ]+(?:a sec(?:ond)?|no|sorry|actually))*|scratch that|strike that|(?:no|nope|nah)[, ]+(?:sorry|scratch that|actually|make (?:it|that)|not that|i mean|rather|let'?s (?:say|make it))
|actually(?:[, ]+(?:no|make (?:it|that)|let'?s (?:say|make it)))+|make (?:it|that)(?= (?:mon|tue|wed|thu|fri|sat|sun|\d|to|next|the \d|one |two |three |four |five |six |eight |nine |ten ))|i mean(?:t)?|or rather|rather(?! than)|correction|sorry(?=,? (?:by|on|at|for|not|next|this|the|mon|tue|wed|thu|fri|sat|sun|i mean))
|my mistake|my bad|oops|no no(?: no)?|(?<=[,.…] )(?:no|nah)(?=,))(?:[, ]+(?:i mean(?:t)?|make (?:it|that)|that'?s|it'?s|let'?s (?:say|make it)))*
"""
THANKS = r"""
(?:that(?:'s| is| was|'ll be| will be) (?:everything|all|it|the lot|us|me|plenty)(?: for (?:today|now|tonight|the day|this week|the week))?|no (?:way|kidding|joke)|no need to (?:answer|reply|respond|do anything)|just (?:testing|checking|kidding|joking)|for real|you bet|of course|fair enough|good point|oh (?:dear|no|wow|man)|will do|me too|same here|who knows|exactly|indeed|absolutely|totally|definitely|(?:ha(?:ha)*,? )?(?:good|nice) one|tell me about it|thanks?(?: you)?(?: (?:a million|a bunch|a ton|loads|heaps))?|nice(?: one)?|good (?:morning|night|evening|afternoon|job|bot|boy|girl)|good ?bye|(?:happy|merry) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:happy|merry|good) (?:new year|birthday|holidays?|easter|weekend|christmas|xmas|diwali|eid|hanukkah|thanksgiving|halloween|valentine'?s(?: day)?|anniversary|to help|to hear(?: (?:it|that))?)
|(?:(?:talk|speak|chat)(?: to)?(?: you| ya| u)?|(?:catch|see|meet|hear from) (?:you|ya|u)) (?:then|later|soon|tomorrow|tonight|in a bit|around|next week|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|after the weekend)(?: then| mate| all)?
|(?:til|till|until) (?:tomorrow|monday|then|next time)|enjoy (?:the|your|my)(?: \w+){1,3}|see (?:you|ya)(?: (?:all|then|there|later|soon|tomorrow|tonight|around|monday|friday|on \w+))*|you (?:rock|rule|did it|made my day|saved me)
|you(?:'re| are)(?: (?:a|an|the|so|such|my|very))*|life saver|got it|love (?:it|you|this)(?: (?:guys|all|lots))?|how are you|what'?s up|so much|a lot|very much|for (?:that|this|the help|your help)|well done
|no (?:worries|problem|probs|prob|bother|stress)|don'?t worry(?: about it)?|(?:it'?s |that'?s )?(?:not a problem|okay|alright|all right)|never ?mind|appreciate (?:it|that|you)|my pleasure|(?:to )?you (?:too|as well|all|both)(?: too)?|(?:the )?same to you|to (?:everyone|everybody|all|(?:the|my|our)(?: (?:whole|entire))? (?:crew|team|gang|family))|(?:ro)?bot|bots
|that'?s (?:so |really |very )?(?:funny|hilarious|kind|lovely)|(?:what a|such a) (?:day|week|morning|weekend|mess)|rain again|fingers crossed|speak soon|nice work|good work|great work|great job|nice job|proud of you
|i'?m (?:so |absolutely |totally )?(?:tired|happy|beat|knackered|shattered|wiped out|back|here|exhausted|bored)|back soon|sounds good|all good|that'?s (?:great|fine|it|all|nice|good)|have a (?:good|great|nice) (?:one|day|night|evening|weekend)|are you there|who are you|thx|ty
|cheers|great|awesome|perfect|cool|lol|lmao|haha\w*|hehe\w*|ok(?:ay)?|hello|hi|hey|bye|congrat\w*|lifesaver|star|legend|best|welcome|understood|sure|yes|no|yep|nope|wow|amazing|brilliant|sup|again|mate|buddy|np|ta|likewise|phew
|yay|woo(?:hoo|t)?|hooray|lovely|excellent|wonderful|fantastic|super|brb|afk|fine|noted|morning|team|everyone|everybody|folks|guys|all|test(?:ing)?)
"""
FAULT = r"""
\b(?:leak(?:s|ing|ed)?|broken|broke|dead|died|dying|jammed|jamming|stuck|down again|went down|(?:is|are) down|not working|stopped working|doesn'?t work|(?<!he )(?<!she )(?<!i )(?<!it )(?<!they )won'?t (?:eat|drain|light|lock|run|stop|move|ring|print|connect|cool|fire|pump|shut|latch)|(?:making|makes) (?:a |an )?(?:\w+ )?(?:noise|sound|smell)|won'?t (?:start|turn on|open|close|heat|boot|charge)|cracked|burst|out of order|fail(?:ed|ing|s)|faulty|overheat(?:ing|s|ed)|tripping|tripped|
blocked|clogged|smoking|sparking|crash(?:ed|ing|es)|packed up|conked out|gave up|acting up|playing up|flooded|snapped|blew|blown|kaput|bust|busted|on the blink|has gone)\b
"""
PRIVATE = listed("""mum mom mother dad father wife husband hubby brother sister son daughter grandma grandpa granny gran nan uncle
    aunt nephew niece boyfriend girlfriend fiance birthday anniversary passport dentist personal private mortgage family
    groceries honeymoon in-laws dry-cleaning babysitter""")
# Private for most, business for some: never firm, and not so for a business that lives by it.
MAYBE_PRIVATE = listed("""doctor gp physio physiotherapist optician orthodontist dermatologist gynaecologist gynecologist hairdresser manicure massage checkup blood-test jab vaccination mri babysitter nanny kid kids gym haircut barber vet school kindergarten nursery holiday vacation parents cat dog puppy yoga therapist
    physio wedding""")
# Noise of speech: dropped wherever it stands.
NOISE = r"(?:it )?(?:takes?|should take|will take|took) (?:me|us|him|her|them)(?= )|(?:as for )?(?:me|myself)(?=,? i(?:'ll|'m|'ve|'d)?\b)|at (?:the )?(?:very )?latest|um+|uh+|erm*|hmm+|er+|you know|please|pls|plz|as well|thanks|thank you|thx|at some point|would you|if you can|if possible|haha+|lol|sigh|ugh|some ?time(?! (?:between|to|off|with|for))|some time soon|at some (?:stage|time)|whenever possible|when possible|asap please"
