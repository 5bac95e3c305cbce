-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "body" TEXT,
ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "last_repeat_at" TIMESTAMPTZ(3),
ADD COLUMN     "message" TEXT,
ADD COLUMN     "original_id" TEXT,
ADD COLUMN     "persona_id" TEXT,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "repeat_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'accepted',
ALTER COLUMN "event_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "event" ADD COLUMN     "causes" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "hop_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "replay_key" TEXT,
ADD COLUMN     "replay_of_event_id" TEXT,
ADD COLUMN     "trigger_id" TEXT;

-- AlterTable
ALTER TABLE "execution" ADD COLUMN     "not_before" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "persona" ADD COLUMN     "previous_webhook_secret_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "previous_webhook_secret_sealed" TEXT;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "disabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "disabled_reason" TEXT;

-- CreateTable
CREATE TABLE "endpoint" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "notice_types" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "secret_sealed" TEXT NOT NULL,
    "previous_secret_sealed" TEXT,
    "previous_expires_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_message" (
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "notice_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_attempt" (
    "message_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status_code" INTEGER,
    "error_message" TEXT,
    "response" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_attempt_pkey" PRIMARY KEY ("message_id","attempt")
);

-- CreateTable
CREATE TABLE "event_audit" (
    "id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subscription_id" TEXT,
    "persona_id" TEXT,
    "execution_id" TEXT,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trigger" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL DEFAULT 'default',
    "persona_id" TEXT NOT NULL,
    "target_persona_id" TEXT,
    "name" TEXT,
    "trigger_type" TEXT NOT NULL,
    "config" TEXT NOT NULL DEFAULT '{}',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "misfire_policy" TEXT NOT NULL DEFAULT 'latest',
    "misfire_limit" INTEGER NOT NULL DEFAULT 10,
    "misfire_window_ms" INTEGER NOT NULL DEFAULT 86400000,
    "overlap_policy" TEXT NOT NULL DEFAULT 'queue',
    "last_triggered_at" TIMESTAMPTZ(3),
    "next_trigger_at" TIMESTAMPTZ(3),
    "generation" INTEGER NOT NULL DEFAULT 0,
    "health_status" TEXT NOT NULL DEFAULT 'healthy',
    "health_message" TEXT,
    "failure_count" INTEGER NOT NULL DEFAULT 0,
    "content_hash" TEXT,
    "use_case_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trigger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trigger_fire" (
    "id" TEXT NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "fire_key" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "event_id" TEXT,
    "execution_id" TEXT,
    "status" TEXT NOT NULL DEFAULT 'fired',
    "error_message" TEXT,
    "scheduled_at" TIMESTAMPTZ(3),
    "fired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "duration_ms" INTEGER,

    CONSTRAINT "trigger_fire_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receiver_secret" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receiver_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_hook" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "hook_id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_checked_at" TIMESTAMPTZ(3),
    "last_fetched" INTEGER,
    "error_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "github_hook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "endpoint_message_key_key" ON "endpoint_message"("key");

-- CreateIndex
CREATE INDEX "endpoint_message_endpoint_id_created_at_idx" ON "endpoint_message"("endpoint_id", "created_at");

-- CreateIndex
CREATE INDEX "endpoint_message_status_next_attempt_at_idx" ON "endpoint_message"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "endpoint_message_created_at_idx" ON "endpoint_message"("created_at");

-- CreateIndex
CREATE INDEX "event_audit_event_id_created_at_idx" ON "event_audit"("event_id", "created_at");

-- CreateIndex
CREATE INDEX "event_audit_subscription_id_action_created_at_idx" ON "event_audit"("subscription_id", "action", "created_at");

-- CreateIndex
CREATE INDEX "trigger_persona_id_idx" ON "trigger"("persona_id");

-- CreateIndex
CREATE INDEX "trigger_enabled_next_trigger_at_idx" ON "trigger"("enabled", "next_trigger_at");

-- CreateIndex
CREATE INDEX "trigger_trigger_type_enabled_idx" ON "trigger"("trigger_type", "enabled");

-- CreateIndex
CREATE INDEX "trigger_updated_at_idx" ON "trigger"("updated_at");

-- CreateIndex
CREATE INDEX "trigger_fire_trigger_id_fired_at_idx" ON "trigger_fire"("trigger_id", "fired_at");

-- CreateIndex
CREATE INDEX "trigger_fire_event_id_idx" ON "trigger_fire"("event_id");

-- CreateIndex
CREATE INDEX "trigger_fire_fired_at_idx" ON "trigger_fire"("fired_at");

-- CreateIndex
CREATE UNIQUE INDEX "trigger_fire_trigger_id_fire_key_key" ON "trigger_fire"("trigger_id", "fire_key");

-- CreateIndex
CREATE INDEX "receiver_secret_provider_created_at_idx" ON "receiver_secret"("provider", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "github_hook_owner_hook_id_key" ON "github_hook"("owner", "hook_id");

-- CreateIndex
CREATE INDEX "delivery_provider_created_at_idx" ON "delivery"("provider", "created_at");

-- CreateIndex
CREATE INDEX "delivery_status_created_at_idx" ON "delivery"("status", "created_at");

-- CreateIndex
CREATE INDEX "event_source_id_created_at_idx" ON "event"("source_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "event_replay_of_event_id_replay_key_key" ON "event"("replay_of_event_id", "replay_key");

-- CreateIndex
CREATE INDEX "execution_trigger_id_status_idx" ON "execution"("trigger_id", "status");

-- AddForeignKey
ALTER TABLE "endpoint_message" ADD CONSTRAINT "endpoint_message_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_attempt" ADD CONSTRAINT "endpoint_attempt_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "endpoint_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_audit" ADD CONSTRAINT "event_audit_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "persona"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_fire" ADD CONSTRAINT "trigger_fire_trigger_id_fkey" FOREIGN KEY ("trigger_id") REFERENCES "trigger"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say.
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_status_check" CHECK ("status" IN ('accepted', 'rejected', 'conflicting'));
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_type_check" CHECK ("trigger_type" IN ('schedule', 'webhook', 'chain', 'manual', 'polling'));
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_health_check" CHECK ("health_status" IN ('healthy', 'degraded'));
ALTER TABLE "trigger_fire" ADD CONSTRAINT "trigger_fire_status_check" CHECK ("status" IN ('fired', 'completed', 'failed', 'skipped'));
ALTER TABLE "endpoint_message" ADD CONSTRAINT "endpoint_message_status_check" CHECK ("status" IN ('pending', 'delivered', 'failed'));
