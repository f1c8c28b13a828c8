"""Nouns that mark a business by themselves, and those that say nothing more specific."""

from worker.understanding.local.words.word_table import listed

# What nobody opens, owns or runs but a business; Russian in the dictionary's form.
PLACES = listed("""agency atelier bakery bar barbershop bistro boutique brewery butchery café cafe canteen carwash clinic
    coffeehouse consultancy creamery dairy dealership deli dentistry diner distillery factory joinery carpentry cabinetmaker tannery pottery nail-bar takeaway trattoria pub tavern foodtruck chippy dairy launderette tailor cobbler barber sawmill boatyard stable kennel cattery apiary creperie chocolatery gelateria teahouse crèche playgroup gallery farm florist
    foundry garage greengrocer grocery guesthouse gym hostel hotel kindergarten kiosk lab laboratory laundry manufactory
    motel nursery optician patisserie pharmacy pizzeria printery restaurant roastery salon sawmill
    stall stand tearoom coffeehouse icecreamparlour parlour parlor shop smithy spa store studio supermarket vineyard winery workshop business company firm startup
    автомойка автосалон столярка столярня слесарка сыроварня шашлычная бургерная кальянная чайная пельменная пончиковая мебельная кузница питомник зоомагазин цветочная мини-отель турфирма детсад языковая автошкола тату-салон ломбард рюмочная автосервис агентство аптека ателье бар барбершоп винодельня галерея гостиница
    кафе клиника коворкинг кондитерская кофейня лаборатория лавка ларек магазин мастерская
    отель парикмахерская пасека пекарня пиццерия прачечная пивоварня ресторан салон спортзал стоматология столовая студия
    супермаркет таксопарк типография турагентство фабрика ферма фотостудия химчистка хостел шиномонтаж шоурум
    бизнес компания фирма""")
# What may be many things, and is a business when the word "business" stands before it.
ACTIVITIES = listed("""brokerage catering consulting delivery logistics mill practice rental repair retail school trade
    warehouse wholesale cleaning landscaping plumbing decorating flooring roofing removals hire truck van-hire printing accounting bookkeeping tutoring photography design brewing farming gardening coaching
    аренда база бухгалтерия бюро грузоперевозки доставка завод импорт кейтеринг консалтинг логистика мойка монтаж
    обслуживание опт отделка перевозка печать пошив продажа производство прокат разработка ремонт сервис склад
    строительство теплица торговля уборка цех школа экспорт""")
# Say of a business nothing that another could not say too: no keyword.
GENERAL = listed("""agency boutique business company factory firm lab laboratory office place practice selling sale sales
    service services shop startup store studio trade trading workshop small little local online own family private new
    агентство аренда бизнес бюро завод компания лаборатория лавка магазин мастерская обслуживание офис продажа
    производство салон сервис студия торговля услуга фабрика фирма цех
    маленький небольшой новый свой собственный семейный частный""")
