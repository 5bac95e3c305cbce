"use client";

import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "@/components/shared/scroll-region";

/** Text written by a model, as reading text. Raw HTML is not rendered and images are links: nothing is fetched by itself. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown max-w-[72ch] text-read [font-synthesis-style:auto]">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow">
      {children}
    </a>
  ),
  img: ({ src, alt }) =>
    typeof src === "string" ? (
      <a href={src} target="_blank" rel="noreferrer noopener nofollow">
        {alt || src}
      </a>
    ) : null,
  pre: ({ children }) => (
    <ScrollRegion label="Code" className="overflow-x-auto rounded-md border border-line bg-sunken p-3">
      <pre>{children}</pre>
    </ScrollRegion>
  ),
  table: ({ children }) => (
    <ScrollRegion label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </ScrollRegion>
  ),
};
