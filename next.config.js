/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: true,
  devIndicators: false,
  // a page that is chosen while the console does not answer opens when it does, instead of the browser's own error
  experimental: { useOffline: true },
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: {
      // monaco-worker-manager imports the path of monaco-editor before its exports map
      'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker.js',
    },
  },
};
