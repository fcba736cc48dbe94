import '@fontsource-variable/inter';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { adoptKeyFromAddress } from './api.ts';
import { Home } from './home/Home.tsx';
import './theme.css';

adoptKeyFromAddress();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Home />
  </StrictMode>,
);
