export const themeCookie = "ensemble-theme";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The theme a stored value names; anything else means "system". */
export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** Applies the theme to the open page and keeps it in a cookie that the document is rendered from. Browser only. */
export async function applyTheme(theme: Theme): Promise<void> {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
  await fetch("/theme", { method: "POST", body: theme });
}
