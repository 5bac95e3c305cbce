export type ServicePreset = {
  serviceType: string;
  label: string;
  /** The names of its fields; none for one value without a name. */
  fields: string[];
  hosts: string[];
};

/** Services the hub knows how to try, and what a credential for each is made of. */
export const servicePresets: ServicePreset[] = [
  { serviceType: "github", label: "GitHub", fields: ["token"], hosts: ["api.github.com"] },
  { serviceType: "gitlab", label: "GitLab", fields: ["token"], hosts: ["gitlab.com"] },
  { serviceType: "slack", label: "Slack", fields: ["bot_token"], hosts: ["slack.com"] },
  { serviceType: "jira", label: "Jira", fields: ["email", "api_token"], hosts: ["*.atlassian.net"] },
  { serviceType: "linear", label: "Linear", fields: ["api_key"], hosts: ["api.linear.app"] },
  { serviceType: "notion", label: "Notion", fields: ["token"], hosts: ["api.notion.com"] },
  { serviceType: "openai", label: "OpenAI", fields: ["api_key"], hosts: ["api.openai.com"] },
  { serviceType: "bearer", label: "Any API with a token", fields: ["token"], hosts: [] },
  { serviceType: "basic", label: "User name and password", fields: ["username", "password"], hosts: [] },
];

/** How a service type is called. */
export function nameService(serviceType: string): string {
  return servicePresets.find((preset) => preset.serviceType === serviceType)?.label ?? serviceType;
}
