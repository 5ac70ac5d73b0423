// Adds to package-lock.json the packages for other platforms that npm leaves out when its registry does not carry them: without
// them `npm ci` refuses the lock file. Run it after `npm install NAME` if `npm ci` says that packages are missing from the lock file.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = missingPackages(lock.packages)
if (added.length > 0) {
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(added) }).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
}
console.log(`${added.length} packages added`)

function missingPackages(packages) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isFound(packages, path, name))
      .flatMap(([name, version]) => {
        const platform = platformOf(name)
        return platform ? [[`node_modules/${name}`, entry(version, parent, platform)]] : []
      }),
  )
}

/** Node's look-up: next to the package, then next to each that holds it. */
function isFound(packages, path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`]) return true
    if (from === '') return false
  }
}

function platformOf(name) {
  const [, os, cpu, libc] =
    /(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(musl|gnu))?/.exec(name) ?? []
  return os && { os, cpu, libc: os === 'linux' && libc ? { musl: 'musl', gnu: 'glibc' }[libc] : undefined }
}

function entry(version, parent, { os, cpu, libc }) {
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    license: parent.license,
    optional: true,
    os: [os],
    ...(parent.engines ? { engines: parent.engines } : {}),
  }
}
