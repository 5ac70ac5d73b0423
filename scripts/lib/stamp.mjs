import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * A file that says what something was made from. Written last, so what a killed run left behind has none.
 * @param {string} file
 * @returns {{is(text: string): boolean, write(text: string): void, remove(): void}}
 */
export function stampOf(file) {
  return { is: (text) => read(file) === text, write: (text) => write(file, text), remove: () => rmSync(file, { force: true }) }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function write(file, text) {
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}
