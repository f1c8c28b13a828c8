"""Cities: big ones that give no zone its name, and the zones they live by; in both languages."""

from babel.dates import get_timezone_location

# A zone, and the cities that people name instead of the one it is called after.
_BY_ZONE: dict[str, str] = {
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Belfast, Манчестер, Бирмингем, Эдинбург, Глазго, Белфаст",
    "Europe/Berlin": "Munich, München, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Dusseldorf, Düsseldorf, Leipzig, "
    "Dresden, Мюнхен, Гамбург, Франкфурт, Кёльн, Штутгарт, Дюссельдорф, Лейпциг, Дрезден",
    "Europe/Paris": "Lyon, Marseille, Nice, Лион, Марсель, Ницца",
    "Europe/Rome": "Milan, Milano, Naples, Turin, Venice, Florence, Милан, Неаполь, Турин, Венеция, Флоренция",
    "Europe/Madrid": "Barcelona, Valencia, Seville, Malaga, Барселона, Валенсия, Севилья, Малага",
    "Europe/Lisbon": "Porto, Порту",
    "Europe/Zurich": "Geneva, Basel, Bern, Женева, Базель, Берн",
    "Europe/Warsaw": "Krakow, Cracow, Wroclaw, Gdansk, Краков, Вроцлав, Гданьск",
    "Europe/Kyiv": "Kiev, Kharkiv, Odesa, Odessa, Lviv, Dnipro, Киев, Київ, Харьков, Одесса, Львов, Днепр",
    "Europe/Istanbul": "Ankara, Antalya, Izmir, Анкара, Анталья, Измир",
    "Europe/Moscow": "Saint Petersburg, St Petersburg, Kazan, Sochi, Nizhny Novgorod, Rostov, Voronezh, Krasnodar, Санкт-Петербург, "
    "Петербург, Питер, Казань, Сочи, Нижний Новгород, Ростов, Ростов-на-Дону, Воронеж, Краснодар, Тула, Ярославль, "
    "Рязань, Тверь, Мурманск, Архангельск, Махачкала, Ставрополь",
    "Europe/Samara": "Tolyatti, Izhevsk, Тольятти, Ижевск",
    "Asia/Yekaterinburg": "Ekaterinburg, Chelyabinsk, Ufa, Perm, Tyumen, Orenburg, Челябинск, Уфа, Пермь, Тюмень, Оренбург, Сургут, "
    "Магнитогорск",
    "Asia/Vladivostok": "Khabarovsk, Хабаровск",
    "Asia/Almaty": "Astana, Shymkent, Karaganda, Астана, Шымкент, Караганда, Алма-Ата",
    "Asia/Dubai": "Abu Dhabi, Абу-Даби",
    "Asia/Qatar": "Doha, Доха",
    "Asia/Jerusalem": "Tel Aviv, Haifa, Тель-Авив, Хайфа",
    "Asia/Nicosia": "Limassol, Larnaca, Paphos, Лимасол, Лимассол, Ларнака, Пафос",
    "Asia/Kolkata": "Calcutta, Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Goa, Калькутта, Мумбаи, Бомбей, "
    "Дели, Нью-Дели, Бангалор, Ченнаи, Гоа",
    "Asia/Shanghai": "Beijing, Shenzhen, Guangzhou, Пекин, Шэньчжэнь, Гуанчжоу",
    "Asia/Tokyo": "Osaka, Kyoto, Осака, Киото",
    "Asia/Seoul": "Busan, Пусан",
    "Asia/Bangkok": "Phuket, Pattaya, Hanoi, Пхукет, Паттайя, Ханой",
    "Asia/Ho_Chi_Minh": "Saigon, Хошимин, Сайгон",
    "Asia/Makassar": "Bali, Denpasar, Бали, Денпасар",
    "Africa/Johannesburg": "Cape Town, Durban, Кейптаун, Дурбан",
    "America/New_York": "Boston, Miami, Washington, Philadelphia, Atlanta, Бостон, Майами, Вашингтон, Филадельфия, Атланта, NYC",
    "America/Chicago": "Houston, Dallas, Austin, Хьюстон, Даллас, Остин",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Las Vegas, Portland, Сан-Франциско, Сиэтл, Сан-Диего, "
    "Лас-Вегас, Портленд, LA",
    "America/Toronto": "Montreal, Ottawa, Quebec, Монреаль, Оттава, Квебек",
    "America/Edmonton": "Calgary, Калгари",
    "America/Sao_Paulo": "Rio de Janeiro, Rio, Рио-де-Жанейро, Рио",
    "America/Argentina/Buenos_Aires": "Buenos Aires, Буэнос-Айрес",
}


def folded(name: str) -> str:
    """A place's name as it is compared: small letters, «е» for «ё», spaces for hyphens."""
    return name.strip().casefold().replace("ё", "е").replace("-", " ").replace("_", " ")


def other_cities() -> dict[str, str]:
    """Zones by the folded names of the cities above."""
    return {folded(city): zone for zone, cities in _BY_ZONE.items() for city in cities.split(",")}


def city_of(language: str, zone: str) -> str:
    """The city a zone is named after, in the reader's language; a zone of no city (UTC) keeps its name."""
    if "/" not in zone:
        return zone
    return str(get_timezone_location(zone, locale=language, return_city=True)).rsplit("/", 1)[-1]
