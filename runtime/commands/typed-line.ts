import type { Input, PersonInput } from '@parley/flows/input.ts';
import type { Standing } from './simulation.ts';

/** What a line typed into the simulator asks for. */
export type Typed =
  | { do: 'say'; input: PersonInput }
  | { do: 'tell'; input: Input }
  | { do: 'wait' | 'state' | 'help' | 'quit' }
  | { do: 'nothing'; why: string };

export const HELP = [
  'Type what you would write on WhatsApp, or the number of an option. Or:',
  '  /tap ID                     tap the option with this id',
  '  /location [LAT LON]         send a place',
  '  /image [CAPTION]            send a picture',
  '  /order ID[:QUANTITY[:PRICE]] …   send a cart',
  '  /form JSON                  answer a form',
  '  /call [STATUS] JSON         answer the request that the flow waits for; /call failed lets it fail',
  '  /agent done [OUTCOME]       the person who took over hands back',
  '  /wait                       let time pass until the next timer',
  '  /window closing|closed      what WhatsApp says of the 24-hour window',
  '  /state                      where the session stands',
  '  /quit',
];

const PLACE = { latitude: 52.52, longitude: 13.405 };

/** Reads a line. Lines that begin with a slash are commands; everything else is what the person writes. */
export function readLine(line: string, standing: Standing): Typed {
  const [, command, rest = ''] = /^\/([a-z]+)\s*(.*)$/s.exec(line.trim()) ?? [];
  if (command === undefined) return { do: 'say', input: { type: 'text', text: line.trim() } };
  switch (command) {
    case 'wait':
    case 'state':
    case 'help':
    case 'quit':
      return { do: command };
    case 'tap':
      return rest === '' ? nothing('Say which: /tap ID') : { do: 'say', input: { type: 'choice', id: rest } };
    case 'location':
      return readLocation(rest);
    case 'image':
      return { do: 'say', input: { type: 'media', kind: 'image', mediaId: 'simulated', ...captioned(rest) } };
    case 'order':
      return readOrder(rest);
    case 'form':
      return readForm(rest);
    case 'call':
      return readCall(rest, standing.state?.call ?? null);
    case 'agent':
      return readAgent(rest);
    case 'window':
      return rest === 'closing' || rest === 'closed'
        ? { do: 'tell', input: { type: `window.${rest}` } }
        : nothing('Say which: /window closing or /window closed');
    default:
      return nothing(`There is no /${command}; /help lists what there is.`);
  }
}

function nothing(why: string): Typed {
  return { do: 'nothing', why };
}

const captioned = (caption: string) => (caption === '' ? {} : { caption });

function readLocation(rest: string): Typed {
  if (rest === '') return { do: 'say', input: { type: 'location', ...PLACE } };
  const [latitude = Number.NaN, longitude = Number.NaN] = rest.split(/[\s,]+/).map(Number);
  return Number.isFinite(latitude) && Number.isFinite(longitude)
    ? { do: 'say', input: { type: 'location', latitude, longitude } }
    : nothing('A place is two numbers: /location 52.52 13.405');
}

function readOrder(rest: string): Typed {
  const items = rest
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [productId = '', quantity = '1', price = '1'] = part.split(':');
      return { productId, quantity: Number(quantity), price: Number(price), currency: 'EUR' };
    });
  const isReadable = items.every(
    ({ quantity, price }) => Number.isFinite(quantity) && Number.isFinite(price),
  );
  return items.length > 0 && isReadable
    ? { do: 'say', input: { type: 'order', items } }
    : nothing('An order names products: /order espresso:2:2.5 cake');
}

function readForm(rest: string): Typed {
  const values = readJson(rest || '{}');
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? { do: 'say', input: { type: 'form', values: Object.fromEntries(Object.entries(values)) } }
    : nothing('A form’s answers are a JSON object: /form {"date":"2026-12-24"}');
}

function readCall(rest: string, call: string | null): Typed {
  if (call === null) return nothing('The flow waits for no answer of a request.');
  const failed = /^failed\s*(.*)$/s.exec(rest)?.[1];
  if (failed !== undefined) {
    return { do: 'tell', input: { type: 'call.failed', call, reason: failed || 'simulated' } };
  }
  const [, status = '200', json = ''] = /^(\d{3})?\s*(.*)$/s.exec(rest) ?? [];
  const body = json === '' ? null : readJson(json);
  return body === undefined
    ? nothing('The answer is JSON: /call {"found":true}, or /call 404 {}')
    : { do: 'tell', input: { type: 'call.done', call, status: Number(status), body } };
}

function readAgent(rest: string): Typed {
  const [, outcome] = /^done\s*(.*)$/s.exec(rest) ?? [];
  if (outcome === undefined) return nothing('The person hands back with /agent done');
  return { do: 'tell', input: { type: 'agent.resolved', ...(outcome === '' ? {} : { outcome }) } };
}

/** Undefined when it is not JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
