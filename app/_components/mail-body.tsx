import type { Block, Mailbox } from '../../lib/model/index.ts'
import { messagePath } from '../../lib/api/mail/paths.ts'
import type { Mask } from '../../lib/api/mail/mask.ts'

/** Quotes longer than this are folded. */
const FOLDED_FROM = 12

interface BodyProps {
  readonly blocks: readonly Block[]
  readonly list: string
  readonly messageId: string
  readonly mask: Mask
  /** Before each anchor, where several messages are on one page. */
  readonly prefix?: string
  /** Lines to mark. */
  readonly marked?: readonly [number, number] | undefined
}

/** A message's text block by block: quotes fold, diffs are coloured, each line and block has an anchor. Everything is escaped text. */
export function MailBody({ blocks, ...props }: BodyProps) {
  return (
    <div className="mail-body">
      {blocks.map((block) => (
        <BlockView key={block.lines[0]} block={block} {...props} />
      ))}
    </div>
  )
}

/** That a text goes on where it is not shown any more. */
export function Hidden({ lines, list, messageId }: { lines: number; list: string; messageId: string }) {
  if (lines === 0) return null
  return (
    <p className="error">
      {lines} more lines are not shown: <a href={messagePath(list, messageId, 'raw')}>all of it, as it came</a>
    </p>
  )
}

function BlockView({ block, list, messageId, mask, prefix = '', marked }: Omit<BodyProps, 'blocks'> & { block: Block }) {
  const [first, last] = block.lines
  const range = first === last ? `${first}` : `${first}-${last}`
  const lines = block.text.split('\n')
  if (block.kind === 'text' && block.text.trim() === '') return <pre className="block">{'\n'.repeat(Math.max(0, lines.length - 1))}</pre>
  const permalink = (
    <a
      className="permalink"
      href={`${messagePath(list, messageId)}?lines=${range}#L${first}`}
      title={`Permanent link to ${first === last ? 'line' : 'lines'} ${range}`}
    >
      ¶
    </a>
  )
  const body = (
    <pre className={`block ${block.kind}`}>
      {lines.map((line, index) => {
        const number = first + index
        const hit = marked && number >= marked[0] && number <= marked[1]
        return (
          <span key={number} id={`${prefix}L${number}`} className={`${block.kind === 'diff' ? diffClass(line) : ''}${hit ? ' hit' : ''}`.trim() || undefined}>
            {mask(line)}
            {'\n'}
          </span>
        )
      })}
    </pre>
  )
  if (block.kind !== 'quote')
    return (
      <div className={`piece ${block.kind}`}>
        {permalink}
        {body}
      </div>
    )
  return (
    <details
      className="piece quote"
      open={lines.length < FOLDED_FROM || (marked && marked[0] <= last && marked[1] >= first)}
      data-step={Math.min(block.depth, 4)}
    >
      <summary>
        {permalink} <Whose author={block.author} mask={mask} />
        {block.inferred ? ' (inferred)' : ''}, {lines.length} {lines.length === 1 ? 'line' : 'lines'}
        {block.message ? (
          <>
            {' '}
            <a href={messagePath(list, block.message)}>in their message</a>
          </>
        ) : null}
      </summary>
      {body}
    </details>
  )
}

function Whose({ author, mask }: { author: Mailbox | undefined; mask: Mask }) {
  if (!author) return <>somebody wrote</>
  return (
    <>
      <bdi>{mask(author.name || author.address)}</bdi> wrote
    </>
  )
}

function diffClass(line: string): string {
  if (/^(\+\+\+|---|diff |index |new file|deleted file|similarity |rename )/.test(line)) return 'd-file'
  if (line.startsWith('@@')) return 'd-hunk'
  if (line.startsWith('+')) return 'd-add'
  return line.startsWith('-') ? 'd-del' : ''
}
