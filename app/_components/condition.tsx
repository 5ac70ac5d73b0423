import { Fragment } from 'react'

/** A condition in words, which may be broken between its words: `cpu=power8|power9`. */
export function Condition({ text }: { text: string }) {
  return text.split(/(?<=[|=])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ))
}
