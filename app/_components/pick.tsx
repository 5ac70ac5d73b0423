/** A choice in a form that narrows a list. @param any what it says where nothing is chosen; without it something always is */
export function Pick({
  name,
  label,
  value,
  any,
  choices,
}: {
  name: string
  label: string
  value: string
  any?: string
  choices: readonly (readonly [name: string, count?: number])[]
}) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value} aria-label={label}>
        {any === undefined ? null : <option value="">{any}</option>}
        {choices.map(([choice, count]) => (
          <option key={choice} value={choice}>
            {choice}
            {count === undefined ? '' : ` (${count})`}
          </option>
        ))}
      </select>
    </label>
  )
}
