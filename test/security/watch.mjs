// Loaded into a server that a test watches (`--import`): notes each connection that it makes to anywhere, and on SIGUSR2, after a garbage collection, how much
// memory it has, one JSON document a line, into the file that WATCH names.
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'
import dns from 'node:dns'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const file = process.env.WATCH
if (file !== undefined && process.argv[1]?.endsWith('serve.mjs')) {
  const note = (what) => appendFileSync(file, `${JSON.stringify(what)}\n`)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function (...words) {
    note({ connects: JSON.stringify(words[0]).slice(0, 300) })
    return connect.apply(this, words)
  }
  const lookup = dns.lookup
  dns.lookup = (name, ...rest) => {
    note({ looksUp: String(name) })
    return lookup(name, ...rest)
  }
  process.on('SIGUSR2', async () => {
    for (let count = 0; count < 4; count++) {
      collect()
      await new Promise((done) => setTimeout(done, 20))
    }
    note({ memory: process.memoryUsage() })
  })
  note({ pid: process.pid })
}
