/**
 * Options of QEMU that neither a running guest nor the stream knows of (how QEMU is watched, logged, shown and kept in), with whether they take an
 * argument. Source: qemu-options.hx, QEMU 2.5 to 10.2.
 */
export const UNSEEN: Readonly<Record<string, boolean>> = {
  ...taking(true, [
    '-name -display -monitor -qmp -qmp-pretty -mon -pidfile -sandbox -msg -trace -D -d -dfilter -L -incoming -runas -chroot -run-with -vnc -spice -k',
    '-realtime -action -watchdog-action -gdb -seed -echr -tb-size -loadvm -add-fd -compat -plugin -dump-vmstate -qtest -qtest-log -writeconfig',
    '-rotate -clock',
  ]),
  ...taking(false, [
    '-daemonize -S -s -no-user-config -nodefconfig -nographic -only-migratable -no-reboot -no-shutdown -full-screen -curses -no-frame -alt-grab',
    '-ctrl-grab -no-quit -sdl -portrait -show-cursor -mem-prealloc -preconfig -enable-fips -singlestep -async-teardown -enable-sync-profile -perfmap -jitdump -tdf',
    '-win2k-hack -rtc-td-hack -no-fd-bootchk -no-kvm-pit-reinjection -no-kvm-pit',
  ]),
}

/** Options that take no argument, among those that nothing is taken from. */
export const FLAGS: ReadonlySet<string> = new Set([
  '-semihosting',
  '-old-param',
  '-virtfs_synth',
  '-enable-hax',
  '-audio-help',
  '-xen-create',
  '-xen-attach',
  '-xen-domid-restrict',
  '-h',
  '-help',
  '-version',
])

function taking(argument: boolean, lists: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(lists.flatMap((list) => list.split(' ').map((option) => [option, argument])))
}
