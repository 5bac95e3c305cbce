import { CodeBlock } from "@/components/shared/code-block";

/** How a receiver tells that a message is the hub's. */
export function VerifySnippet() {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-ink-muted text-table">
        Messages follow Standard Webhooks: verify the body as it came, before it is parsed. A message may come
        more than once; its <code className="font-mono text-code">webhook-id</code> stays the same.
      </p>
      <CodeBlock label="verification in JavaScript" text={snippet} className="max-h-80" />
    </div>
  );
}

const snippet = `import { Webhook } from "standardwebhooks"; // npm install standardwebhooks

const webhook = new Webhook(secret); // the endpoint's, whsec_…

export async function POST(request) {
  const body = await request.text();
  const message = webhook.verify(body, Object.fromEntries(request.headers)); // throws when it is not ours
  const id = request.headers.get("webhook-id"); // the same at every attempt
  console.log(id, message.type, message.timestamp, message.data);
  return new Response(null, { status: 204 });
}`;
