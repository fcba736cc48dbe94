import type { Effect } from '@parley/flows/turn.ts';
import {
  type Icon,
  IconAlertTriangle,
  IconBraces,
  IconClock,
  IconFlag,
  IconHeadset,
  IconInfoCircle,
  IconPlayerPlay,
  IconShieldCheck,
  IconTag,
  IconWorldWww,
} from '@tabler/icons-react';
import { useLanguage, useWords } from '../words.ts';
import { timeWords } from './duration-words.ts';
import type { Entry } from './entries.ts';
import { Note } from './Note.tsx';
import { type Say, words } from './words.ts';

type Other = Exclude<Entry, { type: 'message' | 'said' | 'opening' }>;

/** What happened besides messages, each with its sign. */
export function Happened({ entry }: { entry: Other }) {
  const say = useWords(words);
  const language = useLanguage((chosen) => chosen.language);
  const { icon: Sign, text, more, isBad } = told(entry, say, language);
  return (
    <Note isBad={isBad === true}>
      <Sign size={14} stroke={1.75} aria-hidden />
      <span>
        {text}
        {more ? <small>{more}</small> : null}
      </span>
    </Note>
  );
}

type Told = { icon: Icon; text: string; more?: string; isBad?: boolean };

function told(entry: Other, say: Say, language: string): Told {
  switch (entry.type) {
    case 'passed':
      return { icon: IconClock, text: say.later(timeWords(entry.ms, language)) };
    case 'began':
      return { icon: IconPlayerPlay, text: say.startedAt(entry.node) };
    case 'problem':
      return { icon: IconAlertTriangle, text: say.failedTurn(entry.reason), isBad: true };
    case 'changed':
      return { icon: IconBraces, text: say.setTo(entry.move.variable, shortly(entry.move.value)) };
    case 'happening': {
      const { happening } = entry;
      if (happening.type === 'nothing')
        return { icon: IconInfoCircle, text: say.nothing(whyNothing(happening.reason, say)) };
      if (happening.type === 'ended') {
        const reason = say.reasons[happening.reason] ?? happening.reason;
        return { icon: IconFlag, text: say.ended(reason), more: say.endedHint };
      }
      return effectTold(happening.effect, say);
    }
  }
}

function effectTold(effect: Exclude<Effect, { type: 'send' }>, say: Say): Told {
  switch (effect.type) {
    case 'call':
      return {
        icon: IconWorldWww,
        text: say.asks(effect.request.method, effect.request.url),
        ...(effect.request.body !== null && { more: effect.request.body }),
      };
    case 'escalate':
      return {
        icon: IconHeadset,
        text: effect.method === 'agent' ? say.escalated(effect.team ?? '') : say.escalatedBy[effect.method],
        ...(effect.summary !== undefined && { more: say.summary(effect.summary) }),
      };
    case 'consent':
      return { icon: IconShieldCheck, text: consentWords(effect, say) };
    case 'tag':
      return {
        icon: IconTag,
        text: say.tags(
          [...effect.add.map((tag) => `+${tag}`), ...effect.remove.map((tag) => `−${tag}`)].join(' '),
        ),
      };
    case 'verified':
      return { icon: IconShieldCheck, text: say.verified };
    case 'start':
      return { icon: IconPlayerPlay, text: say.startsFlow(effect.flow) };
    default:
      return { icon: IconInfoCircle, text: effect.type };
  }
}

function consentWords({ purpose, granted }: { purpose: string; granted: boolean }, say: Say): string {
  if (purpose === '*') return say.optedOut;
  return granted ? say.consentGiven(purpose) : say.consentRefused(purpose);
}

function whyNothing(reason: string, say: Say): string {
  const flow = /^the flow “(.+)” was not given$/.exec(reason)?.[1];
  return flow === undefined ? (say.why[reason] ?? reason) : say.otherFlow(flow);
}

const shortly = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
