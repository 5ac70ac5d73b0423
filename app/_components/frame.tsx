import type { ReactNode } from 'react'

/** A wide table in a scrolling frame of its own, which the keyboard reaches. */
export function Frame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="frame" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
