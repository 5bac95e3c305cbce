-- DropIndex
DROP INDEX "event_audit_event_id_created_at_idx";

-- AlterTable
ALTER TABLE "event" DROP COLUMN "next_retry_at",
DROP COLUMN "retry_count";

-- AlterTable
ALTER TABLE "event_audit" DROP CONSTRAINT "event_audit_pkey",
DROP COLUMN "id",
ADD COLUMN     "id" BIGSERIAL NOT NULL,
ADD CONSTRAINT "event_audit_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE INDEX "event_audit_event_id_id_idx" ON "event_audit"("event_id", "id");

-- Written by hand: an event moves between its statuses as server/events/state.ts says, whoever asks.
ALTER TABLE "event" ADD CONSTRAINT "event_status_check"
  CHECK ("status" IN ('pending', 'processing', 'delivered', 'partial', 'skipped', 'failed', 'dead_letter'));

CREATE FUNCTION "refuse_illegal_event_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (CASE OLD."status"
    WHEN 'pending' THEN NEW."status" IN ('processing', 'skipped', 'failed')
    WHEN 'processing' THEN NEW."status" IN ('pending', 'delivered', 'partial', 'skipped', 'failed')
    WHEN 'delivered' THEN NEW."status" = 'dead_letter'
    WHEN 'partial' THEN NEW."status" = 'dead_letter'
    WHEN 'failed' THEN NEW."status" = 'pending'
    WHEN 'dead_letter' THEN NEW."status" = 'pending'
    ELSE false END)
  THEN
    RAISE EXCEPTION 'An event cannot move from % to %.', OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "event_status_moves" BEFORE UPDATE OF "status" ON "event"
  FOR EACH ROW WHEN (OLD."status" IS DISTINCT FROM NEW."status") EXECUTE FUNCTION "refuse_illegal_event_move"();
