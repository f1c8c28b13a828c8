"""Words by which an open task is moved, changed, handed on or dropped, English and Russian."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.words.word_table import listed

MOVE = re.compile(
    r"""\b(?:move[sd]?|moving|push(?:ed|es)?|shift(?:ed|s|ing)?|postpon(?:e[sd]?|ing)|reschedul(?:e[sd]?|ing)|delay(?:ed|s)?|bump(?:ed|s)?|slip(?:s|ped)?|put\s+(?:\w+\s+){0,4}(?:off|back(?=\s+(?:to|till|until|by|a|an|one|two|three|\d)))|push\s+(?:\w+\s+){0,4}back|(?:bring|pull)\s+(?:\w+\s+){0,4}?forward|(?:knock|kick|shove|shunt|chuck|roll|bounce|swing|sling|set|hold)\s+(?:\w+\s+){1,5}?(?:back|forward|over)|defer(?:red)?|slide|carry\s+over|wait|hold\s+off|make\s+(?:it|that)|make\s+(?:\w+\s+){1,5}due|re-?book|swap|(?:set|change|make)\s+(?:the\s+)?(?:deadline|due\s+date)
    |перенес(?:и|ите|ем|ти|ли|л[ао]|ен[аоы]?|ся|л(?:ась|ось|ись))|сдвинул(?:и|а|о|ся|ась|ось|ись)|переехал[аои]?|отложил(?:и|а|ся|ась|ось|ись)|сдвинут[аоы]?|отложен[аоы]?|перенос\w*|сдвин(?:ь|ьте|уть|ем)|сдвига\w+|отлож(?:и|ите|ить|им)|откладыва\w+|передвин\w+|перекин\w+|подвин\w+|перестав\w+|перебрось\w*|переброс\w+|отодвин\w+|перемест\w+|переложи\w*|переезжа\w+|съезжа\w+|подожд(?:ет|ут|ем)|потерпит|терпит|на\s+потом|(?:сделай|поставь|поменяй|измени|установи|выстави)\w*\s+(?:новый\s+)?(?:срок|дедлайн))\b"""
    , re.VERBOSE,
)  # fmt: skip
INSTEAD = re.compile(
    r"\b(?:instead|rather|same\s+(?:day|time)|make\s+(?:it|that)|now|actually|лучше|поставь\w*|назначь\w*|запланируй\w*|давай(?:те)?|вместо|теперь|(?:то|этот)\s+же|тот\s+же|все-таки)\b"
)
ALL_DUE = re.compile(
    r"\b(?:everything|all(?:\s+(?:my|of|the|tasks))*|anything|whatever|the\s+rest|все|всё|весь|вся)\b[^.!?]{0,40}?\b(?:today|due|left|overdue|tasks|сегодня\w*|задачи|дела|просрочен\w*|остальное|остал\w+)\b|\boverdue\s+(?:ones|tasks|stuff|things)\b|\bпросроченн(?:ое|ые)\b"
)
DELETE = re.compile(
    r"""\b(?:cancel(?:led|ed)?|scrap|no\s+(?:more\s+)?need\s+(?:for|to)|don'?t\s+bother\s+(?:with|about)|won'?t\s+be\s+(?:needing|doing)|(?:we're|i'm|are)\s+not\s+doing|^\W*not\s+(?:doing|having|going\s+ahead\s+with)|(?:isn't|not|won't\s+be|no\s+longer)\s+(?:happening|going\s+ahead)(?!\s+(?:today|tomorrow|on|this|next|until|till|before|mon|tue|wed|thu|fri|sat|sun))|fell\s+through|fallen\s+through|delete|remove|drop(?=\s+the)(?!\s+the\s+(?:[\w'-]+\s+){1,4}(?:at|off|round|over|into)\b)|scratch(?=\s+the)|skip(?=\s+the)|kill|bin|(?<!don't\s)(?<!dont\s)(?<!not\s)(?<!not\sto\s)(?<!never\s)(?<!to\s)(?<!keep\s)forget\s+(?:about\s+)?|can\s+go(?=\W*$|[,.;])|no\s+point\s+(?:in|doing)|(?:we|i)\s+(?:can\s+skip|needn'?t)|no\s+longer\s+(?:need(?:ed)?|necessary|required|relevant)|not\s+needed(?:\s+any\s?more)?|don'?t\s+need|doesn'?t\s+need|is\s+off\b|called\s+off|(?:can|could|should|may)\s+be\s+(?:dropped|cancel+ed|scrapped|deleted|removed)|never\s?mind|get\s+rid\s+of|take\s+(?:\w+\s+){1,4}off\s+(?:the|my|our)\s+(?:list|board|plan|schedule|to-?do)
    |удали(?:те|ть)?|отмени(?:те|ть)?|отменя\w+|отмен(?:а|ен[аоы]?|ил[аи]?|илось|илась|ился|или)|убери(?:те)?|убрать|вычеркн\w+|сотри|снеси|(?<!не\s)забудь(?:те)?|забей|отпал[аио]?|отпадает|больше\s+не\s+(?:нуж\w+|надо|актуал\w+|требу\w+)|уже\s+не\s+(?:нуж\w+|надо|актуал\w+|требу\w+)|не\s+(?:нуж(?:ен|на|но|ны)|актуал\w+)(?:\s+больше)?|неактуальн\w+|можно\s+(?:уже\s+|больше\s+)?не\s+\w+(?:ть|ти|чь)(?:ся)?|не\s+(?:будем|буду)\s+\w+ть|\w+(?:ть|ти|чь)(?:ся)?\s+не\s+(?:будем|буду|надо|нужно)|передумал[аи]?|снима(?:ем|й)\w*|не\s+надо(?:\s+больше)?\b)""",
    re.VERBOSE,
)
GIVE = re.compile(
    r"->|→|=>|\b(?:assign|reassign|re-assign|give|hand(?:\s+over)?|delegate|pass|transfer|назначь\w*|переназначь\w*|отдай\w*|передай\w*|поручи\w*|перекинь\w*|перевесь\w*|повесь\w*|переведи\w*|отдать|передать|перепоручи\w*|does|will do|takes over|handles?|take care of|takes care of|look after|does it|сделает|займется|возьмет|делает|исполнител\w+|ответственн\w+|assignee|owner|responsible)\b"
)
RENAME_IT = re.compile(
    r"^\W*(?:please\s+)?(?:(?:rename|retitle|call|name)\s+(?:it|this|that)\s+(?:to\s+|as\s+)?|(?:переименуй|назови)(?:те)?\s+(?:ее\s+|его\s+|это\s+)?(?:в\s+)?)(?P<new>.+)$"
)
# A new name, in quotes or to the end; «вместо» and "instead" only with quotes.
RENAME = bounded(
    r"""(?:rename|retitle|re-title)\s+(?:the\s+)?(?P<old>.+?)\s+(?:to|as|into|:)\s+(?P<new>.+)$
    |(?<!the\s)(?<!a\s)(?<!my\s)(?<!our\s)(?<!this\s)(?<!that\s)(?:call|name|title)\s+(?:the\s+)?(?P<old_call>[^'"«]+?)\s+(?:(?:to|as|into|:)\s+(?P<new_plain>.+)|['"«](?P<new_call>[^"»]+?)['"»](?:\s+instead)?\W*)$
    |(?:change|set)\s+the\s+(?:title|name)\s+of\s+(?:the\s+)?(?P<old_title>.+?)\s+to\s+(?P<new_title>.+)$
    |^\W*(?:the\s+)?(?P<old_should>[^'"«]+?)\s+should\s+(?:be\s+called|read|say)\s+(?P<new_should>.+)$
    |(?:переименуй(?:те)?|назови(?:те)?|переименовать)\s+(?:задач\w+\s+)?(?P<old_ru>[^«"]+?)\s+(?:в|на|как|:)\s+(?P<new_ru>.+)$
    |^\W*(?P<old_first>[^«"]+?)\s+(?:переименуй(?:те)?|назови(?:те)?|переименовать|переименуем)\s+(?:(?:в|на|как|:)\s+)?(?P<new_first>.+)$
    |вместо\s+(?P<old_instead>[^«"]+?)\s+(?:пусть\s+(?:будет|называется)|напиши|поставь|теперь|будет)\s*[:—–-]?\s*[«"](?P<new_instead>[^»"]+)[»"]\W*$
    |^\W*(?P<old_now>[^«"]+?)\s+(?:теперь|пусть|будет)\s+(?:называется|называться|зовется)\s*[:—–-]?\s*(?P<new_now>.+)$""",
    re.VERBOSE,
)
RENAME_VERB = re.compile(r"\b(?:rename|retitle|re-title|переимен\w+)\b")
SET = re.compile(
    r"\b(?:make|set|change|mark|raise|lower|bump|update|switch|give|is|put|to|estimate|now|should|поставь\w*|сделай\w*|поменяй\w*|измени\w*|повысь\w*|понизь\w*|снизь\w*|подними\w*|выставь\w*|исправь\w*|оценк\w+|теперь|это|будет|займет|приоритет\w*|увеличь\w*|уменьши\w*)\b"
)
EDIT_WORDS = listed("""move moves push shift postpone reschedule delay bump slip put off back forward bring pull defer wait carry hold until till make it that
    set change mark raise lower update give assign reassign hand over delegate pass transfer to instead priority estimate has have needs need must can
    could would will you should day time same but because of rename from into as prio remind reminder me us be is are out also up let's lets
    handle handles let want wants take takes care over look after
    get rid kill bin scratch scrub never
    swap switch turn flip project business allow budget bother
    подождет потерпит терпит забудь забудьте забей про
    allow budget reckon going gonna another extra more estimated оцени оцените оценим заложи заложите заложим закладывай закладываем выдели выделите отведи займет займёт уйдет уйдёт еще
    under делает сделает займется возьмет отметь отметьте выполненным выполненной mark as done
    under skip do doing подними опусти снизь увеличь уменьши повысим снизим
    cancel scrap delete remove drop forget about off no longer needed not any more anymore don't doesn't now actually earlier later thing change's due deadline by please does
    перенеси перенесите перенесем перенести сдвинь отложи отложим передвинь перекинь подвинь переставь давай давайте не поставь сделай поменяй измени повысь понизь
    выставь назначь переназначь отдай передай поручи повесь приоритет приоритета приоритетом оценку оценка оценки оценке срок срока время дедлайн удали отмени убери вычеркни больше нужно надо
    нужна нужен нужны уже лучше вместо теперь пусть сделает напомни напоминание напоминай мне переименуй то же же позже раньше будет занимает проект бизнес исполнителя исполнитель день актуально неактуально
    heads-up heads shout nudge ping buzz alert warn warning
    rather than only fine okay ok better best works suits asked asks asking they've wants want prefers prefer
    попросился попросилась попросились попросил попросила попросили просится просятся просит просят запросился запросилась
    moved moving shifted shifts shifting rescheduled postponed pushed bumped slipped slips delayed
    перенесли перенесла перенесена перенесен перенесено перенесены перенесся перенеслась перенеслось перенеслись переносится
    переносятся сдвинулся сдвинулась сдвинулось сдвинули сдвинут сдвинута сдвинуты сдвигается переехал переехала переехало переезжает
    отложили отложен отложена отложено
    oops sorry nope ой ох стоп погоди извини""")
NOT_THEN = re.compile(
    r"\b(?:а не|не|not|and not|but not) (?:в|во|на|к|on|at|by|in|сегодня|завтра|today|tomorrow)\b"
)
ESTIMATE = re.compile(
    r"\b(?:estimate\w*|оценк\w*|оцен(?:и|ите|им|ить|иваем|иваю)|длительност\w*|займ[её]т|уйд[её]т|продолжительност\w*|залож(?:и|ите|им|ить)|закладыва\w+)\b"
)
# Words beside which a bare "6 hours" is a length, never a time of day.
TAKES = re.compile(
    r"\b(?:estimate\w*|budget|allow|reckon|figure|call\s+it|pencil|block|is\s+an?|takes?|taking|needs?|worth\s+of|job|оценк\w*|оцен\w+|длительност\w*|займ[её]т|уйд[её]т|продолжительност\w*|залож\w+|закладыва\w+|выдел\w+|отвед\w+|рассчитыва\w+|потребует\w*|понадобится|требует\w*|тянет|работы|делов|дел)\b"
)
# A task that is somebody's now: "the quote is Kim's", «сметой занимается Глеб», "Kim has the quote".
OWNED = re.compile(
    r"'s\b|\b(?:is|are|now|has|have|got|gets|owns|on|with|under|goes|belongs|leads?|runs?|tak(?:es?|ing)|handling|doing|go|goes|put|let|swap|switch|picks?\s+up|up\s+to|down\s+to|responsible|charge)\b"
    r"|\b(?:теперь|за|на|у|ведет|ведут|веди|займется|занимается|занимаются|займутся|возьмет|берет|забирает|заберет|отвечает|ответственн\w+|исполнител\w+|делает|будет|пусть|доделает|доделывает|переходит|перешл\w+|уходит|достается|висит)\b"
)

# Edits that are forbidden rather than asked for: "don't cancel the call", «не переноси созвон».
FORBIDDEN = re.compile(
    r"\b(?:don'?t|do not|never)\s+(?:cancel|delete|remove|drop|scrap|move|postpone|reschedule|push|shift|change)\b"
    r"|^\W*(?:please\s+)?(?:don'?t|do not|stop|no need to|never)\s+remind(?:ing)?\s+(?:me|us)\b|^\W*(?:пожалуйста,?\s+)?(?:больше\s+)?не\s+(?:надо\s+|нужно\s+)?(?:больше\s+)?напомина\w+"
    r"|^\W*(?:let'?s\s+|please\s+)?skip\s+(?:the|this|that)\s+(?:next\s+)?(?:one|time|round)\W*$|^\W*пропусти(?:м|те)?\s+(?:эт[уо]т?|следующ\w+|один\s+раз|раз)\W*$"
    r"|(?<!можно )\bне\s+(?:надо\s+|нужно\s+)?(?:отмен|удал|убир|вычерк|переноси|сдвига|откладыв|перенест|сдвин|меня)\w*"
)
# What stands beside the name before a colon that says whom the work behind it is for: "job for Tom:", «это на Диму:».
FOR_WHOM = listed("""for to on job jobs task tasks one thing things a new this that is work please and also ask tell here's something
    это на для к задача задачу задачи дело дела работа новая новое ещё еще и пусть попроси скажи пожалуйста""")
