/** Tells versions of a database apart. */
export interface VersionReader {
  /** See `Store.version`. */
  read(): Promise<string>
  close(): Promise<void>
}
