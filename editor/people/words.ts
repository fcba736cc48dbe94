import type { Catalogue } from '../catalogue.ts';
import type { Role } from './people-api.ts';

export type PeopleWords = {
  product: string;
  wait: string;
  retry: string;
  back: string;
  save: string;
  close: string;
  copy: string;
  copied: string;
  signIn: string;
  signOut: string;
  email: string;
  password: string;
  name: string;
  forgotten: string;
  useKey: string;
  code: string;
  codeHelp: string;
  trustDevice: string;
  sendLink: string;
  resetSent: string;
  askAdministrator: string;
  choosePassword: string;
  newPassword: string;
  newPasswordHelp: string;
  passwordSet: string;
  welcome: string;
  firstHelp: string;
  openSetupLink: string;
  setupLinkLost: string;
  begin: string;
  invitation: string;
  expired: string;
  expiredHelp: string;
  people: string;
  teams: string;
  keys: string;
  audit: string;
  account: string;
  invite: string;
  inviteSomebody: string;
  makeInvitation: string;
  invitationLink: string;
  passLinkOn: string;
  invitations: string;
  withdraw: string;
  role: string;
  lastSeen: string;
  notSignedIn: string;
  you: string;
  disabled: string;
  disable: string;
  enable: string;
  disableHelp: string;
  makeResetLink: string;
  resetLink: string;
  resetLinkHelp: string;
  onlyOwnTeams: string;
  team: string;
  newTeam: string;
  teamId: string;
  teamIdHelp: string;
  members: string;
  removeTeam: string;
  nobody: string;
  noTeams: string;
  key: string;
  newKey: string;
  keyName: string;
  makeKey: string;
  keyOnce: string;
  noKeys: string;
  scopes: string;
  lastUsed: string;
  holds: string;
  forEver: string;
  never: string;
  revoke: string;
  action: string;
  who: string;
  when: string;
  since: string;
  subject: string;
  address: string;
  all: string;
  unknown: string;
  noLines: string;
  earlier: string;
  nameHelp: string;
  currentPassword: string;
  changePassword: string;
  passwordChanged: string;
  secondFactor: string;
  secondFactorHelp: string;
  secondFactorOn: string;
  addSecondFactor: string;
  removeSecondFactor: string;
  appSecret: string;
  appSecretHelp: string;
  openInApp: string;
  spareCodes: string;
  spareCodesHelp: string;
  turnOn: string;
  signIns: string;
  thisOne: string;
  end: string;
  endOthers: string;
  noAnswer: string;
  passwordHelp: (shortest: number) => string;
  invitedBy: (by: string, role: string) => string;
  linkMailed: (email: string) => string;
  until: (day: string) => string;
  revoked: (day: string) => string;
  days: (days: number) => string;
  tooManyTries: (minutes: number) => string;
  refused: (status: number | null) => string;
  request: (id: string) => string;
  roles: { [role in Role]: string };
  roleHelp: { [role in Role]: string };
  /** What a key can be made for, by its scope. */
  rights: { [scope: string]: string };
  /** By the code of the problem; others are told in the server’s words. */
  refusals: { [code: string]: string };
};

