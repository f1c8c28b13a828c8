"""Words that look like names and are none, and the endings of pet names."""

from worker.understanding.local.words.word_table import listed

WORDS_TOO = listed(
    "bill will art mark rob sue pat drew max gene dot nan ray jack frank rich dick kit lou chuck"
)
# Three or four letters that begin many a name and are words themselves.
SHORT_WORDS = listed("""the and for with from that this then them there will would all any are was were has had her him his she can car card cart care
    man may mark mar pen pat pet per par part park bar ban band bank ben- bell bet bill box bra brand can cab cal call cam camp cap
    car cas case cash cast cat char chart chat che cla clay cor corn cr dam dan- dar dark day dea deal den des dia dor door
    el end era est eve even fab fan far fel fern fin fl flo for ford fr gar gen gent geo get gig gin glen gold gra gran grand hal
    half ham han hand hard har has hat hen her hero hill hol holl home hor hub hunt ice ill imp ind inn int iris isa its jam jas
    jet jul just kar key kin king lan land las last lau law lea lead lem let lie lin line list liv log long lot mad mag main mal
    mall man many map mar mat may med mer met mil mild mill min mine mir mon moo mor more mos most mud nat near new nor north not
    now off old oli ora our out own oz pad pal pan pas past pea peg pen per pin pip pla pol pre pri pro ran ray real red ree reg
    rest rob- rod roll rom room ros row sal sand sat say sea sed see sel self she shop sid side sim sin six sky sol some son soon
    sta star ste sum sun syl tab tal tall tan tar tea ted- tel ten ter the tin tip tit toe ton top tri try two they van ver very vic- vin
    viv wal wall war warm wed wes west who win wind with won wood yes you zen zero""")
PET_ENDINGS = (
    "юшка",
    "юшке",
    "ушка",
    "ушке",
    "ушку",
    "енька",
    "еньке",
    "енько",
    "очка",
    "очке",
    "ечка",
    "ечке",
    "юха",
    "юхе",
    "уха",
    "уха",
    "чик",
    "чику",
    "чика",
    "ик",
    "ику",
    "ика",
    "ок",
    "ку",
    "ка",
    "ке",
    "ян",
    "яну",
    "ан",
    "ану",
    "он",
    "ону",
    "ыч",
    "ычу",
    "ша",
    "ше",
    "шу",
    "уня",
    "уне",
    "юня",
    "юне",
    "уля",
    "уле",
    "юля",
    "а",
    "е",
    "у",
    "я",
)
NOBODY = listed("""i me you he him his she her it its we us they them their who someone somebody anyone anybody everyone everybody nobody one
    я ты он она они мы вы меня мне тебя тебе его ему ее ей их им нас нам вас вам кто кто-то кто-нибудь все всем никто""")
