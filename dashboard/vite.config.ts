import react from '@vitejs/plugin-react';
import {defineConfig} from 'vite';

/** Builds the page into `dashboard/dist`: self-contained files, nothing inline, so that the strictest content policy holds. */
export default defineConfig({
  plugins: [react()],
  build: {target: 'es2023', assetsInlineLimit: 0, modulePreload: {polyfill: false}, chunkSizeWarningLimit: 600},
});
