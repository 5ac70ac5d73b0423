/** For esbuild. Zod brings its messages in fifty languages, a third of a command's code. */
export const englishAlone = {
  name: 'English alone',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export { default as en } from './en.js'" }))
  },
}
