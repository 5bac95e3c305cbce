/** Which review is open beside the list. */
export type Open = {
  id: string | null;
  /** Where it stands in the list, or stood before it left. */
  place: number;
  /** What the address named when it was chosen. */
  wanted: string | null;
  /** Which list it was chosen in. */
  scope: string;
};

/** The list as it is now. */
type List = Pick<Open, "wanted" | "scope"> & { ids: string[] };

/**
 * The review that the address names, or the first. From then on that one, whatever comes before it or takes it out of
 * the list, until another is asked for or another list is shown: what somebody is about to answer never changes under
 * their hands. Where `open` names none any more, the one in its place. Returns `open` itself where nothing is to change.
 */
export function chooseOpen(open: Open | null, { ids, wanted, scope }: List): Open {
  if (open?.id && open.scope === scope && open.wanted === wanted) {
    const place = ids.indexOf(open.id);
    return place === -1 || place === open.place ? open : { ...open, place };
  }
  // A link and Back may name one that has left the list; a filter chosen since then speaks against it.
  const isNamed = wanted !== null && (ids.includes(wanted) || open?.wanted !== wanted);
  const from = open?.scope === scope ? Math.min(open.place, ids.length - 1) : 0;
  const id = isNamed ? wanted : (ids[from] ?? null);
  const place = id === null ? 0 : Math.max(0, ids.indexOf(id));
  if (open?.id === id && open.place === place && open.wanted === wanted && open.scope === scope) return open;
  return { id, place, wanted, scope };
}

/** Which stands at `by` from the open one, upwards or downwards; of one that has left, from the place it had. */
export function stepFrom({ id, place }: Open, ids: string[], by: 1 | -1): string | null {
  if (id !== null && ids.includes(id)) return ids[place + by] ?? null;
  const from = Math.min(place, ids.length - (by === 1 ? 1 : 0));
  return ids[by === 1 ? from : from - 1] ?? null;
}
