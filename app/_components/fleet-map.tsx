import { fleetMap } from '../../lib/api/fleet-map.ts'
import { domainsInWords } from '../../lib/evaluate/index.ts'
import type { FleetAnswer, FleetDefinition } from '../../lib/model/index.ts'

/** A drawing of where a VM may go: boxes of hosts among which it moves freely, arrows where it does not come back. The text beside says the same. */
export function FleetMapView({ answer, definition, id }: { answer: FleetAnswer; definition: FleetDefinition; id: string }) {
  const map = fleetMap(answer, definition)
  const ways = definition.one_way.map(({ from, to }) => `from ${nameOf(definition, from)} one way to ${nameOf(definition, to)}`)
  return (
    <svg
      className="fleet-map"
      viewBox={`0 0 ${map.width} ${map.height}`}
      width={map.width}
      height={map.height}
      role="img"
      aria-label={[domainsInWords(answer, definition), ...ways].join('; ')}
    >
      <defs>
        <marker id={`${id}-head`} viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" fill="currentColor" />
        </marker>
      </defs>
      {map.arrows.map(({ path }) => (
        <path key={path} d={path} fill="none" stroke="currentColor" strokeWidth="1.5" markerEnd={`url(#${id}-head)`} />
      ))}
      {map.boxes.map(({ x, y, width, height, title, text, isClosed }) => (
        <g key={`${x} ${y}`}>
          <rect x={x} y={y} width={width} height={height} rx="4" className={isClosed ? 'closed' : 'open'} />
          <text x={x + width / 2} y={y + 22} textAnchor="middle" className="title">
            {title}
          </text>
          <text x={x + width / 2} y={y + 40} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
    </svg>
  )
}

function nameOf({ domains }: FleetDefinition, index: number): string {
  return domains[index]?.kinds.join(' ') ?? ''
}
