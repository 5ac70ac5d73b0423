/**
 * Options that some release of QEMU no longer has: that one is given makes a part of kind `option`, of which the records say whether a release takes it.
 * Source: docs/about/removed-features.rst, QEMU 2.12 to 10.2.
 */
export const TAKEN_AWAY: ReadonlySet<string> = new Set(
  [
    '-no-kvm-pit -tdf -no-kvm-irqchip -no-kvm-pit-reinjection -nodefconfig -rtc-td-hack -localtime -no-kvm -realtime -show-cursor -tb-size -no-quit',
    '-enable-fips -writeconfig -alt-grab -ctrl-grab -sdl -curses -watchdog -no-hpet -no-acpi -chroot -singlestep -async-teardown -portrait -rotate -runas',
  ].flatMap((list) => list.split(' ')),
)
