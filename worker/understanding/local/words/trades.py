"""What people of a trade talk about: words by which a topic points to a business of that trade, English and Russian."""

_TABLE = """
dental-lab: crown bridge denture zirconia milling mill veneer inlay implant abutment articulator sinter sintering glaze impression stl scan dentist aligner splint pmma wax porcelain
dental-lab: коронка мост протез цирконий фрезеровка фрезер винир вкладка имплант абатмент синтеризация глазурь слепок скан капа элайнер зубной техник керамика гипс
equipment-repair: repair handpiece autoclave compressor technician diagnose spindle bearing motor board calibration servicing multimeter spare service warranty oscilloscope soldering
equipment-repair: ремонт наконечник автоклав компрессор выезд диагностика шпиндель подшипник мотор двигатель калибровка мастер запчасть гарантия прибор паять стерилизатор установка
prototyping: prototype pcb firmware enclosure 3d printer cnc filament petg pla drone cad soldering sensor bracket gripper mold mould resin laser breadboard schematic batch rev
prototyping: прототип плата прошивка корпус принтер чпу пластик филамент датчик чертеж литье форма смола пайка схема макет печать деталь модель изделие
construction: concrete site crew permit rebar formwork scaffold scaffolding plaster plasterer bricklayer brick mason roof roofing drywall foundation skip excavator cement contractor builder tile tiler insulation wiring plumbing electrician crane inspector architect girder mortar screed joist timber renovation foreman blueprint
construction: бетон кладка фундамент смета объект стройка каменщик прораб кирпич блок крыша кровля опалубка штукатур штукатурка арматура цемент кран экскаватор бригада отделка плитка плиточник утеплитель проводка сантехника леса бытовка забор монтаж гипсокартон стяжка перекрытие доска застройка подрядчик табель строитель
bakery: bread sourdough oven flour dough loaf croissant pastry baker baking yeast rye cake bun proofing bannetons muffin bakery baguette tart
bakery: хлеб батон мука печь булочка тесто пекарь выпечка дрожжи кулич пирог торт пекарня круассан закваска тестомес противень каравай пирожок
cafe: coffee espresso barista beans latte grinder roastery roaster milk café cafe cups syrup cappuccino oat
cafe: кофе зерно кофемашина бариста латте помол обжарка молоко кофейня эспрессо капучино сироп стаканчик кофемолка
catering: catering event canape canapes wedding buffet banquet menu tasting linen guests venue waiter waiters marquee seating reception servers
catering: кейтеринг банкет фуршет мероприятие свадьба гости официант дегустация площадка рассадка канапе
restaurant: restaurant kitchen chef waiter menu table reservation dishwasher dishes diners bar bartender wine freezer fryer
restaurant: ресторан кухня повар официант меню столик бронь посудомойка шеф бар бармен вино гость заготовка
law: filing motion contract deposition client court judge clerk paralegal hearing lawsuit litigation affidavit nda retainer counsel notary plaintiff defendant subpoena brief settlement lease will probate bar attorney
law: иск суд договор доверенность арбитраж истец ответчик нотариус юрист адвокат претензия заседание жалоба ходатайство устав апелляция экспертиза банкротство суд судебный отзыв пристав
accounting: bookkeeping ledger audit vat tax payroll invoice reconciliation balance returns filing payslip expenses
accounting: бухгалтерия отчетность ндс налог зарплата сверка баланс аудит декларация проводка усн фнс отчет авансовый расчет
tool-rental: rental drill generator deposit hire jackhammer excavator scaffolding mower trailer tool
tool-rental: аренда перфоратор генератор залог прокат инструмент болгарка виброплита бензопила отбойник мотобур
property: tenant lease rent apartment keys landlord flat listing airbnb inspection boiler handover booking checkout guest cleaner airbnb unit rental tap mortgage viewing
property: жилец арендатор квартира ключи аренда квартиросъемщик заселение выселение показ бойлер квартплата коммуналка гость уборка бронь апартаменты
import: container customs supplier shipment freight forwarder broker duty incoterms port cargo vessel warehouse import export consignment tariff hs
import: контейнер таможня инвойс поставщик декларация груз порт фрахт брокер растаможка пошлина партия экспедитор импорт судно склад накладная сертификация вэд
shop: order orders listing packaging courier returns marketplace stock parcel refund label catalogue catalog etsy amazon shopify checkout customer restock sku
shop: заказ маркетплейс карточка возврат упаковка отзыв остаток курьер посылка каталог wildberries ozon озон вайлдберриз этикетка покупатель термоэтикетка склад артикул пвз витрина
web: website site landing hosting domain server deploy frontend backend api bug release sprint ux wireframe seo app staging plugin wordpress ssl figma repository database
web: сайт лендинг хостинг домен сервер деплой фронтенд бэкенд баг релиз спринт верстка приложение интерфейс сео seo макет сертификат база админка
marketing: campaign ads advert flyer flyers banner brand logo print newsletter instagram brochure poster social post copy
marketing: реклама кампания баннер логотип листовка рассылка инстаграм пост рилс брошюра визитка бренд таргет контент афиша
bikes: bike bicycle e-bike brakes brake workshop tyre tire tube tubes chain wheel derailleur pedal saddle fork spoke
bikes: велосипед тормоз колесо цепь педаль седло самокат камера покрышка вилка спица втулка
auto: car van engine tyre tire gearbox brake clutch alternator bodywork windscreen exhaust oil mot garage vehicle mechanic bumper
auto: машина автомобиль двигатель шина коробка тормоз сцепление генератор кузов автосервис масло подвеска бампер шиномонтаж автомеханик резина колодка
salon: salon manicure nails hair haircut colour stylist lash brow facial massage sterilisation appointment spa wax pedicure polish
salon: маникюр запись стерилизация салон педикюр стрижка окрашивание стилист ресницы брови массаж лак мастер косметолог визажист прайс
school: course lesson student students teacher class webinar certificate curriculum exam homework tutor training enrolment workshop lecture
school: курс ученица ученик вебинар сертификат урок занятие студент преподаватель программа экзамен группа лекция тренинг методичка набор ученицы методист
dairy: milking cow cows calf calves herd milk parlour heifer vet silage bull fodder cheese dairy feed hay tank
dairy: дойка корова теленок телка стадо молоко силос бык корм сено сыр ферма молокопровод сыроварня ветеринар доярка
crops: harvest tractor combine field seed fertiliser fertilizer irrigation greenhouse barley wheat potato orchard spray barn plough grain crop sprayer
crops: урожай трактор комбайн поле семена удобрение полив теплица пшеница картофель сад зерно посев борона сеялка рассада ячмень опрыскиватель
bees: hive hives honey beekeeper swarm queen apiary frames wax
bees: улей пасека мед пчела пчеловод рой соты
clinic: patient clinic doctor nurse appointment prescription surgery x-ray vaccine lab ultrasound reception
clinic: пациент клиника врач медсестра прием рецепт операция рентген вакцина анализ узи регистратура осмотр
vet: vet dog cat vaccination pet kennel neuter puppy
vet: ветеринар собака кошка прививка питомец стерилизация щенок
fitness: gym fitness trainer member yoga pilates treadmill class studio coach
fitness: фитнес тренер абонемент йога пилатес зал тренировка дорожка секция
photo: photo shoot shooting photographer camera lens studio video editing footage album portrait
photo: фото съемка фотосессия фотограф камера объектив студия видео монтаж альбом
garden: garden lawn hedge plants flowers bouquet florist nursery tree landscaping compost turf mower roses
garden: сад газон цветы букет флорист растение саженец дерево ландшафт грунт розы
cleaning: cleaning cleaner cleaners cloth cloths microfiber bleach sponge squeegee mop detergent vacuum windows carpet laundry linen janitor
cleaning: уборка клининг уборщица химчистка пылесос окна ковер прачечная белье моющее
furniture: furniture carpentry wood table chair cabinet kitchen wardrobe veneer joinery varnish oak plywood sawmill sander workshop
furniture: мебель стол стул шкаф кухня дерево лак дуб фанера столярка столяр фасад шлифовка распил лдсп сборщик
sewing: sewing fabric dress tailor zip seam pattern thread garment uniform embroidery alteration hem
sewing: ткань платье пошив швея выкройка нитка шов молния ателье форма вышивка подгонка
hotel: hotel guest room booking reception housekeeping breakfast check-in tour travel excursion
hotel: отель гостиница гость номер бронь ресепшн завтрак тур экскурсия путевка заезд хостел
electronics: phone laptop screen battery charger display soldering motherboard tablet console ssd
electronics: телефон ноутбук экран аккумулятор зарядка дисплей материнка планшет микросхема замена
print: printing flyers brochure paper ink offset binding prepress plotter banner business-cards
print: типография печать бумага краска офсет переплет плоттер тираж визитки буклет
transport: truck driver route fleet delivery tyres tachograph load pallet trailer dispatcher van
transport: грузовик водитель рейс маршрут доставка фура паллет прицеп диспетчер тахограф путевой
metal: weld welding steel sheet metal lathe grinder cnc laser blade drill cutter cutters end-mill tooling stainless
metal: сварка сталь металл токарный станок фреза резка сверло лист нержавейка заготовка чпу слесарь
water: pump filter boiler pipe plumbing heating radiator bathroom valve drain leak tap faucet
water: насос фильтр котел труба сантехник отопление радиатор ванная кран вентиль слив
childcare: nursery kindergarten preschool childcare kids children toys sandbox playground nap diapers nappies crayons parents carer toddler swing slide crib daycare
childcare: садик детсад ясли ребенок дети игрушка песочница площадка воспитатель родители горка качели аниматор праздник кружок утренник
outdoor: kayak canoe surf surfing board boat sail sailing dive diving raft paddle lifejacket wetsuit harbour jetty tour tours guide camp camping hike ski snowboard tent expedition
outdoor: байдарка каяк лодка катер парус дайвинг серф доска весло спасжилет поход тур экскурсия гид палатка лагерь лыжи сноуборд причал
publishing: book books press publisher author manuscript proofreading proofs editor isbn print edition chapter index translation magazine catalogue typesetting cover
publishing: книга издательство автор рукопись корректура верстка редактор тираж глава обложка журнал альманах
translation: translation translator interpreter notary apostille certified document
translation: перевод переводчик апостиль нотариус доверенность заверить легализация присяжный бюро
pets: dog dogs cat pet grooming groomer kennel clipper leash puppy boarding fur
pets: груминг собака кошка питомец поводок стрижка щенок передержка вольер
pottery: pottery clay kiln glaze mugs ceramics wheel potter porcelain stoneware bisque
pottery: керамика глина обжиг печь глазурь кружка гончар посуда
care: resident residents carer nurse ward medication meals wheelchair bedding visitors dementia
care: сиделка постоялец лекарство коляска дом-интернат подопечный палата
therapy: physio physiotherapy physiotherapist patient massage treatment exercises insurer rehabilitation clinic knee back
therapy: физиотерапия реабилитация пациент массаж процедура суставы
brewing: brewery beer keg hops malt fermenter taproom wine vineyard winery cellar barrel distillery cider bottling
brewing: пивоварня пиво кега хмель солод брожение вино виноград погреб бочка сидр розлив
music: band concert gig guitar piano rehearsal recording amplifier microphone choir drums
music: концерт репетиция гитара пианино запись студия микрофон хор барабан усилитель
jewellery: ring necklace jewellery jewelry gold silver gem engraving watch earrings
jewellery: кольцо ювелир золото серебро серьги гравировка цепочка камень
heating: boiler radiator furnace heating thermostat gas plumber burner hvac duct air-conditioner
heating: котел радиатор отопление кондиционер термостат горелка сплит теплый
events: event stage sound lights tent marquee guests band dj decoration invitation banquet
events: мероприятие сцена звук свет шатер гости ведущий диджей декор приглашение юбилей
pharmacy: pharmacy prescription pills drugs vaccine ointment
pharmacy: аптека рецепт таблетки лекарство мазь вакцина
goats: goat goats sheep lamb wool flock pasture
goats: коза козы козел овца ягненок шерсть загон пастбище дойка сено
security: camera cctv alarm lock intercom access guard sensor
security: камера видеонаблюдение сигнализация замок домофон охрана пропуск
"""


def _trades() -> dict[str, frozenset[str]]:
    trades: dict[str, set[str]] = {}
    for line in _TABLE.strip().splitlines():
        name, _, words = line.partition(":")
        trades.setdefault(name, set()).update(words.replace("ё", "е").split())
    return {name: frozenset(words) for name, words in trades.items()}


TRADES = _trades()
"""Trade → the words of its daily life, lower-case, in their dictionary form."""
