import { readFile } from 'node:fs/promises'
import { diffAnswers, findingsNamed, obstaclesTo, reportDiff, reportWhy, reportWhyNot } from '../../evaluate/index.ts'
import { Answer, InputError, type Knowledge, Verdict } from '../../model/index.ts'
import { print, printJson } from '../output.ts'

interface Options {
  readonly why?: string
  readonly whyNot?: string
  readonly since?: string
  readonly json?: boolean
  readonly markdown?: boolean
}

/** What was asked about an answer instead of the answer: why, why not, what changed. */
export async function showAbout(answer: Answer, knowledge: Knowledge, options: Options): Promise<void> {
  const asked = (['why', 'whyNot', 'since'] as const).filter((name) => options[name] !== undefined)
  if (asked.length > 1) throw problem('why', 'one of `--why`, `--why-not` and `--since` at a time')
  const form = options.markdown ? 'markdown' : 'text'
  if (options.why !== undefined) {
    const findings = named(answer, options.why)
    if (options.json) printJson({ verdict: answer.verdict, why: findings, knowledge: answer.knowledge })
    else print(reportWhy(findings, knowledge, form))
  } else if (options.whyNot !== undefined) {
    const verdict = Verdict.safeParse(options.whyNot)
    if (!verdict.success) throw problem('why-not', `\`--why-not ${options.whyNot.slice(0, 40)}\` is no verdict; it takes yes, conditional, unknown, no`)
    const obstacles = obstaclesTo(answer, verdict.data)
    if (options.json) printJson({ verdict: answer.verdict, why_not: verdict.data, ...obstacles, knowledge: answer.knowledge })
    else print(reportWhyNot(answer, verdict.data, obstacles, knowledge, form))
  } else {
    const diff = diffAnswers(await readAnswer(options.since as string), answer)
    if (options.json) printJson(diff)
    else print(reportDiff(diff, form))
  }
}

function named(answer: Answer, which: string): ReturnType<typeof findingsNamed> {
  const findings = findingsNamed(answer, which)
  if (findings.length > 0) return findings
  const all =
    answer.findings.length === 0 ? 'nothing was found' : `found are ${answer.findings.map(({ record }, index) => `${index + 1} ${record}`).join(', ')}`
  throw problem('why', `nothing found is called \`${which.slice(0, 80)}\`; ${all}`)
}

async function readAnswer(file: string): Promise<Answer> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw problem('since', `\`${file}\` cannot be read (${error.code}); name a file that \`check --json\` wrote`)
  })
  try {
    return Answer.parse(JSON.parse(text))
  } catch {
    throw problem('since', `\`${file}\` is not an answer as \`check --json\` writes it; save one with \`check … --json > ${file}\``)
  }
}

function problem(path: string, message: string): InputError {
  return new InputError([{ path, message }])
}
