/** The database cannot be asked now; later it may. The message is one line, for people. */
export class StoreUnavailable extends Error {
  /** By name: pages are built apart from the service that they ask, and have classes of their own. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'StoreUnavailable'
  }

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreUnavailable'
  }
}
