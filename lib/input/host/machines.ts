/**
 * The version of the QEMU that has these machine types: of the newest `pc-i440fx-7.2`, `pseries-9.0` and the like, for each release brings its own.
 * @returns undefined where none of them is upstream's, as on enterprise distributions
 */
export function newestMachine(names: readonly string[]): string | undefined {
  const versions = names
    .map((name) => /^(?:pc-i440fx|pc-q35|pseries|virt|s390-ccw-virtio)-(\d+)\.(\d+)$/.exec(name))
    .filter((match) => match !== null)
    .map(([, major, minor]) => [Number(major), Number(minor)] as const)
    .sort(([a, b], [c, d]) => c - a || d - b)
  const newest = versions[0]
  return newest && `${newest[0]}.${newest[1]}`
}
