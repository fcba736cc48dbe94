import { rule } from './rule.ts';

const TEXT = 'Cloud API, “Text messages”';
const MEDIA = 'Cloud API, “Media”';
const BUTTONS = 'Cloud API, “Interactive reply buttons messages”';
const LISTS = 'Cloud API, “Interactive list messages”';
const PRODUCTS = 'Cloud API, “Share products with customers”';
const LINKS = 'Cloud API, “Interactive Call-to-Action URL button messages”';
const OBJECTS = 'Meta’s Postman collection of the Cloud API (2022), interactive objects';

/** What a message that is no template may hold. */
export const MESSAGES = [
  rule('text.body', 4096, 'characters', TEXT),
  rule('caption', 1024, 'characters', 'Cloud API, “Image messages”, “Video messages”, “Document messages”'),
  rule('filename', 240, 'characters', 'Parley', { note: 'WhatsApp writes no limit down.' }),
  rule('header.text', 60, 'characters', OBJECTS),
  rule('footer', 60, 'characters', OBJECTS),
  rule('interactive.body', 1024, 'characters', BUTTONS),
  rule('buttons.min', 1, 'count', BUTTONS),
  rule('buttons.max', 3, 'count', BUTTONS),
  rule('buttons.title', 20, 'characters', BUTTONS),
  rule('buttons.id', 256, 'characters', BUTTONS),
  rule('list.body', 1024, 'characters', OBJECTS, {
    until: '2025-01-01',
    note: 'Some software still keeps to it.',
  }),
  rule('list.body', 4096, 'characters', LISTS, {
    from: '2025-01-01',
    note: 'The day is not announced: first read in the reference of 2025.',
  }),
  rule('list.button', 20, 'characters', LISTS),
  rule('list.sections', 10, 'count', LISTS),
  rule('list.sectionTitle', 24, 'characters', LISTS),
  rule('list.rows', 10, 'count', LISTS, { note: 'Over the whole message, not for each section.' }),
  rule('list.rowId', 200, 'characters', LISTS),
  rule('list.rowTitle', 24, 'characters', LISTS),
  rule('list.rowDescription', 72, 'characters', LISTS),
  rule('products.sections', 10, 'count', PRODUCTS),
  rule('products.sectionTitle', 24, 'characters', PRODUCTS),
  rule('products.products', 30, 'count', PRODUCTS, { note: 'Over the whole message.' }),
  rule('link.title', 20, 'characters', LINKS),
  rule('link.url', 2000, 'characters', LINKS),
  rule('form.title', 20, 'characters', 'Meta’s OpenAPI of the Cloud API, flow messages', {
    note: 'Meta’s pages and libraries differ between 20 and 30; the smaller is safe.',
  }),
  rule('contacts.max', 257, 'count', 'Cloud API, “Contacts messages”'),
  rule('location.name', 1000, 'characters', 'Cloud API, “Location messages”'),
  rule('location.address', 1000, 'characters', 'Cloud API, “Location messages”'),
  rule('carousel.cards', 10, 'count', 'Cloud API, “Interactive media carousel messages”'),
  rule('carousel.body', 160, 'characters', 'Cloud API, “Interactive media carousel messages”'),
  rule('callbackData', 256, 'characters', 'Cloud API, “Messages”, biz_opaque_callback_data', {
    until: '2024-01-01',
  }),
  rule('callbackData', 512, 'characters', 'Cloud API changelog, biz_opaque_callback_data', {
    from: '2024-01-01',
    note: 'Comes back in each status. The day is not announced.',
  }),
  rule('contactName', 60, 'characters', 'Parley', {
    note: 'Profile names are cut to this when they come in, so that a message with a name in it has a longest form.',
  }),
  rule('media.image', 5 * 1024 * 1024, 'bytes', MEDIA, { note: 'JPEG and PNG.' }),
  rule('media.video', 16 * 1024 * 1024, 'bytes', MEDIA, { note: 'MP4 and 3GPP, H.264 with AAC.' }),
  rule('media.audio', 16 * 1024 * 1024, 'bytes', MEDIA, {
    note: 'AAC, AMR, MP3, M4A, OGG with Opus. No caption.',
  }),
  rule('media.document', 100 * 1024 * 1024, 'bytes', MEDIA),
  rule('media.sticker', 100 * 1024, 'bytes', MEDIA, { note: 'WebP that does not move.' }),
  rule('media.stickerAnimated', 500 * 1024, 'bytes', MEDIA),
  rule('media.imageTypes', ['image/jpeg', 'image/png'], 'words', MEDIA),
  rule('media.videoTypes', ['video/mp4', 'video/3gpp'], 'words', MEDIA),
  rule(
    'media.audioTypes',
    ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    'words',
    MEDIA,
  ),
  rule(
    'media.documentTypes',
    [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    'words',
    MEDIA,
    { note: 'And every type of the other kinds.' },
  ),
  rule('media.stickerTypes', ['image/webp'], 'words', MEDIA),
  rule('media.stored', 32 * 1024 * 1024, 'bytes', 'Parley', {
    note: 'The largest file that is kept with the flows. A larger one goes by a link.',
  }),
  rule('media.voiceIcon', 512 * 1024, 'bytes', 'Cloud API, “Audio messages”', { from: '2025-10-16' }),
  rule('media.uploadedFor', 30, 'days', MEDIA),
  rule('media.receivedFor', 7, 'days', MEDIA),
  rule('media.urlFor', 300, 'seconds', MEDIA),
  rule('typing', 25, 'seconds', 'Cloud API, “Typing indicators”', {
    note: 'Also marks everything before as read.',
  }),
  rule('iceBreakers', 4, 'count', 'Cloud API, “Conversational components”'),
  rule('iceBreaker.text', 80, 'characters', 'Cloud API, “Conversational components”'),
  rule('commands', 30, 'count', 'Cloud API, “Conversational components”'),
  rule('command.name', 32, 'characters', 'Cloud API, “Conversational components”'),
  rule('command.hint', 256, 'characters', 'Cloud API, “Conversational components”'),
] as const;
