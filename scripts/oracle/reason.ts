/** A rough class of the receiver's words. */
export function reasonOf(words: string): string {
  return REASONS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other'
}

const REASONS: readonly (readonly [string, RegExp])[] = [
  ['dst-qemu-abort', /Assertion `/],
  ['machine-type-name', /Machine type received/],
  ['configuration-section', /Configuration section missing|Failed to load configuration|Target page size/],
  ['section-type-7 (config/footers unexpected)', /Unknown savevm section type 7/],
  ['spapr-cap-higher', /higher level \(/],
  ['dst-blocks-nonmigratable', /State blocked by non-migratable/],
  ['virtio-features', /Features 0x\S+ unsupported/],
  ['pci-config', /get_pci_config_device/],
  ['ram-block-name', /Unknown ramblock/],
  ['ram-block-size', /Size mismatch: |mismatch: 0x/],
  ['irq-backend-section', /section or instance '(xive-source|spapr-xive|icp\/server|ics)/],
  ['unknown-section', /Unknown savevm section or instance/],
  ['section-size-footer', /Missing section footer/],
  ['capability', /Capability /],
  ['cpu-state', /of device 'cpu(_common)?'|^Invalid value \d+ expecting/],
  ['vmstate-field', /Failed to load|error while loading state/],
]
