-- AlterTable
ALTER TABLE "endpoint_message" ADD COLUMN     "announced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "claimed_by" TEXT,
ADD COLUMN     "error_message" TEXT,
ADD COLUMN     "round_count" INTEGER NOT NULL DEFAULT 0;

-- A message is due at some time exactly while it is pending.
ALTER TABLE "endpoint_message" ADD CONSTRAINT "endpoint_message_due_check"
  CHECK (("status" = 'pending') = ("next_attempt_at" IS NOT NULL));
