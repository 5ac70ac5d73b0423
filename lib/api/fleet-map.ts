import type { FleetAnswer, FleetDefinition } from '../model/index.ts'

/** A definition's domains as boxes, those that lead to others above them; units are those of the drawing. */
export interface FleetMap {
  readonly width: number
  readonly height: number
  readonly boxes: readonly MapBox[]
  readonly arrows: readonly { readonly from: MapBox; readonly to: MapBox; readonly path: string }[]
}

export interface MapBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly title: string
  readonly text: string
  /** A single kind that a VM cannot even leave for an equal host. */
  readonly isClosed: boolean
}

const BOX = { width: 160, height: 52 }
const GAP = { x: 20, y: 46 }
const PER_ROW = 2
const MARGIN = 2

/** Lays out where a definition may go. */
export function fleetMap(answer: FleetAnswer, { domains, one_way, verdicts }: FleetDefinition): FleetMap {
  const layers = layersOf(domains.length, one_way)
  const rows = layers.flatMap((layer) => chunks(layer, PER_ROW))
  const width = Math.max(...rows.map(widthOf)) + 2 * MARGIN
  const boxes = new Map<number, MapBox>()
  for (const [row, some] of rows.entries()) {
    for (const [column, index] of some.entries()) {
      const { kinds, hosts } = domains[index] as FleetDefinition['domains'][number]
      const at = answer.kinds.findIndex(({ name }) => name === kinds[0])
      const isClosed = kinds.length === 1 && verdicts[at]?.[at] !== 'yes'
      boxes.set(index, {
        ...BOX,
        x: (width - widthOf(some)) / 2 + column * (BOX.width + GAP.x),
        y: MARGIN + row * (BOX.height + GAP.y),
        title: short(kinds),
        text: `${hosts} ${hosts === 1 ? 'host' : 'hosts'}${isClosed ? ', cannot leave' : ' now'}`,
        isClosed,
      })
    }
  }
  return {
    width,
    height: rows.length * (BOX.height + GAP.y) - GAP.y + 2 * MARGIN,
    boxes: domains.map((_, index) => boxes.get(index) as MapBox),
    arrows: one_way.map((way) => {
      const [from, to] = [boxes.get(way.from) as MapBox, boxes.get(way.to) as MapBox]
      return { from, to, path: arrow(from, to) }
    }),
  }
}

function widthOf(row: readonly number[]): number {
  return row.length * (BOX.width + GAP.x) - GAP.x
}

/** Each domain below all that lead to it, and what nothing leads to or from below all, where no arrow passes. One-way ways have no circles. */
function layersOf(count: number, ways: FleetDefinition['one_way']): number[][] {
  const depth = Array.from({ length: count }, () => 0)
  for (let round = 0; round < count; round++) for (const { from, to } of ways) depth[to] = Math.max(depth[to] as number, (depth[from] as number) + 1)
  const joined = new Set(ways.flatMap(({ from, to }) => [from, to]))
  const layers: number[][] = []
  for (const [index, above] of depth.entries()) {
    const level = joined.has(index) ? above : count
    layers[level] = [...(layers[level] ?? []), index]
  }
  return layers.filter((layer) => layer !== undefined)
}

function chunks(items: readonly number[], size: number): number[][] {
  return items.length <= size ? [[...items]] : [items.slice(0, size), ...chunks(items.slice(size), size)]
}

/** From the lower edge of a box to the upper edge of one further down. */
function arrow(from: MapBox, to: MapBox): string {
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y - 7]
  const bend = (y2 - y1) / 2
  return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
}

function short(kinds: readonly string[]): string {
  return kinds.length <= 7 ? kinds.join(' ') : `${kinds.slice(0, 5).join(' ')} +${kinds.length - 5}`
}
