import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/**
 * One hash of files' paths and bytes.
 * @param {string} root
 * @param {string[]} paths files or folders below root; those that are missing count as such
 * @param {(path: string) => boolean} [isLeftOut] by path below root, with `/`
 * @returns {string} hex
 */
export function hashFiles(root, paths, isLeftOut = () => false) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) {
      const name = relative(root, file).split(sep).join('/')
      if (isLeftOut(name)) continue
      const bytes = readFileSync(file)
      hash.update(`${name}\0${bytes.length}\0`).update(bytes)
    }
  }
  return hash.digest('hex')
}

function filesOf(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}
