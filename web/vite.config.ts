import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Pages that live, into `dist/web`: `chat.js` and `chat.css`, whose names the server knows, and below `chunks/` what is loaded when it is
 * needed, each named after what is in it.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/web/',
  plugins: [react()],
  // Nothing of ours is read from the environment.
  envPrefix: 'LOOP_WEB_',
  logLevel: 'warn',
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { chat: join(import.meta.dirname, 'chat', 'main.tsx') },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: ({ names }) => (names.includes('chat.css') ? 'chat.css' : 'chunks/[name]-[hash][extname]'),
      },
    },
  },
});
