/** What the page "Now" asks for; apart from what shows it, because the server asks too. */
export const urgentMessagesQuery = { isRead: false, minPriority: "high", limit: 5 } as const;
