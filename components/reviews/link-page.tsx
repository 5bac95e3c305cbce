import { LinkForm } from "@/components/reviews/link-form";
import { ReviewQuestion } from "@/components/reviews/review-question";
import { StatusBadge } from "@/components/shared/status-badge";
import { Mark } from "@/components/shell/mark";
import type { LinkView } from "@/server/reviews/schema";

/** What a link to a review leads to: the question and the one answer the link stands for, or why it is of no more use. */
export function LinkPage(props: { token: string; argsHash: string | null; view: LinkView }) {
  const { view } = props;
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col gap-6 px-4 py-12">
      <p className="flex items-center gap-2.5 font-semibold">
        <Mark className="size-6" /> Ensemble
      </p>
      {view.state === "open" ? (
        <OpenLink {...props} view={view} />
      ) : (
        <div className="flex flex-col gap-2">
          <h1 className="font-semibold text-title">{closedTitles[view.state]}</h1>
          <p className="text-ink-muted">{view.state === "answered" ? view.words : closedWords[view.state]}</p>
        </div>
      )}
    </main>
  );
}

type OpenLinkProps = {
  token: string;
  argsHash: string | null;
  view: Extract<LinkView, { state: "open" }>;
};

function OpenLink({ token, argsHash, view }: OpenLinkProps) {
  const { review, decision } = view;
  return (
    <>
      <div className="flex flex-col gap-2">
        <h1 className="break-words font-semibold text-title">{review.title}</h1>
        <p className="flex flex-wrap items-center gap-3 text-ink-muted text-table">
          <StatusBadge kind="severity" status={review.severity} />
          {review.personaName} asks
        </p>
      </div>
      <ReviewQuestion review={review} only={decision} />
      <LinkForm token={token} decision={decision} argsHash={argsHash} />
    </>
  );
}

const closedTitles = {
  answered: "This has been answered",
  used: "This link was used",
  expired: "This link has expired",
  unknown: "There is no such link",
};
const closedWords = {
  used: "A link answers once. The review has its answer; nothing more happens here.",
  expired: "Links hold for seven days. Sign in to the hub to answer the review there.",
  unknown: "It may have been cut off when it was copied. Open it again from the message it came in.",
};