export const peopleWords: Catalogue<PeopleWords> = {
  en: {
    product: 'Parley',
    wait: 'Loading …',
    retry: 'Try again',
    back: 'Back',
    save: 'Save',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    signIn: 'Sign in',
    signOut: 'Sign out',
    email: 'Email',
    password: 'Password',
    name: 'Name',
    forgotten: 'Forgot the password?',
    useKey: 'Use an API key instead',
    code: 'Code',
    codeHelp: 'Six digits from your app, or one of your spare codes.',
    trustDevice: 'Ask for no code on this device for 30 days',
    sendLink: 'Send a link',
    resetSent: 'If there is somebody with this address, a link is on its way. It holds for an hour.',
    askAdministrator: 'Ask an administrator for a link to a new password: this server sends no mail.',
    choosePassword: 'Choose a password',
    newPassword: 'New password',
    newPasswordHelp: 'You are signed out everywhere when it is set.',
    passwordSet: 'The new password holds.',
    welcome: 'Welcome to Parley',
    firstHelp: 'You are the first one here, so you become the administrator.',
    openSetupLink:
      'Nobody is here yet. Open the link that Parley printed when it started: it leads to the page that creates the first administrator.',
    setupLinkLost: 'It is printed at every start until there is somebody.',
    begin: 'Begin',
    invitation: 'Invitation',
    expired: 'You are signed out',
    expiredHelp: 'Sign in again and go on: nothing on this page is lost.',
    people: 'People',
    teams: 'Teams',
    keys: 'API keys',
    audit: 'Audit log',
    account: 'Your account',
    invite: 'Invite',
    inviteSomebody: 'Invite somebody',
    makeInvitation: 'Make the invitation',
    invitationLink: 'Link of the invitation',
    passLinkOn: 'Pass it on yourself: it is shown only now, and holds for seven days.',
    invitations: 'Invited',
    withdraw: 'Withdraw',
    role: 'Role',
    lastSeen: 'Last seen',
    notSignedIn: 'Not signed in',
    you: '(you)',
    disabled: 'Disabled',
    disable: 'Disable',
    enable: 'Enable again',
    disableHelp: 'Whoever is disabled is signed out at once. What they did keeps their name.',
    makeResetLink: 'Make a link to a new password',
    resetLink: 'Link to a new password',
    resetLinkHelp: 'Shown only now. It works once, within an hour.',
    onlyOwnTeams: 'Sees only the conversations of their teams',
    team: 'Team',
    newTeam: 'New team',
    teamId: 'Id',
    teamIdHelp: 'What a flow names the team by where it hands over. It stays.',
    members: 'Members',
    removeTeam: 'Remove the team',
    nobody: 'Nobody yet. Invite the first person.',
    noTeams: 'No team yet. A team is who answers together when a flow hands over.',
    key: 'API key',
    newKey: 'New key',
    keyName: 'What is it for?',
    makeKey: 'Make the key',
    keyOnce: 'Shown only now: of the key itself nothing is kept.',
    noKeys: 'No key yet. A key lets a program do what you choose, and nothing else.',
    scopes: 'May',
    lastUsed: 'Last used',
    holds: 'Holds',
    forEver: 'Until revoked',
    never: 'Never',
    revoke: 'Revoke',
    action: 'What',
    who: 'Who',
    when: 'When',
    since: 'Since',
    subject: 'To what',
    address: 'From',
    all: 'All',
    unknown: 'Unknown',
    noLines: 'Nothing was written down that fits.',
    earlier: 'Show earlier ones',
    nameHelp: 'What others see beside what you did.',
    currentPassword: 'Current password',
    changePassword: 'Change the password',
    passwordChanged: 'Changed. You are signed out everywhere else.',
    secondFactor: 'Second factor',
    secondFactorHelp: 'A code from an app beside the password, so that a stolen password is not enough.',
    secondFactorOn: 'A code is asked for at sign-in.',
    addSecondFactor: 'Add a second factor',
    removeSecondFactor: 'Remove the second factor',
    appSecret: 'Secret for the app',
    appSecretHelp: 'Enter it in an authenticator app, as a time-based code.',
    openInApp: 'Open in an app on this device',
    spareCodes: 'Spare codes',
    spareCodesHelp: 'Each opens once when the app is lost. Keep them where the app is not.',
    turnOn: 'Turn it on',
    signIns: 'Signed in',
    thisOne: 'here',
    end: 'End',
    endOthers: 'End all others',
    noAnswer: 'Parley does not answer. Is it still running?',
    passwordHelp: (shortest) => `${shortest} characters or more. A few words are easy to remember.`,
    invitedBy: (by, role) => `${by} invites you. Your role: ${role}.`,
    linkMailed: (email) => `It was mailed to ${email}. It is shown only now, and holds for seven days.`,
    until: (day) => `until ${day}`,
    revoked: (day) => `revoked ${day}`,
    days: (days) => `${days} days`,
    tooManyTries: (minutes) => `Too many tries. Try again in ${minutes} min.`,
    refused: (status) => `Parley answered ${status}.`,
    request: (id) => `Request ${id}`,
    roles: {
      administrator: 'Administrator',
      designer: 'Designer',
      agent: 'Agent',
      viewer: 'Viewer',
    },
    roleHelp: {
      administrator: 'Does everything: people, numbers, keys, flows, conversations.',
      designer: 'Draws and publishes flows; reads conversations.',
      agent: 'Answers customers; reads flows.',
      viewer: 'Sees everything but settings, changes nothing.',
    },
    rights: {
      'flows:read': 'Read flows',
      'flows:write': 'Change flows',
      'flows:publish': 'Publish flows',
      'templates:read': 'Read templates',
      'templates:write': 'Write and submit templates',
      'numbers:read': 'Read numbers',
      'numbers:write': 'Change numbers',
      'conversations:read': 'Read conversations',
      'conversations:write': 'Start and end conversations',
      'contacts:read': 'Read contacts',
      'contacts:write': 'Change contacts',
      'contacts:import': 'Import contacts',
      'contacts:erase': 'Erase and export contacts',
      'broadcasts:write': 'Send broadcasts',
      'prices:read': 'See prices and costs',
      'teams:read': 'Read teams',
      'teams:write': 'Change teams',
      'server:read': 'See how the server is doing',
      'metrics:read': 'Read metrics',
      'settings:write': 'Change settings',
      'audit:read': 'Read the audit log',
    },
    refusals: {
      'sign-in-refused': 'The address or the password is not right.',
      'code-wrong': 'The code is not right.',
      'password-wrong': 'The password is not right.',
      'link-not-valid': 'This link does not hold, or no longer. Ask for a new one.',
      'person-exists': 'There is somebody with this address already.',
      'last-administrator': 'Nobody else is an administrator: make somebody else one first.',
      'team-exists': 'There is a team with this id or name already.',
      'second-factor-exists': 'There is a second factor already.',
      'not-allowed': 'This is not among what you may do.',
    },
  },
  ru: {
    product: 'Parley',
    wait: 'Загрузка …',
    retry: 'Повторить',
    back: 'Назад',
    save: 'Сохранить',
    close: 'Закрыть',
    copy: 'Скопировать',
    copied: 'Скопировано',
    signIn: 'Войти',
    signOut: 'Выйти',
    email: 'Эл. почта',
    password: 'Пароль',
    name: 'Имя',
    forgotten: 'Забыли пароль?',
    useKey: 'Войти по ключу API',
    code: 'Код',
    codeHelp: 'Шесть цифр из приложения или один из запасных кодов.',
    trustDevice: 'Не спрашивать код на этом устройстве 30 дней',
    sendLink: 'Прислать ссылку',
    resetSent: 'Если такой адрес у нас есть, ссылка уже в пути. Она действует час.',
    askAdministrator: 'Попросите у администратора ссылку для нового пароля: этот сервер не отправляет писем.',
    choosePassword: 'Придумайте пароль',
    newPassword: 'Новый пароль',
    newPasswordHelp: 'После этого вход на всех устройствах завершится.',
    passwordSet: 'Новый пароль действует.',
    welcome: 'Добро пожаловать в Parley',
    firstHelp: 'Вы здесь первый, поэтому станете администратором.',
    openSetupLink:
      'Здесь пока никого нет. Откройте ссылку, которую Parley напечатал при запуске: по ней создаётся первый администратор.',
    setupLinkLost: 'Она печатается при каждом запуске, пока никого нет.',
    begin: 'Начать',
    invitation: 'Приглашение',
    expired: 'Вы вышли из системы',
    expiredHelp: 'Войдите снова и продолжайте: на этой странице ничего не потеряно.',
    people: 'Люди',
    teams: 'Команды',
    keys: 'Ключи API',
    audit: 'Журнал',
    account: 'Ваш аккаунт',
    invite: 'Пригласить',
    inviteSomebody: 'Пригласить человека',
    makeInvitation: 'Создать приглашение',
    invitationLink: 'Ссылка приглашения',
    passLinkOn: 'Передайте её сами: она показана только сейчас и действует семь дней.',
    invitations: 'Приглашены',
    withdraw: 'Отозвать',
    role: 'Роль',
    lastSeen: 'Был в сети',
    notSignedIn: 'Не в системе',
    you: '(вы)',
    disabled: 'Отключён',
    disable: 'Отключить',
    enable: 'Включить снова',
    disableHelp: 'Отключённый сразу теряет доступ. Сделанное им остаётся под его именем.',
    makeResetLink: 'Создать ссылку для нового пароля',
    resetLink: 'Ссылка для нового пароля',
    resetLinkHelp: 'Показана только сейчас. Действует один раз, в течение часа.',
    onlyOwnTeams: 'Видит только переписку своих команд',
    team: 'Команда',
    newTeam: 'Новая команда',
    teamId: 'Идентификатор',
    teamIdHelp: 'Так сценарий называет команду, когда передаёт ей разговор. Не меняется.',
    members: 'Участники',
    removeTeam: 'Удалить команду',
    nobody: 'Пока никого. Пригласите первого человека.',
    noTeams: 'Команд пока нет. Команда — это те, кто вместе отвечает, когда сценарий передаёт разговор.',
    key: 'Ключ API',
    newKey: 'Новый ключ',
    keyName: 'Для чего он?',
    makeKey: 'Создать ключ',
    keyOnce: 'Показан только сейчас: сам ключ нигде не хранится.',
    noKeys: 'Ключей пока нет. Ключ позволяет программе делать то, что вы выбрали, и ничего больше.',
    scopes: 'Может',
    lastUsed: 'Использован',
    holds: 'Действует',
    forEver: 'До отзыва',
    never: 'Никогда',
    revoke: 'Отозвать',
    action: 'Что',
    who: 'Кто',
    when: 'Когда',
    since: 'Начиная с',
    subject: 'С чем',
    address: 'Откуда',
    all: 'Все',
    unknown: 'Неизвестно',
    noLines: 'Подходящих записей нет.',
    earlier: 'Показать более ранние',
    nameHelp: 'Так вас видят другие рядом с тем, что вы сделали.',
    currentPassword: 'Текущий пароль',
    changePassword: 'Сменить пароль',
    passwordChanged: 'Пароль сменён. На других устройствах вход завершён.',
    secondFactor: 'Второй фактор',
    secondFactorHelp: 'Код из приложения в дополнение к паролю: одного украденного пароля будет мало.',
    secondFactorOn: 'При входе спрашивается код.',
    addSecondFactor: 'Добавить второй фактор',
    removeSecondFactor: 'Убрать второй фактор',
    appSecret: 'Секрет для приложения',
    appSecretHelp: 'Введите его в приложение-аутентификатор как код по времени.',
    openInApp: 'Открыть в приложении на этом устройстве',
    spareCodes: 'Запасные коды',
    spareCodesHelp: 'Каждый сработает один раз, если приложение потеряно. Храните их отдельно.',
    turnOn: 'Включить',
    signIns: 'Входы',
    thisOne: 'здесь',
    end: 'Завершить',
    endOthers: 'Завершить все остальные',
    noAnswer: 'Parley не отвечает. Он ещё запущен?',
    passwordHelp: (shortest) => `Не короче ${shortest} знаков. Несколько слов легко запомнить.`,
    invitedBy: (by, role) => `${by} приглашает вас. Ваша роль: ${role}.`,
    linkMailed: (email) =>
      `Письмо отправлено на ${email}. Ссылка показана только сейчас и действует семь дней.`,
    until: (day) => `до ${day}`,
    revoked: (day) => `отозван ${day}`,
    days: (days) => `${days} дней`,
    tooManyTries: (minutes) => `Слишком много попыток. Повторите через ${minutes} мин.`,
    refused: (status) => `Parley ответил ${status}.`,
    request: (id) => `Запрос ${id}`,
    roles: {
      administrator: 'Администратор',
      designer: 'Проектировщик',
      agent: 'Оператор',
      viewer: 'Наблюдатель',
    },
    roleHelp: {
      administrator: 'Делает всё: люди, номера, ключи, сценарии, разговоры.',
      designer: 'Рисует и публикует сценарии, читает разговоры.',
      agent: 'Отвечает клиентам, читает сценарии.',
      viewer: 'Видит всё, кроме настроек, ничего не меняет.',
    },
    rights: {
      'flows:read': 'Читать сценарии',
      'flows:write': 'Менять сценарии',
      'flows:publish': 'Публиковать сценарии',
      'templates:read': 'Читать шаблоны',
      'templates:write': 'Писать шаблоны и отправлять их на проверку',
      'numbers:read': 'Читать номера',
      'numbers:write': 'Менять номера',
      'conversations:read': 'Читать разговоры',
      'conversations:write': 'Начинать и завершать разговоры',
      'contacts:read': 'Читать контакты',
      'contacts:write': 'Менять контакты',
      'contacts:import': 'Импортировать контакты',
      'contacts:erase': 'Стирать и выгружать контакты',
      'broadcasts:write': 'Отправлять рассылки',
      'prices:read': 'Видеть цены и расходы',
      'teams:read': 'Читать команды',
      'teams:write': 'Менять команды',
      'server:read': 'Видеть состояние сервера',
      'metrics:read': 'Читать метрики',
      'settings:write': 'Менять настройки',
      'audit:read': 'Читать журнал',
    },
    refusals: {
      'sign-in-refused': 'Адрес или пароль неверны.',
      'code-wrong': 'Код неверен.',
      'password-wrong': 'Пароль неверен.',
      'link-not-valid': 'Эта ссылка не действует. Попросите новую.',
      'person-exists': 'Человек с таким адресом уже есть.',
      'last-administrator': 'Других администраторов нет: сначала назначьте кого-нибудь.',
      'team-exists': 'Команда с таким идентификатором или именем уже есть.',
      'second-factor-exists': 'Второй фактор уже есть.',
      'not-allowed': 'На это у вас нет прав.',
    },
  },
};
