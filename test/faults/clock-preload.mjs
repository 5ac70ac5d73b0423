// A clock that is wrong, for `node --import`: $CLOCK_OFFSET milliseconds off from the start, and $CLOCK_JUMP more with each SIGUSR2.
const Right = Date
let off = Number(process.env.CLOCK_OFFSET ?? 0)
globalThis.Date = class Date extends Right {
  constructor(...given) {
    super(...(given.length === 0 ? [Right.now() + off] : given))
  }
  static now() {
    return Right.now() + off
  }
}
process.on('SIGUSR2', () => {
  off += Number(process.env.CLOCK_JUMP ?? 0)
})
