import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconAdjustments,
  IconClipboardCheck,
  IconCoins,
  IconHistory,
  IconLanguage,
  IconListTree,
  IconSquarePlus,
  IconVariable,
  IconX,
} from '@tabler/icons-react';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow } from './flow-context.ts';
import { Palette } from './Palette.tsx';
import { PANEL_IDS, type PanelId } from './panel-ids.ts';
import { flowWords } from './words.ts';

const Outline = lazy(async () => ({ default: (await import('../outline/Outline.tsx')).Outline }));
const Settings = lazy(async () => ({ default: (await import('../settings/Settings.tsx')).Settings }));
const Variables = lazy(async () => ({ default: (await import('../variables/Variables.tsx')).Variables }));
const Translations = lazy(async () => ({
  default: (await import('../translations/Translations.tsx')).Translations,
}));
const Tests = lazy(async () => ({ default: (await import('../tests/Tests.tsx')).Tests }));
const Forecast = lazy(async () => ({ default: (await import('../prices/Forecast.tsx')).Forecast }));
const History = lazy(async () => ({ default: (await import('../history/History.tsx')).History }));

/**
 * What a panel shows, and how wide: as the palette, as a form, or over the whole canvas. Views that are not needed to draw the first
 * picture are `lazy`; `isForm` is one whose fields are off for those who may only look. Each reads the store through `useFlow` and changes the flow through `useAct().change`.
 */
type Panel = { Icon: Icon; View: ComponentType; width: 'narrow' | 'form' | 'whole'; isForm?: true };

const PANELS: { readonly [id in PanelId]: Panel } = {
  palette: { Icon: IconSquarePlus, View: Palette, width: 'narrow' },
  outline: { Icon: IconListTree, View: Outline, width: 'form' },
  settings: { Icon: IconAdjustments, View: Settings, width: 'form', isForm: true },
  variables: { Icon: IconVariable, View: Variables, width: 'form', isForm: true },
  translations: { Icon: IconLanguage, View: Translations, width: 'whole', isForm: true },
  tests: { Icon: IconClipboardCheck, View: Tests, width: 'form' },
  prices: { Icon: IconCoins, View: Forecast, width: 'form' },
  history: { Icon: IconHistory, View: History, width: 'form' },
};

/** The buttons on the canvas's left edge. */
export function PanelBar() {
  const words = useWords(flowWords);
  const act = useAct();
  const shown = useFlow(({ panel }) => panel);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const seesPrices = useMay('prices:read');
  const offered = PANEL_IDS.filter(
    (id) => (id !== 'palette' || !isReadOnly) && (id !== 'prices' || seesPrices),
  );
  return (
    <nav className="panel-bar" aria-label={words.panelBar}>
      {offered.map((id) => {
        const { Icon } = PANELS[id];
        return (
          <Tooltip key={id} label={words.panels[id]} position="right">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={words.panels[id]}
              aria-pressed={shown === id}
              onClick={() => act.show({ panel: shown === id ? null : id })}
            >
              <Icon size={20} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </nav>
  );
}

/** Fields that can be read but not written in, for those who may only look. */
export function Fields({ isOff, children }: { isOff: boolean; children: ReactNode }) {
  if (!isOff) return children;
  return (
    <fieldset className="only-read" disabled>
      {children}
    </fieldset>
  );
}

/** The open panel, if any. */
export function OpenPanel() {
  const words = useWords(flowWords);
  const act = useAct();
  const id = useFlow(({ panel }) => panel);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  if (id === null) return null;
  const { View, width, isForm } = PANELS[id];
  return (
    <aside className={`floating panel-${width}`} aria-label={words.panels[id]} data-own-keys>
      <header className="panel-head">
        <h2>{words.panels[id]}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.close}
          onClick={() => act.show({ panel: null })}
        >
          <IconX size={18} stroke={1.75} />
        </ActionIcon>
      </header>
      <Suspense fallback={<Skeleton height={240} aria-busy="true" aria-label={words.loading} />}>
        <Fields isOff={isReadOnly && isForm === true}>
          <View />
        </Fields>
      </Suspense>
    </aside>
  );
}
