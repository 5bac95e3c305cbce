/** How often an open page reads the engine's figures anew, in milliseconds. */
export const refreshMs = 3_000;
