// The import table of docs/architecture.md. What a folder may import besides itself; whatever is not named here, it may not.
const ALLOWED = {
  model: [],
  config: [],
  evaluate: ['model'],
  input: ['model'],
  content: ['model'],
  bundled: ['model', 'evaluate'],
  git: [],
  mail: ['model', 'git'],
  verify: ['model', 'content', 'git'],
  lint: ['model', 'content', 'evaluate'],
  store: ['model', 'config'],
  search: ['model', 'config'],
  threads: [],
  pipeline: ['model', 'config', 'content', 'git', 'lint', 'evaluate', 'mail', 'store', 'search', 'threads'],
  serve: ['config', 'api', 'mcp'],
  api: ['model', 'config', 'evaluate', 'input', 'mail', 'store', 'search'],
  mcp: ['model', 'evaluate', 'api', 'search'],
  client: ['model', 'evaluate', 'api'],
  cli: ['model', 'config', 'evaluate', 'input', 'content', 'bundled', 'mcp', 'mail', 'lint', 'store', 'search', 'pipeline', 'threads', 'verify'],
}
const LIBRARY = ['model', 'content', 'evaluate', 'input', 'bundled', 'client']
/** What only checks, tests and builds of the project run with. */
const TOOLS = [
  '@arethetypeswrong',
  '@biomejs',
  '@cedar-policy',
  '@modelcontextprotocol/client',
  '@seriousme',
  'ajv',
  'ajv-formats',
  'dependency-cruiser',
  'fast-check',
  'json-rules-engine',
  'knip',
  'playwright-core',
  'prisma',
  'typescript',
  'vitest',
]
const APP = ['api', 'evaluate', 'model', 'store', 'search']
const CLIENT = ['model', 'evaluate', 'input', 'api']

const OURS = '^(app|bin|lib|scripts|test)/'
const within = (folders) => `^lib/(${folders.join('|')})/`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(ALLOWED).map(([folder, others]) => ({
      name: `lib/${folder} imports ${others.length === 0 ? 'nothing here' : `only ${others.join(', ')}`}`,
      severity: 'error',
      from: { path: within([folder]) },
      to: { path: OURS, pathNot: within([folder, ...others]) },
    })),
    {
      name: `lib/index.ts imports only ${LIBRARY.join(', ')}`,
      severity: 'error',
      from: { path: '^lib/index\\.ts$' },
      to: { path: OURS, pathNot: within(LIBRARY) },
    },
    {
      name: `app imports only ${APP.join(', ')}`,
      severity: 'error',
      from: { path: '^app/' },
      to: { path: OURS, pathNot: `^app/|${within(APP)}` },
    },
    {
      name: `app/_client imports only ${CLIENT.join(', ')}`,
      severity: 'error',
      from: { path: '^app/_client/' },
      // The components that pages are made of, and what renders them there.
      to: { pathNot: `^app/(_client|_components)/|${within(CLIENT)}|^node_modules/preact` },
    },
    {
      name: 'what runs in browsers is imported by nothing else',
      severity: 'error',
      from: { path: OURS, pathNot: '^app/_client/' },
      to: { path: '^app/_client/' },
    },
    {
      name: 'every folder of lib is in the table',
      severity: 'error',
      from: { path: '^lib/', pathNot: `^lib/index\\.ts$|${within(Object.keys(ALLOWED))}` },
      to: {},
    },
    {
      name: 'model and evaluate are pure',
      severity: 'error',
      from: { path: within(['model', 'evaluate']) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'remark lives in lib/content',
      severity: 'error',
      from: { path: '^(app|lib)/', pathNot: within(['content']) },
      to: { path: '^node_modules/(unified|remark-|rehype-|mdast-|hast-|unist-)' },
    },
    {
      name: 'only files of lib/store that are named after a provider name it',
      severity: 'error',
      from: { path: '^(app|lib)/', pathNot: '^lib/store/(open-sqlite\\.ts$|postgres/|move/postgres-end\\.ts$|generated/)' },
      to: { path: '^node_modules/(pg|@prisma/adapter-[a-z]+)/|^lib/store/generated/(sqlite|postgresql)/' },
    },
    {
      name: 'imports are found',
      severity: 'error',
      from: { path: OURS },
      // These two are types only.
      to: { couldNotResolve: true, pathNot: '^(hast|mdast)$' },
    },
    {
      // Not by kind of dependency: the npm package has none, as everything is built into it.
      name: 'the program does not import the tools of development',
      severity: 'error',
      from: { path: '^(app|lib)/', pathNot: '\\.d\\.ts$' },
      to: { path: `^node_modules/(${TOOLS.join('|')})/`, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/store/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css', '.json'],
    },
  },
}
