import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import './theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { adoptKeyFromAddress } from './shell/adopt-key.ts';
import { installTheme } from './theme.ts';

adoptKeyFromAddress();
installTheme();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
