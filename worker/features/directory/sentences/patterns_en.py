"""English sentences about businesses, projects and people, each whole; named groups say what stands where."""

import re

from worker.features.directory.sentences.phrase_parts import NAME


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^{pattern}$", re.IGNORECASE)


_KIND = r"(?P<kind>business|company|firm|project|member|employee|colleague)"
_THE = r"(?:(?:the|my|our)\s+)?"

OPENERS = re.compile(
    r"^(?:(?:please|ok(?:ay)?|so|hey|hi|well|by\s+the\s+way|note\s+that|remember\s+that|for\s+the\s+record"
    r"|can\s+you|could\s+you|i\s+want\s+to|i(?:'d|\s+would)\s+like\s+to|let's)[\s,:]+)+",
    re.IGNORECASE,
)
_HAVE = r"(?:(?:we|i)(?:['’]ve|\s+have|\s+also\s+have|\s+run|\s+also\s+run|\s+own|\s+also\s+own)(?:\s+also)?(?:\s+got)?|(?:we|i)(?:['’]ve|\s+have)?(?:\s+just)?\s+(?:opened|started|launched|founded)|there(?:['’]s|\s+is)(?:\s+also)?)"
NEW_BUSINESS = _whole(
    rf"(?:(?:(?:add|create|register|make|set\s+up|{_HAVE})\s+)?"
    r"(?:(?:a|an|another|one\s+more|my|our)\s+)?new\s+(?:business|company|firm)"
    rf"|(?:add|create|register|{_HAVE})\s+(?:(?:a|another|the|one\s+more|a\s+second|a\s+third)\s+)?(?:business|company|firm))"
    r"(?P<mark>\s+(?:called|named)|\s*[:,—–-])?\s+(?P<rest>.+)"
)
_FIRMS = r"(?:businesses|companies|firms)"
SEVERAL = (
    _whole(rf"(?:my|our)\s+{_FIRMS}\s*(?:are(?:\s+(?:called|named))?|:|—|–|-)\s*(?P<names>.+)"),
    _whole(
        r"(?:i|we)(?:['’]ve|\s+have|\s+run|\s+own)(?:\s+got)?\s+(?:(?P<count>two|three|four|five|six|\d)|several)"
        rf"\s+{_FIRMS}\s*[:,—–-]\s*(?P<names>.+)"
    ),
)
# With the word "business", and what it is must say so too: raw speech has no colon.
NAMED_TRADES = (
    _whole(
        r"(?:my|our)\s+(?:(?:other|second|third|main|new|first)\s+)?(?:business|company|firm)\s*(?:is|['’]s|:|—|–|-)"
        r"\s*(?P<names>.+)"
    ),
    _whole(
        r"(?:i|we)(?:['’]ve|\s+have|\s+run|\s+own)(?:\s+got)?\s+(?P<count>two|three|four|five|six|\d)"
        rf"\s+{_FIRMS}\s+(?P<names>.+)"
    ),
)
# Without it.
TRADES = (
    _whole(
        r"(?:i|we)(?:['’]ve|\s+have)?(?:\s+(?:also|just|recently|now))*\s+(?:opened|started|launched|founded|bought)"
        r"(?:\s+up)?\s+(?P<names>(?:an?|another|one\s+more|our\s+own|my\s+own)\s+.+)"
    ),
    _whole(r"(?:i|we)(?:\s+also)?\s+(?:own|run)(?:\s+also)?\s+(?P<names>(?:an?|the|my|our|two)\s+.+)"),
    _whole(r"(?:i['’]m|i\s+am)\s+the\s+owner\s+of\s+(?P<names>(?:an?|the)\s+.+)"),
    _whole(r"(?:we['’]re|we\s+are)\s+(?P<names>an?\s+.+?\s(?:called|named)\s+.+)"),
)
# Of one who runs them nothing else is said so: what only may be a business is one here.
KEPT = _whole(r"(?:i|we)(?:\s+also)?\s+(?:run|own)(?:\s+also)?\s+(?P<names>.+)")
TRADES_TOGETHER = _whole(r"(?:i|we)(?:['’]ve|\s+have)(?:\s+got)?(?:\s+also)?\s+(?P<names>an?\s+.+)")
HIRED = (
    _whole(rf"(?:we|i)(?:['’]ve|\s+have)?\s+(?:hired|taken\s+on|took\s+on)\s+(?P<name>{NAME})(?P<rest>.*)"),
    _whole(rf"(?P<name>{NAME})\s+works\s+(?:for|with)\s+(?:us|me)\b(?P<rest>.*)"),
    _whole(rf"add\s+(?P<name>{NAME})(?P<rest>\s*,?\s*(?:he|she|they|as|our|the|(?:he|she)['’]s)\b.*)"),
)
ADDED = _whole(rf"add\s+(?P<names>{NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){NAME}){{0,9}})")
NEW_MEMBER = _whole(
    r"(?:(?:we(?:'ve|\s+have)(?:\s+got)?|i(?:'ve|\s+have)(?:\s+got)?|there(?:'s|\s+is)|add|register|meet)\s+)?"
    r"(?:(?:a|an|our|my|the)\s+)?new\s+(?:employee|colleague|team\s?mate|team\s+member|member|hire|worker|staff\s+member)"
    rf"(?:\s+(?:called|named|is))?\s*[:,—–-]?\s+(?P<name>{NAME})(?P<rest>.*)"
)
NEW_IN_ROLE = _whole(
    r"(?:we(?:'ve|\s+have)(?:\s+got)?\s+|there(?:'s|\s+is)\s+|i(?:'ve|\s+have)\s+(?:got\s+)?)?(?:(?:an?|our|my|the)\s+)?new\s+"
    r"(?P<role>[a-z]+(?:\s(?!(?:at|in|for|called|named|is)\b)[a-z]+)?)(?:\s+(?:at|in|for)\s+(?P<firm>[^,:]+?))?(?:\s*[,:—–-]\s*|\s+(?:called|named|is)\s+|\s+)(?P<name>(?-i:[A-Z])[\w'’-]*)(?P<rest>.*)"
)
JOINS = _whole(rf"add\s+(?P<name>{NAME})\s+to\s+(?:the|my|our)\s+team(?P<rest>.*)")
JOINED = _whole(rf"(?P<name>{NAME})\s+(?:has\s+)?joined\s+(?:us|the\s+team|our\s+team)(?P<rest>.*)")
_PEOPLE = r"(?:team|people|staff|employees|crew|workers|team\s+members|colleagues|guys|lads|girls|folks)"
TEAMS = (
    _whole(r"(?P<loose>add)\s+(?P<names>(?-i:[A-Z])[\w'’-]*(?:\s*,|\s+and)\s.+)"),
    _whole(rf"(?P<loose>{_PEOPLE})\s*[:—–-]\s*(?P<names>.+)"),
    _whole(rf"(?:my|our|the)\s+{_PEOPLE}\s*(?:[:—–-]|\s(?:is|are|consists\s+of|includes)\s)\s*(?P<names>.+)"),
    _whole(
        rf"(?:i|we)(?:['’]ve|\s+have)(?:\s+got)?\s+(?:two|three|four|five|six|seven|\d+)?\s*{_PEOPLE}\s*[:,—–-]\s*(?P<names>.+)"
    ),
    _whole(
        r"(?:in|on)\s+(?:my|our|the)\s+team\s*(?:[:,—–-]|\s(?:there(?:\s+are|\s+is|['’]s)|are|is|we(?:\s+have|['’]ve\s+got)|i(?:\s+have|['’]ve\s+got))\s)\s*(?P<names>.+)"
    ),
    _whole(r"(?:i|we)(?:['’]ve|\s+have)(?:\s+got)?\s+(?P<names>.+?)\s+working\s+(?:for|with)\s+(?:me|us)"),
    _whole(rf"(?P<names>.+?)\s+are\s+(?:on\s+)?(?:my|our)\s+{_PEOPLE}"),
    _whole(r"(?:i|we)\s+work\s+with\s+(?P<names>.+)"),
    _whole(
        r"(?:add|put|include)\s+(?P<names>.+?)\s+(?:to|on|in|into)\s+(?:the|my|our)\s+(?:team|crew|staff)"
    ),
    _whole(r"(?P<names>.+?)\s+work\s+(?:for|with)\s+(?:me|us)"),
    _whole(r"(?P<names>.+?)\s+(?:both\s+|all\s+)?work\s+(?:at|in|for)\s+(?P<firm>.+)"),
    _whole(r"(?P<names>.+?)\s+are\s+(?:both\s+|all\s+)?(?:at|in|with)\s+(?P<firm>.+)"),
    _whole(
        r"(?:there\s+are|we\s+are|we['’]re)\s+(?:two|three|four|five|six|seven|eight|\d)\s+of\s+us\s*[:,—–-]\s*(?:me\s*,\s*|me\s+and\s+)?(?P<names>.+)"
    ),
)
# What somebody does there, with nothing that it is done to.
_WORK = r"(?:drives|cooks|bakes|cleans|delivers|sells|serves|helps(?:\s+out)?|waits|sews|teaches|does\s+(?:the\s+)?[a-z]+)"
WORKS = _whole(
    rf"(?P<name>{NAME})(?:\s+(?:now\s+|also\s+|only\s+)?(?:works|is\s+working|will\s+work|{_WORK})(?:\s+(?:now|only))?|\s+is|['’]s)"
    r"\s+(?:for|at|in|with)\s+(?P<rest>.+)"
)
IS_ROLE = _whole(rf"(?P<name>{NAME})(?:\s+is|'s|’s)\s+(?:now\s+)?(?P<article>our|the|my|an?)\s+(?P<rest>.+)")
ROLES = (
    _whole(
        rf"(?P<name>{NAME})(?:'s|’s)\s+(?:role|job|position)\s+is\s+(?:now\s+)?(?:(?:an?|the)\s+)?(?P<rest>.+)"
    ),
    _whole(rf"promote\s+(?P<name>{NAME})\s+to\s+(?:(?:an?|the)\s+)?(?P<rest>.+)"),
)
NICKNAMES = (
    _whole(rf"(?P<name>{NAME})\s+(?:also\s+)?goes\s+by\s+(?:the\s+name\s+)?(?P<nick>.+)"),
    _whole(rf"(?P<name>{NAME})(?:'s|’s|')\s+nickname\s+is\s+(?P<nick>.+)"),
    _whole(rf"(?P<nick>{NAME})\s+is\s+(?:a\s+|the\s+)?nickname\s+(?:of|for)\s+(?P<name>.+)"),
    _whole(rf"(?P<name>{NAME})\s+is\s+also\s+(?:called|known\s+as)\s+(?P<nick>.+)"),
)
RENAMES = (
    _whole(
        rf"(?:rename|change\s+the\s+name\s+of)\s+{_THE}(?:{_KIND}\s+)?(?P<old>.+?)\s+(?:to|into|as|->|→)\s+(?P<new>.+)"
    ),
    _whole(rf"{_THE}{_KIND}\s+(?P<old>.+?)\s+is\s+(?:now\s+called|called\s+now|now\s+named)\s+(?P<new>.+)"),
)
ARCHIVES = (
    _whole(rf"(?:archive|retire)\s+{_THE}(?:{_KIND}\s+)?(?P<name>.+)"),
    _whole(rf"(?:close|delete|remove)\s+{_THE}{_KIND}\s+(?P<name>.+)"),
    _whole(rf"(?:archive|retire)\s+{_THE}(?P<name>.+?)\s+{_KIND}"),
    _whole(rf"(?:put|move|send)\s+{_THE}(?:{_KIND}\s+)?(?P<name>.+?)\s+(?:in|into|to)\s+(?:the\s+)?archive"),
)
LEAVES = (
    _whole(
        rf"(?P<name>{NAME})\s+(?:no\s+longer\s+works|(?:does\s+not|doesn't|doesn’t)\s+work)"
        r"(?:\s+(?:here|with\s+us|for\s+us|for\s+me))?(?:\s+any\s?more)?"
    ),
    _whole(
        rf"(?P<name>{NAME})\s+(?:has\s+)?(?:quit|resigned|left(?:\s+(?:us|the\s+team|the\s+company|the\s+business|for\s+good))?|was\s+fired"
        r"|(?:is|isn['’]t|is\s+not)\s+(?:no\s+longer\s+)?with\s+us(?:\s+any\s?more)?)"
    ),
    _whole(rf"(?:remove|take)\s+(?P<name>{NAME})\s+(?:from|off|out\s+of)\s+(?:the|my|our)\s+team"),
)
RESTORES = (
    _whole(rf"(?:restore|unarchive)\s+{_THE}(?:{_KIND}\s+)?(?P<name>.+?)(?:\s+from\s+(?:the\s+)?archive)?"),
    _whole(
        rf"(?:bring|take|get)\s+(?:back\s+)?{_THE}(?:{_KIND}\s+)?(?P<name>.+?)\s+(?:back\s+)?(?:from|out\s+of)\s+(?:the\s+)?archive"
    ),
)
KEYWORDS = (
    _whole(
        r"(?:the\s+)?key\s?words?\s+(?:for|of)\s+(?P<name>.+?)\s*(?:[:—–-]|\s(?:are|is)\s)\s*(?P<words>.+)"
    ),
    _whole(r"add\s+(?:the\s+)?key\s?words?\s+(?P<words>.+?)\s+(?:to|for)\s+(?P<name>.+)"),
    _whole(
        r"(?:anything|everything|all)\s+(?:about|to\s+do\s+with|with)\s+(?P<words>.+?)\s+(?:always\s+)?(?:is|goes\s+to|belongs\s+to|means|is\s+for|comes\s+under)\s+(?:always\s+)?(?P<name>.+)"
    ),
    _whole(
        r"(?:if|when|whenever)\s+(?:i|we)\s+(?:say|write|mention|talk\s+about|write\s+about|speak\s+of)\s+(?P<words>.+?)\s*,?\s+(?:it['’]?s|that['’]?s|it\s+is|that\s+is|i\s+mean|it\s+means|that\s+means|put\s+it\s+under|it\s+goes\s+to)\s+(?:always\s+)?(?:for\s+|about\s+)?(?P<name>.+)"
    ),
    _whole(r"(?P<words>.+?)\s+(?:always\s+)?(?:goes?|belongs?)\s+(?:always\s+)?(?:to|under)\s+(?P<name>.+)"),
    _whole(r"(?P<name>.+?)\s+(?:is\s+for|is\s+about|does|covers|handles|stands\s+for)\s+(?P<words>.+)"),
)
LISTS = (
    _whole(
        r"(?:(?:list|show)\s+(?:me\s+)?|what\s+are\s+|which\s+are\s+)?(?:all\s+)?(?:my|our|the)\s+"
        r"(?P<kinds>businesses|projects|team|members|employees|staff)"
    ),
    _whole(r"(?:list|show)(?:\s+me)?(?:\s+all)?\s+(?P<kinds>businesses|projects|members|employees|staff)"),
    _whole(
        r"(?:what|which)\s+(?P<kinds>businesses|companies|projects|employees)\s+(?:do\s+(?:i|we)\s+have|are\s+there)"
    ),
    _whole(r"who(?:'s|’s|\s+is)\s+(?:in|on)\s+(?:the|my|our)\s+(?P<kinds>team|staff)"),
    _whole(
        r"how\s+many\s+(?P<kinds>businesses|projects|people|employees|members)\s+(?:do\s+(?:i|we)\s+have|are\s+there|are\s+(?:in|on)\s+(?:the|my|our)\s+team)"
    ),
)
OF_FIRM = _whole(
    r"(?:(?P<people>who)\s+(?:works|is)|(?:what|which)\s+projects\s+(?:are\s+there|do\s+(?:we|i)\s+have))\s+(?:at|in|for|under)\s+(?P<firm>.+)"
)
WHO = _whole(rf"who(?:'s|’s|\s+is)\s+(?P<name>{NAME})")

