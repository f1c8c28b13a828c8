"""Words that questions to the planner are made of. Russian words stand as lemmas, or as forms where they have no lemma."""

from worker.understanding.local.words.word_table import listed

# Grammar and courtesy: they carry no matter of their own, whatever is asked.
GRAMMAR = listed("""a an the of for to in on at by with from about as and or so if any anything anyone some something is are am was were be been being
    do does did has have had having got get gotten will would shall should can could may i i'm i've me my mine we we're we've us our ours you your it its it's that
    that's this these those there there's here s' 's not no n't isn't aren't wasn't hasn't haven't hadn't doesn't don't didn't won't can't couldn't please pls plz just really actually exactly again also too ok okay hey so well now then
    all everything every each whole entire only still yet already ever even else more much many lot lots out up over off down into through
    what what's whats what're which who who's whos whose whom when when's whens where where's why how how's hows
    а и да но ну же ли бы в во на по с со у к ко до за из от о об обо про для без не ни это этот то тот там тут вот я мы ты вы он она оно они мой наш твой ваш свой
    весь все еще уже сейчас теперь только просто именно вообще пожалуйста плиз давать сам быть есть мочь так и-то или там-то
    что чего че чо шо чё чем кто кого кому кем ком где куда когда сколько какой каков как насколько почему зачем чей какие-нибудь что-нибудь кто-нибудь что-то кто-то
    напомнить сказать подсказать рассказать мне-ка нибудь""")
# What lists are asked for by.
LISTING = listed("""show list display give tell read run bring pull see know find look looking looks like let want need i'd task tasks todo todos to-do to-dos job jobs thing
    things stuff item items bit bits work works working left open opened outstanding pending unfinished remaining leftover due coming going happening planned scheduled
    booked lined plan plans agenda schedule calendar diary list lists overview summary recap rundown status update updates news day days week weeks weekend month
    today's tomorrow's day's week's doing done finish supposed must start starting first next latest upcoming ahead left-over waiting piled
    next up busy number count total altogether hours hour long time times free slot slots gap room load workload deadline deadlines urgent important burning
    overdue late behind catch fill talk walk stand progress anybody's got cooking dates currently moment presently active current progress wait
    project projects business businesses company companies firm shop team side part we've people
    find search
    показать вывести перечислить найти поискать искать список задача задачка дело делишко план работа осталось остаться оставаться открыть открытый открыто незакрытый текущий
    активный висеть гореть стоять запланировать запланированный намечать наметить намеченный предстоять расписание день неделя неделька месяц выходной число
    сегодняшний завтрашний ближайший следующий первый надо нужно должен делать сделать доделать успеть заняться начать дальше впереди свободный занятый занять
    время час окно окошко срочный важный срок дедлайн просроченный просрочить сводка обзор статус расклад картина посмотреть глянуть хотеть увидеть узнать знать
    выглядеть обстоять готовый недоделать недоделанный невыполненный оставшийся хвост долг количество всего итого штука вопрос пункт очередь повестка ждать ждет
    проект бизнес фирма компания команда направление часть запись записать назначить назначенный нагрузка загрузка загрузить загруженный занятость скинуть прислать кинуть выдать назвать озвучить проверить доложить""")
# What comes next: a meeting at a time rather than work.
APPOINTMENTS = listed("""appointment appointments meeting meetings call calls visit visits event events booking bookings session sessions viewing viewings interview
    встреча запись созвон звонок визит прием событие мероприятие съемка выезд занятие""")
# What is asked of a person besides.
PERSON = listed("""busy busier free available availability booked plate assigned assignee given doing do working work loaded overloaded overworked overbooked swamped snowed stretched
    tied occupied engaged responsible owe owes owed capacity room spare handle handling juggling load workload hands hand todo needs supposed meant having name names
    looks how's going getting along next remaining against under belonging belong belongs person's desk's tray queue backlog
    занять занятый занята занят заниматься свободный свободен свободна загрузить загруженный загружен загружена перегружен перегружена перегружены перегрузить перегруз перегрузка нагрузка загрузка занятость висеть числиться поручить
    поручено поручать назначить назначено закрепить закреплено должен обязать отвечать делать сделать работать работа возиться хозяйство поле зрение тарелка ведение
    много мало сильно плотно скоро""")
# What is asked of the past.
DONE = listed("""do did done finish finished complete completed close closed get got gotten accomplish accomplished achieve achieved manage managed tick ticked wrap
    wrapped up off work worked on been already through cross crossed deliver delivered sort sorted
    сделать делать сделано закончить выполнить завершить успеть закрыть закрыто доделать выполнено завершено закончено готово поделать переделать сделанный
    выполненный завершенный закрытый законченный отработать справиться прошлый прошлое""")
# At least one of them shows that a list is meant though a word beside it is not known.
STRONG = listed("""task tasks todo todos to-do to-dos job jobs left open outstanding pending unfinished remaining due agenda schedule plans deadline deadlines
    задача задачка дело делишко осталось остаться висеть гореть запланировать план расписание открыть открытый хвост""")
