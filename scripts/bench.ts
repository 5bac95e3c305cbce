/** npm run bench: speed and memory against their targets, as tables. `--quick` leaves out the idle minutes. */
await import("@/tests/bench/main");

export {};
