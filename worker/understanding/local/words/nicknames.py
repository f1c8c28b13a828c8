"""Short and full forms of given names, in both alphabets; one line is one name."""

_LINES = """
александр саша саня шура сашка санек шурик sasha alexander alexandr aleksandr alex sanya
александра саша шура александра sasha alexandra
алексей леша лёха леха алеша лешка alexey aleksey lyosha alexei
анастасия настя настенька anastasia nastya
анатолий толя толик anatoly
андрей андрюша андрюха дрон andrey andrew andy drew
анна аня нюра анечка анюта anna anya ann anne annie
антон тоша антоха anton tony
антонина тоня
аркадий аркаша
артем тема артемий тёма artem artyom
борис боря boris borya
вадим вадик vadim
валентина валя
валентин валя
валерий валера valery
валерия лера valeria
василий вася васек vasily
вера верочка vera
вероника ника veronika veronica
виктор витя витек vitya viktor victor vic
виктория вика vika victoria viktoria vicky
виталий виталик виталя vitaly
владимир вова володя вовка vova vladimir volodya
владислав влад слава vlad vladislav
всеволод сева
вячеслав слава slava vyacheslav
галина галя galina
геннадий гена gennady
георгий гоша жора гога georgy gosha george
григорий гриша grigory grisha gregory greg
дарья даша dasha daria darya
данил даня данила даниил данилка daniil danila daniel dan danny
дмитрий дима митя димон диман димка dima dmitry dmitri dmitriy
евгений женя жека eugene zhenya evgeny
евгения женя
екатерина катя катюша катерина katya kate ekaterina catherine
елена лена алена леночка elena lena helen
елизавета лиза liza elizabeth
иван ваня ванек ivan vanya
игорь игорек гоша igor
илья илюша илюха ilya
инна инночка
ирина ира иришка irina ira
кирилл кира кирюха kirill cyril
константин костя костик konstantin kostya
ксения ксюша оксана ksenia kseniya
оксана ксюша ксана oksana
лариса лара
леонид леня leonid
любовь люба
людмила люда мила люся
маргарита рита margarita
марина мариша marina
мария маша машенька маруся maria masha mary
максим макс maxim max
матвей мотя
михаил миша мишаня михалыч misha mikhail michael mike mick
надежда надя nadya nadezhda
наталья наташа наталия natasha natalia natalya
никита ник никитос nikita
николай коля колян nikolay kolya nicholas nick
олег олежка oleg
ольга оля olga olya
павел паша пашка pavel pasha paul
петр петя petr pyotr peter pete
полина поля
роман рома roman roma
руслан русик ruslan
светлана света sveta svetlana
семен сема
сергей серега сережа серый серж sergey sergei serge
софия софья соня sofia sofya sonya sophia sophie
станислав стас stas stanislav
степан степа
тамара тома
татьяна таня tanya tatiana
тимофей тима
тимур тима timur
федор федя fyodor
эдуард эдик
юлия юля юлька julia yulia
юрий юра юрик yuri yury
яков яша
ярослав ярик слава
зинаида зина
лидия лида
клавдия клава
раиса рая
лилия лиля
альбина аля
алина аля
ангелина геля
варвара варя
ульяна уля
кристина крис kristina
эльвира эля
жанна жанночка
денис дэн ден denis
арсений сеня
родион родя
лев лева
давид дава david dave
святослав слава
филипп филя
гульнара гуля
рустам рустик
шамиль шама
abigail abby
albert al bert
alexander alex xander lex al
alexandra alex lexi sandra
alfred alf fred alfie
amanda mandy
andrew andy drew
anthony tony
antonio toni tonio
arthur art
barbara barb babs
benjamin ben benny
bernard bernie
bradley brad
caroline carrie caro
catherine cathy kate katie cath katherine kathryn kathy
charles charlie chuck chas
charlotte charlie lottie
christina chris tina christine chrissy
christopher chris topher kit
cynthia cindy
daniel dan danny
david dave davey
deborah deb debbie debra
donald don donny
dorothy dot dottie
edward ed eddie ted ned
eleanor ellie nell
elizabeth liz lizzie beth betty eliza betsy libby
emily em emmy
eugene gene
francis frank fran
frances fran frankie
frederick fred freddie
gabriel gabe
gabriella gabby
geoffrey geoff jeff jeffrey
gerald gerry jerry
gregory greg
harold harry hal
henry harry hank
isabella bella izzy isabel
jacob jake
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
john jack johnny jon
jonathan jon jonny
joseph joe joey
joshua josh
judith judy
kenneth ken kenny
kimberly kim
lawrence larry laurie
leonard leo len lenny
lillian lily lil
louis lou
louise lou
margaret maggie meg peggy
maria mary mia
martin marty
matthew matt
maximilian max
megan meg
melissa mel
michael mike mick mikey
michelle shelly
mohammed mo mohamed muhammad
nancy nan
natalie nat
nathan nate nathaniel
nicholas nick nicky nico
nicole nikki nicky
oliver ollie
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phil pip phillip
priscilla cilla
rachel rach
raymond ray
rebecca becky becca bec
richard rick dick ricky rich richie
robert bob bobby rob robbie bert
roberto berto beto
ronald ron ronnie
rosemary rosie rose
roxana roxy
russell russ
samantha sam
samuel sam sammy
sarah sally sadie
sebastian seb bastian
stanley stan
stephanie steph
stephen steve steven stevie
susan sue susie suzie
sylvester sly
terence terry
teresa terry tess theresa
theodore ted theo teddy
thomas tom tommy
timothy tim timmy
tobias toby tobi
valerie val
veronica ronnie vero
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt wally
wilhelm willi
william bill will billy willy liam
zachary zach zack
"""


def _families() -> dict[str, frozenset[str]]:
    families: dict[str, set[str]] = {}
    for line in _LINES.replace("ё", "е").splitlines():
        names = frozenset(line.split())
        for name in names:
            families.setdefault(name, set()).update(names)
    return {name: frozenset(family) for name, family in families.items()}


FAMILIES = _families()
"""Lower-case name → every name it may stand for (ё as е), itself included."""
