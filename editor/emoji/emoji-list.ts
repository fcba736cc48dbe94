/** An emoji with what it is called, in English and Russian, in small letters. */
export type Emoji = { emoji: string; names: string };

/** Common ones, in the order in which they are shown. */
const LIST = `
😀 smile grin улыбка
😂 laugh tears смех слёзы
🙂 slight-smile улыбка
😊 happy blush рад
😉 wink подмигивание
😍 love eyes любовь влюблён
😘 kiss поцелуй
😎 cool sunglasses круто очки
🤔 think hmm думаю
😅 sweat relief неловко
😇 angel ангел
🙃 upside-down ирония
😋 yummy вкусно
🤗 hug объятие
🤩 star-struck восторг
🥳 party праздник
😴 sleep сон
😢 sad cry грусть слеза
😭 sob cry плач рыдание
😡 angry злость
😱 scream страх ужас
😳 flushed смущение
🙄 eye-roll закатить
😬 grimace неловко
🤝 handshake deal рукопожатие договорились
👍 thumbs-up yes ok good да хорошо лайк
👎 thumbs-down no bad нет плохо
👌 ok fine отлично
✌️ victory peace победа мир
🤞 fingers-crossed luck удача
👏 clap bravo аплодисменты браво
🙌 hooray hands ура
🙏 please thanks pray пожалуйста спасибо
💪 strong muscle сила
👋 wave hello bye привет пока
✋ stop hand стоп рука
👉 point right вправо
👇 point down вниз
☝️ point up вверх
✍️ write пишу
❤️ heart love сердце любовь
🧡 orange-heart сердце
💛 yellow-heart сердце
💚 green-heart сердце
💙 blue-heart сердце
💜 purple-heart сердце
🖤 black-heart сердце
💔 broken-heart разбитое сердце
💯 hundred сто
✨ sparkles блеск
🔥 fire огонь
⭐ star звезда
🎉 party tada праздник поздравляю
🎁 gift present подарок
🎂 cake birthday торт день рождения
🌹 rose flower роза цветок
💐 bouquet flowers букет цветы
☀️ sun солнце
🌧️ rain дождь
❄️ snow снег
🌍 world earth мир земля
✅ done check yes готово да галочка
☑️ check tick галочка
❌ no cross нет крест
❗ important exclamation важно
❓ question вопрос
⚠️ warning careful внимание осторожно
ℹ️ info information информация
🚫 forbidden нельзя
🆗 ok окей
🆕 new новое
⏰ alarm clock будильник время
⏳ hourglass wait ждать
🕐 clock time часы время
📅 calendar date календарь дата
📆 calendar day календарь день
📞 phone call телефон звонок
📱 mobile phone телефон мобильный
💬 chat message чат сообщение
📧 email почта письмо
📩 mail message письмо
📨 incoming-mail письмо
📎 paperclip attachment скрепка вложение
📄 document page документ
📝 note write заметка
📋 clipboard list список
📌 pin важно закрепить
📍 place location место адрес
🗺️ map карта
🏠 home house дом
🏢 office building офис
🏪 shop store магазин
🏥 hospital больница
🚗 car машина
🚕 taxi такси
🚚 delivery truck доставка грузовик
📦 parcel package посылка
✈️ plane flight самолёт
🚆 train поезд
🚲 bicycle велосипед
🛒 cart shopping корзина покупки
🛍️ bags shopping покупки
💳 card payment карта оплата
💵 money dollar деньги
💶 euro money евро деньги
💰 money bag деньги
🧾 receipt bill чек счёт
🏷️ label price цена ярлык
🔑 key ключ
🔒 lock secure замок
🔓 unlock open открыт
🔔 bell notify звонок уведомление
🔍 search look поиск
🔗 link ссылка
🔄 refresh again обновить снова
🛠️ tools repair ремонт инструменты
⚙️ settings gear настройки
💡 idea lamp идея лампа
☕ coffee кофе
🍵 tea чай
🍕 pizza пицца
🍔 burger бургер
🍰 cake dessert десерт торт
🥗 salad салат
🍣 sushi суши
🍷 wine вино
🍺 beer пиво
💊 pill medicine лекарство
🩺 doctor врач
🐶 dog собака
🐱 cat кошка
👀 eyes look смотрю глаза
🙋 raise hand вопрос рука
🤷 shrug не знаю
🤦 facepalm
👨‍💻 developer work работа
👩‍💼 manager office менеджер
👶 baby малыш
👪 family семья
1️⃣ one один
2️⃣ two два
3️⃣ three три
➡️ arrow right вправо
⬅️ arrow left влево
⬆️ arrow up вверх
⬇️ arrow down вниз
`;

export const EMOJI: readonly Emoji[] = LIST.trim()
  .split('\n')
  .map((line) => {
    const [emoji = '', ...names] = line.split(' ');
    return { emoji, names: names.join(' ') };
  });
