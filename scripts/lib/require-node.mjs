const MAJOR = 20
const MINOR = 19

/**
 * Ends the process with one line if this Node is too old. Written for any Node that knows modules.
 * @param {string} version as in process.versions.node
 */
export function requireNode(version) {
  const problem = nodeProblem(version)
  if (problem === undefined) return
  console.error(problem)
  process.exit(1)
}

/**
 * @param {string} version
 * @returns {string | undefined} what is wrong with it
 */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined
  return `canimigrate needs Node ${MAJOR}.${MINOR} or newer, and this is ${version}: install one from https://nodejs.org or with your version manager`
}
