// Whether the web process beside it is alive, for those that ask by running a command: ends with 0 if 127.0.0.1:$PORT answers /healthz with 200, else with 1.
const { PORT = '3000' } = process.env

const answer = await fetch(`http://127.0.0.1:${PORT}/healthz`, { signal: AbortSignal.timeout(2500) }).catch(() => undefined)
process.exit(answer?.ok ? 0 : 1)
