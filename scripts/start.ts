import { runHub } from "./start/run";

await runHub("start");
