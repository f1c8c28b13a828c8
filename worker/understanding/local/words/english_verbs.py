"""English verbs a task may begin with, and the past forms in which a deed is reported."""

from worker.understanding.local.words.word_table import listed

# Verbs that are seldom nouns: they open a task wherever a clause may begin.
PLAIN = listed("""accept add adjust adopt advertise agree align analyse analyze announce apologise apologize apply approve arrange
    ask assemble assign attach attend bake begin bill borrow bring browse build buy calculate calibrate call cancel
    chase choose clarify clean clear collect combine come compare compile complete compose confirm congratulate
    connect consult contact convince cook coordinate correct count cover create deal decide decline decorate defrost
    delegate delete deliver deploy describe deploy destroy develop diagnose dig discuss dismantle dispose disinfect
    distribute divide download draft draw drill drive drop edit email e-mail empty enable engage enquire ensure enter
    erase evaluate examine exchange expand explain export extend fetch figure fill finalise finalize find finish fire
    fit fix fold follow forward frame freeze gather generate get give glue go grab grade greet grind handle hang harvest
    help hire hold hoover identify import improve inform inquire inspect install instruct insulate integrate interview
    introduce investigate invite invoice iron issue join keep label launch lay learn leave lend let list load locate
    look maintain make measure meet mend merge migrate milk mix move mow negotiate notify obtain offer open order
    organise organize oversee pack paint pay peel phone pick place plant plaster polish post postpone pour practise
    practice prepare prep present press prevent print proceed process produce proofread propose provide prune publish
    pull purchase push put quote raise read rearrange rebook recalculate recall receive recieve recommend reconcile
    record recruit recycle redesign redo reduce refill refinish refund refurbish refuse register reject remake remove
    renew rename rent reorder repaint repair replace reply report repost request rescan reserve reset resend resolve
    respond restart restock restore resume retest retrieve return review revise rewire rewrite ring roast roll rotate
    run salt sand save scan schedule scrub seal secure select sell send separate serve service set settle setup sew shape
    sharpen shear shell shift ship shoot shop show shut sign slice solder solve sort sow spray stack start sterilise
    sterilize stitch stop store strip study submit subscribe suggest summarise summarize supply survey swap sweep switch
    take talk teach tell terminate test text think throw thank tidy tow track train transcribe transfer translate
    transport treat trim try tune turn type unblock unload unpack update upgrade upload use vacuum validate verify visit
    wait walk warn wash water weigh weld welcome whitewash winterise winterize wipe wire withdraw work wrap write
    vaccinate rehearse relabel rebuild resole recut retile grout frost knead proof glaze mill mount crown cnc laser
    debug refactor code rebase seed fertilise fertilize feed groom deworm worm hoof castrate inseminate drench fence
    ear-tag tag mark mop dust descale bleed bleach top lubricate grease torque true overhaul service regrind rebalance
    flash patch ping""")
# Verbs that are as often nouns: a task begins with them only at the head of a clause or after "and", "then".
EITHER = listed("""advance answer audit back balance bid block book bottle box brake brief budget cap care change charge chart check
    claim close coat comment contract copy cost crop cut cycle date demo design display dress estimate exercise
    express face fan favour feature file film finance flag floor flyer form front gift group guide hand head host
    inventory invoice key land lease light line link lock log mail map market mind mirror model note notice number offer
    order outline package page paper park photo photograph picture plan play plough plow plug point pop position price
    program prototype question race rack rate reach ready research rest risk saddle sample scale scope search seat
    share sound spell split spot stage stamp stand state step stock study style switch table tape target task team tile
    time tint top trade trial video vote watch welcome wind wire""")
VERBS = PLAIN | EITHER

# Past forms that do not end in -ed, with the verb they belong to.
IRREGULAR_PAST = {
    "ate": "eat", "baked": "bake", "began": "begin", "bought": "buy", "brought": "bring", "built": "build",
    "caught": "catch", "chose": "choose", "came": "come", "cut": "cut", "dealt": "deal", "did": "do", "done": "do",
    "drew": "draw", "drove": "drive", "fed": "feed", "filed": "file", "found": "find", "fit": "fit", "forgot": "forget",
    "gave": "give", "given": "give", "got": "get", "ground": "grind", "held": "hold", "hung": "hang", "kept": "keep",
    "laid": "lay", "left": "leave", "lent": "lend", "let": "let", "made": "make", "met": "meet", "paid": "pay",
    "put": "put", "ran": "run", "rang": "ring", "read": "read", "redid": "redo", "remade": "remake", "rewrote": "rewrite",
    "said": "say", "sent": "send", "set": "set", "sewed": "sew", "shipped": "ship", "shot": "shoot", "sold": "sell",
    "sorted": "sort", "spoke": "speak", "stuck": "stick", "swept": "sweep", "taken": "take", "taught": "teach",
    "thrown": "throw", "told": "tell", "took": "take", "went": "go", "withdrew": "withdraw", "written": "write",
    "wrote": "write", "drawn": "draw", "rewritten": "rewrite", "redone": "redo", "shown": "show", "arrived": "arrive",
    "wrapped": "wrap", "dug": "dig", "sown": "sow", "mown": "mow", "shorn": "shear",
}  # fmt: skip
# Deeds that close a task whatever it is called.
FINISHING = listed("done finished complete completed ready sorted handled wrapped closed settled")
