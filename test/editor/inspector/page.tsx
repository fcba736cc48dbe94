import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@parley/editor/theme.css';
import { MantineProvider } from '@mantine/core';
import { Inspector } from '@parley/editor/inspector/Inspector.tsx';
import { installTheme, theme } from '@parley/editor/theme.ts';
import type { Change } from '@parley/flows/edit/change.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { validate } from '@parley/flows/validate.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** What the test hands to the page, and what it reads back. */
declare global {
  interface Window {
    given: { flow: Flow; nodeId: string; locale: string };
    flow: Flow;
    changes: Change[];
    refused: string[];
  }
}

function Page() {
  const { given } = window;
  const [flow, setFlow] = useState(given.flow);
  const [nodeId, setNodeId] = useState(given.nodeId);
  const apply = (change: Change) => {
    window.changes.push(change);
    const edited = edit(window.flow, change);
    if (!edited.ok) {
      window.refused.push(edited.reason);
      return;
    }
    window.flow = edited.flow;
    setFlow(edited.flow);
    if (change.kind === 'rename') setNodeId(change.to);
  };
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <div className="panel" style={{ width: 'min(360px, 100%)' }}>
          <Inspector
            flow={flow}
            nodeId={nodeId}
            problems={validate(toMachine(flow))}
            locale={given.locale}
            onChange={apply}
          />
        </div>
      </QueryClientProvider>
    </MantineProvider>
  );
}

const queries = new QueryClient();

installTheme();
window.flow = window.given.flow;
window.changes = [];
window.refused = [];
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