# What members may do.
_AT = r"(?:\s+(?P<firm>(?:(?:the\s+)?tasks\s+)?(?:at|in|of|for|to|over)\s+.+?))?(?:\s+(?:now|again|too|as\s+well|from\s+now\s+on|please))*"
# "Dima should be ...", "I want Dima to be ...", "turn Dima into ...": what somebody is from now on.
_BECOMES = (
    r"(?:(?:will|should|must|can|could|ought\s+to|is\s+going\s+to|has\s+to)\s+(?:now\s+|also\s+)*(?:be|become)"
    r"|becomes|(?:is|gets)\s+(?:now\s+)?promoted\s+to|to\s+be(?:come)?|be)"
)
_TURNED = r"(?:turn|switch|change|set|move|put)\s+"
_INTO = r"(?:\s+back)?\s+(?:in)?to\s+(?:be(?:ing)?\s+)?"
_WISHED = r"(?:i\s+want|i['’]d\s+like|i\s+would\s+like|let|have)\s+"
_WISH = rf"(?:{_WISHED})?"
_RIGHTS = r"(?:rights?|role|access|permissions?|powers?|status)"
MANAGERS = (
    _whole(rf"{_WISH}(?P<name>{NAME})\s+{_BECOMES}\s+(?:also\s+)?(?:an?\s+|the\s+)?manager{_AT}"),
    _whole(rf"{_WISHED}(?P<name>{NAME})\s+to\s+(?:manage|run|be\s+in\s+charge\s+of)\s+(?P<firm>.+)"),
    _whole(rf"{_TURNED}(?P<name>{NAME}){_INTO}(?:an?\s+|the\s+)?manager{_AT}"),
    _whole(rf"(?:give|grant)\s+(?P<name>{NAME})\s+(?:the\s+)?manager(?:['’]?s)?\s+{_RIGHTS}{_AT}"),
    _whole(rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+(?:an?\s+|the\s+)?manager\s+(?:now|from\s+now\s+on)"),
    _whole(rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+(?:now|from\s+now\s+on)\s+(?:an?\s+|the\s+)?manager"),
    _whole(
        rf"(?:make|appoint|promote)\s+(?P<name>{NAME})\s+(?:as\s+|to\s+(?:be\s+)?)?(?:an?\s+|the\s+)?manager{_AT}"
    ),
    _whole(rf"put\s+(?P<name>{NAME})\s+in\s+charge\s+(?P<firm>of\s+.+)"),
    _whole(
        rf"(?:let\s+)?(?P<name>{NAME})\s+(?:(?:now|should|may|can|will)\s+)*manages?\s+(?P<firm>.+?)(?:\s+(?:now|from\s+now\s+on))?"
    ),
    _whole(
        rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+now\s+(?:an?\s+|the\s+)?manager\s+(?P<firm>(?:of|at|in|for)\s+.+)"
    ),
    _whole(
        rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+(?:an?\s+|the\s+)?manager\s+(?P<firm>(?:of|at|in|for)\s+.+?)\s+now"
    ),
)
_LOOK = r"(?:looks?|watch(?:es)?|views?|sees?|reads?)"
VIEWERS = (
    _whole(
        rf"{_WISH}(?P<name>{NAME})\s+(?:(?:may|can|should|must|will|is|to)\s+)*(?:only|just)\s+(?:be\s+)?(?:able|allowed)\s+to\s+{_LOOK}(?:\s+at)?(?:\s+(?:the\s+)?tasks)?{_AT}"
    ),
    _whole(
        rf"{_WISH}(?P<name>{NAME})\s+(?:should|must|is|to)\s+(?:be\s+)?(?:able|allowed)\s+to\s+(?:only\s+|just\s+)?{_LOOK}(?:\s+(?:the\s+)?tasks)?(?<!view)(?:\s+only)(?:\s+now)?"
    ),
    _whole(
        rf"{_WISH}(?P<name>{NAME})\s+{_BECOMES}\s+(?:only\s+|just\s+)?(?:an?\s+|the\s+)?(?:viewer|observer|(?:read|view)-?\s?only){_AT}"
    ),
    _whole(
        rf"{_TURNED}(?P<name>{NAME}){_INTO}(?:an?\s+|the\s+)?(?:viewer|observer|(?:read|view)-?\s?only(?:\s+access)?){_AT}"
    ),
    _whole(
        rf"(?:let\s+)?(?P<name>{NAME})\s+(?:(?:may|can|should|must|will|is\s+allowed\s+to)\s+)?(?:only|just)\s+{_LOOK}(?:\s+at)?(?:\s+(?:the\s+)?tasks)?(?:\s+(?P<firm>.+?))?(?:\s+now)?"
    ),
    _whole(rf"(?:let\s+)?(?P<name>{NAME})\s+(?:may|can|should|must)\s+{_LOOK}\s+only{_AT}"),
    _whole(rf"make\s+(?P<name>{NAME})\s+(?:an?\s+|the\s+)?(?:viewer|observer|read-?\s?only){_AT}"),
    _whole(rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+(?:now\s+|only\s+|just\s+)*an?\s+(?:viewer|observer){_AT}"),
    _whole(
        rf"(?:give|grant)\s+(?P<name>{NAME})\s+(?:only\s+)?(?:read-?\s?only|view-?\s?only|viewing)\s+access{_AT}"
    ),
    _whole(
        rf"(?P<name>{NAME})\s+(?:may\s+not|cannot|can['’]t|must\s+not|should\s+not|shouldn['’]t)\s+change\s+(?:anything|(?:any\s+|the\s+)?tasks){_AT}"
    ),
)
_PLAIN = r"(?:ordinary|normal|regular|plain|simple)"
_AGAIN = r"(?:(?:(?:just|only|an?|the|ordinary|normal|regular|plain|simple)\s+)*member)"
PLAIN_MEMBERS = (
    _whole(rf"demote\s+(?P<name>{NAME})(?:\s+(?:back\s+)?to\s+{_AGAIN})?{_AT}"),
    _whole(rf"demote\s+(?P<name>{NAME})\s+from\s+(?:being\s+)?(?:an?\s+|the\s+)?(?:manager|viewer){_AT}"),
    _whole(rf"(?:{_TURNED}|make\s+)(?P<name>{NAME}){_INTO}{_AGAIN}{_AT}"),
    _whole(
        rf"{_WISH}(?P<name>{NAME})\s+(?:{_BECOMES}|goes\s+back\s+to(?:\s+being)?|back\s+to(?:\s+being)?)\s+{_AGAIN}{_AT}"
    ),
    _whole(
        rf"(?:take|remove|revoke|withdraw)\s+(?:away\s+)?(?:the\s+)?manager(?:['’]?s)?\s+{_RIGHTS}\s+(?:away\s+)?(?:from|of)\s+(?P<name>{NAME}){_AT}"
    ),
    _whole(
        rf"(?:take|remove|revoke|withdraw)\s+(?:away\s+)?(?P<name>{NAME})['’]s?\s+manager(?:['’]?s)?\s+{_RIGHTS}(?:\s+away)?{_AT}"
    ),
    _whole(
        rf"(?P<name>{NAME})\s+(?:should\s+not|shouldn['’]t|must\s+not|will\s+not|won['’]t)\s+be\s+(?:an?\s+|the\s+)?(?:manager|viewer)(?:\s+any\s?more|\s+any\s+longer)?{_AT}"
    ),
    _whole(rf"(?P<name>{NAME})\s+(?:stops|stopped)\s+being\s+(?:an?\s+|the\s+)?(?:manager|viewer){_AT}"),
    _whole(
        rf"{_WISH}(?P<name>{NAME})\s+(?:may|can|should\s+be\s+able\s+to|to|is\s+allowed\s+to)\s+(?:edit|change|work)(?:\s+things|\s+tasks)?\s+again"
    ),
    _whole(
        rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+(?=.*\b(?:now|just|only|simply|again|{_PLAIN})\b)(?:(?:now|just|only|simply|again|an?|{_PLAIN})\s+)*member{_AT}"
    ),
    _whole(rf"make\s+(?P<name>{NAME})\s+(?:(?:just|only|an?|{_PLAIN})\s+)*member{_AT}"),
    _whole(rf"(?P<name>{NAME})(?:\s+is|['’]s)\s+no\s+longer\s+(?:an?\s+|the\s+)?(?:manager|viewer){_AT}"),
    _whole(
        rf"(?P<name>{NAME})\s+(?:isn['’]t|is\s+not)\s+(?:an?\s+|the\s+)?(?:manager|viewer){_AT}\s+any\s?more"
    ),
    _whole(rf"(?P<name>{NAME})\s+no\s+longer\s+manages\s+(?P<firm>.+)"),
    _whole(rf"remove\s+(?P<name>{NAME})\s+as\s+(?:an?\s+|the\s+)?manager{_AT}"),
    _whole(rf"(?P<name>{NAME})\s+(?:may|can)\s+(?:change|do|take|work\s+on)\s+tasks\s+again"),
)
