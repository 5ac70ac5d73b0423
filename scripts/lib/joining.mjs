/** For esbuild. Zod brings its messages in fifty languages, a third of a command's code. */
export const englishAlone = {
  name: 'English alone',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export { default as en } from './en.js'" }))
  },
}

/** For esbuild: some of what is joined is CommonJS and asks for Node's own modules. */
export const withRequire = { js: "import{createRequire as __from}from'node:module';const require=__from(import.meta.url);" }
