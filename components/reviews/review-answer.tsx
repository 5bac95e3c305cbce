import { actWords } from "@/components/reviews/consequences";
import { Fact, Facts } from "@/components/shared/facts";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import type { ReviewOutput } from "@/server/reviews/schema";

/** How a review was answered, by whom and when. */
export function ReviewAnswer({ review }: { review: ReviewOutput }) {
  const { decision, resolvedBy, resolvedAt, reviewerNotes } = review;
  return (
    <Section title="Answer">
      <Facts>
        <Fact name="Decision">{decision && actWords[decision]}</Fact>
        <Fact name="By">{resolvedBy}</Fact>
        <Fact name="At">{resolvedAt && <ExactTime at={resolvedAt} />}</Fact>
        <Fact name="Note">
          {reviewerNotes && <span className="whitespace-pre-wrap">{reviewerNotes}</span>}
        </Fact>
      </Facts>
    </Section>
  );
}
