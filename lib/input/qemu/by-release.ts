/**
 * Options that not every release of QEMU has: that one is given makes a part of kind `option`, of which the records say which releases take it.
 * Source: docs/about/removed-features.rst and qemu-options.hx, QEMU 2.5 to 10.2.
 */
export const BY_RELEASE: ReadonlySet<string> = new Set(
  [
    '-no-kvm-pit -tdf -no-kvm-irqchip -no-kvm-pit-reinjection -nodefconfig -rtc-td-hack -localtime -clock -no-frame -no-kvm -realtime -show-cursor -tb-size',
    '-no-quit -enable-fips -writeconfig -alt-grab -ctrl-grab -sdl -curses -watchdog -no-hpet -no-acpi -chroot -singlestep -async-teardown -portrait -rotate -runas',
    '-hdachs -bootp -redir -smb -tftp -startdate -balloon -soundhw -enable-hax -virtfs_synth -bt -old-param',
    '-only-migratable -preconfig -enable-sync-profile -seed -plugin -action -compat -perfmap -jitdump -run-with',
  ].flatMap((list) => list.split(' ')),
)
