import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleLimits } from './bundle-limits.ts';

/** `npm run dev -w @parley/editor` serves the app with a running Parley behind it. */
export default defineConfig({
  plugins: [react(), bundleLimits()],
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/readyz': 'http://127.0.0.1:3000' } },
  build: { outDir: 'dist', assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
});
