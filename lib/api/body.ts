import { HttpError } from './problem.ts'

/**
 * A request's body, part by part as it comes.
 * @throws HttpError 400 where it breaks off: whoever sent it went away, which is no error here
 */
export async function* partsOf({ body }: Pick<Request, 'body'>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  try {
    for await (const part of (body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) yield part
  } catch {
    throw new HttpError(400, 'the request ended before its body did')
  }
}
